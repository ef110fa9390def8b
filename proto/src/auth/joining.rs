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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::{Installation, Query};

    #[test]
    fn every_word_is_read_back_and_no_other() {
        for sign_up in [SignUp::Open, SignUp::Invite, SignUp::Closed] {
            assert_eq!(SignUp::parse(sign_up.as_str()), Some(sign_up));
            assert_eq!(serde_json::to_value(sign_up).expect("json"), sign_up.as_str());
        }
        assert_eq!(SignUp::parse("Open"), None);
    }

    #[test]
    fn the_release_before_is_understood() {
        let place =
            r#"{"installation":"00000000-0000-0000-0000-000000000000","claimed":true,"claim_needed":false}"#;
        assert_eq!(serde_json::from_str::<Installation>(place).expect("a place").sign_up, SignUp::Open);
        let register = r#"{"ask":"register","username":"rosa","email":"rosa@example.org","display_name":"Rosa",
            "password":"a yellow boat","claim":null,"from":{"address":"127.0.0.1","agent":""}}"#;
        let read = serde_json::from_str::<Query>(register).expect("a query");
        assert!(matches!(read, Query::Register { invite: None, .. }));
    }
}
