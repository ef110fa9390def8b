//! The feed of endings and changes, by which gateways and rooms learn of them for certain.

use serde::{Deserialize, Serialize};

use crate::room::OrgRole;
use crate::{SessionId, UserId};

/// Endings and changes, numbered under a row lock, so that "greater than last" misses nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feed {
    /// The last number there is; where to go on from.
    pub head: i64,
    /// In order of their numbers.
    pub entries: Vec<FeedEntry>,
    /// It was cut: ask again from the last entry.
    pub more: bool,
}

/// One numbered ending or change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedEntry {
    /// From 1, without gaps.
    pub n: i64,
    /// The person it is about.
    pub user: UserId,
    /// What happened.
    #[serde(flatten)]
    pub change: Change,
}

/// What the feed tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// One session has ended.
    SessionEnded {
        /// Its public handle.
        session: SessionId,
    },
    /// One session has another token, or its password was given again: it goes on, and is to be read anew.
    SessionChanged {
        /// Its public handle.
        session: SessionId,
    },
    /// All sessions of the person have ended.
    AllSessionsEnded,
    /// The person has another role in the organisation.
    OrgRole {
        /// `Inactive`: they were deactivated.
        org_role: OrgRole,
    },
    /// The person has another display name or picture.
    Renamed,
    /// The person is up to something else.
    Status,
}
