//! What admins see: the directory with addresses, links to pass on, the audit log.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Person;
use crate::room::OrgRole;
use crate::{At, UserId};

/// A person as admins see them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryLine {
    /// Their names.
    pub person: Person,
    /// For admins alone; not for logs either.
    pub email: String,
    /// It is confirmed to be theirs; else others may claim it as well.
    pub email_confirmed: bool,
    /// `Inactive` if they are deactivated.
    pub org_role: OrgRole,
    /// The role they have again once reactivated; the same as `org_role` while active.
    pub role_when_active: OrgRole,
    /// When their account was created.
    #[serde(with = "time::serde::rfc3339")]
    pub since: At,
    /// When they last used a session.
    #[serde(with = "time::serde::rfc3339::option")]
    pub last_seen: Option<At>,
    /// Sessions that have not ended.
    pub sessions: i64,
    /// The person whose invite they used.
    pub invited_by: Option<Person>,
}

impl fmt::Debug for DirectoryLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DirectoryLine").field("person", &self.person).finish_non_exhaustive()
    }
}

/// An invite, or a link to set a password, to be passed on. Its token is known to whoever had it made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The person it is for; none for an invite.
    pub person: Option<Person>,
    /// It does not work from here on.
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: At,
}

/// Which entries of the audit log are wanted; fields left out match everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuditFilter {
    /// Done by this person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<UserId>,
    /// Done to this person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<UserId>,
    /// The name of an action; empty: any.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub action: String,
    /// Done before then.
    #[serde(skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
    pub until: Option<At>,
}

/// One entry of the audit log about people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Its number; later ones are greater.
    pub n: i64,
    /// When it was done.
    #[serde(with = "time::serde::rfc3339")]
    pub at: At,
    /// None: the operator, from the command line.
    pub actor: Option<Person>,
    /// The name of an [`AdminAction`](super::AdminAction), or one of a later release.
    pub action: String,
    /// The person it was done to; none where it was nobody.
    pub target: Option<Person>,
    /// The value before, in a word or two.
    pub before: Option<String>,
    /// The value since.
    pub after: Option<String>,
}
