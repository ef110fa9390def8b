//! Markers of one socket on their way: the newest of each room, at most one a second. Plain values; the clock is given.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use proto::{RoomId, Seq};

/// Between two markers of a room.
pub(super) const PACE: Duration = Duration::from_secs(1);
/// How often the pause doubles while markers do not arrive: up to 16 s.
const DOUBLINGS: u32 = 4;

/// Rooms whose markers are remembered: anything can be called a room by a client.
const ROOMS: usize = 1_000;

/// Something seen: under which generation of the marker, and up to where. A later generation is news, wherever it begins.
pub(super) type ReadPosition = (Option<i64>, Seq);

#[derive(Debug)]
struct Mark {
    sent: Instant,
    waiting: Option<ReadPosition>,
    highest: ReadPosition,
    /// How many in a row did not arrive.
    failures: u32,
}

impl Mark {
    fn is_due(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.sent) >= PACE * 2_u32.pow(self.failures.min(DOUBLINGS))
    }
}

/// What comes of having seen something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReadOutcome {
    /// It is sent on now.
    Send,
    /// It waits, as the first of all rooms: look after [`PACE`].
    StartTimer,
    /// It is no news, or waits with others.
    Nothing,
}

/// Markers on their way.
#[derive(Debug, Default)]
pub(super) struct MarkerQueue(HashMap<RoomId, Mark>);

impl MarkerQueue {
    /// The person has seen the room up to here.
    pub(super) fn read(&mut self, room: RoomId, position: ReadPosition, now: Instant) -> ReadOutcome {
        let nothing_waits = !self.is_waiting();
        let Some(mark) = self.0.get_mut(&room) else {
            // What is forgotten is sent once more when it is seen again. What waits is no more than a second's frames.
            if self.0.len() >= ROOMS {
                self.0.retain(|_, mark| mark.waiting.is_some());
            }
            self.0.insert(room, Mark { sent: now, waiting: None, highest: position, failures: 0 });
            return ReadOutcome::Send;
        };
        if position <= mark.highest {
            return ReadOutcome::Nothing;
        }
        mark.highest = position;
        if mark.is_due(now) {
            (mark.sent, mark.waiting) = (now, None);
            return ReadOutcome::Send;
        }
        mark.waiting = Some(position);
        if nothing_waits { ReadOutcome::StartTimer } else { ReadOutcome::Nothing }
    }

    /// It has arrived.
    pub(super) fn arrived(&mut self, room: RoomId) {
        if let Some(mark) = self.0.get_mut(&room) {
            mark.failures = 0;
        }
    }

    /// It could not be sent on: it waits again, unless something later does. Says whether the timer is to be started.
    pub(super) fn not_sent(&mut self, room: RoomId, position: ReadPosition) -> bool {
        let nothing_waits = !self.is_waiting();
        let Some(mark) = self.0.get_mut(&room) else { return false };
        mark.failures = mark.failures.saturating_add(1);
        mark.waiting = mark.waiting.max(Some(position));
        nothing_waits
    }

    /// Whether anything waits.
    pub(super) fn is_waiting(&self) -> bool {
        self.0.values().any(|mark| mark.waiting.is_some())
    }

    /// What has waited long enough.
    pub(super) fn due(&mut self, now: Instant) -> Vec<(RoomId, ReadPosition)> {
        let mut due = Vec::new();
        for (room, mark) in &mut self.0 {
            if mark.is_due(now)
                && let Some(position) = mark.waiting.take()
            {
                mark.sent = now;
                due.push((*room, position));
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
        assert_eq!(markers.read(room, (None, 1), start), ReadOutcome::Send);
        assert_eq!(markers.read(room, (None, 2), after(100)), ReadOutcome::StartTimer);
        assert_eq!(markers.read(room, (None, 3), after(200)), ReadOutcome::Nothing);
        assert!(markers.due(after(900)).is_empty());
        assert_eq!(markers.due(after(1_000)), [(room, (None, 3))]);
        assert_eq!(markers.read(room, (None, 3), after(3_000)), ReadOutcome::Nothing);
        assert_eq!(markers.read(room, (None, 4), after(3_000)), ReadOutcome::Send);
        assert!(markers.due(after(9_000)).is_empty());
    }

    #[test]
    fn a_client_that_makes_rooms_up_is_not_remembered_for_ever() {
        let (mut markers, start) = (MarkerQueue::default(), Instant::now());
        let waiting = RoomId::new();
        markers.read(waiting, (None, 1), start);
        markers.read(waiting, (None, 2), start);
        for _ in 0..10 * ROOMS {
            assert_eq!(markers.read(RoomId::new(), (None, 1), start), ReadOutcome::Send);
        }
        assert!(markers.0.len() <= ROOMS);
        assert_eq!(markers.due(start + PACE), [(waiting, (None, 2))]);
    }

    #[test]
    fn what_was_marked_unread_can_be_read_once_more() {
        let (mut markers, room, start) = (MarkerQueue::default(), RoomId::new(), Instant::now());
        assert_eq!(markers.read(room, (Some(0), 9), start), ReadOutcome::Send);
        assert_eq!(markers.read(room, (Some(1), 4), start + 2 * PACE), ReadOutcome::Send);
        assert_eq!(markers.read(room, (Some(0), 9), start + 4 * PACE), ReadOutcome::Nothing);
    }

    #[test]
    fn what_did_not_arrive_is_sent_again_ever_more_slowly_unless_something_later_is() {
        let (mut markers, room, start) = (MarkerQueue::default(), RoomId::new(), Instant::now());
        let after = |s| start + Duration::from_secs(s);
        assert_eq!(markers.read(room, (None, 1), start), ReadOutcome::Send);
        assert!(markers.not_sent(room, (None, 1)), "nothing else waits: a timer is needed");
        assert!(markers.due(after(1)).is_empty());
        assert_eq!(markers.due(after(2)), [(room, (None, 1))]);
        assert_eq!(markers.read(room, (None, 7), after(3)), ReadOutcome::StartTimer);
        assert!(!markers.not_sent(room, (None, 1)), "the timer runs");
        assert!(markers.due(after(5)).is_empty());
        assert_eq!(markers.due(after(6)), [(room, (None, 7))]);
        markers.arrived(room);
        assert!(!markers.is_waiting());
        assert_eq!(markers.read(room, (None, 8), after(7)), ReadOutcome::Send);
    }
}
