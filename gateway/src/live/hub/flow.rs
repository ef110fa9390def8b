//! The flow of events through a hub: into the ledger, out to the outboxes, and what is missing asked for.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chassis::telemetry::{metrics, spans};
use proto::room::{Event, Stretch};
use proto::{RoomId, Seq};

use super::ledger::{Entry, SubscriberId};
use super::rendered::{self, RenderedEvent};
use super::{HeadSource, HubMessage, HubState, Subscriber};
use crate::draw::Draw;
use crate::live::roster::SocketId;

/// How long an asked-for stretch is waited for before it is asked for again.
const OVERDUE: Duration = Duration::from_secs(6);

/// Why a socket hears nothing more.
pub(super) enum DetachReason {
    /// Its outbox was full.
    Lagging,
    /// Its person is out of the room.
    Removed,
}

/// Gives one event to one subscriber; notes in `out` if it was the last.
pub(super) fn deliver(
    subscribers: &HashMap<SocketId, Subscriber>,
    room: RoomId,
    renderer: &Draw,
    out: &mut Vec<(SocketId, DetachReason)>,
    id: SubscriberId,
    entry: &Entry<Arc<RenderedEvent>>,
) -> bool {
    let Some(subscriber) = subscribers.get(&id) else { return false };
    let taken = subscriber.outbox.event(room, entry.payload.bytes(subscriber.form, renderer));
    if !taken {
        out.push((id, DetachReason::Lagging));
    } else if entry.ends.concerns(subscriber.user) {
        out.push((id, DetachReason::Removed));
    }
    taken
}

/// 50 to 100 ms, so that not every gateway asks at once.
fn jitter() -> Duration {
    let spread = std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), 0) % 51;
    Duration::from_millis(50 + spread)
}

impl HubState {
    pub(super) fn event(&mut self, event: Event) {
        self.ingest(event);
        // A hole known by an event is real, and filled at once.
        self.fill();
    }

    pub(super) fn head_known(&mut self, head: Seq, source: HeadSource) {
        self.ledger.learn(head);
        if self.ledger.hole().is_none() {
            return;
        }
        match source {
            HeadSource::Ack => self.fill(),
            // The event is most likely on its way.
            HeadSource::Published => {
                self.me.send_after(jitter(), || HubMessage::FillDue);
            }
        }
    }

    pub(super) fn filled(&mut self, stretch: Option<Stretch>) {
        self.filling = None;
        let Some(stretch) = stretch else { return };
        let before = self.ledger.at();
        for event in stretch.events {
            self.ingest(event);
        }
        self.ledger.learn(stretch.head);
        if self.ledger.at() > before {
            self.fill();
        }
    }

    /// Anything may have been missed: what came after the last event handed on is asked for.
    pub(super) fn resync(&mut self) {
        if let Some(at) = self.ledger.at() {
            self.filling = Some(Instant::now());
            self.hubs.fill(self.room, at);
        }
    }

    /// Asks for what is missing, if anything is and it has not been asked for.
    pub(super) fn fill(&mut self) {
        let Some(hole) = self.ledger.hole() else { return };
        if hole.is_too_wide() {
            tracing::info!(room.id = %self.room, after = hole.after, upto = hole.upto, "a hub skips ahead");
            return self.skip_ahead();
        }
        if self.filling.is_none() {
            self.filling = Some(Instant::now());
            self.hubs.fill(self.room, hole.after);
        }
    }

    pub(super) fn retry_fill(&mut self) {
        self.filling = self.filling.filter(|since| since.elapsed() < OVERDUE);
        self.fill();
    }

    /// Forgets the order: everyone is told `gap` and opens again, with membership read afresh.
    pub(super) fn skip_ahead(&mut self) {
        for id in self.ledger.reset() {
            if let Some(outbox) = self.unsubscribe(id) {
                outbox.mark_lagging(self.room);
            }
        }
        self.filling = None;
    }

    fn ingest(&mut self, event: Event) {
        if event.room != self.room || !self.ledger.wants(event.seq) {
            return;
        }
        self.hubs.send_latency().finish(event.nonce);
        let entry = rendered::entry(event, self.hubs.people());
        let (subscribers, room, renderer, mut out) =
            (&self.subscribers, self.room, self.hubs.renderer(), Vec::new());
        let mut given = 0;
        self.ledger.hear(entry, |id, entry| {
            let taken = deliver(subscribers, room, renderer, &mut out, id, entry);
            given += usize::from(taken);
            taken
        });
        let dropped = out.iter().filter(|(_, why)| matches!(why, DetachReason::Lagging)).count();
        spans::fanned_out(given, dropped);
        metrics::events_dropped(dropped);
        self.resolve(out);
    }

    pub(super) fn resolve(&mut self, out: Vec<(SocketId, DetachReason)>) {
        for (socket, why) in out {
            let user = self.subscribers.get(&socket).map(|subscriber| subscriber.user);
            let outbox = self.unsubscribe(socket);
            if let (DetachReason::Removed, Some(user), Some(outbox)) = (why, user, outbox) {
                outbox.close_room(self.room);
                self.hubs.roster().removed(user, self.room);
            }
        }
    }
}
