//! The order of one room's events as one gateway hands them on. Pure: no clock, no bus, no task; the hub drives it, and
//! so may a simulator.
//!
//! It receives numbered events in any order, any number of times, and lets each subscriber hear a strictly increasing row of
//! them without a hole, or nothing any more. What it upholds:
//!
//! * An event reaches a subscriber only after all before it did; what comes early waits, what came before is dropped.
//! * A subscriber is admitted through the log alone: its `open` was read at some head, and it hears what came after that
//!   head, from the ring of the last [`RING`] events or as it arrives. Where the ring does not reach back, `open` is asked again.
//! * A person's removal is the last event that reaches their subscribers. Removals at or before the head of an `open` do not
//!   concern it: membership was read after them.
//! * A subscriber whose outbox did not take an event hears nothing more until it is admitted anew.

use std::collections::{BTreeMap, VecDeque};

use proto::room::Ends;
use proto::{Seq, UserId};

/// How many events the ring holds.
pub const RING: usize = 128;
/// How many events may wait for one before them. Those beyond are dropped and fetched again when it is their turn.
pub const EARLY: usize = 1_024;
/// A hole wider than this is not filled: everyone is sent to take a page.
pub const SKIP: Seq = 1_000;

/// One who hears the room, by a number the caller gives.
pub type SubscriberId = u64;

/// One event, with what the ledger must know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<T> {
    /// Its seq.
    pub seq: Seq,
    /// Whose membership it ends.
    pub ends: Ends,
    /// What is handed on.
    pub payload: T,
}

/// What becomes of a person who asks to hear the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// They hear what comes now.
    Admitted,
    /// The ring does not reach back to the head they read: read again.
    ReadAgain,
    /// The log says that they are out since they read: the removal has reached them, and nothing else will.
    Removed,
    /// Their outbox is full: they have been flagged, and must open again.
    Lagging,
}

/// What is missing: everything after one seq, at least up to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hole {
    /// The last event there is.
    pub after: Seq,
    /// The last event known to be missing.
    pub upto: Seq,
}

impl Hole {
    /// Too wide to be filled.
    pub fn is_too_wide(&self) -> bool {
        self.upto - self.after > SKIP
    }
}

#[derive(Clone, Copy, Debug)]
struct SubscriberPosition {
    user: UserId,
    /// The last seq this subscriber has.
    has: Seq,
}

/// The order of one room's events. `T` is what is handed on: cheap to clone.
#[derive(Debug)]
pub struct Ledger<T> {
    /// The last event handed on; none before the first `open` has been read.
    at: Option<Seq>,
    /// The highest seq anything has told of.
    head: Seq,
    ring: VecDeque<Entry<T>>,
    early: BTreeMap<Seq, Entry<T>>,
    /// In an order, so that the same events are handed on alike.
    subscribers: BTreeMap<SubscriberId, SubscriberPosition>,
}

impl<T> Default for Ledger<T> {
    fn default() -> Self {
        Self {
            at: None,
            head: 0,
            ring: VecDeque::new(),
            early: BTreeMap::new(),
            subscribers: BTreeMap::new(),
        }
    }
}

impl<T: Clone> Ledger<T> {
    /// A ledger that has heard nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// The last event handed on; none before the first admission.
    pub fn at(&self) -> Option<Seq> {
        self.at
    }

    /// Whether an event of this seq is news.
    pub fn wants(&self, seq: Seq) -> bool {
        self.at.is_none_or(|at| seq > at) && !self.early.contains_key(&seq)
    }

    /// Takes in an event, from the bus or from a filled hole, and hands on what is now in order: `deliver` is called with a
    /// subscriber and an event, and says whether it was taken. Duplicates do nothing.
    pub fn hear(&mut self, entry: Entry<T>, deliver: impl FnMut(SubscriberId, &Entry<T>) -> bool) {
        if !self.wants(entry.seq) {
            return;
        }
        self.head = self.head.max(entry.seq);
        self.early.insert(entry.seq, entry);
        self.deliver_in_order(deliver);
        if self.early.len() > EARLY {
            self.early.pop_last();
        }
    }

    /// Takes in that the room stands at least here: from a published head, an ack, an answer.
    pub fn learn(&mut self, head: Seq) {
        self.head = self.head.max(head);
    }

    /// What is missing before more can be handed on.
    pub fn hole(&self) -> Option<Hole> {
        let after = self.at?;
        let upto = self.early.first_key_value().map_or(self.head, |(first, _)| first - 1);
        (upto > after).then_some(Hole { after, upto })
    }

    /// Whether an event has come that waits for one before it: something is certainly missing.
    pub fn has_early(&self) -> bool {
        !self.early.is_empty()
    }

    /// Whether an `open` read at `head` can be admitted: everything after it is at hand or still to come.
    pub fn reaches(&self, head: Seq) -> bool {
        match (self.at, self.ring.front()) {
            (Some(at), _) if at <= head => true,
            (Some(_), Some(first)) => first.seq <= head + 1,
            (Some(_), None) => false,
            (None, _) => true,
        }
    }

    /// Admits a person whose `open` was read at `head`, after this ledger's subscription was in force. What was committed
    /// since is handed to them through `deliver`; what was missed up to `head` is the caller's to hand over, before.
    pub fn admit(
        &mut self,
        id: SubscriberId,
        user: UserId,
        head: Seq,
        mut deliver: impl FnMut(SubscriberId, &Entry<T>) -> bool,
    ) -> Admission {
        self.subscribers.remove(&id);
        if !self.reaches(head) {
            return Admission::ReadAgain;
        }
        for entry in self.ring.iter().filter(|entry| entry.seq > head) {
            if !deliver(id, entry) {
                return Admission::Lagging;
            }
            if entry.ends.concerns(user) {
                return Admission::Removed;
            }
        }
        let has = self.at.map_or(head, |at| at.max(head));
        self.subscribers.insert(id, SubscriberPosition { user, has });
        self.learn(head);
        if self.at.is_none() {
            self.at = Some(head);
            self.early = self.early.split_off(&(head + 1));
            self.deliver_in_order(deliver);
        }
        if self.subscribers.contains_key(&id) { Admission::Admitted } else { Admission::Removed }
    }

    /// Takes a subscriber away: it hears nothing more. Says whether there was one.
    pub fn leave(&mut self, id: SubscriberId) -> bool {
        self.subscribers.remove(&id).is_some()
    }

    /// Whether a subscriber hears the room.
    pub fn is_subscribed(&self, id: SubscriberId) -> bool {
        self.subscribers.contains_key(&id)
    }

    /// How many subscribers hear the room.
    pub fn subscribers(&self) -> usize {
        self.subscribers.len()
    }

    /// Skips ahead: forgets everything and detaches every subscriber; each must be told so and open again.
    pub fn reset(&mut self) -> Vec<SubscriberId> {
        let subscribers = self.subscribers.keys().copied().collect();
        *self = Self::default();
        subscribers
    }

    fn deliver_in_order(&mut self, mut deliver: impl FnMut(SubscriberId, &Entry<T>) -> bool) {
        let Some(at) = self.at.as_mut() else { return };
        while let Some(entry) = self.early.remove(&(*at + 1)) {
            *at = entry.seq;
            self.subscribers.retain(|id, position| {
                if position.has >= entry.seq {
                    return true;
                }
                position.has = entry.seq;
                deliver(*id, &entry) && !entry.ends.concerns(position.user)
            });
            self.ring.push_back(entry);
            if self.ring.len() > RING {
                self.ring.pop_front();
            }
        }
    }
}

#[cfg(test)]
mod tests;
