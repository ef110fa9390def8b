//! OpenRequest a room for a socket: read after the subscription is in force, then admitted through the log.

use std::time::{Duration, Instant};

use axum::extract::ws::Utf8Bytes;
use chassis::telemetry::spans;
use proto::frame::ServerFrame;
use proto::room::{Event, Opened, Query, Reply};
use proto::{Refusal, Seq, UserId};

use super::ledger::Admission;
use super::rendered::{self, RenderedEvent};
use super::{HubMessage, HubState, Subscriber};
use crate::live::form::Form;
use crate::live::frame;
use crate::live::outbox::{Outbox, Slot};
use crate::live::roster::SocketId;

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
    /// In which form it reads.
    pub form: Form,
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
    /// A socket's action. `from` is who and in which form, `after` the last seq it has.
    pub fn new(
        from: (SocketId, UserId, String, Form),
        after: Option<Seq>,
        id: u64,
        outbox: Outbox,
        slot: Slot,
    ) -> Self {
        let (socket, user, name, form) = from;
        let since = Instant::now();
        Self { socket, user, name, form, after, stale: false, id, outbox, slot, ticket: 0, tries: 0, since }
    }

    fn refuse(self, refusal: &Refusal) {
        spans::outcome(&self.slot.span(), Some(refusal));
        self.slot.answer(frame::error((self.id != 0).then_some(self.id), refusal));
    }
}

impl HubState {
    pub(super) fn open(&mut self, mut request: OpenRequest) {
        // Whatever it heard until now, it hears nothing until it is admitted.
        self.unsubscribe(request.socket);
        request.outbox.close_room(self.room);
        self.last_ticket += 1;
        request.ticket = self.last_ticket;
        self.reading.insert(request.socket, request.ticket);
        if self.subscribed {
            self.ask(request);
        } else {
            self.waiting.push(request);
        }
    }

    pub(super) fn begin(&mut self) {
        self.subscribed = true;
        for request in std::mem::take(&mut self.waiting) {
            self.ask(request);
        }
    }

    pub(super) fn expire_opens(&mut self) {
        let late = |request: &mut OpenRequest| request.since.elapsed() > DEADLINE;
        for request in self.waiting.extract_if(.., late).collect::<Vec<_>>() {
            self.reading.remove(&request.socket);
            request.refuse(&Refusal::unavailable());
        }
    }

    /// Reads membership, head and what was missed; the answer comes back as a message.
    fn ask(&self, request: OpenRequest) {
        let (room, user, after) = (self.room, request.user, request.after);
        let (cluster, me) = (self.hubs.cluster().clone(), self.me.clone());
        let span = request.slot.span();
        let reading = async move {
            let reply = match cluster.ask_room(room.0, &Query::Open { room, user, after }).await {
                Ok(Reply::Opened(opened)) if opened.role.is_inside() => Ok(opened),
                Ok(Reply::Opened(_)) => Err(Refusal::not_found()),
                Ok(_) => Err(Refusal::unavailable()),
                Err(refusal) => Err(refusal),
            };
            let _ = me.cast(HubMessage::OpenRead(request, reply));
        };
        tokio::spawn(tracing::Instrument::instrument(reading, span));
    }

    pub(super) fn read(&mut self, mut request: OpenRequest, reply: Result<Opened, Refusal>) {
        if self.reading.get(&request.socket) != Some(&request.ticket) {
            // Closed, or opened again, in the meantime.
            return request.refuse(&Refusal::busy());
        }
        let opened = match reply {
            Ok(opened) => opened,
            Err(refusal) => {
                self.reading.remove(&request.socket);
                return request.refuse(&refusal);
            }
        };
        if !self.ledger.reaches(opened.head) {
            request.tries += 1;
            if request.tries < TRIES {
                return self.ask(request);
            }
            self.reading.remove(&request.socket);
            return request.refuse(&Refusal::busy());
        }
        self.reading.remove(&request.socket);
        self.admit(request, opened);
    }

    fn admit(&mut self, request: OpenRequest, opened: Opened) {
        let OpenRequest { socket, user, name, form, after, stale, id, outbox, slot, .. } = request;
        let (room, head, reset) = (self.room, opened.head, opened.reset || stale);
        slot.answer(frame::bytes(&ServerFrame::Opened { id, room, head, reset }));
        if !outbox.open_room(room) {
            return; // It is gone, and has told everyone whom it heard until then.
        }
        let missed =
            opened.events.into_iter().filter(|event| !reset && after.is_none_or(|after| event.seq > after));
        if !self.deliver_missed(missed, form, &outbox) {
            return; // Flagged: it is told `gap` and opens again from further on.
        }
        self.hubs.roster().add_membership(user, room, head, opened.last_msg, opened.acl);
        self.subscribers.insert(socket, Subscriber { user, name, form, outbox });
        self.presence.enter(user);
        let (subscribers, renderer, mut out) = (&self.subscribers, self.hubs.renderer(), Vec::new());
        let admission = self.ledger.admit(socket, user, head, |id, entry| {
            super::flow::deliver(subscribers, room, renderer, &mut out, id, entry)
        });
        self.resolve(out);
        match admission {
            Admission::Admitted => self.show_presence_to(socket),
            // Flagged or told of the removal already; the ring was checked above.
            Admission::Lagging | Admission::Removed | Admission::ReadAgain => {
                self.unsubscribe(socket);
            }
        }
        self.fill();
    }

    /// Hands over what was missed, several events to a frame. Says whether everything was taken.
    fn deliver_missed(&self, missed: impl Iterator<Item = Event>, form: Form, outbox: &Outbox) -> bool {
        let (mut frames, mut bytes): (Vec<Utf8Bytes>, usize) = (Vec::new(), 0);
        let mut taken = true;
        for event in missed {
            let drawn: std::sync::Arc<RenderedEvent> = rendered::entry(event, self.hubs.people()).payload;
            let one = drawn.bytes(form, self.hubs.renderer()).clone();
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
        self.waiting.retain(|request| request.socket != socket);
        if let Some(outbox) = self.unsubscribe(socket) {
            outbox.close_room(self.room);
        }
    }

    /// The socket hears nothing of the room any more.
    pub(super) fn unsubscribe(&mut self, socket: SocketId) -> Option<Outbox> {
        self.ledger.leave(socket);
        let subscriber = self.subscribers.remove(&socket)?;
        self.presence.leave(subscriber.user);
        Some(subscriber.outbox)
    }
}
