//! Markers of one socket on their way: the newest of each room, at most one a second. Plain values; the clock is given.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use proto::{RoomId, Seq};

/// Between two markers of a room.
pub(super) const PACE: Duration = Duration::from_secs(1);

/// Rooms whose markers are remembered: anything can be called a room by a client.
const ROOMS: usize = 1_000;

/// Something seen: under which generation of the marker, and up to where. A later generation is news, wherever it begins.
pub(super) type ReadPosition = (Option<i64>, Seq);

#[derive(Debug)]
struct Mark {
    sent: Instant,
    waiting: Option<ReadPosition>,
    highest: ReadPosition,
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
            self.0.insert(room, Mark { sent: now, waiting: None, highest: position });
            return ReadOutcome::Send;
        };
        if position <= mark.highest {
            return ReadOutcome::Nothing;
        }
        mark.highest = position;
        if now.saturating_duration_since(mark.sent) >= PACE {
            (mark.sent, mark.waiting) = (now, None);
            return ReadOutcome::Send;
        }
        mark.waiting = Some(position);
        if nothing_waits { ReadOutcome::StartTimer } else { ReadOutcome::Nothing }
    }

    /// Whether anything waits.
    pub(super) fn is_waiting(&self) -> bool {
        self.0.values().any(|mark| mark.waiting.is_some())
    }

    /// What has waited long enough.
    pub(super) fn due(&mut self, now: Instant) -> Vec<(RoomId, ReadPosition)> {
        let mut due = Vec::new();
        for (room, mark) in &mut self.0 {
            if now.saturating_duration_since(mark.sent) >= PACE
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
}
