//! Reactions, kept three times: by the store as rows, by the checker by rules of its own, and by each device as it shows them.

use std::collections::BTreeMap;

use proto::room::{About, Event, Fact, ReactedMessage};
use proto::text::Reaction;
use proto::{RoomId, Seq, UserId};
use room_service::room::{Needs, Tokens};

use super::check::{Checker, Invariant};
use super::faults::Fault;
use super::sim::{Rng, Sim};
use super::store::{Rows, who};

/// How many people react to a message how.
type Counts = BTreeMap<String, u32>;

impl Rows {
    pub(super) fn react(&mut self, event: &Event) {
        let Some((target, token, count)) = event.fact.reacted() else { return };
        if let Some(message) = self.messages.get_mut(&target) {
            message.rev = event.seq;
            message.reactions.set(token, count, event.seq);
        }
        let tokens = self.reactions.entry((target, event.actor)).or_default();
        match event.fact {
            Fact::Reacted { .. } => tokens.insert(token.to_owned()),
            _ => tokens.remove(token),
        };
    }

    pub(super) fn reactions_needed(&self, sim: &Sim, needs: &Needs) -> Vec<((Seq, UserId), Tokens)> {
        let found = needs.reactions.iter().filter(|_| !sim.has(Fault::ReactionsNotLoaded));
        found.filter_map(|key| Some((*key, self.reactions.get(key)?.clone()))).collect()
    }

    /// The messages that were reacted to after a seq, as they stand now.
    pub(super) fn reacted(&self, sim: &Sim, user: UserId, after: Seq) -> Vec<ReactedMessage> {
        if sim.has(Fault::ReactionsForgotten) {
            return Vec::new();
        }
        let since = self.events.iter().filter(|draft| draft.event.seq > after);
        let mut targets: Vec<Seq> =
            since.filter_map(|draft| draft.event.fact.reacted()).map(|(target, ..)| target).collect();
        targets.sort_unstable();
        targets.dedup();
        let there =
            targets.iter().filter_map(|seq| self.messages.get(seq)).filter(|one| one.deleted_at.is_none());
        let mine = |seq| self.reactions.get(&(seq, user)).cloned().unwrap_or_default().into_iter().collect();
        there
            .map(|one| ReactedMessage {
                seq: one.seq,
                rev: one.rev,
                reactions: one.reactions.clone(),
                mine: mine(one.seq),
            })
            .collect()
    }
}

/// The checker's own record.
#[derive(Debug, Default)]
pub(crate) struct Reactions {
    counts: BTreeMap<Seq, Counts>,
    /// From which seq on somebody reacts to a message like this, and from which on not.
    turns: BTreeMap<(Seq, UserId, String), Vec<(Seq, bool)>>,
}

impl Reactions {
    /// Whether somebody reacted to a message like this at a moment.
    pub(super) fn has(&self, target: Seq, user: UserId, reaction: &Reaction, at: Seq) -> bool {
        let turns = self.turns.get(&(target, user, reaction.token().to_owned()));
        turns.and_then(|turns| turns.iter().rev().find(|(seq, _)| *seq <= at)).is_some_and(|(_, does)| *does)
    }

    /// Takes an event in; whether it is right.
    pub(super) fn take(&mut self, event: &Event) -> bool {
        let (Fact::Reacted { target, reaction, count } | Fact::Unreacted { target, reaction, count }) =
            &event.fact
        else {
            return false;
        };
        let did = self.has(*target, event.actor, reaction, event.seq);
        let does = matches!(event.fact, Fact::Reacted { .. });
        let turns = self.turns.entry((*target, event.actor, reaction.token().to_owned())).or_default();
        turns.push((event.seq, does));
        let known = self.counts.entry(*target).or_default().entry(reaction.token().to_owned()).or_default();
        let right = if does { *known + 1 } else { known.saturating_sub(1) };
        *known = right;
        did != does && *count == right
    }

    /// The message is gone.
    pub(super) fn forget(&mut self, target: Seq) {
        self.counts.remove(&target);
    }
}

/// The messages that a device shows: of each the rev of what it knows, and what stands under it.
#[derive(Debug, Default)]
pub(crate) struct Shown(BTreeMap<Seq, (Seq, Counts)>);

impl Shown {
    pub(super) fn take(&mut self, event: &Event) {
        match (&event.fact, event.fact.reacted()) {
            (Fact::Deleted { target, .. }, _) => {
                self.0.remove(target);
            }
            (_, Some((target, token, count))) => {
                if let Some((rev, counts)) = self.0.get_mut(&target).filter(|(rev, _)| *rev < event.seq) {
                    *rev = event.seq;
                    counts.insert(token.to_owned(), count);
                }
            }
            _ => {
                if let Some(message) = event.fact.message().filter(|message| message.deleted_at.is_none()) {
                    let counts =
                        message.reactions.iter().map(|one| (one.reaction.clone(), one.count)).collect();
                    self.put(message.seq, message.rev, counts);
                }
            }
        }
    }

    pub(super) fn missed(&mut self, messages: &[ReactedMessage]) {
        for ReactedMessage { seq, rev, reactions, .. } in messages {
            let counts = reactions.iter().map(|one| (one.reaction.clone(), one.count)).collect();
            if self.0.contains_key(seq) {
                self.put(*seq, *rev, counts);
            }
        }
    }

    fn put(&mut self, seq: Seq, rev: Seq, counts: Counts) {
        let known = self.0.entry(seq).or_default();
        if known.0 <= rev {
            *known = (rev, counts);
        }
    }

    /// Any message that it shows.
    pub(super) fn any(&self, rng: &mut Rng) -> Option<Seq> {
        self.0.keys().nth(rng.index(self.0.len())).copied()
    }
}

impl Checker {
    /// Somebody is told that nothing but reactions happened between these seqs.
    pub(super) fn told_of_reactions(&mut self, room: RoomId, user: UserId, from: Seq, upto: Seq) {
        let Some(known) = self.rooms.get(&room) else { return };
        let is_one =
            |seq: &Seq| known.at(*seq).is_some_and(|draft| draft.event.fact.about() == About::Reactions);
        if let Some(other) = (from..=upto).find(|seq| !is_one(seq)) {
            let what = format!("{} was told that {other} is a reaction, which it is not", who(user));
            self.fail(Invariant::Seen, what);
        }
    }

    /// What a device that has heard everything shows otherwise than it is.
    pub(super) fn wrong_reactions(&self, room: RoomId, shown: &Shown) -> Option<String> {
        let none = Counts::new();
        let known = self.rooms.get(&room)?;
        let there = |counts: &Counts| -> Counts {
            counts
                .iter()
                .filter(|(_, count)| **count > 0)
                .map(|(token, count)| (token.clone(), *count))
                .collect()
        };
        shown.0.iter().find_map(|(seq, (_, counts))| {
            let right = there(known.reactions.counts.get(seq).unwrap_or(&none));
            (there(counts) != right).then(|| format!("{counts:?} under {seq} instead of {right:?}"))
        })
    }
}
