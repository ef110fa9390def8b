//! What a gateway may ask any auth-service. A query changes nothing that matters a second time: it is retried freely.

use serde::{Deserialize, Serialize};

use super::{
    AuditEntry, AuditFilter, Confirmation, DirectoryLine, EmojiList, Feed, Installation, Invitation,
    InviteLine, OwnAccount, Person, Profile, ResetLink, Session, SessionLine, TokenHash,
};
use crate::text::Username;
use crate::{PictureId, Refusal, UserId};

/// A query.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "query", rename_all = "snake_case")]
pub enum Query {
    /// The session of a token. Extends it, at most once a minute. → `Session`
    Resume {
        /// SHA-256 of the token in the cookie.
        token: TokenHash,
    },
    /// Names of people. → `People`
    People {
        /// At most 500.
        ids: Vec<UserId>,
    },
    /// People by their usernames; unknown ones are left out. → `People`
    ByUsername {
        /// At most 100.
        usernames: Vec<Username>,
    },
    /// Active people found by part of a name, those whose name begins so first; to a guest those alone who are named. → `People`
    Find {
        /// The person who asks.
        viewer: UserId,
        /// Part of a username or display name, in any case and with or without accents.
        search: String,
        /// Whom a guest knows, at most 2,000.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        known: Vec<UserId>,
        /// Nothing to look for means everyone, in order of their names; else nobody.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        everyone: bool,
        /// How many to skip.
        #[serde(default)]
        offset: u32,
        /// At most 500.
        limit: u16,
    },
    /// What everyone may know about a person. → `Profile`
    Profile {
        /// The username in the address of the page.
        username: Username,
    },
    /// Endings and changes. → `Feed`
    Feed {
        /// The last number known; 0 for all that are kept.
        after: i64,
    },
    /// What every gateway must know of this installation. → `Installation`
    Installation,
    /// A person's own account. → `Account`
    Account {
        /// The person who asks.
        user: UserId,
    },
    /// A person's own sessions. → `Sessions`
    Sessions {
        /// The person who asks.
        user: UserId,
    },
    /// What the code of an invite leads to. → `Invitation`
    Invitation {
        /// SHA-256 of the code.
        code: TokenHash,
    },
    /// Who invited a person. → `InvitedBy`
    InvitedBy {
        /// The person who was invited.
        user: UserId,
    },
    /// What a link to set a password leads to. → `ResetLink`
    ResetLink {
        /// SHA-256 of the link's token.
        token: TokenHash,
    },
    /// What a link to confirm an address leads to. → `Confirmation`
    Confirmation {
        /// SHA-256 of the link's token.
        token: TokenHash,
    },
    /// Everyone with an account, for admins. → `Directory`
    Directory {
        /// The admin who asks.
        actor: UserId,
        /// Part of a username, display name or e-mail address; empty: everyone.
        search: String,
        /// How many to skip.
        offset: u32,
        /// At most 200.
        limit: u16,
    },
    /// What admins did, newest first. → `Audit`
    Audit {
        /// The admin who asks.
        actor: UserId,
        /// Entries with smaller numbers only.
        before: Option<i64>,
        /// What the entries must match.
        #[serde(default)]
        only: AuditFilter,
        /// At most 200.
        limit: u16,
    },
    /// The emoji that the installation has of its own. → `Emoji`
    Emoji,
    /// Those of these pictures, which are in the store, that stand for somebody or are an emoji. → `Pictures`
    Pictures {
        /// At most 1,000.
        ids: Vec<PictureId>,
    },
    /// Invites that a person has made, newest first, at most 200. → `Invites`
    OwnInvites {
        /// The person who asks.
        user: UserId,
    },
    /// Invites, newest first, at most 200, for admins. → `Invites`
    Invites {
        /// The admin who asks.
        actor: UserId,
    },
}

impl Query {
    /// Its name, as the wire, spans and metrics spell it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Resume { .. } => "resume",
            Self::People { .. } => "people",
            Self::ByUsername { .. } => "by_username",
            Self::Find { .. } => "find",
            Self::Profile { .. } => "profile",
            Self::Feed { .. } => "feed",
            Self::Installation => "installation",
            Self::Account { .. } => "account",
            Self::Sessions { .. } => "sessions",
            Self::Invitation { .. } => "invitation",
            Self::InvitedBy { .. } => "invited_by",
            Self::ResetLink { .. } => "reset_link",
            Self::Confirmation { .. } => "confirmation",
            Self::Directory { .. } => "directory",
            Self::Audit { .. } => "audit",
            Self::Emoji => "emoji",
            Self::Pictures { .. } => "pictures",
            Self::OwnInvites { .. } => "own_invites",
            Self::Invites { .. } => "invites",
        }
    }
}

/// The reply to a query.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "reply", content = "with", rename_all = "snake_case")]
pub enum Reply {
    /// None: unknown, ended or expired, or the person is deactivated.
    Session(Option<Session>),
    /// Those that were found, in no order.
    People(Vec<Person>),
    /// None: nobody has that username.
    Profile(Option<Profile>),
    /// From one snapshot.
    Feed(Feed),
    /// As it is now.
    Installation(Installation),
    /// None: they are deactivated.
    Account(Option<OwnAccount>),
    /// Those that have not expired, last used first.
    Sessions(Vec<SessionLine>),
    /// None: there is none.
    Invitation(Option<Invitation>),
    /// None: they came without an invite.
    InvitedBy(Option<Person>),
    /// None: there is none, or another was made since.
    ResetLink(Option<ResetLink>),
    /// None: there is none, another was mailed since, or the address is another by now.
    Confirmation(Option<Confirmation>),
    /// Part of the directory.
    Directory {
        /// By username.
        people: Vec<DirectoryLine>,
        /// How many match in all.
        total: i64,
    },
    /// Part of the audit log.
    Audit {
        /// Newest first.
        entries: Vec<AuditEntry>,
        /// There are older ones.
        more: bool,
    },
    /// From one snapshot.
    Emoji(EmojiList),
    /// In no order.
    Pictures(Vec<PictureId>),
    /// Newest first.
    Invites(Vec<InviteLine>),
    /// No answer, and why.
    Refused(Refusal),
}
