//! Who acts in a room, and by what right.

use serde::{Deserialize, Serialize};

use crate::UserId;
use crate::text::Username;

/// By what right something is wanted. Anything but a member's is written into the log with the event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authority {
    /// What the actor is in the room decides.
    #[default]
    Member,
    /// As an admin of the organisation, who need not be in the room.
    Admin,
    /// Hubbub itself, or its operator: only within a service or on the command line, never from the bus.
    System,
}

impl Authority {
    /// Its name, as the wire spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Admin => "admin",
            Self::System => "system",
        }
    }

    /// Nothing special.
    pub fn is_member(&self) -> bool {
        *self == Self::Member
    }
}

/// Who goes by a username.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The username, without the `@`.
    pub name: Username,
    /// The person.
    pub user: UserId,
}

/// Who acts, as the gateway knows them from the session: never taken from what a browser says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The person.
    pub id: UserId,
    /// Their display name, a hint for those who have not met them.
    pub name: String,
    /// Their role in the organisation.
    pub org_role: OrgRole,
}

/// What a person is to the organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrgRole {
    /// Deactivated: may do nothing.
    Inactive,
    /// Invited from outside: to them every room is private, and they are in those they were added to.
    Guest,
    /// A person like any other.
    Member,
    /// Looks after people and rooms.
    Admin,
    /// The first of the admins.
    Owner,
}

impl OrgRole {
    /// Its name, as the wire, the database and the command line spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Inactive => "inactive",
            Self::Guest => "guest",
            Self::Member => "member",
            Self::Admin => "admin",
            Self::Owner => "owner",
        }
    }

    /// Reads such a name.
    pub fn parse(name: &str) -> Option<Self> {
        let all = [Self::Inactive, Self::Guest, Self::Member, Self::Admin, Self::Owner];
        all.into_iter().find(|role| role.as_str() == name)
    }
}
