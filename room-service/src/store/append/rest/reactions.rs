//! Reactions of an order: whose are there or gone in the end, how many of each there are, and which messages that changes.

use std::collections::BTreeMap;

use proto::room::{Event, Fact};
use proto::{Seq, UserId};
use serde::Serialize;

/// One person's reaction to one message, as the order leaves it.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Reaction<'a> {
    seq: Seq,
    member: UserId,
    token: &'a str,
    /// As they chose it; none: taken back.
    chosen: Option<&'a str>,
    since: Seq,
}

/// How many people react to a message alike, as the order leaves it.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Count<'a> {
    seq: Seq,
    token: &'a str,
    count: u32,
    /// The event with which it came; none: it was there before.
    since: Option<Seq>,
    /// The message's `rev`.
    rev: Seq,
}

/// What one order leaves.
#[derive(Default)]
pub(super) struct Reactions<'a> {
    of_people: BTreeMap<(Seq, UserId, &'a str), Reaction<'a>>,
    counts: BTreeMap<(Seq, &'a str), Count<'a>>,
}

impl<'a> Reactions<'a> {
    /// What is later in an order stays.
    pub(super) fn take(&mut self, event: &'a Event) {
        let Some((target, token, count)) = event.fact.reacted() else { return };
        let chosen = match &event.fact {
            Fact::Reacted { reaction, .. } => Some(reaction.as_str()),
            _ => None,
        };
        let (member, rev) = (event.actor, event.seq);
        let reaction = Reaction { seq: target, member, token, chosen, since: rev };
        self.of_people.insert((target, member, token), reaction);
        let is_first = chosen.is_some() && count == 1;
        let before = self.counts.get(&(target, token)).and_then(|before| before.since);
        let since = if is_first { Some(rev) } else { before };
        self.counts.insert((target, token), Count { seq: target, token, count, since, rev });
    }

    /// Those of each person, and how many of each there are.
    pub(super) fn into_parts(self) -> (impl Iterator<Item = Reaction<'a>>, impl Iterator<Item = Count<'a>>) {
        (self.of_people.into_values(), self.counts.into_values())
    }
}
