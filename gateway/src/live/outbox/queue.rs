//! The queue itself: plain values behind the outbox's lock.

use std::collections::{HashMap, HashSet, VecDeque};

use axum::extract::ws::Utf8Bytes;
use proto::frame::Close;
use proto::{RoomId, Seq, UserId};

use super::{ANSWER_BYTES, BATCH, BATCH_BYTES, BYTES, FRAMES, ROOMS, SLOTS, Works, gap};

/// What only the newest of matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// Where a room stands.
    Head(RoomId),
    /// Who is here.
    Presence(RoomId),
    /// Up to where it is read.
    Marker(RoomId),
    /// How often it mentions me.
    Mention(RoomId),
    /// Whether it is one of mine.
    Room(RoomId),
    /// What they are to the organisation.
    OrgRole,
    /// What is theirs alone.
    Personal,
    /// What everyone they are shown is up to.
    People,
    /// What one of these is up to.
    Person(UserId),
}

/// How many of them may wait; a person's rooms fit several times over.
const LATEST_MAX: usize = 8_192;

#[derive(Debug)]
enum Item {
    Event(Utf8Bytes),
    Droppable(Utf8Bytes),
    Answer(Utf8Bytes),
    Welcome(Utf8Bytes),
}

/// Rooms that may be wanted and not open at once: as many as a client may have reopened.
const WANTED_MAX: usize = proto::frame::HELLO_ROOMS;

/// How a room is that is open, or to be opened.
#[derive(Debug, PartialEq, Eq)]
enum Delivery {
    /// Asked for, and not open yet.
    Wanted,
    /// What comes after this seq is handed on, or was.
    Open(Seq),
    /// Events were dropped; the socket must be told.
    Lagging,
    /// It has been told.
    GapSent,
}

#[derive(Debug, Default)]
pub(super) struct Queue {
    control: VecDeque<Utf8Bytes>,
    frames: VecDeque<Item>,
    /// Frames that are no answers, and the bytes of the events among them.
    other_frames: usize,
    bytes: usize,
    /// Answers owed or waiting, and the bytes of those that wait.
    reserved: usize,
    answer_bytes: usize,
    rooms: HashMap<RoomId, Delivery>,
    lagging: HashSet<RoomId>,
    latest: HashMap<Key, Utf8Bytes>,
    latest_order: VecDeque<Key>,
    closing: Option<Close>,
    frozen: bool,
    woken: bool,
    /// `welcome` is on its way.
    greeted: bool,
    /// What works, and what the socket was told of it last.
    works: Works,
    told: Works,
}

impl Queue {
    pub(super) fn event(&mut self, room: RoomId, bytes: &Utf8Bytes) -> bool {
        if self.closing.is_some() || !matches!(self.rooms.get(&room), Some(Delivery::Open(_))) {
            return false;
        }
        // A single event always fits into an empty queue, however long it is.
        let fits =
            self.other_frames < FRAMES - SLOTS && (self.bytes == 0 || self.bytes + bytes.len() <= BYTES);
        if fits && !self.frozen {
            self.other_frames += 1;
            self.bytes += bytes.len();
            self.frames.push_back(Item::Event(bytes.clone()));
            return true;
        }
        self.mark_lagging(room);
        false
    }

    pub(super) fn want_room(&mut self, room: RoomId) -> bool {
        self.close_room(room);
        let wanted = self.rooms.values().filter(|delivery| **delivery == Delivery::Wanted).count();
        let fits = self.closing.is_none() && wanted < WANTED_MAX;
        if fits {
            self.rooms.insert(room, Delivery::Wanted);
        }
        fits
    }

    pub(super) fn open_room(&mut self, room: RoomId, after: Seq) -> bool {
        if self.closing.is_some() {
            return false;
        }
        self.lagging.remove(&room);
        self.rooms.insert(room, Delivery::Open(after));
        self.latest.remove(&Key::Head(room));
        true
    }

    pub(super) fn close_room(&mut self, room: RoomId) {
        self.lagging.remove(&room);
        self.rooms.remove(&room);
    }

    pub(super) fn has_place_for(&self, room: RoomId) -> bool {
        self.rooms.len() < ROOMS || self.rooms.contains_key(&room)
    }

    pub(super) fn is_open(&self, room: RoomId) -> bool {
        self.rooms.get(&room).is_some_and(|delivery| *delivery != Delivery::Wanted)
    }

    pub(super) fn hears(&self, room: RoomId, seq: Seq) -> bool {
        matches!(self.rooms.get(&room), Some(Delivery::Open(after)) if *after < seq)
    }

    pub(super) fn rooms(&self) -> Vec<RoomId> {
        self.rooms.keys().copied().collect()
    }

    pub(super) fn mark_lagging(&mut self, room: RoomId) {
        if let Some(delivery @ (Delivery::Wanted | Delivery::Open(_))) = self.rooms.get_mut(&room) {
            *delivery = Delivery::Lagging;
            self.lagging.insert(room);
        }
    }

    pub(super) fn droppable(&mut self, bytes: &Utf8Bytes) {
        if self.closing.is_none() && !self.frozen && self.other_frames < FRAMES / 2 {
            self.other_frames += 1;
            self.frames.push_back(Item::Droppable(bytes.clone()));
        }
    }

