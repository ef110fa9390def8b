//! Who wants to hear nothing from the other in a conversation of two. That new messages stop both ways says the table.

use proto::room::Fact;
use proto::{Refusal, UserId};

use super::Decision::{self, Happens, Refused, Unchanged};
use crate::room::state::Room;

impl Room {
    /// In larger conversations, and in notes to oneself, there is nobody to block.
    pub(super) fn block(&self, user: UserId) -> Decision {
        match self.members {
            2 if self.blocks.contains(&user) => Unchanged,
            2 => Happens(Fact::Blocked),
            _ => Refused(Refusal::not_found()),
        }
    }

    /// What the other wants stays as it is.
    pub(super) fn unblock(&self, user: UserId) -> Decision {
        match self.members {
            2 if self.blocks.contains(&user) => Happens(Fact::Unblocked),
            2 => Unchanged,
            _ => Refused(Refusal::not_found()),
        }
    }
}
