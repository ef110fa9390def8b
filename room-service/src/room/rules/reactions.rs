//! Of reactions: given to a message, and taken back.

use proto::room::{Command, Fact, Message, Reactions};
use proto::text::Reaction;
use proto::{Reason, Refusal, Seq};

use super::Decision::{self, Happens, Refused, Unchanged};
use crate::room::state::Room;

impl Room {
    pub(super) fn react(&self, command: &Command, target: Seq, reaction: &Reaction) -> Decision {
        let (message, own) = match self.reactable(command, target) {
            Ok(found) => found,
            Err(refusal) => return Refused(refusal),
        };
        let (token, count) = (reaction.token(), message.reactions.count(reaction.token()));
        if own.contains(token) {
            return Unchanged;
        }
        if own.len() >= Reactions::MAX_OF_ONE {
            return Refused(Reason::ReactionsOfOneFull { max: Reactions::MAX_OF_ONE }.into());
        }
        if count == 0 && message.reactions.len() >= Reactions::MAX {
            return Refused(Reason::ReactionsFull { max: Reactions::MAX }.into());
        }
        Happens(Fact::Reacted { target, reaction: reaction.clone(), count: count + 1 })
    }

    pub(super) fn unreact(&self, command: &Command, target: Seq, reaction: &Reaction) -> Decision {
        let (message, own) = match self.reactable(command, target) {
            Ok(found) => found,
            Err(refusal) => return Refused(refusal),
        };
        if !own.contains(reaction.token()) {
            return Unchanged;
        }
        let count = message.reactions.count(reaction.token()).saturating_sub(1);
        Happens(Fact::Unreacted { target, reaction: reaction.clone(), count })
    }

    /// A message that is there, and what the actor has reacted to it with.
    fn reactable(&self, command: &Command, target: Seq) -> Result<(&Message, &super::Tokens), Refusal> {
        let message = self.target(target).ok_or(Reason::MessageMissing)?;
        if message.deleted_at.is_some() {
            return Err(Reason::MessageDeleted.into());
        }
        Ok((message, self.reactions_of(target, command.actor.id)))
    }
}
