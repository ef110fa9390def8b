//! What admins see and get: the people with their addresses, links to hand on, the record of what was done.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Person;
use crate::room::OrgRole;
use crate::{At, UserId};

/// A person as admins see them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryLine {
    /// Who.
    pub person: Person,
    /// Their address. For admins alone; not for logs either.
    pub email: String,
    /// What they are; inactive if they are kept out.
    pub org_role: OrgRole,
    /// What they are again once they are let in: the same as `org_role` while active.
    pub rank: OrgRole,
    /// Since when they have an account.
    #[serde(with = "time::serde::rfc3339")]
    pub since: At,
    /// When they were last here.
    #[serde(with = "time::serde::rfc3339::option")]
    pub last_seen: Option<At>,
    /// How many sessions they have.
    pub sessions: i64,
    /// Who invited them.
    pub invited_by: Option<Person>,
}

impl fmt::Debug for DirectoryLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DirectoryLine").field("person", &self.person).finish_non_exhaustive()
    }
}

/// A link to hand on: what goes behind `/invite/` or `/reset/`. Said once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// 256 random bits, base64url.
    pub token: String,
    /// For whom, where it is for somebody.
    pub person: Option<Person>,
    /// It ends here.
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: At,
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link").field("person", &self.person).finish_non_exhaustive()
    }
}

/// Which entries of the audit log are wanted; what is not said does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuditFilter {
    /// Done by this person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<UserId>,
    /// Done to this person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<UserId>,
    /// What was done; empty: anything.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub action: String,
    /// Done before then.
    #[serde(skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
    pub until: Option<At>,
}

/// One thing that was done to an account or to the place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Its number; later ones are greater.
    pub n: i64,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: At,
    /// Who did it; none: the operator, from the command line.
    pub actor: Option<Person>,
    /// What: `create_person`, `org_role`, `end_sessions`, `reset_link`, `reset_password`, `sign_up`, `make_invite`,
    /// `revoke_invite`, or a word of a later release.
    pub action: String,
    /// To whom, where it was somebody.
    pub target: Option<Person>,
    /// How it was, in a word or two.
    pub before: Option<String>,
    /// How it is since.
    pub after: Option<String>,
}
