//! Opening a room for a socket: read after the subscription is in force, then admitted through the log, when the machine says so.

use std::time::Duration;

use axum::extract::ws::Utf8Bytes;
use chassis::telemetry::{metrics, spans};
use proto::frame::ServerFrame;
use proto::room::{Missed, Opened, Query, ReactedMessage, Reply};
use proto::{Refusal, RoomId, Seq, UserId};
use tracing::Span;

use super::machine::{Input, Ticket, Want};
use super::rendered;
use super::{HubMessage, HubState, Subscriber};
use crate::live::frame;
use crate::live::outbox::{Outbox, Slot};
use crate::live::reader::Reader;
use crate::live::roster::SocketId;

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
    /// The frame to answer; 0 where none waits for an answer: a reopening, or one that was told that it waits.
    pub id: u64,
    /// Where events go.
    pub outbox: Outbox,
    /// The place for the answer; none between being told that it waits and being read again.
    pub slot: Option<Slot>,
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
        Self { socket, user, name, reader, after, stale: false, id, outbox, slot: Some(slot) }
    }

    /// A no about the room, in the place for the answer if there is one.
    fn refuse(&mut self, room: RoomId, refusal: &Refusal) {
        let Some(slot) = self.slot.take() else { return };
        spans::outcome(&slot.span(), Some(refusal));
        let id = (self.id != 0).then_some(self.id);
        slot.answer(frame::not_opened(self.reader.language, id, room, refusal));
    }

    /// It is not wanted any more. Whoever waits for an answer gets one, which says nothing of the room.
    fn forget(mut self) {
        if let Some(slot) = self.slot.take().filter(|_| self.id != 0) {
            let refusal = Refusal::busy();
            spans::outcome(&slot.span(), Some(&refusal));
            slot.answer(frame::error(self.reader.language, Some(self.id), &refusal));
        }
    }

    fn span(&self) -> Span {
        self.slot.as_ref().map_or_else(Span::none, Slot::span)
    }
}

impl HubState {
    pub(super) fn open(&mut self, request: OpenRequest) {
        let OpenRequest { socket, user, after, stale, .. } = request;
        // Whatever it heard until now, it hears nothing until it is admitted.
        self.unsubscribe(socket);
        let has_room = request.outbox.want_room(self.room);
        if let Some(older) = self.requests.insert(socket, request) {
            older.forget();
        }
        self.step(Input::Open(socket, Want { user, after, stale }));
        if !has_room {
            self.step(Input::Close(socket));
        }
    }

    /// Reads membership, head and what was missed; the answer comes back as a message.
    pub(super) fn read(&self, socket: SocketId, ticket: Ticket) {
        let Some(request) = self.requests.get(&socket) else { return };
        let (room, user, after) = (self.room, request.user, request.after);
        let (cluster, me) = (self.hubs.cluster().clone(), self.me.clone());
        let span = request.span();
        let reading = async move {
            let reply = match cluster.ask_room(room.0, &Query::Open { room, user, after }).await {
                Ok(Reply::Opened(opened)) if opened.role.is_inside() => Ok(opened),
                Ok(Reply::Opened(_)) => Err(Refusal::not_found()),
                Ok(_) => Err(Refusal::unavailable()),
                Err(refusal) => Err(refusal),
            };
            let _ = me.cast(HubMessage::OpenRead(socket, ticket, reply));
        };
        tokio::spawn(tracing::Instrument::instrument(reading, span));
    }

    /// It will not be opened.
    pub(super) fn refuse(&mut self, socket: SocketId, refusal: &Refusal) {
        if let Some(mut request) = self.requests.remove(&socket) {
            request.outbox.close_room(self.room);
            request.refuse(self.room, refusal);
        }
    }

    /// It is not wanted any more.
    pub(super) fn dropped(&mut self, socket: SocketId) {
        if let Some(request) = self.requests.remove(&socket) {
            request.outbox.close_room(self.room);
            request.forget();
        }
    }

