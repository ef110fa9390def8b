//! What waits to be old enough for a follower that is patient: as it was named, a part for each second, with its events where they are
//! here. Pure.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use proto::room::Event;
use proto::{At, RoomId, Seq};

use super::wake::{KEPT, Kept, weight};
use crate::store::cursors::Batch;

/// Rooms that were named, with their events where these are here.
type Named = HashMap<RoomId, Option<Kept>>;

/// Parts that were named at different times, the oldest first.
#[derive(Default)]
pub(super) struct Held {
    parts: VecDeque<(Instant, Named)>,
    /// Of the events in them.
    bytes: usize,
}

impl Held {
    /// Puts what was named now behind the rest, and takes out what was named so long ago. Where there are too many events, those that
    /// come last are read when it is their turn.
    pub(super) fn turn(&mut self, mut named: Named, patience: Duration, now: Instant) -> Named {
        for kept in named.values_mut() {
            let bytes = kept.as_ref().map_or(0, bytes);
            if self.bytes + bytes > KEPT {
                *kept = None;
            } else {
                self.bytes += bytes;
            }
        }
        if !named.is_empty() {
            self.parts.push_back((now, named));
        }
        let mut due = Named::new();
        while let Some((_, part)) = self.parts.pop_front_if(|(at, _)| *at + patience <= now) {
            for (room, kept) in part {
                self.bytes -= kept.as_ref().map_or(0, bytes);
                let joined = match due.remove(&room) {
                    Some(former) => join(former, kept),
                    None => kept,
                };
                due.insert(room, joined);
            }
        }
        due
    }

    /// Rooms that will have their turn.
    pub(super) fn has(&self, room: RoomId) -> bool {
        self.parts.iter().any(|(_, part)| part.contains_key(&room))
    }

    /// Whether all that comes after a seq, and is too young, will have its turn.
    pub(super) fn covers(&self, room: RoomId, after: Seq) -> bool {
        let mut named = self.parts.iter().filter_map(|(_, part)| part.get(&room)).peekable();
        named.peek().is_some() && named.all(|kept| kept.as_ref().is_some_and(|kept| kept.after <= after))
    }
}

fn bytes(kept: &Kept) -> usize {
    kept.events.iter().map(|event| weight(event)).sum()
}

/// Both together, where the events of both are here.
fn join(former: Option<Kept>, later: Option<Kept>) -> Option<Kept> {
    let (former, later) = (former?, later?);
    // A hole lies between them.
    if later.after > former.upto {
        return None;
    }
    let events = former.events.into_iter().chain(later.events).collect();
    Some(Kept { after: former.after, upto: later.upto, events })
}

/// Leaves in a batch what is old enough. Answers how long to wait for the rest, if there is any: half of the patience at least, so that
/// what goes on and on is read a few times a minute and not at every event.
pub(super) fn ripe(batch: &mut Batch, patience: Duration, now: At) -> Option<Duration> {
    let is_young = |event: &Event| now - event.at < patience;
    let first = batch.events.iter().position(is_young)?;
    let wait = (batch.events[first].at + patience - now).try_into().unwrap_or(patience);
    batch.upto = batch.events[first].seq - 1;
    batch.events.truncate(first);
    batch.more = false;
    Some(wait.clamp(patience / 2, patience))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proto::room::Fact;
    use proto::{Nonce, UserId};

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(10);

    fn named(room: RoomId, after: Seq, seqs: &[Seq]) -> Named {
        let event = |seq: &Seq| {
            let (actor, nonce) = (UserId::new(), Nonce::new());
            let (at, name, fact) = (At::UNIX_EPOCH, String::new(), Fact::Joined);
            Arc::new(Event { room, seq: *seq, at, actor, name, nonce, fact })
        };
        let upto = seqs.last().copied().unwrap_or(after);
        HashMap::from([(room, Some(Kept { after, upto, events: seqs.iter().map(event).collect() }))])
    }

    /// Of which room which events are due, and from where to where they are whole.
    fn due(mut due: Named, room: RoomId) -> Option<(Seq, Seq, Vec<Seq>)> {
        let Kept { after, upto, events } = due.remove(&room)??;
        Some((after, upto, events.iter().map(|event| event.seq).collect()))
    }

    #[test]
    fn what_is_named_has_its_turn_once_it_is_old_enough_and_in_order() {
        let (mut held, room, begun) = (Held::default(), RoomId::new(), Instant::now());
        let second = |n| begun + Duration::from_secs(n);
        assert!(held.turn(named(room, 3, &[4, 5]), PATIENCE, second(0)).is_empty());
        assert!(held.turn(named(room, 3, &[7]), PATIENCE, second(1)).is_empty());
        assert!(held.has(room) && held.covers(room, 3) && !held.covers(room, 2));
        assert_eq!(due(held.turn(Named::new(), PATIENCE, second(10)), room), Some((3, 5, vec![4, 5])));
        assert_eq!(due(held.turn(Named::new(), PATIENCE, second(11)), room), Some((3, 7, vec![7])));
        assert!(!held.has(room) && held.bytes == 0);
    }

    #[test]
    fn what_is_due_together_is_joined_unless_something_between_is_not_here() {
        let (mut held, room, now) = (Held::default(), RoomId::new(), Instant::now());
        held.turn(named(room, 3, &[4]), PATIENCE, now);
        held.turn(named(room, 3, &[5, 6]), PATIENCE, now);
        assert_eq!(due(held.turn(Named::new(), PATIENCE, now + PATIENCE), room), Some((3, 6, vec![4, 5, 6])));
        held.turn(named(room, 3, &[7]), PATIENCE, now);
        held.turn(named(room, 8, &[9]), PATIENCE, now);
        assert!(!held.covers(room, 3), "the eighth is not here");
        let both = held.turn(Named::new(), PATIENCE, now + PATIENCE);
        assert!(both.contains_key(&room) && due(both, room).is_none(), "it is read");
    }

    #[test]
    fn only_so_many_bytes_of_events_are_held_and_the_rooms_wait_all_the_same() {
        let (mut held, room, now) = (Held::default(), RoomId::new(), Instant::now());
        let most = Seq::try_from(KEPT / size_of::<Event>()).expect("a seq");
        let seqs: Vec<Seq> = (1..=most).collect();
        held.turn(named(room, 0, &seqs), PATIENCE, now);
        held.turn(named(room, 0, &[most + 1, most + 2]), PATIENCE, now + Duration::from_secs(1));
        assert_eq!(due(held.turn(Named::new(), PATIENCE, now + PATIENCE), room).map(|due| due.1), Some(most));
        let rest = held.turn(Named::new(), PATIENCE, now + PATIENCE + Duration::from_secs(1));
        assert!(rest.get(&room).is_some_and(Option::is_none) && held.bytes == 0);
    }
}
