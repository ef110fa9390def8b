//! Who may make an account, and the invites with which.

use serde::{Deserialize, Serialize};

use super::Person;
use crate::At;

/// Who may make an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignUp {
    /// Anyone.
    #[default]
    Open,
    /// Whoever shows an invite.
    Invite,
    /// Nobody; admins make accounts.
    Closed,
}

impl SignUp {
    /// The word for it, on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Invite => "invite",
            Self::Closed => "closed",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Open, Self::Invite, Self::Closed].into_iter().find(|sign_up| sign_up.as_str() == word)
    }
}

/// An invite that is good, as whoever was sent it sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Who invites.
    pub by: Person,
    /// Until when.
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: At,
}

/// An invite as admins see it. Its code was said once, when it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteLine {
    /// Its handle.
    pub id: uuid::Uuid,
    /// Who made it.
    pub by: Person,
    /// Made.
    #[serde(with = "time::serde::rfc3339")]
    pub made_at: At,
    /// Good until.
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: At,
    /// Accounts made with it.
    pub uses: i32,
    /// Accounts that may be made with it.
    pub most: i32,
    /// It was taken back.
    pub revoked: bool,
    /// An account can be made with it now.
    pub good: bool,
}
