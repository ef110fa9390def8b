//! OpenRequest a room for a socket: read after the subscription is in force, then admitted through the log.

use std::time::{Duration, Instant};

use axum::extract::ws::Utf8Bytes;
use chassis::telemetry::spans;
use proto::frame::ServerFrame;
use proto::room::{Event, Opened, Query, Reply};
use proto::{Refusal, Seq, UserId};

use super::drawn::{self, Drawn};
use super::ledger::Admission;
use super::{HubMessage, HubState, Seated};
use crate::live::outbox::{Outbox, Slot};
use crate::live::roster::SocketId;
use crate::live::{Reader, frame};

/// How long an `open` waits for the subscription to be in force.
const DEADLINE: Duration = Duration::from_secs(5);
/// How often `open` is read when the ring does not reach back to what was read.
const TRIES: u8 = 5;
/// Missed events go out in arrays of about so many bytes.
const ARRAY: usize = 64 * 1024;

/// A socket that wants to hear a room.
pub struct OpenRequest {
    /// Which socket.
    pub socket: SocketId,
    /// Whose it is.
    pub user: UserId,
    /// How they are called.
    pub name: String,
    /// What it reads.
    pub reader: Reader,
    /// The last seq it has.
    pub after: Option<Seq>,
    /// What it has is of another log: it must drop it.
    pub stale: bool,
    /// The frame to answer; 0 for a reopening.
    pub id: u64,
    /// Where events go.
    pub outbox: Outbox,
    /// Where the answer goes.
    pub slot: Slot,
    ticket: u64,
    tries: u8,
    since: Instant,
}

impl OpenRequest {
    /// A socket's action. `from` is who and what they read, `after` the last seq it has.
    pub fn new(
        from: (SocketId, UserId, String, Reader),
        after: Option<Seq>,
        id: u64,
        outbox: Outbox,
        slot: Slot,
    ) -> Self {
        let (socket, user, name, reader) = from;
        let since = Instant::now();
        Self { socket, user, name, reader, after, stale: false, id, outbox, slot, ticket: 0, tries: 0, since }
    }

    fn refuse(self, refusal: &Refusal) {
        spans::outcome(&self.slot.span(), Some(refusal));
        self.slot.answer(frame::error(self.reader.language, (self.id != 0).then_some(self.id), refusal));
    }
}

impl HubState {
    pub(super) fn open(&mut self, mut opening: OpenRequest) {
        // Whatever it heard until now, it hears nothing until it is admitted.
        self.unseat(opening.socket);
        opening.outbox.shut(self.room);
        self.tickets += 1;
        opening.ticket = self.tickets;
        self.reading.insert(opening.socket, opening.ticket);
        if self.in_force {
            self.ask(opening);
        } else {
            self.waiting.push(opening);
        }
    }

    pub(super) fn begin(&mut self) {
        self.in_force = true;
        for opening in std::mem::take(&mut self.waiting) {
            self.ask(opening);
        }
    }

    pub(super) fn tend_openings(&mut self) {
        let late = |opening: &mut OpenRequest| opening.since.elapsed() > DEADLINE;
        for opening in self.waiting.extract_if(.., late).collect::<Vec<_>>() {
            self.reading.remove(&opening.socket);
            opening.refuse(&Refusal::unavailable());
        }
    }

    /// Reads membership, head and what was missed; the answer comes back as a message.
    fn ask(&self, opening: OpenRequest) {
        let (room, user, after) = (self.room, opening.user, opening.after);
        let (cluster, me) = (self.hubs.cluster().clone(), self.me.clone());
        let span = opening.slot.span();
        let reading = async move {
            let reply = match cluster.ask_room(room.0, &Query::Open { room, user, after }).await {
                Ok(Reply::Opened(opened)) if opened.role.is_inside() => Ok(opened),
                Ok(Reply::Opened(_)) => Err(Refusal::not_found()),
                Ok(_) => Err(Refusal::unavailable()),
                Err(refusal) => Err(refusal),
            };
            let _ = me.cast(HubMessage::Read(opening, reply));
        };
        tokio::spawn(tracing::Instrument::instrument(reading, span));
    }

