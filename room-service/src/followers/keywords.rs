//! Words that call people are looked for in what is said and changed: whoever chose one, and is in the room, is called as by their
//! name. A row is written for those alone who are called.

use std::collections::{BTreeMap, BTreeSet};

use chassis::Bus;
use proto::node::UserHint;
use proto::room::search::{Word, words};
use proto::room::{Event, Keyword, Message};
use proto::{RoomId, Seq, UserId};

use super::notifier::Notifier;
use super::{Follower, FollowerError};
use crate::announce;
use crate::store::Pool;
use crate::store::notification_settings::{Candidate, call, candidates};

/// The follower.
pub(crate) struct Keywords {
    pool: Pool,
    bus: Bus,
    notifier: Notifier,
}

impl Keywords {
    /// Writes over these connections, and tells those who are called.
    pub(crate) fn new(pool: Pool, bus: Bus, notifier: Notifier) -> Self {
        Self { pool, bus, notifier }
    }

    /// Lets the words of a message call those whose they are.
    async fn call(
        &self,
        room: RoomId,
        message: &Message,
        text: &[Word],
        candidates: &[Candidate],
    ) -> Result<(), FollowerError> {
        let place = (room, message.seq);
        let mut called: BTreeMap<UserId, String> = BTreeMap::new();
        for Candidate { user, keyword, .. } in candidates.iter().filter(|one| one.may_call_in(message)) {
            if keyword.is_in(text) {
                called.entry(*user).or_insert_with(|| keyword.clone().into());
            }
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
        if called.is_empty() || was_changed { Ok(()) } else { self.notifier.look_again(room, message).await }
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
        let said: Vec<(&Message, Vec<Word>)> =
            last.into_values().map(|message| (message, words(&message.body))).collect();
        let firsts: BTreeSet<&str> = said.iter().flat_map(|(_, text)| Keyword::firsts(text)).collect();
        let firsts: Vec<&str> = firsts.into_iter().collect();
        let candidates = candidates(&self.pool, room, &firsts).await?;
        for (message, text) in &said {
            self.call(room, message, text, &candidates).await?;
        }
        Ok(())
    }
}
