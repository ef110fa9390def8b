//! The lanes of one socket: durable commands of a room go through one at a time, in the order in which they were sent, so
//! that an author's own order holds. Pure; the socket's actor drives it, and so does the simulation.

use std::collections::{BTreeMap, VecDeque};

use proto::room::Answer;
use proto::{Refusal, RoomId};

/// How many commands may wait behind the one under way.
pub const WAITING: usize = 32;

/// What is to be done, in this order.
#[derive(Clone, Debug, PartialEq)]
pub enum Output<C> {
    /// Carry this out; its answer comes back through [`Lanes::answered`].
    CarryOut(C),
    /// Refuse this; it was never carried out.
    Refuse(C, Refusal),
}

/// The lanes of the rooms that have a command under way, each with those that wait.
#[derive(Debug)]
pub struct Lanes<C>(BTreeMap<RoomId, VecDeque<C>>);

impl<C> Default for Lanes<C> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<C> Lanes<C> {
    /// A command comes in. Nothing is to be done while it waits.
    pub fn submit(&mut self, room: RoomId, command: C) -> Option<Output<C>> {
        let Some(waiting) = self.0.get_mut(&room) else {
            self.0.insert(room, VecDeque::new());
            return Some(Output::CarryOut(command));
        };
        if waiting.len() >= WAITING {
            return Some(Output::Refuse(command, Refusal::busy()));
        }
        waiting.push_back(command);
        None
    }

    /// The command under way has its answer, and the next one its turn. If it must be tried again, so must all that wait:
    /// were they carried out, they would overtake it.
    pub fn answered(&mut self, room: RoomId, answer: &Answer) -> Vec<Output<C>> {
        let Some(mut waiting) = self.0.remove(&room) else { return Vec::new() };
        if let Answer::Refused(refusal) = answer
            && refusal.code.is_try_again()
        {
            return waiting.into_iter().map(|command| Output::Refuse(command, refusal.clone())).collect();
        }
        let Some(next) = waiting.pop_front() else { return Vec::new() };
        self.0.insert(room, waiting);
        vec![Output::CarryOut(next)]
    }
}

#[cfg(test)]
mod tests {
    use proto::At;
    use proto::room::Done;

    use super::*;

    fn done() -> Answer {
        Answer::Done(Done { seq: 1, at: At::UNIX_EPOCH, dup: false })
    }

    #[test]
    fn commands_of_a_room_go_one_at_a_time_in_order() {
        let (mut lanes, room) = (Lanes::default(), RoomId::new());
        assert_eq!(lanes.submit(room, 1), Some(Output::CarryOut(1)));
        assert_eq!((lanes.submit(room, 2), lanes.submit(room, 3)), (None, None));
        assert_eq!(lanes.answered(room, &done()), [Output::CarryOut(2)]);
        assert_eq!(lanes.answered(room, &Answer::Refused(Refusal::not_found())), [Output::CarryOut(3)]);
        assert_eq!(lanes.answered(room, &done()), []);
        assert_eq!(lanes.submit(room, 4), Some(Output::CarryOut(4)));
    }

    #[test]
    fn commands_of_another_room_do_not_wait() {
        let mut lanes = Lanes::default();
        lanes.submit(RoomId::new(), 1);
        assert_eq!(lanes.submit(RoomId::new(), 2), Some(Output::CarryOut(2)));
    }

    #[test]
    fn what_waits_behind_a_command_to_be_tried_again_is_turned_back_with_it() {
        let (mut lanes, room) = (Lanes::default(), RoomId::new());
        for n in 0..=WAITING {
            lanes.submit(room, n);
        }
        assert_eq!(lanes.submit(room, 99), Some(Output::Refuse(99, Refusal::busy())));
        let turned_back = lanes.answered(room, &Answer::Refused(Refusal::unavailable()));
        let all = (1..=WAITING).map(|n| Output::Refuse(n, Refusal::unavailable()));
        assert_eq!(turned_back, all.collect::<Vec<_>>());
        assert_eq!(lanes.submit(room, 100), Some(Output::CarryOut(100)));
    }
}
