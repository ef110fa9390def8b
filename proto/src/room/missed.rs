//! What somebody missed, as it is handed over: events in order, and in the place of reactions how they stand now.

use super::{Event, Opened};
use crate::Seq;

/// A piece of what was missed. Together they have every seq once, in order.
#[derive(Clone, Debug, PartialEq)]
pub enum Missed {
    /// An event.
    Event(Box<Event>),
    /// Nothing but reactions happened here; what came of them is in `Opened::reacted`.
    Reactions {
        /// The first of them.
        from: Seq,
        /// The last.
        upto: Seq,
    },
}

impl Opened {
    /// Takes out what came after a seq. Whoever asks for nothing of what was has missed nothing.
    pub fn take_missed(&mut self, after: Option<Seq>) -> Vec<Missed> {
        let events = std::mem::take(&mut self.events);
        let Some(mut at) = after.filter(|_| !self.reset) else { return Vec::new() };
        let mut missed = Vec::with_capacity(events.len());
        for event in events {
            if event.seq > at + 1 {
                missed.push(Missed::Reactions { from: at + 1, upto: event.seq - 1 });
            }
            at = event.seq;
            missed.push(Missed::Event(Box::new(event)));
        }
        if self.head > at {
            missed.push(Missed::Reactions { from: at + 1, upto: self.head });
        }
        missed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::room::{Fact, Role};
    use crate::{At, Nonce, RoomId, UserId};

    fn opened(seqs: &[Seq], head: Seq) -> Opened {
        let event = |seq: &Seq| Event {
            room: RoomId::new(),
            seq: *seq,
            at: At::UNIX_EPOCH,
            actor: UserId::new(),
            name: String::new(),
            nonce: Nonce::new(),
            fact: Fact::Joined,
        };
        Opened {
            head,
            last_msg: 0,
            acl: 1,
            role: Role::Member,
            reset: false,
            events: seqs.iter().map(event).collect(),
            reacted: Vec::new(),
        }
    }

    fn missed(mut opened: Opened, after: Option<Seq>) -> Vec<(Seq, Seq)> {
        let seqs = |missed: &Missed| match missed {
            Missed::Event(event) => (event.seq, event.seq),
            Missed::Reactions { from, upto } => (*from, *upto),
        };
        opened.take_missed(after).iter().map(seqs).collect()
    }

    #[test]
    fn every_seq_is_there_once_and_in_order() {
        assert_eq!(
            missed(opened(&[5, 6, 9], 12), Some(3)),
            [(4, 4), (5, 5), (6, 6), (7, 8), (9, 9), (10, 12)]
        );
        assert_eq!(missed(opened(&[4, 5], 5), Some(3)), [(4, 4), (5, 5)]);
        assert_eq!(missed(opened(&[], 5_000), Some(3)), [(4, 5_000)], "however many");
        assert_eq!(missed(opened(&[], 3), Some(3)), []);
        assert_eq!(missed(opened(&[], 3), None), []);
        assert_eq!(missed(Opened { reset: true, ..opened(&[], 900) }, Some(3)), []);
    }
}
