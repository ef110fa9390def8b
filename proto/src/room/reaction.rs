//! Reactions to messages: how many of which, and whose.

use serde::{Deserialize, Serialize};

use crate::Seq;

/// How many people have reacted to a message alike.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ReactionCount {
    /// What is counted: an emoji without a tone of skin, or words. Text, for a newer release may know newer emoji.
    pub reaction: String,
    /// How many people; never 0.
    pub count: u32,
    /// The seq of the event with which it came: what is older stands first.
    pub since: Seq,
}

/// The reactions to one message, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Reactions(Vec<ReactionCount>);

impl Reactions {
    /// The most different reactions to one message.
    pub const MAX: usize = 50;
    /// The most reactions of one person to one message.
    pub const MAX_OF_ONE: usize = 20;

    /// Nobody has reacted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many different ones.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &ReactionCount> {
        self.0.iter()
    }

    /// How many people have reacted like this.
    pub fn count(&self, token: &str) -> u32 {
        self.0.iter().find(|one| one.reaction == token).map_or(0, |one| one.count)
    }

    /// From the event `seq` on so many people have reacted like this.
    pub fn set(&mut self, token: &str, count: u32, seq: Seq) {
        match self.0.iter().position(|one| one.reaction == token) {
            Some(at) if count == 0 => {
                self.0.remove(at);
            }
            Some(at) => self.0[at].count = count,
            None if count == 0 => {}
            None => self.0.push(ReactionCount { reaction: token.to_owned(), count, since: seq }),
        }
    }

    /// There are none any more.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

impl FromIterator<ReactionCount> for Reactions {
    fn from_iter<I: IntoIterator<Item = ReactionCount>>(counts: I) -> Self {
        Self(counts.into_iter().collect())
    }
}

/// What somebody has reacted to one message with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnReactions {
    /// The message.
    pub seq: Seq,
    /// What is counted of it.
    pub mine: Vec<String>,
}

/// The reactions to one message as they stand now, for somebody who missed some of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReactedMessage {
    /// The message.
    pub seq: Seq,
    /// Its `rev` when this was read: of two states the one with the higher counts.
    pub rev: Seq,
    /// How many of which.
    pub reactions: Reactions,
    /// Those of whoever asks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mine: Vec<String>,
}

/// Who has reacted like this: the first of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reactors {
    /// What is counted.
    pub reaction: String,
    /// How many people.
    pub count: u32,
    /// Whoever asks first, if they are among them, then those who did so first; each with what they chose, which may have a tone of skin.
    pub people: Vec<(crate::UserId, String)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_first_stands_first_for_as_long_as_anybody_means_it() {
        let mut reactions = Reactions::default();
        reactions.set("👍", 1, 5);
        reactions.set("🎉", 1, 6);
        reactions.set("👍", 2, 7);
        let all = |reactions: &Reactions| -> Vec<(String, u32, Seq)> {
            reactions.iter().map(|one| (one.reaction.clone(), one.count, one.since)).collect()
        };
        assert_eq!(all(&reactions), [("👍".into(), 2, 5), ("🎉".into(), 1, 6)]);
        assert_eq!((reactions.count("👍"), reactions.count("❤️")), (2, 0));
        reactions.set("👍", 0, 8);
        reactions.set("👍", 0, 9);
        reactions.set("👍", 1, 10);
        assert_eq!(all(&reactions), [("🎉".into(), 1, 6), ("👍".into(), 1, 10)]);
    }
}
