//! Events that are not old enough to be handled yet.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use proto::room::Event;
use proto::{At, RoomId};

use super::wake::{Kept, weight};
use crate::store::cursors::Batch;

/// Bytes of events at most that are held; of the rooms that have more they are read once they are due.
const HELD: usize = 16 << 20;

/// Rooms that wait until what was said there is old enough, with the events where all of them are here.
#[derive(Default)]
pub(super) struct Held {
    rooms: HashMap<RoomId, (Instant, Option<Kept>)>,
    bytes: usize,
}

impl Held {
    /// A room waits until then, or as long as it did already.
    pub(super) fn hold(&mut self, room: RoomId, kept: Option<Kept>, until: Instant) {
        let (until, before) = match self.rooms.remove(&room) {
            Some((earlier, before)) => {
                self.bytes -= size(before.as_ref());
                (earlier, Some(before))
            }
            None => (until, None),
        };
        let kept = match (before, kept) {
            (None, kept) => kept,
            (Some(before), Some(kept)) => before.map(|before| before.and(kept)),
            (Some(_), None) => None,
        };
        let kept = kept.filter(|kept| self.bytes + size(Some(kept)) <= HELD);
        self.bytes += size(kept.as_ref());
        self.rooms.insert(room, (until, kept));
    }

    /// Takes the rooms that have waited long enough.
    pub(super) fn due(&mut self, now: Instant) -> Vec<(RoomId, Option<Kept>)> {
        let due: Vec<_> = self.rooms.extract_if(|_, (until, _)| *until <= now).collect();
        let due = due.into_iter().map(|(room, (_, kept))| (room, kept));
        due.inspect(|(_, kept)| self.bytes -= size(kept.as_ref())).collect()
    }

    pub(super) fn len(&self) -> usize {
        self.rooms.len()
    }
}

fn size(kept: Option<&Kept>) -> usize {
    kept.map_or(0, |kept| kept.events.iter().map(|event| weight(event)).sum())
}

/// Takes out of what is here what is not old enough, with how long that is to wait.
pub(super) fn ripe(kept: &mut Kept, patience: Duration, now: At) -> Option<(Kept, Duration)> {
    let first = kept.events.iter().position(|event| now - event.at < patience)?;
    let young = kept.events.split_off(first);
    let wait = rest(&young[0], patience, now);
    let later = Kept { after: kept.after, upto: kept.upto, events: young };
    kept.upto = later.events[0].seq - 1;
    Some((later, wait))
}

/// Leaves in a batch what is old enough. Answers how long to wait for the rest, if there is any.
pub(super) fn ripe_batch(batch: &mut Batch, patience: Duration, now: At) -> Option<Duration> {
    let first = batch.events.iter().position(|event| now - event.at < patience)?;
    let wait = rest(&batch.events[first], patience, now);
    batch.upto = batch.events[first].seq - 1;
    batch.events.truncate(first);
    batch.more = false;
    Some(wait)
}

/// How long an event is to wait: half of the patience at least, so that what goes on and on is handled a few times a minute and not at
/// every event.
fn rest(event: &Event, patience: Duration, now: At) -> Duration {
    let wait = (event.at + patience - now).try_into().unwrap_or(patience);
    wait.clamp(patience / 2, patience)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proto::room::Fact;
    use proto::{Nonce, Seq, UserId};

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(10);

    fn event(room: RoomId, seq: Seq, ago: Duration) -> Arc<Event> {
        let (actor, nonce) = (UserId::new(), Nonce::new());
        let at = At::UNIX_EPOCH - ago;
        Arc::new(Event { room, seq, at, actor, name: String::new(), nonce, fact: Fact::Joined })
    }

    fn kept(after: Seq, events: Vec<Arc<Event>>) -> Kept {
        Kept { after, upto: events.last().map_or(after, |event| event.seq), events }
    }

    fn seqs(kept: Option<Kept>) -> Option<Vec<Seq>> {
        Some(kept?.events.iter().map(|event| event.seq).collect())
    }

    #[test]
    fn what_comes_while_a_room_waits_waits_with_it_and_no_longer() {
        let (mut held, room, now) = (Held::default(), RoomId::new(), Instant::now());
        held.hold(room, Some(kept(3, vec![event(room, 4, PATIENCE)])), now + PATIENCE);
        held.hold(room, Some(kept(3, vec![event(room, 6, PATIENCE)])), now + 2 * PATIENCE);
        assert!(held.due(now).is_empty() && held.len() == 1);
        let (_, all) = held.due(now + PATIENCE).remove(0);
        assert_eq!(seqs(all), Some(vec![4, 6]));
        assert_eq!((held.len(), held.bytes), (0, 0));
    }

    #[test]
    fn of_a_room_of_which_not_all_is_here_nothing_is() {
        let (mut held, room, now) = (Held::default(), RoomId::new(), Instant::now());
        held.hold(room, None, now);
        held.hold(room, Some(kept(3, vec![event(room, 4, PATIENCE)])), now);
        assert_eq!(seqs(held.due(now).remove(0).1), None);
    }

    #[test]
    fn what_is_old_enough_is_handled_and_the_rest_waits_half_of_the_patience_at_least() {
        let (room, second) = (RoomId::new(), Duration::from_secs(1));
        let events = [12, 10, 9, 1].map(|ago| event(room, 20 - Seq::from(ago), ago * second)).to_vec();
        let mut all = kept(5, events);
        let (later, wait) = ripe(&mut all, PATIENCE, At::UNIX_EPOCH).expect("some are young");
        assert_eq!(
            (seqs(Some(all)), seqs(Some(later)), wait),
            (Some(vec![8, 10]), Some(vec![11, 19]), PATIENCE / 2)
        );
        let mut old = kept(5, vec![event(room, 8, PATIENCE)]);
        assert!(ripe(&mut old, PATIENCE, At::UNIX_EPOCH).is_none());
    }
}