    pub(super) fn read(&mut self, mut opening: OpenRequest, reply: Result<Opened, Refusal>) {
        if self.reading.get(&opening.socket) != Some(&opening.ticket) {
            // Closed, or opened again, in the meantime.
            return opening.refuse(&Refusal::busy());
        }
        let opened = match reply {
            Ok(opened) => opened,
            Err(refusal) => {
                self.reading.remove(&opening.socket);
                return opening.refuse(&refusal);
            }
        };
        if !self.ledger.reaches(opened.head) {
            opening.tries += 1;
            if opening.tries < TRIES {
                return self.ask(opening);
            }
            self.reading.remove(&opening.socket);
            return opening.refuse(&Refusal::busy());
        }
        self.reading.remove(&opening.socket);
        self.admit(opening, opened);
    }

    fn admit(&mut self, opening: OpenRequest, opened: Opened) {
        let OpenRequest { socket, user, name, reader, after, stale, id, outbox, slot, .. } = opening;
        let (room, head, reset) = (self.room, opened.head, opened.reset || stale);
        slot.answer(frame::bytes(&ServerFrame::Opened { id, room, head, reset }));
        if !outbox.open(room) {
            return; // It is gone, and has told everyone whom it heard until then.
        }
        let missed =
            opened.events.into_iter().filter(|event| !reset && after.is_none_or(|after| event.seq > after));
        if !self.hand_over(missed, reader, &outbox) {
            return; // Flagged: it is told `gap` and opens again from further on.
        }
        self.hubs.roster().belongs(user, room, head, opened.last_msg, opened.acl);
        self.seats.insert(socket, Seated { user, name, reader, outbox });
        self.here.enter(user);
        let (seats, renderer, mut out) = (&self.seats, self.hubs.renderer(), Vec::new());
        let admission = self.ledger.admit(socket, user, head, |seat, entry| {
            super::flow::give(seats, room, renderer, &mut out, seat, entry)
        });
        self.resolve(out);
        match admission {
            Admission::Seated => self.show_here_to(socket),
            // Flagged or told of the removal already; the ring was checked above.
            Admission::Lagging | Admission::Removed | Admission::AskAgain => {
                self.unseat(socket);
            }
        }
        self.fill();
    }

    /// Hands over what was missed, several events to a frame. Says whether everything was taken.
    fn hand_over(&self, missed: impl Iterator<Item = Event>, reader: Reader, outbox: &Outbox) -> bool {
        let (mut frames, mut bytes): (Vec<Utf8Bytes>, usize) = (Vec::new(), 0);
        let mut taken = true;
        for event in missed {
            let drawn: std::sync::Arc<Drawn> = drawn::entry(event, self.hubs.people()).what;
            let one = drawn.bytes(reader, self.hubs.renderer()).clone();
            bytes += one.len();
            frames.push(one);
            if bytes >= ARRAY {
                taken &= outbox.event(self.room, &frame::array(frames.drain(..).as_slice().iter()));
                bytes = 0;
            }
        }
        if !frames.is_empty() {
            taken &= outbox.event(self.room, &frame::array(frames.iter()));
        }
        taken
    }

    pub(super) fn shut(&mut self, socket: SocketId) {
        self.reading.remove(&socket);
        self.waiting.retain(|opening| opening.socket != socket);
        if let Some(outbox) = self.unseat(socket) {
            outbox.shut(self.room);
        }
    }

    /// The socket hears nothing of the room any more.
    pub(super) fn unseat(&mut self, socket: SocketId) -> Option<Outbox> {
        self.ledger.leave(socket);
        let seated = self.seats.remove(&socket)?;
        self.here.leave(seated.user);
        Some(seated.outbox)
    }
}
