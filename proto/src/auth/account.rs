//! An account as others see it, and as its owner does.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Details, Quiet, Status};
use crate::room::OrgRole;
use crate::{At, PictureId, SessionId, UserId};

/// A person as others see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Never changes.
    pub id: UserId,
    /// Never changes either.
    pub username: String,
    /// The name others see; may change.
    pub display_name: String,
    /// Somebody else's display name looks the same: the username stands beside it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ambiguous: bool,
    /// What they are up to, if that is told along; it may have ended since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// They want nobody to see whether they are here: to others they are offline, and do not type.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub invisible: bool,
    /// Their picture; none: their initials stand for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar: Option<PictureId>,
    /// When they do not want to be disturbed, if that is told along.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet: Option<Box<Quiet>>,
}

impl Person {
    /// The name that others are shown: `Rosa Silva`, or where somebody else's looks the same, `Rosa Silva (@rosa)`. No
    /// display name has an `@`, so nobody can pretend to be told apart. The username is isolated, for names that run from
    /// right to left.
    pub fn shown_name(&self) -> String {
        if self.ambiguous {
            format!("{} (\u{2066}@{}\u{2069})", self.display_name, self.username)
        } else {
            self.display_name.clone()
        }
    }

    /// How they are shown beside what they said.
    pub fn shown(&self) -> Shown {
        Shown { name: self.shown_name(), avatar: self.avatar }
    }
}

/// How a person is shown beside what they said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// As [`Person::shown_name`] has it.
    pub name: String,
    /// Their picture.
    pub avatar: Option<PictureId>,
}

/// What a person sees of their own account, and nobody else but admins.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnAccount {
    /// Not for logs.
    pub email: String,
    /// It is theirs: an admin has said so, or a link that was mailed there.
    pub email_confirmed: bool,
    /// What they say of themselves.
    #[serde(default)]
    pub details: Details,
}

impl fmt::Debug for OwnAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OwnAccount").field("email_confirmed", &self.email_confirmed).finish_non_exhaustive()
    }
}

/// What everyone may know about a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Their names.
    pub person: Person,
    /// `Inactive` if they are deactivated.
    pub org_role: OrgRole,
    /// When their account was created.
    #[serde(with = "time::serde::rfc3339")]
    pub since: At,
    /// What they say of themselves.
    #[serde(default)]
    pub details: Details,
}

/// One of a person's sessions, shown to nobody else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLine {
    /// Its public handle.
    pub id: SessionId,
    /// What the browser calls itself.
    pub agent: String,
    /// The network it was opened from: the first 24 bits of an IPv4 address, 48 of an IPv6 one.
    pub net: String,
    /// When it was opened.
    #[serde(with = "time::serde::rfc3339")]
    pub since: At,
    /// When it was last used, to within a minute or two.
    #[serde(with = "time::serde::rfc3339")]
    pub last_seen: At,
}
