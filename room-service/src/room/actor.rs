//! The room actor: what performs the outputs of the room's [`RoundMachine`] and hands their results back.
//!
//! Born:  from the directory, at the first command for a sleeping room. Nothing is read until it is needed.
//! Owns:  what this process remembers of the room, and the order of the commands that wait for it.
//! Hears: commands, from the directory alone, which counts how many wait.
//! Says:  orders to the journal, events on `room.evt.<room>`, its head to the heads publisher, an answer to each command.
//! Dies:  drained by the directory after a while without commands, with all it had answered. Should it fail, the
//!        directory forgets it, its askers are told to try again, and the next command wakes it from the log.
//!
//! A round awaits its append in the handler: waiting is the ordering. Meanwhile commands gather in the mailbox; each is
//! queued when the round is over, and the first of them calls for the next round, behind all the others.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

use chassis::telemetry::spans;
use proto::room::{Answer, Fact};
use proto::{Nonce, RoomId, UserId};
use ractor::{Actor, ActorProcessingErr, ActorRef};
use tracing::{Instrument, Span};

use super::machine::{Input, Output, RoundMachine};
use super::needs::Needs;
use super::round::{self, Draft, Order, Outcome};
use crate::announce;
use crate::delivery::{Answering, Delivery};
use crate::directory::{DirectoryMessage, RoomContext};
use crate::store::{load, nonces};

/// What a room hears.
pub(crate) enum RoomMessage {
    /// Somebody wants something.
    Command(Box<Delivery>),
    /// Carry out what waits.
    Round,
}

/// What a room is born with.
pub(crate) struct RoomActor {
    /// The room.
    pub(crate) id: RoomId,
    /// What this process gives to each of its rooms.
    pub(crate) context: RoomContext,
    /// Who woke it.
    pub(crate) directory: ActorRef<DirectoryMessage>,
}

/// What changes.
#[derive(Default)]
pub(crate) struct State {
    machine: RoundMachine,
    waiting: VecDeque<Delivery>,
    /// A round has been called for.
    called: bool,
}

/// What the driver keeps of a round's commands, by their numbers; the rest is with the machine.
struct Round {
    /// Where each answer goes; none once it has gone there.
    answers: Vec<Option<Answering>>,
    /// Where each command belongs, for whoever looks at its trace.
    spans: Vec<Span>,
}

impl Actor for RoomActor {
    type Msg = RoomMessage;
    type State = State;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<Self::Msg>, (): ()) -> Result<State, ActorProcessingErr> {
        Ok(State::default())
    }

    async fn post_stop(&self, _: ActorRef<Self::Msg>, state: &mut State) -> Result<(), ActorProcessingErr> {
        // A room that is being drained cannot call itself to a round any more.
        while !state.waiting.is_empty() {
            self.round(state).await;
        }
        Ok(())
    }

    async fn handle(
        &self,
        myself: ActorRef<Self::Msg>,
        message: RoomMessage,
        state: &mut State,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            RoomMessage::Command(delivery) => state.waiting.push_back(*delivery),
            RoomMessage::Round => self.round(state).await,
        }
        state.call_round(&myself);
        Ok(())
    }
}

impl State {
    /// Calls for a round, behind the commands that are in the mailbox by now.
    fn call_round(&mut self, myself: &ActorRef<RoomMessage>) {
        if !self.called && !self.waiting.is_empty() {
            self.called = myself.cast(RoomMessage::Round).is_ok();
        }
    }
}

impl RoomActor {
    /// Takes the next of those waiting and carries them out.
    async fn round(&self, state: &mut State) {
        state.called = false;
        let (mut commands, mut round) = (Vec::new(), Round { answers: Vec::new(), spans: Vec::new() });
        for delivery in round::gather(&mut state.waiting, Delivery::weight) {
            round.spans.push(delivery.begin());
            let (asked, answer) = delivery.ready().await;
            commands.push(asked);
            round.answers.push(Some(answer));
        }
        // What is read for all of them belongs to the trace of the first.
        let first = round.spans.first().cloned().unwrap_or_else(Span::none);
        self.drive(&mut state.machine, Input::Commands(commands), &mut round).instrument(first).await;
    }

