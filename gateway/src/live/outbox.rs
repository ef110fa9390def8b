//! What waits to be written to one socket: bounded, filled by hubs and actors, drained by the socket's I/O task alone.
//!
//! Answers always have room, because reading stops when [`SLOTS`] of them are owed. Events of a room that does not fit
//! are dropped and the room is flagged: once everything before has been written the socket is told `gap`. What only the
//! newest of matters (where a room stands, who is here, markers) waits in one place each.

mod queue;
mod slot;

pub use queue::Key;
pub use slot::Slot;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::ws::Utf8Bytes;
use proto::frame::{Close, ServerFrame};
use proto::{RoomId, Seq};
use tokio::sync::Notify;

use super::frame;
use queue::Queue;

/// Frames that may wait, answers included.
pub const FRAMES: usize = 256;
/// Bytes of events that may wait.
pub const BYTES: usize = 1024 * 1024;
/// Answers that may be owed at once; so many frames are kept free for them.
pub const SLOTS: usize = 32;
/// Bytes of answers that may wait while more is asked for: with those under way, a client that asks and does not read holds
/// at most this and one answer for each slot.
pub const ANSWER_BYTES: usize = 1024 * 1024;
/// Frames that are taken out at once.
pub const BATCH: usize = 64;
/// Bytes after which no further frame is taken out at once.
pub const BATCH_BYTES: usize = 16 * 1024;
/// Rooms that may be open at once.
pub const ROOMS: usize = 1_000;

/// What works at the moment, as `state` says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Works {
    /// Messages can be sent.
    pub sending: bool,
    /// Events are heard.
    pub receiving: bool,
}

impl Works {
    /// Everything: what a socket believes until it is told something else.
    pub const ALL: Self = Self { sending: true, receiving: true };
    /// Nothing.
    pub const NOTHING: Self = Self { sending: false, receiving: false };

    fn bytes(self) -> Utf8Bytes {
        frame::bytes(&ServerFrame::State { sending: self.sending, receiving: self.receiving })
    }
}

impl Default for Works {
    fn default() -> Self {
        Self::ALL
    }
}

/// The waiting frames of one socket. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Outbox(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    queue: Mutex<Queue>,
    /// There is something to write, or a reason to close.
    wake: Notify,
    /// A slot has become free.
    freed: Notify,
}

impl Outbox {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// An event of a room. Says whether it was taken; if not, the room is flagged and takes nothing until it is [opened](Self::open_room) again.
    pub fn event(&self, room: RoomId, bytes: &Utf8Bytes) -> bool {
        let taken = self.queue().event(room, bytes);
        self.0.wake.notify_one();
        taken
    }

    /// The room is to be opened. Until then it takes nothing; the socket is told `gap` if it can only be opened anew. Says
    /// whether there is a place for it: not if the socket is ending, or wants too many.
    pub fn want_room(&self, room: RoomId) -> bool {
        self.queue().want_room(room)
    }

    /// From here on the room's events are taken, those after this seq; not if the socket is ending.
    pub fn open_room(&self, room: RoomId, after: Seq) -> bool {
        self.queue().open_room(room, after)
    }

    /// From here on they are not, and nobody is told.
    pub fn close_room(&self, room: RoomId) {
        self.queue().close_room(room);
    }

    /// Whether another room may be opened.
    pub fn has_place_for(&self, room: RoomId) -> bool {
        self.queue().has_place_for(room)
    }

    /// Whether the room is open.
    pub fn is_open(&self, room: RoomId) -> bool {
        self.queue().is_open(room)
    }

    /// Whether the socket has this event of the room, or is about to.
    pub fn hears(&self, room: RoomId, seq: Seq) -> bool {
        self.queue().hears(room, seq)
    }

    /// The rooms that are open, or to be opened.
    pub fn rooms(&self) -> Vec<RoomId> {
        self.queue().rooms()
    }

    /// Flags a room that is open, or to be opened: its events could not be handed on.
    pub fn mark_lagging(&self, room: RoomId) {
        self.queue().mark_lagging(room);
        self.0.wake.notify_one();
    }

