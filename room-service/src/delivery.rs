//! A command on its way from the command listener to its room, and its answer on the way back.

use chassis::telemetry::Wait;
use proto::room::{Answer, Command};
use proto::{Refusal, RoomId};
use tokio::sync::{OwnedSemaphorePermit, oneshot};
use tokio::task::JoinHandle;
use tracing::Span;

use crate::render::{self, Words as Rendered};
use crate::requester::Requester;
use crate::room::{Asked, Claim, round};

/// Below this a text is rendered on the spot: cheaper than a task. In bytes.
const SHORT: usize = 512;

/// A command, its words being rendered meanwhile, and who waits for the answer. Dropped without an answer, the asker
/// gets `unavailable`: whoever carried it is gone, and the log knows what became of it.
pub(crate) struct Delivery {
    command: Command,
    words: Words,
    claim: Option<Claim>,
    answer: Answering,
    wait: Wait,
}

/// The way back. It holds a permit to wait for the room.
pub(crate) struct Answering {
    to: To,
    permit: Option<OwnedSemaphorePermit>,
}

enum To {
    /// Over the bus.
    Requester(Requester),
    /// To whoever waits for it in this process. The asker may have given up; the log knows.
    Here(oneshot::Sender<Answer>),
}

enum Words {
    None,
    Now(Rendered),
    Soon(JoinHandle<Rendered>),
}

impl Delivery {
    /// A command of somebody on the bus, who is answered there.
    pub(crate) fn asked_by(requester: Requester, command: Command) -> Self {
        Self::to(To::Requester(requester), command)
    }

    /// A command and where its answer comes out.
    pub(crate) fn new(command: Command) -> (Self, oneshot::Receiver<Answer>) {
        let (to, answer) = oneshot::channel();
        (Self::to(To::Here(to), command), answer)
    }

    fn to(to: To, command: Command) -> Self {
        let words = match command.action.body() {
            None => Words::None,
            Some(body) if body.as_str().len() <= SHORT && !render::is_costly(body.as_str()) => {
                Words::Now(render::words(body.as_str(), &command.named))
            }
            Some(body) => {
                let (body, named) = (body.clone(), command.named.clone());
                Words::Soon(tokio::task::spawn_blocking(move || render::words(body.as_str(), &named)))
            }
        };
        let wait = Wait::begin(Span::current());
        Self { command, words, claim: None, answer: Answering { to, permit: None }, wait }
    }

    /// Which room it is for.
    pub(crate) fn room(&self) -> RoomId {
        self.command.room
    }

    /// What it weighs in a round.
    pub(crate) fn weight(&self) -> usize {
        round::weight(&self.command)
    }

    /// Its turn has come; the span it came in with.
    pub(crate) fn begin(&self) -> Span {
        self.wait.over("room").clone()
    }

    /// The same, with what came of claiming the name that it wants for its room.
    pub(crate) fn claiming(mut self, claim: Option<Claim>) -> Self {
        self.claim = claim;
        self
    }

    /// The same, holding a permit to wait for the room.
    pub(crate) fn permitted(mut self, permit: OwnedSemaphorePermit) -> Self {
        self.answer.permit = Some(permit);
        self
    }

    /// Ready to be decided, once its words are.
    pub(crate) async fn ready(self) -> (Asked, Answering) {
        let Rendered { html, named } = match self.words {
            Words::None => Rendered::default(),
            Words::Now(words) => words,
            Words::Soon(rendering) => match rendering.await {
                Ok(words) => words,
                Err(_) => {
                    let words = self.command.action.body().map_or("", |body| body.as_str());
                    Rendered { html: render::plain(words), named: Vec::new() }
                }
            },
        };
        (Asked { named, claim: self.claim, ..Asked::new(self.command, html) }, self.answer)
    }

    /// Not now.
    pub(crate) fn refuse(self, refusal: Refusal) {
        match self.answer.to {
            To::Requester(requester) => requester.answer_aside(Answer::Refused(refusal)),
            To::Here(to) => drop(to.send(Answer::Refused(refusal))),
        }
    }
}

impl Answering {
    /// Answers.
    pub(crate) async fn send(self, answer: Answer) {
        drop(self.permit);
        match self.to {
            To::Requester(requester) => requester.answer(answer).await,
            To::Here(to) => drop(to.send(answer)),
        }
    }
}