    pub(super) fn latest(&mut self, key: Key, bytes: Utf8Bytes) {
        if self.closing.is_some() || (self.latest.len() >= LATEST_MAX && !self.latest.contains_key(&key)) {
            return;
        }
        if self.latest.insert(key, bytes).is_none() {
            self.latest_order.push_back(key);
        }
    }

    pub(super) fn control(&mut self, bytes: Utf8Bytes) {
        // A client that sends malformed faster than it reads is closed by its violations, not served more refusals.
        if self.closing.is_none() && self.control.len() < SLOTS {
            self.control.push_back(bytes);
        }
    }

    pub(super) fn answer(&mut self, bytes: Utf8Bytes) {
        if self.closing.is_none() {
            self.answer_bytes += bytes.len();
            self.frames.push_back(Item::Answer(bytes));
        } else {
            self.release();
        }
    }

    pub(super) fn reserve(&mut self) -> bool {
        let free = self.reserved < SLOTS;
        self.reserved += usize::from(free);
        free
    }

    /// Whether so little waits that something nobody is waiting for may be added.
    pub(super) fn is_calm(&self) -> bool {
        self.reserved < SLOTS / 2 && self.answer_bytes < ANSWER_BYTES / 8
    }

    pub(super) fn reserved(&self) -> usize {
        self.reserved
    }

    /// Whether another answer may be owed: few are, and what waits is not long.
    pub(super) fn may_owe(&self) -> bool {
        self.reserved < SLOTS && self.answer_bytes < ANSWER_BYTES
    }

    pub(super) fn release(&mut self) {
        self.reserved = self.reserved.saturating_sub(1);
    }

    pub(super) fn close(&mut self, why: Close) {
        self.closing.get_or_insert(why);
    }

    pub(super) fn closing(&self) -> Option<Close> {
        self.closing
    }

    pub(super) fn wake(&mut self) {
        self.woken = true;
    }

    pub(super) fn set_works(&mut self, works: Works) {
        self.works = works;
        self.woken = true;
    }

    pub(super) fn welcome(&mut self, bytes: Utf8Bytes) {
        if self.closing.is_none() {
            self.frames.push_back(Item::Welcome(bytes));
        }
    }

    pub(super) fn is_ready(&self) -> bool {
        let held = !self.frames.is_empty() || !self.lagging.is_empty() || !self.latest_order.is_empty();
        self.woken || self.closing.is_some() || !self.control.is_empty() || (held && !self.frozen)
    }

    /// As many frames as are written at once.
    pub(super) fn take_batch(&mut self, frozen: bool) -> Vec<Utf8Bytes> {
        let (mut frames, mut bytes) = (Vec::with_capacity(self.at_hand()), 0);
        while frames.len() < BATCH
            && bytes < BATCH_BYTES
            && let Some(frame) = self.take(frozen)
        {
            bytes += frame.len();
            frames.push(frame);
        }
        frames
    }

    /// How many frames are there to be taken at once, about.
    fn at_hand(&self) -> usize {
        (self.control.len() + self.frames.len() + self.lagging.len() + self.latest_order.len()).min(BATCH)
    }

    /// The next frame, in this order: what works; control; then, unless frozen, what waits in turn; gaps; the newest of each kind.
    fn take(&mut self, frozen: bool) -> Option<Utf8Bytes> {
        self.woken = false;
        if frozen != self.frozen {
            self.set_frozen(frozen);
        }
        if let Some(bytes) = self.news_of_works().or_else(|| self.control.pop_front()) {
            return Some(bytes);
        }
        if self.frozen {
            return None;
        }
        if let Some(item) = self.frames.pop_front() {
            return Some(self.resolve(item));
        }
        if let Some(room) = self.lagging.iter().next().copied() {
            self.lagging.remove(&room);
            self.rooms.insert(room, Delivery::GapSent);
            return Some(gap(room));
        }
        while let Some(key) = self.latest_order.pop_front() {
            if let Some(bytes) = self.latest.remove(&key) {
                return Some(bytes);
            }
        }
        None
    }

    fn resolve(&mut self, item: Item) -> Utf8Bytes {
        match item {
            Item::Event(bytes) => {
                self.other_frames -= 1;
                self.bytes -= bytes.len();
                bytes
            }
            Item::Droppable(bytes) => {
                self.other_frames -= 1;
                bytes
            }
            Item::Answer(bytes) => {
                self.answer_bytes -= bytes.len();
                self.release();
                bytes
            }
            Item::Welcome(bytes) => {
                self.greeted = true;
                self.woken = true;
                bytes
            }
        }
    }

    /// What the socket has to be told of what works. Frozen, nothing does.
    fn news_of_works(&mut self) -> Option<Utf8Bytes> {
        let now = if self.frozen { Works::NOTHING } else { self.works };
        let is_news = self.greeted && std::mem::replace(&mut self.told, now) != now;
        is_news.then(|| now.bytes())
    }

    /// Freezing drops what tells of the inside of rooms and makes every open room a gap; answers wait.
    fn set_frozen(&mut self, frozen: bool) {
        self.frozen = frozen;
        if frozen {
            self.frames.retain(|item| matches!(item, Item::Answer(_) | Item::Welcome(_)));
            (self.other_frames, self.bytes) = (0, 0);
            for room in self.rooms() {
                self.mark_lagging(room);
            }
        }
    }
}