    /// Something that may be lost: dropped when half of the frames wait.
    pub fn droppable(&self, bytes: &Utf8Bytes) {
        self.queue().droppable(bytes);
        self.0.wake.notify_one();
    }

    /// Something of which only the newest matters; it takes the place of the one before.
    pub fn latest(&self, key: Key, bytes: Utf8Bytes) {
        self.queue().latest(key, bytes);
        self.0.wake.notify_one();
    }

    /// Something that is written even while the gateway is frozen: `goaway`, `pong`, a frame's form refused.
    pub fn control(&self, bytes: Utf8Bytes) {
        self.queue().control(bytes);
        self.0.wake.notify_one();
    }

    /// A place for one answer; none if too many are owed. The I/O task takes one before it reads a frame that wants an answer.
    pub fn slot(&self) -> Option<Slot> {
        self.queue().reserve().then(|| Slot::new(self.clone()))
    }

    /// A place for one answer as soon as few are owed and little of them waits; none once the socket is closed. For what the
    /// gateway does by itself.
    pub async fn background_slot(&self) -> Option<Slot> {
        loop {
            let freed = self.0.freed.notified();
            if self.closing().is_some() {
                return None;
            }
            let free = {
                let mut queue = self.queue();
                queue.is_calm() && queue.reserve()
            };
            if free {
                return Some(Slot::new(self.clone()));
            }
            freed.await;
        }
    }

    /// Whether another answer may be owed.
    pub fn has_slot(&self) -> bool {
        self.queue().may_owe()
    }

    /// Waits until another answer may be owed.
    pub async fn slot_freed(&self) {
        loop {
            let freed = self.0.freed.notified();
            if self.has_slot() {
                return;
            }
            freed.await;
        }
    }

    /// Ends the socket: what waits is not written any more. The first reason counts.
    pub fn close(&self, why: Close) {
        self.queue().close(why);
        self.0.wake.notify_one();
        self.0.freed.notify_waiters();
    }

    /// Why it ends, if it does.
    pub fn closing(&self) -> Option<Close> {
        self.queue().closing()
    }

    /// What works at the moment. The socket is told when that changes, while the gateway is frozen too.
    pub fn set_works(&self, works: Works) {
        self.queue().set_works(works);
        self.0.wake.notify_one();
    }

    /// `welcome`, a part of the answer to `hello`: only after it does the socket listen to what works.
    pub fn welcome(&self, bytes: Utf8Bytes) {
        self.queue().welcome(bytes);
        self.0.wake.notify_one();
    }

    /// Wakes the I/O task, so that it looks whether the gateway is frozen.
    pub fn wake(&self) {
        self.queue().wake();
        self.0.wake.notify_one();
    }

    /// Waits until there is something to write. For the I/O task alone.
    pub async fn ready(&self) {
        while !self.queue().is_ready() {
            self.0.wake.notified().await;
        }
    }

    /// What is to be written next, at most [`BATCH`] frames of about [`BATCH_BYTES`]. While `frozen`, only what may be written
    /// then; what was open is a gap afterwards.
    ///
    /// # Errors
    /// The socket ends.
    pub fn take_batch(&self, frozen: bool) -> Result<Vec<Utf8Bytes>, Close> {
        let (frames, freed) = {
            let mut queue = self.queue();
            if let Some(why) = queue.closing() {
                return Err(why);
            }
            let before = (queue.reserved(), queue.may_owe(), queue.is_calm());
            let frames = queue.take_batch(frozen);
            let freed = !before.1 && queue.may_owe() || !before.2 && queue.is_calm();
            (frames, queue.reserved() < before.0 || freed)
        };
        if freed {
            self.0.freed.notify_waiters();
        }
        Ok(frames)
    }

    fn answer(&self, bytes: Utf8Bytes) {
        self.queue().answer(bytes);
        self.0.wake.notify_one();
    }

    fn release(&self) {
        self.queue().release();
        self.0.freed.notify_waiters();
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn gap(room: RoomId) -> Utf8Bytes {
    frame::bytes(&ServerFrame::Gap { room })
}

#[cfg(test)]
mod tests;
