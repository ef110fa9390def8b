//! What goes into one call: as much as waits, in order of arrival, up to bounds. Pure.

use std::collections::VecDeque;

use crate::room::{Draft, Order};

/// The most rooms of one call.
const ROOMS: usize = 64;
/// The most events of one call.
const EVENTS: usize = 256;
/// The most bytes of text of one call.
const BYTES: usize = 1024 * 1024;

/// Takes the next batch; always one order if there is one, however large.
pub(super) fn gather<T>(waiting: &mut VecDeque<T>, order: impl Fn(&T) -> &Order) -> Vec<T> {
    let (mut events, mut bytes) = (0, 0);
    let fits = |entry: &&T| {
        events += order(entry).drafts.len();
        bytes += weight(order(entry));
        events <= EVENTS && bytes <= BYTES
    };
    let count = waiting.iter().take(ROOMS).take_while(fits).count();
    waiting.drain(..count.max(1).min(waiting.len())).collect()
}

fn weight(order: &Order) -> usize {
    let words = |draft: &Draft| {
        draft.event.fact.message().map_or(0, |message| message.body.len() + message.html.len())
    };
    order.drafts.iter().map(|draft| 256 + words(draft)).sum()
}

#[cfg(test)]
mod tests {
    use proto::room::{Authority, Event, Fact, Fingerprint};
    use proto::{At, Nonce, RoomId, UserId};

    use super::*;
    use crate::room::Draft;

    fn order(events: i64) -> Order {
        let (room, nobody) = (RoomId::new(), UserId::new());
        let draft = |seq| Draft {
            event: Event {
                room,
                seq,
                at: At::UNIX_EPOCH,
                actor: nobody,
                name: String::new(),
                nonce: Nonce::new(),
                fact: Fact::Joined,
            },
            fingerprint: Fingerprint(0),
            void_reason: None,
            change: None,
            is_slow: false,
            mentions: Vec::new(),
            authority: Authority::Member,
        };
        let drafts = (1..=events).map(draft).collect();
        Order {
            room,
            expected: 0,
            head: events,
            last_msg: 0,
            acl: 0,
            members: 0,
            rules: 1,
            settings: None,
            drafts,
        }
    }

    fn sizes(events: &[i64]) -> Vec<usize> {
        let mut waiting: VecDeque<Order> = events.iter().map(|&n| order(n)).collect();
        let mut sizes = Vec::new();
        while !waiting.is_empty() {
            sizes.push(gather(&mut waiting, |order| order).len());
        }
        sizes
    }

    #[test]
    fn rooms_that_wait_share_one_call() {
        assert_eq!(sizes(&[1, 1, 1]), [3]);
    }

    #[test]
    fn a_call_is_bounded_in_rooms_and_events_and_none_is_left_behind() {
        assert_eq!(sizes(&[1; 65]), [64, 1]);
        assert_eq!(sizes(&[64; 6]), [4, 2]);
        assert_eq!(sizes(&[300, 1]), [1, 1]);
    }
}
