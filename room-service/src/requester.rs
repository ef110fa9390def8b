//! Whoever has asked over the bus for something to be carried out, until they have their answer.
//!
//! Rooms answer them themselves, right after they have told what happened: both go to NATS in one write.

use std::time::Duration;

use chassis::telemetry::spans;
use chassis::{Bus, Inbound};
use futures_util::poll;
use proto::room::Answer;
use proto::{Reason, Refusal};
use tokio::runtime::Handle;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Instant;
use tokio_util::task::TaskTracker;
use tracing::{Instrument, Span};

/// A room that is not there, and one that is not for the asker, say so after the same time: a private room at work, or one
/// already awake, must not be told from none by how soon it answers.
const NOT_FOUND_AFTER: Duration = Duration::from_millis(50);

/// One requester. Dropped without an answer, it is told to try again: whoever carried its command is gone, and the log knows what
/// became of it.
pub(crate) struct Requester(Option<Request>);

struct Request {
    bus: Bus,
    tasks: TaskTracker,
    heard: Inbound,
    span: Span,
    since: Instant,
    /// One of so many commands that may be under way.
    permit: Option<OwnedSemaphorePermit>,
}

impl Requester {
    /// Whoever sent this, a moment ago, within a span of its own. What cannot be answered at once is answered by one of these
    /// tasks.
    pub(crate) fn new(bus: Bus, tasks: TaskTracker, heard: Inbound, span: Span) -> Self {
        Self(Some(Request { bus, tasks, heard, span, since: Instant::now(), permit: None }))
    }

    /// The same, holding this until it has its answer.
    pub(crate) fn holding(mut self, permit: OwnedSemaphorePermit) -> Self {
        if let Some(request) = &mut self.0 {
            request.permit = Some(permit);
        }
        self
    }

    /// Answers at once where the bus takes it at once, else beside: a slow bus keeps no room waiting.
    pub(crate) async fn answer(mut self, answer: Answer) {
        let Some(request) = self.0.take() else { return };
        let tasks = request.tasks.clone();
        let mut answering = Box::pin(request.answered(answer));
        if poll!(&mut answering).is_pending() {
            tasks.spawn(answering);
        }
    }

    /// Answers beside.
    pub(crate) fn answer_aside(mut self, answer: Answer) {
        if let Some(request) = self.0.take() {
            request.tasks.clone().spawn(request.answered(answer));
        }
    }
}

impl Drop for Requester {
    fn drop(&mut self) {
        // Without a runtime the process is gone, and so is the connection.
        if let (Some(request), Ok(_)) = (self.0.take(), Handle::try_current()) {
            request.tasks.clone().spawn(request.answered(Answer::Refused(Refusal::unavailable())));
        }
    }
}

impl Request {
    async fn answered(self, answer: Answer) {
        let Self { bus, heard, span, since, permit, .. } = self;
        let answering = async {
            let refusal = if let Answer::Refused(refusal) = &answer { Some(refusal) } else { None };
            if refusal.is_some_and(|refusal| refusal.reason == Reason::NotFound) {
                tokio::time::sleep_until(since + NOT_FOUND_AFTER).await;
            }
            spans::outcome(&Span::current(), refusal);
            bus.answer(&heard, &answer).await;
        };
        answering.instrument(span).await;
        drop(permit);
    }
}
