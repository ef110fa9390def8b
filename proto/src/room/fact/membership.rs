//! What a fact does to who is in the room.

use super::class::Class;
use super::{About, Fact};
use crate::UserId;
use crate::id::SYSTEM;
use crate::room::Role;

impl Fact {
    /// Who is or was in the room is something else from here on.
    pub fn changes_membership(&self) -> bool {
        self.about() == About::Membership
    }

    /// Whose membership it changes, and what they are since then. The installation's own room has no owner; that
    /// everyone is out of a deleted room is said of no one in particular.
    pub fn membership(&self, actor: UserId) -> Option<(UserId, Role)> {
        let Class { person, role, .. } = self.class();
        let user = person.unwrap_or(actor);
        role.filter(|_| user != SYSTEM).map(|role| (user, role))
    }

    /// Who is out of the room from here on, if anyone.
    pub fn ends(&self, actor: UserId) -> Ends {
        match self {
            Self::RoomDeleted => Ends::Everyone,
            // They were out before.
            Self::Unbanned { .. } => Ends::Nobody,
            fact => match fact.membership(actor) {
                Some((user, role)) if !role.is_inside() => Ends::One(user),
                Some(_) | None => Ends::Nobody,
            },
        }
    }
}

/// Whose membership a fact ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ends {
    /// Nobody's.
    #[default]
    Nobody,
    /// One person's.
    One(UserId),
    /// Everyone's: there is no room any more.
    Everyone,
}

impl Ends {
    /// Whether it ends this person's.
    pub fn concerns(self, user: UserId) -> bool {
        match self {
            Self::Nobody => false,
            Self::One(one) => one == user,
            Self::Everyone => true,
        }
    }
}
