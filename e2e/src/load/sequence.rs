//! Whether one socket hears a room's log as it is: every seq once and in order. Pure.

use std::collections::BTreeSet;

use proto::Seq;

/// What one socket has heard of one room.
#[derive(Debug)]
pub(super) struct Sequence {
    last: Seq,
    missing: BTreeSet<Seq>,
}

/// What an event is to those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The next one, or one after a hole that may still be filled.
    InOrder,
    /// One that should have come earlier.
    OutOfOrder,
    /// One that has been heard before.
    Duplicate,
}

impl Sequence {
    /// Everything up to `head` is taken as heard.
    pub(super) fn after(head: Seq) -> Self {
        Self { last: head, missing: BTreeSet::new() }
    }

    /// The last seq heard, holes aside.
    pub(super) fn last(&self) -> Seq {
        self.last
    }

    /// Takes one event.
    pub(super) fn hear(&mut self, seq: Seq) -> Verdict {
        if seq > self.last {
            self.missing.extend(self.last + 1..seq);
            self.last = seq;
            Verdict::InOrder
        } else if self.missing.remove(&seq) {
            Verdict::OutOfOrder
        } else {
            Verdict::Duplicate
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdicts(seqs: &[Seq]) -> (Vec<Verdict>, usize) {
        let mut sequence = Sequence::after(5);
        (seqs.iter().map(|seq| sequence.hear(*seq)).collect(), sequence.missing.len())
    }

    #[test]
    fn a_log_heard_as_it_is_has_no_fault() {
        assert_eq!(verdicts(&[6, 7, 8]), (vec![Verdict::InOrder; 3], 0));
    }

    #[test]
    fn what_is_heard_twice_is_found() {
        assert_eq!(verdicts(&[6, 7, 7, 6]).0[2..], [Verdict::Duplicate; 2]);
        assert_eq!(verdicts(&[5]).0, [Verdict::Duplicate], "it was there before the room was opened");
    }

    #[test]
    fn what_comes_too_late_is_out_of_order_and_not_lost() {
        let (verdicts, missing) = verdicts(&[6, 8, 7, 9]);
        assert_eq!(verdicts, [Verdict::InOrder, Verdict::InOrder, Verdict::OutOfOrder, Verdict::InOrder]);
        assert_eq!(missing, 0);
    }

    #[test]
    fn what_never_comes_is_missing() {
        assert_eq!(verdicts(&[6, 9]), (vec![Verdict::InOrder; 2], 2));
    }
}
