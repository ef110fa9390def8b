//! What the machine says, done: events into the outboxes, questions to the services, goodbyes to those who are out.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chassis::telemetry::{metrics, spans};
use proto::room::{Event, Stretch};

use super::ledger::Entry;
use super::machine::{Input, Output};
use super::rendered::{self, RenderedEvent};
use super::{HubMessage, HubState};
use crate::live::roster::SocketId;

/// How long an event is waited for that an ack or a published head tells of: about 100 ms, and not the same for every hub, so that
/// not all gateways ask at once.
pub(super) fn patience() -> Duration {
    let spread = std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), 0) % 41;
    Duration::from_millis(80 + spread)
}

/// How handing on went.
#[derive(Default)]
struct Deliveries {
    taken: usize,
    dropped: usize,
    /// Those whose outboxes were full, or are ending.
    not_taken: Vec<SocketId>,
}

impl HubState {
    /// Has the machine take in what has happened, and does what it says.
    pub(super) fn step(&mut self, input: Input<Arc<RenderedEvent>>) {
        let mut deliveries = Deliveries::default();
        for output in self.machine.step(Instant::now(), input) {
            self.perform(output, &mut deliveries);
        }
        let Deliveries { taken, dropped, not_taken } = deliveries;
        for socket in not_taken {
            self.machine.step(Instant::now(), Input::NotTaken(socket));
        }
        spans::fanned_out(taken, dropped);
        metrics::events_dropped(dropped);
    }

    fn perform(&mut self, output: Output<Arc<RenderedEvent>>, deliveries: &mut Deliveries) {
        match output {
            Output::Read(socket, ticket) => self.read(socket, ticket),
            Output::Opened(socket, opened) => {
                if !self.opened(socket, opened) {
                    deliveries.not_taken.push(socket);
                }
            }
            Output::Admitted(socket) => self.show_presence_to(socket),
            Output::Waits(socket, refusal) => self.waits(socket, &refusal),
            Output::Retry(socket, ticket, pause) => self.retry_later(socket, ticket, pause),
            Output::Refused(socket, refusal) => self.refuse(socket, &refusal),
            Output::Dropped(socket) => self.dropped(socket),
            Output::Deliver(sockets, event) => {
                sockets.into_iter().for_each(|socket| self.deliver(socket, &event, deliveries));
            }
            Output::Removed(socket) => self.removed(socket),
            Output::Gap(socket) => {
                if let Some(outbox) = self.unsubscribe(socket) {
                    outbox.mark_lagging(self.room);
                }
            }
            Output::Fill(after) => self.hubs.fill(self.room, after),
            Output::Wake(time) => {
                self.me.send_after(time, || HubMessage::Wake);
            }
        }
    }

    /// Gives one event to one subscriber. Whoever does not take it hears nothing more: their outbox is flagged.
    fn deliver(&mut self, socket: SocketId, event: &RenderedEvent, deliveries: &mut Deliveries) {
        let Some(subscriber) = self.subscribers.get(&socket) else { return };
        if subscriber.outbox.event(self.room, event.bytes(subscriber.reader, self.hubs.renderer())) {
            deliveries.taken += 1;
        } else {
            self.unsubscribe(socket);
            deliveries.dropped += 1;
            deliveries.not_taken.push(socket);
        }
    }

    fn removed(&mut self, socket: SocketId) {
        let user = self.subscribers.get(&socket).map(|subscriber| subscriber.user);
        if let (Some(user), Some(outbox)) = (user, self.unsubscribe(socket)) {
            outbox.close_room(self.room);
            self.hubs.roster().removed(user, self.room);
        }
    }

    pub(super) fn event(&mut self, event: Event) {
        if event.room == self.room && self.machine.wants(event.seq) {
            let entry = self.entry(event);
            self.step(Input::Event(entry));
        }
    }

    pub(super) fn filled(&mut self, stretch: Option<Stretch>) {
        let stretch = stretch.map(|Stretch { events, head, .. }| {
            let news = events.into_iter().filter(|event| self.machine.wants(event.seq));
            (news.map(|event| self.entry(event)).collect(), head)
        });
        self.step(Input::Filled(stretch));
    }

    fn entry(&self, event: Event) -> Entry<Arc<RenderedEvent>> {
        self.hubs.send_latency().finish(event.nonce);
        rendered::entry(event, self.hubs.people())
    }
}
