//! The flow of events through a hub: into the ledger, out to the outboxes, and what is missing asked for.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chassis::telemetry::{metrics, spans};
use proto::room::{Event, Stretch};
use proto::{RoomId, Seq};

use super::drawn::{self, Drawn};
use super::ledger::{Entry, Seat};
use super::{HubMessage, HubState, Seated, Source};
use crate::draw::Draw;
use crate::live::roster::SocketId;

/// How long an asked-for stretch is waited for before it is asked for again.
const OVERDUE: Duration = Duration::from_secs(6);

/// Why a socket hears nothing more.
pub(super) enum Out {
    /// Its outbox was full.
    Lagging,
    /// Its person is out of the room.
    Removed,
}

/// Gives one event to one seat; notes in `out` if it was the last.
pub(super) fn give(
    seats: &HashMap<SocketId, Seated>,
    room: RoomId,
    renderer: &Draw,
    out: &mut Vec<(SocketId, Out)>,
    seat: Seat,
    entry: &Entry<Arc<Drawn>>,
) -> bool {
    let Some(seated) = seats.get(&seat) else { return false };
    let taken = seated.outbox.event(room, entry.what.bytes(seated.reader, renderer));
    if !taken {
        out.push((seat, Out::Lagging));
    } else if entry.ends.concerns(seated.user) {
        out.push((seat, Out::Removed));
    }
    taken
}

/// 50 to 100 ms, so that not every gateway asks at once.
fn jitter() -> Duration {
    let spread = std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), 0) % 51;
    Duration::from_millis(50 + spread)
}

impl HubState {
    pub(super) fn heard(&mut self, event: Event) {
        self.take_in(event);
        // A hole known by an event is real, and filled at once.
        self.fill();
    }

    pub(super) fn stands(&mut self, head: Seq, source: Source) {
        self.ledger.learn(head);
        if self.ledger.hole().is_none() {
            return;
        }
        match source {
            Source::Ack => self.fill(),
            // The event is most likely on its way.
            Source::Beacon => {
                self.me.send_after(jitter(), || HubMessage::FillDue);
            }
        }
    }

    pub(super) fn filled(&mut self, stretch: Option<Stretch>) {
        self.filling = None;
        let Some(stretch) = stretch else { return };
        let before = self.ledger.at();
        for event in stretch.events {
            self.take_in(event);
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

    pub(super) fn tend_hole(&mut self) {
        self.filling = self.filling.filter(|since| since.elapsed() < OVERDUE);
        self.fill();
    }

    /// Forgets the order: everyone is told `gap` and opens again, with membership read afresh.
    pub(super) fn skip_ahead(&mut self) {
        for seat in self.ledger.reset() {
            if let Some(outbox) = self.unseat(seat) {
                outbox.lag(self.room);
            }
        }
        self.filling = None;
    }

    fn take_in(&mut self, event: Event) {
        if event.room != self.room || !self.ledger.wants(event.seq) {
            return;
        }
        self.hubs.echoes().heard(event.nonce);
        let entry = drawn::entry(event, self.hubs.people());
        let (seats, room, renderer, mut out) = (&self.seats, self.room, self.hubs.renderer(), Vec::new());
        let mut given = 0;
        self.ledger.hear(entry, |seat, entry| {
            let taken = give(seats, room, renderer, &mut out, seat, entry);
            given += usize::from(taken);
            taken
        });
        let dropped = out.iter().filter(|(_, why)| matches!(why, Out::Lagging)).count();
        spans::fanned_out(given, dropped);
        metrics::events_dropped(dropped);
        self.resolve(out);
    }

    pub(super) fn resolve(&mut self, out: Vec<(SocketId, Out)>) {
        for (socket, why) in out {
            let user = self.seats.get(&socket).map(|seated| seated.user);
            let outbox = self.unseat(socket);
            if let (Out::Removed, Some(user), Some(outbox)) = (why, user, outbox) {
                outbox.shut(self.room);
                self.hubs.roster().removed(user, self.room);
            }
        }
    }
}