    /// Performs what the machine says, and hands back what came of it, until every command has its answer.
    async fn drive(&self, machine: &mut RoundMachine, input: Input, round: &mut Round) {
        let mut next = Some(input);
        while let Some(input) = next.take() {
            for output in machine.step(Instant::now(), input) {
                next = self.perform(output, round).await;
            }
        }
    }

    /// What came of it, if the machine waits for that.
    async fn perform(&self, output: Output, round: &mut Round) -> Option<Input> {
        match output {
            Output::Load(needs) => Some(self.load(&needs).await),
            Output::Append(order, writers) => Some(self.append(order, &writers, round).await),
            Output::LookUpNonces(names) => Some(self.look_up(names).await),
            Output::Wait(time) => {
                tokio::time::sleep(time).await;
                Some(Input::Elapsed)
            }
            Output::Announce(order, writers) => {
                self.announce(&order, &writers, round).await;
                None
            }
            Output::Stands(head) => {
                self.context.heads.note(head);
                None
            }
            Output::Answer(command, answer) => {
                round.answer(command, answer).await;
                None
            }
            Output::Rest => {
                let _ = self.directory.cast(DirectoryMessage::Rest(self.id));
                None
            }
        }
    }

    async fn load(&self, needs: &Needs) -> Input {
        match load::load(&self.context.pool, self.id, needs).await {
            Ok(loaded) => Input::Loaded(loaded),
            Err(error) => {
                error.warn("a room could not be read");
                Input::LoadFailed
            }
        }
    }

    async fn append(&self, order: Arc<Order>, writers: &[usize], round: &Round) -> Input {
        // A span for each message that is written.
        let spans = round.spans_of(writers);
        let spans = spans.map(|span| spans::append(&span, self.id, round.spans.len())).collect();
        let outcome = self.context.journal.append(order, spans).await;
        if outcome == Outcome::Failed {
            tracing::error!(room.id = %self.id, commands = writers.len(), "a round could not be written");
        }
        Input::Appended(outcome)
    }

    async fn look_up(&self, names: Vec<(UserId, Nonce)>) -> Input {
        match nonces::known(&self.context.pool, self.id, names.into_iter()).await {
            Ok(rows) => Input::NoncesFound(rows),
            Err(error) => {
                error.warn("the log of a deleted room could not be read");
                Input::LookUpFailed
            }
        }
    }

    async fn announce(&self, order: &Order, writers: &[usize], round: &Round) {
        let events = order.drafts.iter().map(|draft| &draft.event).zip(round.spans_of(writers));
        announce::events(&self.context.bus, self.id, events).await;
        self.context.wake.appended(self.id, order.drafts.iter().map(|draft| &draft.event));
        let mentions = order.drafts.iter().filter(|draft| !draft.mentions.is_empty());
        let mentions = mentions.map(|Draft { event, mentions, .. }| {
            (event.fact.target().unwrap_or(event.seq), event.actor, mentions.as_slice())
        });
        announce::mentions(&self.context.bus, self.id, mentions).await;
        for Draft { event, .. } in &order.drafts {
            match &event.fact {
                Fact::Posted { message } | Fact::Edited { message } => {
                    if let Some(root) = message.root() {
                        self.context.heads.note_thread(self.id, root);
                    }
                }
                // It may have been a reply.
                Fact::Deleted { target, .. } => self.context.heads.note_thread(self.id, *target),
                _ => {}
            }
            // What has no number moves no marker.
            if let Fact::Posted { message } = &event.fact
                && message.msg_no.is_some()
            {
                self.context.authors.note(self.id, event.actor, event.seq);
            }
        }
    }
}

impl Round {
    async fn answer(&mut self, command: usize, answer: Answer) {
        if let Some(to) = self.answers.get_mut(command).and_then(Option::take) {
            to.send(answer).await;
        }
    }

    fn spans_of(&self, commands: &[usize]) -> impl Iterator<Item = Span> {
        commands.iter().map(|command| self.spans.get(*command).cloned().unwrap_or_else(Span::none))
    }
}
