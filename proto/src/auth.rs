//! The conversation about people, asked on `auth.ask.<node>`.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::room::Standing;
use crate::text::{DisplayName, Email, Password, Username};
use crate::{At, Refusal, SessionId, UserId};

/// What a gateway may ask any auth-service.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Question {
    /// Make an account and sign in. → `SignedIn`
    Register {
        /// To sign in with.
        username: Username,
        /// To sign in with; shown to nobody else.
        email: Email,
        /// To be called by.
        display_name: DisplayName,
        /// The secret.
        password: Password,
        /// What the operator was shown; asked of the first account where the address is not loopback.
        claim: Option<String>,
        /// From where.
        from: Visitor,
    },
    /// Sign in by username or e-mail. → `SignedIn`
    LogIn {
        /// Username or e-mail, as typed.
        login: String,
        /// The secret, as typed.
        password: Password,
        /// From where.
        from: Visitor,
    },
    /// End a session. → `Ended`
    LogOut {
        /// SHA-256 of its token.
        token: TokenHash,
    },
    /// Whose session is it? Moves its idle expiry. → `Session`
    Resume {
        /// SHA-256 of its token.
        token: TokenHash,
    },
    /// Names of people. → `People`
    People {
        /// Whose; at most 500.
        ids: Vec<UserId>,
    },
    /// What has ended after this number. → `Feed`
    Feed {
        /// The last number known.
        after: i64,
    },
    /// What every gateway must know of this place. → `Place`
    Place,
}

/// Where a visitor comes from, as the gateway sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitor {
    /// The address, behind configured proxies only.
    pub address: IpAddr,
    /// What the browser calls itself, cut to 200 characters.
    pub agent: String,
}

/// SHA-256 of a session's token, in hexadecimal. The token itself is in the cookie alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TokenHash(pub String);

/// The answer to a question.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "reply", content = "with", rename_all = "snake_case")]
pub enum Reply {
    /// To `Register` and `LogIn`.
    SignedIn(SignedIn),
    /// To `LogOut`.
    Ended,
    /// To `Resume`: none if it is unknown, ended or expired, or the person is deactivated.
    Session(Option<Session>),
    /// To `People`; unknown ids are left out.
    People(Vec<Person>),
    /// To `Feed`.
    Feed(Feed),
    /// To `Place`.
    Place(Place),
    /// Not done.
    Refused(Refusal),
}

/// A fresh sign-in.
#[derive(Clone, Serialize, Deserialize)]
pub struct SignedIn {
    /// The token for the cookie: 256 random bits, base64url. Said once.
    pub token: String,
    /// The session it opens.
    pub session: Session,
}

impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedIn").field("session", &self.session).finish_non_exhaustive()
    }
}

/// A session and its person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Its public handle.
    pub id: SessionId,
    /// Whose.
    pub person: Person,
    /// What they are to the organisation.
    pub standing: Standing,
    /// It ends here unless used: the sooner of idle and absolute expiry.
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: At,
    /// The feed stood here when this was read: endings up to this number are already in it.
    pub feed: i64,
}

/// A person as others see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Who.
    pub id: UserId,
    /// Their username.
    pub username: String,
    /// How they are called.
    pub display_name: String,
}

/// Endings and changes, numbered under a row lock, so that "greater than last" misses nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feed {
    /// The last number there is; where to go on from.
    pub head: i64,
    /// What happened, in order.
    pub entries: Vec<FeedEntry>,
    /// It was cut: ask again from the last entry.
    pub more: bool,
}

/// One numbered ending or change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedEntry {
    /// Its number.
    pub n: i64,
    /// Whom it is about.
    pub user: UserId,
    /// What it is.
    #[serde(flatten)]
    pub change: Change,
}

/// What the feed tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// One session has ended.
    SessionEnded {
        /// Which.
        session: SessionId,
    },
    /// All sessions of the person have ended.
    AllSessionsEnded,
    /// The person is something else to the organisation now.
    Standing {
        /// What.
        standing: Standing,
    },
    /// The person is called differently now.
    Renamed,
}

/// What every gateway must know of this place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The installation; its first 8 hex digits are in the name of the session cookie.
    pub installation: uuid::Uuid,
    /// Somebody owns it: the first account exists.
    pub claimed: bool,
    /// The first account must show the operator's code.
    pub claim_needed: bool,
}
