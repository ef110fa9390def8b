//! Markers of one socket on their way: the newest of each room, at most one a second. Plain values; the clock is given.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use proto::{RoomId, Seq};

/// Between two markers of a room.
const PACE: Duration = Duration::from_secs(1);

#[derive(Debug)]
struct Mark {
    sent: Instant,
    waiting: Option<Seq>,
    highest: Seq,
}

/// Markers on their way.
#[derive(Debug, Default)]
pub(super) struct Marks(HashMap<RoomId, Mark>);

impl Marks {
    /// The person has seen the room up to here. Says whether to send it on now; else it waits for [`Marks::due`].
    pub(super) fn seen(&mut self, room: RoomId, seq: Seq, now: Instant) -> bool {
        let Some(mark) = self.0.get_mut(&room) else {
            self.0.insert(room, Mark { sent: now, waiting: None, highest: seq });
            return true;
        };
        if seq <= mark.highest {
            return false;
        }
        mark.highest = seq;
        if now.saturating_duration_since(mark.sent) >= PACE {
            (mark.sent, mark.waiting) = (now, None);
            return true;
        }
        mark.waiting = Some(seq);
        false
    }

    /// What has waited long enough.
    pub(super) fn due(&mut self, now: Instant) -> Vec<(RoomId, Seq)> {
        let mut due = Vec::new();
        for (room, mark) in &mut self.0 {
            if now.saturating_duration_since(mark.sent) >= PACE
                && let Some(seq) = mark.waiting.take()
            {
                mark.sent = now;
                due.push((*room, seq));
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
        let (mut marks, room, start) = (Marks::default(), RoomId::new(), Instant::now());
        let after = |ms| start + Duration::from_millis(ms);
        assert!(marks.seen(room, 1, start));
        assert!(!marks.seen(room, 2, after(100)));
        assert!(!marks.seen(room, 3, after(200)));
        assert!(marks.due(after(900)).is_empty());
        assert_eq!(marks.due(after(1_000)), [(room, 3)]);
        assert!(!marks.seen(room, 3, after(3_000)), "nothing new was seen");
        assert!(marks.seen(room, 4, after(3_000)));
        assert!(marks.due(after(9_000)).is_empty());
    }
}
