//! What admins may do in rooms they need not be in, and what the place does by itself.
//!
//! Power of an admin changes what the room is called and about, archives and opens it, takes back anyone's message (in an
//! archived room too), looks into a private room, and deletes a room. It gives no voice: an admin who wants to speak joins
//! like everyone else. Only the place itself ends memberships, of those who were deactivated, and names owners for rooms that
//! would be left without.

use proto::id::SYSTEM;
use proto::room::{Act, Actor, Fact, Kind, OrgRole, Role};
use proto::text::RemovalReason;
use proto::{Reason, Refusal, UserId};

use super::Decision::{self, Happens, Refused, Unchanged};
use super::{no_message, nobody};
use crate::room::state::Room;

/// Why somebody is out whom nobody in the room removed.
const DEACTIVATED: &str = "Their account was deactivated.";

impl Room {
    pub(super) fn decide_as_admin(&self, actor: &Actor, act: &Act) -> Decision {
        match act {
            _ if actor.org_role < OrgRole::Admin => Refused(Refusal::not_found()),
            // A name spans rooms: the command listener has it decided where all names are.
            Act::Rename { .. } => Refused(Refusal::unavailable()),
            Act::Describe { .. } if self.archived => Refused(Refusal::archived()),
            Act::Describe { topic } => Happens(Fact::Described { topic: topic.clone() }),
            Act::Archive if self.archived => Unchanged,
            Act::Archive => Happens(Fact::Archived),
            Act::Restore if !self.archived => Unchanged,
            Act::Restore => Happens(Fact::Restored),
            Act::Delete { target } => match self.target(*target) {
                None => Refused(no_message()),
                Some(message) if message.deleted_at.is_some() => Unchanged,
                Some(_) => Happens(Fact::Deleted { target: *target }),
            },
            // A public room is read by anyone, and a member has been let in.
            Act::Inspect if self.kind == Kind::Public || self.role(actor.id).is_inside() => Unchanged,
            Act::Inspect => Happens(Fact::Inspected),
            Act::DeleteRoom => Happens(Fact::RoomDeleted),
            Act::Remove { .. } | Act::Appoint { .. } if actor.id != SYSTEM => Refused(Refusal::not_found()),
            Act::Remove { user } => self.release(*user),
            Act::Appoint { user } => match self.role(*user) {
                Role::Owner => Unchanged,
                Role::Member | Role::Moderator => Happens(Fact::Appointed { user: *user, role: Role::Owner }),
                Role::Former | Role::Banned => Refused(nobody()),
            },
        }
    }

    /// The last owner goes once somebody else owns the room, or nobody else is there.
    fn release(&self, user: UserId) -> Decision {
        match self.role(user) {
            Role::Owner if self.owners == 1 && self.members > 1 => {
                Refused(Refusal::new(Reason::RoomNeedsOwner))
            }
            role if role.is_inside() => Happens(Fact::Removed {
                user,
                banned: false,
                reason: RemovalReason::parse(DEACTIVATED).ok(),
                whom: String::new(),
            }),
            _ => Unchanged,
        }
    }

    fn role(&self, user: UserId) -> Role {
        self.member(user).map_or(Role::Former, |row| row.role)
    }
}
