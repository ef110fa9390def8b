//! An account as others see it, and as its owner does.

use serde::{Deserialize, Serialize};

use super::Person;
use crate::room::OrgRole;
use crate::{At, SessionId};

/// A person's card: what everyone here may know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Who.
    pub person: Person,
    /// What they are to the place.
    pub org_role: OrgRole,
    /// Since when they have an account.
    #[serde(with = "time::serde::rfc3339")]
    pub since: At,
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
    /// Opened.
    #[serde(with = "time::serde::rfc3339")]
    pub since: At,
    /// Last used, within a minute or two.
    #[serde(with = "time::serde::rfc3339")]
    pub last_seen: At,
}