    /// It cannot be opened yet: whoever asked is told, and waits for no answer any more.
    pub(super) fn waits(&mut self, socket: SocketId, refusal: &Refusal) {
        if let Some(request) = self.requests.get_mut(&socket) {
            metrics::open_delayed();
            request.refuse(self.room, refusal);
            request.id = 0;
        }
    }

    /// Has it read again, once there is a place for the answer.
    pub(super) fn retry_later(&self, socket: SocketId, ticket: Ticket, pause: Duration) {
        let Some(request) = self.requests.get(&socket) else { return };
        let (outbox, me) = (request.outbox.clone(), self.me.clone());
        tokio::spawn(async move {
            tokio::time::sleep(pause).await;
            let message = match outbox.background_slot().await {
                Some(slot) => HubMessage::Retry(socket, ticket, slot),
                None => HubMessage::Close(socket),
            };
            let _ = me.cast(message);
        });
    }

    pub(super) fn retry(&mut self, socket: SocketId, ticket: Ticket, slot: Slot) {
        if let Some(request) = self.requests.get_mut(&socket) {
            request.slot.get_or_insert(slot);
        }
        self.step(Input::Retry(socket, ticket));
    }

    /// Says that the room is open, and hands over what was missed. Says whether the socket has taken all.
    pub(super) fn opened(&mut self, socket: SocketId, mut opened: Opened) -> bool {
        let Some(OpenRequest { user, name, reader, after, id, outbox, slot, .. }) =
            self.requests.remove(&socket)
        else {
            return false;
        };
        let missed = opened.take_missed(after);
        let Opened { head, last_msg, acl, reset, reacted, .. } = opened;
        let room = self.room;
        let Some(slot) = slot else {
            outbox.mark_lagging(room);
            return false; // There is no place to say so: it opens again.
        };
        slot.answer(frame::bytes(&ServerFrame::Opened { id, room, head, reset }));
        let heard_after = after.filter(|_| !reset).unwrap_or(head);
        if !outbox.open_room(room, heard_after) {
            return false; // It is gone, and has told everyone whom it heard until then.
        }
        if !self.deliver_missed(missed, reacted, reader, &outbox) {
            return false; // Flagged: it is told `gap` and opens again from further on.
        }
        self.hubs.roster().add_membership(user, room, head, last_msg, acl);
        self.subscribers.insert(socket, Subscriber { user, name, reader, outbox });
        let seen = self.hubs.roster().read_presence(|presence| presence.in_room(user));
        self.presence.enter(user, seen);
        true
    }

    /// Hands over what was missed, several events to a frame. Says whether everything was taken.
    fn deliver_missed(
        &self,
        missed: Vec<Missed>,
        reacted: Vec<ReactedMessage>,
        reader: Reader,
        outbox: &Outbox,
    ) -> bool {
        // With the first of them: whoever does not get all the rest opens again from behind it.
        let mut reacted = Some(reacted);
        let (mut frames, mut bytes): (Vec<Utf8Bytes>, usize) = (Vec::new(), 0);
        let mut taken = true;
        for piece in missed {
            let one = match piece {
                Missed::Event(event) => {
                    let drawn = rendered::entry(*event, self.hubs.people()).payload;
                    drawn.bytes(reader, self.hubs.renderer()).clone()
                }
                Missed::Reactions { from, upto } => {
                    let messages = reacted.take().unwrap_or_default();
                    frame::bytes(&ServerFrame::Reactions { room: self.room, from, upto, messages })
                }
            };
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

    pub(super) fn close(&mut self, socket: SocketId) {
        self.step(Input::Close(socket));
        if let Some(outbox) = self.unsubscribe(socket) {
            outbox.close_room(self.room);
        }
    }

    /// The socket hears nothing of the room any more.
    pub(super) fn unsubscribe(&mut self, socket: SocketId) -> Option<Outbox> {
        let subscriber = self.subscribers.remove(&socket)?;
        self.presence.leave(subscriber.user);
        Some(subscriber.outbox)
    }
}
