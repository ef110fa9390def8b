//! The lane of one room in one socket: durable commands go through one at a time, in the order in which they were sent.
//! Plain values.

use std::collections::VecDeque;

/// How many commands may wait behind the one under way.
pub(super) const WAITING: usize = 32;

/// A lane of commands.
#[derive(Debug)]
pub(super) struct Lane<C> {
    under_way: bool,
    waiting: VecDeque<C>,
}

/// What becomes of a command.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Admitted<C> {
    /// It is its turn.
    Now(C),
    /// It waits.
    Later,
    /// Too many wait.
    Full(C),
}

impl<C> Default for Lane<C> {
    fn default() -> Self {
        Self { under_way: false, waiting: VecDeque::new() }
    }
}

impl<C> Lane<C> {
    /// A command comes in.
    pub(super) fn join(&mut self, command: C) -> Admitted<C> {
        if !self.under_way {
            self.under_way = true;
            return Admitted::Now(command);
        }
        if self.waiting.len() >= WAITING {
            return Admitted::Full(command);
        }
        self.waiting.push_back(command);
        Admitted::Later
    }

    /// The command under way has its answer: the next one's turn.
    pub(super) fn next(&mut self) -> Option<C> {
        let next = self.waiting.pop_front();
        self.under_way = next.is_some();
        next
    }

    /// The command under way must be tried again, and so must all that wait: were they carried out, they would overtake it.
    pub(super) fn fail_all(&mut self) -> VecDeque<C> {
        self.under_way = false;
        std::mem::take(&mut self.waiting)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_of_a_room_go_one_at_a_time_in_order() {
        let mut lane = Lane::default();
        assert_eq!(lane.join(1), Admitted::Now(1));
        assert_eq!(lane.join(2), Admitted::Later);
        assert_eq!(lane.join(3), Admitted::Later);
        assert_eq!((lane.next(), lane.next(), lane.next()), (Some(2), Some(3), None));
        assert_eq!(lane.join(4), Admitted::Now(4));
    }

    #[test]
    fn what_waits_behind_a_command_to_be_tried_again_is_turned_back_with_it() {
        let mut lane = Lane::default();
        for n in 0..=WAITING {
            lane.join(n);
        }
        assert_eq!(lane.join(99), Admitted::Full(99));
        assert_eq!(lane.fail_all().len(), WAITING);
        assert_eq!(lane.join(100), Admitted::Now(100));
    }
}
