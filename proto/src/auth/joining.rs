//! Who may create an account, and invites.

use serde::{Deserialize, Serialize};

use super::Person;
use crate::text::{DeniedFiles, Greeting, InstallationName};
use crate::{At, RoomId};

/// What every gateway must know of this installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Installation {
    /// Its first 8 hex digits are in the name of the session cookie.
    pub id: uuid::Uuid,
    /// It has an owner: the first account exists.
    pub claimed: bool,
    /// The first account must show the operator's code.
    pub claim_needed: bool,
    /// Who may create an account.
    #[serde(default)]
    pub sign_up: SignUp,
    /// Members make invites, too.
    #[serde(default)]
    pub members_invite: bool,
    /// Members add emoji, too.
    #[serde(default)]
    pub members_emoji: bool,
    /// Rises whenever an emoji of its own comes or goes.
    #[serde(default)]
    pub emoji_version: i64,
    /// What its admins call it; none: as it is configured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<InstallationName>,
    /// What new people read first; none: nothing was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub greeting: Option<Greeting>,
    /// Which files nobody may send; none: all may be sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denied_files: Option<DeniedFiles>,
    /// Its owner is through with the page that begins it, or has skipped it.
    #[serde(default)]
    pub set_up: bool,
    /// It sends mail.
    #[serde(default)]
    pub sends_mail: bool,
}

/// Who may create an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignUp {
    /// Anyone.
    #[default]
    Open,
    /// People with an invite.
    Invite,
    /// Nobody; admins create accounts.
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

/// Whether a link that was made still works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    /// It works.
    Usable,
    /// An admin revoked it.
    Revoked,
    /// It was used as often as it may be.
    Used,
    /// It is too old.
    Expired,
}

impl LinkState {
    /// Reads the word for it in the database; one of a later release is read as the most careful one.
    pub fn parse(word: &str) -> Self {
        match word {
            "usable" => Self::Usable,
            "used" => Self::Used,
            "expired" => Self::Expired,
            _ => Self::Revoked,
        }
    }
}

/// An invite as the person invited sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// The person who made it.
    pub by: Person,
    /// The room they were invited to, where it was one in particular.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<RoomId>,
    /// Whether an account can be created with it.
    pub state: LinkState,
    /// It cannot be used from here on.
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: At,
}

/// A link to set a password, as whoever opens it sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetLink {
    /// The person it is for.
    pub person: Person,
    /// Whether it works; never `Revoked`.
    pub state: LinkState,
}

/// A link to confirm an address, as whoever opens it sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// The person whose address it is said to be.
    pub person: Person,
    /// Whether it works; `Used` once the address is confirmed, never `Revoked`.
    pub state: LinkState,
}

/// An invite as admins see it. Its code was shown once, when it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteLine {
    /// Its public handle.
    pub id: uuid::Uuid,
    /// The admin who made it.
    pub by: Person,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    pub made_at: At,
    /// It cannot be used from here on.
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: At,
    /// Accounts created with it so far.
    pub uses: i32,
    /// Accounts that may be created with it in all.
    pub most: i32,
    /// An admin revoked it.
    pub revoked: bool,
    /// An account can be created with it now.
    pub usable: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_back_and_no_other() {
        for sign_up in [SignUp::Open, SignUp::Invite, SignUp::Closed] {
            assert_eq!(SignUp::parse(sign_up.as_str()), Some(sign_up));
            assert_eq!(serde_json::to_value(sign_up).expect("json"), sign_up.as_str());
        }
        assert_eq!(SignUp::parse("Open"), None);
    }
}
