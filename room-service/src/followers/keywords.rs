//! Words that call people are looked for in what is said and changed: whoever chose one, and is in the room, is called as by their
//! name. A row is written for those alone who are called.

use std::collections::BTreeMap;

use chassis::Bus;
use proto::node::UserHint;
use proto::room::Keyword;
use proto::room::search::words;
use proto::room::{Event, Message};
use proto::{RoomId, Seq, UserId};

use super::{Follower, FollowerError};
use crate::announce;
use crate::store::Pool;
use crate::store::notification_settings::{call, candidates};

/// The follower.
pub(crate) struct Keywords {
    pool: Pool,
    bus: Bus,
}

impl Keywords {
    /// Writes over these connections, and tells those who are called.
    pub(crate) fn new(pool: Pool, bus: Bus) -> Self {
        Self { pool, bus }
    }

    async fn look(&self, room: RoomId, message: &Message) -> Result<(), FollowerError> {
        let text = words(&message.body);
        let place = (room, message.seq);
        let firsts = Keyword::firsts(&text);
        let found = candidates(&self.pool, place, message.author, message.at, &firsts).await?;
        let mut called: BTreeMap<UserId, String> = BTreeMap::new();
        for candidate in found.into_iter().filter(|candidate| candidate.keyword.is_in(&text)) {
            called.entry(candidate.user).or_insert_with(|| candidate.keyword.into());
        }
        let was_changed = message.text_rev != message.seq;
        if called.is_empty() && !was_changed {
            return Ok(());
        }
        let called: Vec<_> = called.into_iter().collect();
        for (user, is_aside) in call(&self.pool, place, message.text_rev, &called).await? {
            let hint =
                if is_aside { UserHint::Personal } else { UserHint::Mention { room, seq: message.seq } };
            announce::hint_to(&self.bus, user, &hint).await;
        }
        Ok(())
    }
}

impl Follower for Keywords {
    const NAME: &'static str = "keywords";
    const KINDS: &'static [&'static str] = &["posted", "edited"];

    async fn handle(&self, room: RoomId, events: &[Event]) -> Result<(), FollowerError> {
        // Of a message that was changed meanwhile the last words count, whose event comes later.
        let last: BTreeMap<Seq, &Message> = events
            .iter()
            .filter_map(|event| event.fact.message())
            .map(|message| (message.seq, message))
            .collect();
        for message in last.into_values() {
            self.look(room, message).await?;
        }
        Ok(())
    }
}
