//! The conversation about people, asked on `auth.ask.<node>`.

mod account;
mod admin;
mod joining;

pub use account::{Profile, SessionLine};
pub use admin::{AuditEntry, AuditFilter, DirectoryLine, Link};
pub use joining::{Invitation, InviteLine, SignUp};

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::room::OrgRole;
use crate::text::{DisplayName, Email, Password, Username};
use crate::{At, Refusal, SessionId, UserId};

/// What a gateway may ask any auth-service.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Query {
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
        /// SHA-256 of the code of the invite they came with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        invite: Option<TokenHash>,
        /// From where.
        from: ClientInfo,
    },
    /// Sign in by username or e-mail. → `SignedIn`
    LogIn {
        /// Username or e-mail, as typed.
        login: String,
        /// The secret, as typed.
        password: Password,
        /// From where.
        from: ClientInfo,
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
    /// What every gateway must know of this place. → `Installation`
    Installation,

    /// A person's card. → `Profile`
    Profile {
        /// Whose.
        username: Username,
    },
    /// Who goes by these usernames; those nobody has are left out. → `People`
    Called {
        /// Which; at most 100.
        usernames: Vec<Username>,
    },
    /// Be called differently. → `Done`
    Rename {
        /// Who wants it.
        user: UserId,
        /// To be called by.
        display_name: DisplayName,
    },
    /// Choose another password; ends all other sessions. → `Done`
    ChangePassword {
        /// Who wants it.
        user: UserId,
        /// The session that stays.
        keep: SessionId,
        /// The present password, as typed.
        old: Password,
        /// The next one.
        new: Password,
        /// From where.
        from: ClientInfo,
    },
    /// The sessions of a person, for themselves. → `Sessions`
    Sessions {
        /// Whose.
        user: UserId,
    },
    /// End one of one's own sessions. → `Done`, whether or not it was still there
    EndSession {
        /// Who wants it.
        user: UserId,
        /// Which.
        session: SessionId,
    },
    /// End all of one's own sessions but one. → `Done`
    EndOtherSessions {
        /// Who wants it.
        user: UserId,
        /// The session that stays.
        keep: SessionId,
    },

    /// What a code invites to. → `Invitation`
    LookAtInvite {
        /// SHA-256 of the code.
        code: TokenHash,
    },
    /// Whose forgotten password a link is for. → `ResetFor`
    LookAtReset {
        /// SHA-256 of the link's token.
        token: TokenHash,
    },
    /// Use such a link, once: sets the password and ends all sessions. → `Done`
    ResetPassword {
        /// SHA-256 of the link's token.
        token: TokenHash,
        /// The next password.
        password: Password,
    },

    /// The people of this place, for its admins. → `Directory`
    Directory {
        /// The admin who asks.
        actor: UserId,
        /// Part of a username, display name or e-mail address; empty: everyone.
        search: String,
        /// How many to skip.
        offset: u32,
        /// How many to tell; at most 200.
        limit: u16,
    },
    /// What admins did, newest first. → `Audit`
    Audit {
        /// The admin who asks.
        actor: UserId,
        /// Entries with smaller numbers only.
        before: Option<i64>,
        /// Which of them.
        #[serde(default)]
        only: AuditFilter,
        /// How many to tell; at most 200.
        limit: u16,
    },
    /// Make an account for somebody; they choose their password by the link. → `Link`
    CreatePerson {
        /// The admin who does it.
        actor: UserId,
        /// To sign in with.
        username: Username,
        /// To sign in with.
        email: Email,
        /// To be called by.
        display_name: DisplayName,
        /// What they are to the place; only an owner makes admins and owners.
        org_role: OrgRole,
    },
    /// Make someone member, admin, owner or inactive. → `Done`, also if they were that already
    SetStanding {
        /// The admin who does it.
        actor: UserId,
        /// Whom.
        user: UserId,
        /// What they are from now on.
        org_role: OrgRole,
    },
    /// End all sessions of a person. → `Done`
    EndSessions {
        /// The admin who does it.
        actor: UserId,
        /// Whose.
        user: UserId,
    },
    /// Make a link by which someone sets a new password; an earlier link of theirs is worth nothing any more. → `Link`
    MakeResetLink {
        /// The admin who does it.
        actor: UserId,
        /// For whom.
        user: UserId,
    },
    /// Say who may make an account. → `Done`
    SetSignUp {
        /// The admin who does it.
        actor: UserId,
        /// Who may.
        sign_up: SignUp,
    },
    /// The invites of this place, newest first, at most 200. → `Invites`
    Invites {
        /// The admin who asks.
        actor: UserId,
    },
    /// Make an invite. → `Link`
    MakeInvite {
        /// The admin who does it.
        actor: UserId,
        /// The invite's public handle, made by the form: sent twice, it makes one invite.
        id: uuid::Uuid,
        /// How many accounts may be made with it, 1 to 1,000.
        uses: u16,
        /// For how many days, 1 to 365.
        days: u16,
    },
    /// Take an invite back. → `Done`, whether or not it was still good
    RevokeInvite {
        /// The admin who does it.
        actor: UserId,
        /// Its handle.
        invite: uuid::Uuid,
    },
}

/// Where a client comes from, as the gateway sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientInfo {
    /// The address, behind configured proxies only.
    pub address: IpAddr,
    /// What the browser calls itself, cut to 200 characters.
    pub agent: String,
}

/// SHA-256 of a session's token, in hexadecimal. The token itself is in the cookie alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TokenHash(pub String);

/// The answer to a query.
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
    /// To `Installation`.
    Installation(Installation),
    /// It is done.
    Done,
    /// To `Profile`: none if nobody has that name.
    Profile(Option<Profile>),
    /// To `Sessions`; the last seen first.
    Sessions(Vec<SessionLine>),
    /// To `LookAtInvite`: none if it is unknown, used up, run out or taken back.
    Invitation(Option<Invitation>),
    /// To `LookAtReset`: none if the link is unknown, used or run out.
    ResetFor(Option<Person>),
    /// To what makes a link.
    Link(Link),
    /// To `Directory`.
    Directory {
        /// In the order of their usernames.
        people: Vec<DirectoryLine>,
        /// How many are found in all.
        total: i64,
    },
    /// To `Audit`.
    Audit {
        /// Newest first.
        entries: Vec<AuditEntry>,
        /// There are older ones.
        more: bool,
    },
    /// To `Invites`.
    Invites(Vec<InviteLine>),
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
    pub org_role: OrgRole,
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
    OrgRole {
        /// What.
        org_role: OrgRole,
    },
    /// The person is called differently now.
    Renamed,
}

/// What every gateway must know of this place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Installation {
    /// The installation; its first 8 hex digits are in the name of the session cookie.
    pub installation: uuid::Uuid,
    /// Somebody owns it: the first account exists.
    pub claimed: bool,
    /// The first account must show the operator's code.
    pub claim_needed: bool,
    /// Who may make an account.
    #[serde(default)]
    pub sign_up: SignUp,
}
