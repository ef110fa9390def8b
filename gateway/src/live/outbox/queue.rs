//! The queue itself: plain values behind the outbox's lock.

use std::collections::{HashMap, HashSet, VecDeque};

use axum::extract::ws::Utf8Bytes;
use proto::RoomId;
use proto::frame::Close;

use super::{BYTES, FRAMES, SLOTS, gap, receiving};

/// What only the newest of matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// Where a room stands.
    Head(RoomId),
    /// Who is here.
    Here(RoomId),
    /// Up to where it is read.
    Marker(RoomId),
    /// How often it mentions me.
    Mention(RoomId),
    /// Whether it is one of mine.
    Line(RoomId),
    /// What works.
    State,
}

/// How many such places there are; a person's rooms fit several times over.
const PLACES: usize = 8_192;

#[derive(Debug)]
enum Item {
    Event(Utf8Bytes),
    Soft(Utf8Bytes),
    Answer { bytes: Utf8Bytes, last: bool },
}

/// How an open room is.
#[derive(Debug, PartialEq, Eq)]
enum Hearing {
    Well,
    /// Events were dropped; the socket must be told.
    Flagged,
    /// It has been told.
    Told,
}

#[derive(Debug, Default)]
pub(super) struct Queue {
    control: VecDeque<Utf8Bytes>,
    frames: VecDeque<Item>,
    /// Frames that are no answers, and the bytes of the events among them.
    unowed: usize,
    bytes: usize,
    /// Answers owed or waiting.
    owed: usize,
    rooms: HashMap<RoomId, Hearing>,
    flagged: HashSet<RoomId>,
    places: HashMap<Key, Utf8Bytes>,
    order: VecDeque<Key>,
    closing: Option<Close>,
    frozen: bool,
    poked: bool,
}

impl Queue {
    pub(super) fn event(&mut self, room: RoomId, bytes: &Utf8Bytes) -> bool {
        if self.closing.is_some() || self.rooms.get(&room) != Some(&Hearing::Well) {
            return false;
        }
        // A single event always fits into an empty queue, however long it is.
        let fits = self.unowed < FRAMES - SLOTS && (self.bytes == 0 || self.bytes + bytes.len() <= BYTES);
        if fits && !self.frozen {
            self.unowed += 1;
            self.bytes += bytes.len();
            self.frames.push_back(Item::Event(bytes.clone()));
            return true;
        }
        self.lag(room);
        false
    }

    pub(super) fn open(&mut self, room: RoomId) -> bool {
        if self.closing.is_some() {
            return false;
        }
        self.flagged.remove(&room);
        self.rooms.insert(room, Hearing::Well);
        self.places.remove(&Key::Head(room));
        true
    }

    pub(super) fn shut(&mut self, room: RoomId) {
        self.flagged.remove(&room);
        self.rooms.remove(&room);
    }

    pub(super) fn hears(&self, room: RoomId) -> bool {
        self.rooms.contains_key(&room)
    }

    pub(super) fn rooms(&self) -> Vec<RoomId> {
        self.rooms.keys().copied().collect()
    }

    pub(super) fn lag(&mut self, room: RoomId) {
        if let Some(hearing @ Hearing::Well) = self.rooms.get_mut(&room) {
            *hearing = Hearing::Flagged;
            self.flagged.insert(room);
        }
    }

    pub(super) fn soft(&mut self, bytes: &Utf8Bytes) {
        if self.closing.is_none() && !self.frozen && self.unowed < FRAMES / 2 {
            self.unowed += 1;
            self.frames.push_back(Item::Soft(bytes.clone()));
        }
    }

    pub(super) fn latest(&mut self, key: Key, bytes: Utf8Bytes) {
        if self.closing.is_some() || (self.places.len() >= PLACES && !self.places.contains_key(&key)) {
            return;
        }
        if self.places.insert(key, bytes).is_none() {
            self.order.push_back(key);
        }
    }

    pub(super) fn control(&mut self, bytes: Utf8Bytes) {
        // A client that sends malformed faster than it reads is closed by its violations, not served more refusals.
        if self.closing.is_none() && self.control.len() < SLOTS {
            self.control.push_back(bytes);
        }
    }

    pub(super) fn answer(&mut self, bytes: Utf8Bytes, last: bool) {
        if self.closing.is_none() {
            self.frames.push_back(Item::Answer { bytes, last });
        } else if last {
            self.release();
        }
    }

    pub(super) fn owe(&mut self, most: usize) -> bool {
        let free = self.owed < most;
        self.owed += usize::from(free);
        free
    }

    pub(super) fn owed(&self) -> usize {
        self.owed
    }

    pub(super) fn release(&mut self) {
        self.owed = self.owed.saturating_sub(1);
    }

    pub(super) fn close(&mut self, why: Close) {
        self.closing.get_or_insert(why);
    }

    pub(super) fn closing(&self) -> Option<Close> {
        self.closing
    }

    pub(super) fn poke(&mut self) {
        self.poked = true;
    }

    pub(super) fn is_ready(&self) -> bool {
        let held = !self.frames.is_empty() || !self.flagged.is_empty() || !self.order.is_empty();
        self.poked || self.closing.is_some() || !self.control.is_empty() || (held && !self.frozen)
    }

    /// The next frame, in this order: control; then, unless frozen, what waits in turn; gaps; the newest of each kind.
    pub(super) fn take(&mut self, frozen: bool) -> Option<Utf8Bytes> {
        self.poked = false;
        if frozen != self.frozen {
            self.turn(frozen);
        }
        if let Some(bytes) = self.control.pop_front() {
            return Some(bytes);
        }
        if self.frozen {
            return None;
        }
        if let Some(item) = self.frames.pop_front() {
            return Some(self.resolve(item));
        }
        if let Some(room) = self.flagged.iter().next().copied() {
            self.flagged.remove(&room);
            self.rooms.insert(room, Hearing::Told);
            return Some(gap(room));
        }
        while let Some(key) = self.order.pop_front() {
            if let Some(bytes) = self.places.remove(&key) {
                return Some(bytes);
            }
        }
        None
    }

    fn resolve(&mut self, item: Item) -> Utf8Bytes {
        match item {
            Item::Event(bytes) => {
                self.unowed -= 1;
                self.bytes -= bytes.len();
                bytes
            }
            Item::Soft(bytes) => {
                self.unowed -= 1;
                bytes
            }
            Item::Answer { bytes, last } => {
                if last {
                    self.release();
                }
                bytes
            }
        }
    }

    /// Freezing drops what tells of the inside of rooms and makes every open room a gap; answers wait.
    fn turn(&mut self, frozen: bool) {
        self.frozen = frozen;
        if frozen {
            self.frames.retain(|item| matches!(item, Item::Answer { .. }));
            (self.unowed, self.bytes) = (0, 0);
            for room in self.rooms() {
                self.lag(room);
            }
        }
        self.control.push_back(receiving(!frozen));
    }
}
