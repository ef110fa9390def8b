//! What deciding needs to know, and what was read of that.

use std::collections::BTreeSet;

use proto::room::{Command, Message};
use proto::{Seq, UserId};

use super::member::Member;
use super::remembered::Tokens;
use super::state::Room;

/// What deciding a round needs to know of people and messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Whose rows.
    pub people: BTreeSet<UserId>,
    /// Which messages.
    pub targets: BTreeSet<Seq>,
    /// Whose reactions to which messages.
    pub reactions: BTreeSet<(Seq, UserId)>,
}

/// A room read in one statement: its position, and the rows that were asked for. What is missing is not there.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The room, remembering nobody.
    pub room: Room,
    /// Rows found.
    pub people: Vec<(UserId, Member)>,
    /// Messages found, with no more of their words than a quote has.
    pub targets: Vec<Message>,
    /// Reactions found: to which message, whose, and what is counted of them.
    pub reactions: Vec<((Seq, UserId), Tokens)>,
}

impl Needs {
    /// What deciding this command needs.
    pub fn add(&mut self, command: &Command) {
        self.people.insert(command.actor.id);
        self.people.extend(command.action.person());
        self.targets.extend(command.action.target());
        self.reactions.extend(command.action.reacts_to().map(|target| (target, command.actor.id)));
    }

    /// Nothing is needed.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty() && self.targets.is_empty() && self.reactions.is_empty()
    }
}
