//! Markers of one socket on their way: the newest of each room, at most one a second. Plain values; the clock is given.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use proto::{RoomId, Seq};

/// Between two markers of a room.
pub(super) const PACE: Duration = Duration::from_secs(1);

/// Something seen: under which generation of the marker, and up to where. A later generation is news, wherever it begins.
pub(super) type Sight = (Option<i64>, Seq);

#[derive(Debug)]
struct Mark {
    sent: Instant,
    waiting: Option<Sight>,
    highest: Sight,
}

/// What comes of having seen something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// It is sent on now.
    New,
    /// It waits, as the first of all rooms: look after [`PACE`].
    First,
    /// It is no news, or waits with others.
    Nothing,
}

/// Markers on their way.
#[derive(Debug, Default)]
pub(super) struct MarkerQueue(HashMap<RoomId, Mark>);

impl MarkerQueue {
    /// The person has seen the room up to here.
    pub(super) fn seen(&mut self, room: RoomId, sight: Sight, now: Instant) -> Seen {
        let nothing_waits = !self.is_waiting();
        let Some(mark) = self.0.get_mut(&room) else {
            self.0.insert(room, Mark { sent: now, waiting: None, highest: sight });
            return Seen::New;
        };
        if sight <= mark.highest {
            return Seen::Nothing;
        }
        mark.highest = sight;
        if now.saturating_duration_since(mark.sent) >= PACE {
            (mark.sent, mark.waiting) = (now, None);
            return Seen::New;
        }
        mark.waiting = Some(sight);
        if nothing_waits { Seen::First } else { Seen::Nothing }
    }

    /// Whether anything waits.
    pub(super) fn is_waiting(&self) -> bool {
        self.0.values().any(|mark| mark.waiting.is_some())
    }

    /// What has waited long enough.
    pub(super) fn due(&mut self, now: Instant) -> Vec<(RoomId, Sight)> {
        let mut due = Vec::new();
        for (room, mark) in &mut self.0 {
            if now.saturating_duration_since(mark.sent) >= PACE
                && let Some(sight) = mark.waiting.take()
            {
                mark.sent = now;
                due.push((*room, sight));
            }
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_who_scrolls_sends_one_marker_a_second_and_the_last_one_always() {
        let (mut markers, room, start) = (MarkerQueue::default(), RoomId::new(), Instant::now());
        let after = |ms| start + Duration::from_millis(ms);
        assert_eq!(markers.seen(room, (None, 1), start), Seen::New);
        assert_eq!(markers.seen(room, (None, 2), after(100)), Seen::First);
        assert_eq!(markers.seen(room, (None, 3), after(200)), Seen::Nothing);
        assert!(markers.due(after(900)).is_empty());
        assert_eq!(markers.due(after(1_000)), [(room, (None, 3))]);
        assert_eq!(markers.seen(room, (None, 3), after(3_000)), Seen::Nothing);
        assert_eq!(markers.seen(room, (None, 4), after(3_000)), Seen::New);
        assert!(markers.due(after(9_000)).is_empty());
    }

    #[test]
    fn what_was_marked_unread_can_be_read_once_more() {
        let (mut markers, room, start) = (MarkerQueue::default(), RoomId::new(), Instant::now());
        assert_eq!(markers.seen(room, (Some(0), 9), start), Seen::New);
        assert_eq!(markers.seen(room, (Some(1), 4), start + 2 * PACE), Seen::New);
        assert_eq!(markers.seen(room, (Some(0), 9), start + 4 * PACE), Seen::Nothing);
    }
}
