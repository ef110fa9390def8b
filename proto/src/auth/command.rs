//! What a gateway may have an auth-service do. A command carries a key: sent again with the same key, it is carried out
//! once and answered alike.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    AdminAction, ClientInfo, Details, Letter, Link, MailFate, NewSession, QuietHours, Session, Status,
    TokenHash, UnreadMail,
};
use crate::text::{DisplayName, Email, InstallationName, Password, Username};
use crate::{At, PictureId, Refusal, SessionId, UserId};

/// A command.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Command {
    /// Made by the sender, one for each thing to be done. Remembered for a day.
    pub key: Uuid,
    /// What is to be done.
    pub action: Action,
}

impl Command {
    /// A command with a key of its own.
    pub fn new(action: Action) -> Self {
        Self { key: Uuid::new_v4(), action }
    }
}

/// What is to be done, and by whose right: anybody's, one's own, or an admin's.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Action {
    /// Create an account and sign in. → `SignedIn`
    Register {
        /// To sign in with.
        username: Username,
        /// To sign in with, unless somebody has claimed it before or it is confirmed to be somebody else's; shown to
        /// admins alone.
        email: Email,
        /// The name others see.
        display_name: DisplayName,
        /// Not yet hashed.
        password: Password,
        /// The operator's code, which the first account may have to show.
        claim: Option<String>,
        /// What the first account calls the installation; none: as it is configured.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        installation: Option<InstallationName>,
        /// SHA-256 of an invite's code.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        invite: Option<TokenHash>,
        /// The session to open.
        session: NewSession,
    },
    /// Sign in by username or e-mail address. → `SignedIn`
    LogIn {
        /// Username or e-mail address, as typed.
        login: String,
        /// As typed.
        password: Password,
        /// The session to open.
        session: NewSession,
    },
    /// End a session. → `Done`, whether or not it was still there
    LogOut {
        /// SHA-256 of its token.
        token: TokenHash,
    },
    /// Set a password by a link, once; ends all sessions. → `Done`
    UseResetLink {
        /// SHA-256 of the link's token.
        token: TokenHash,
        /// The next password.
        password: Password,
    },
    /// Mail a link to set another password to whoever has this username or address, if the address is confirmed to be
    /// theirs. → `Done`, whether or not there is such a person: they are looked for afterwards
    MailResetLink {
        /// Username or e-mail address, as typed.
        login: String,
        /// What they are told.
        letter: Letter,
        /// Where it is asked for from.
        from: ClientInfo,
    },
    /// Tell somebody by mail of what they have not read, if their address is confirmed, and say what became of it. Asked again
    /// with the same key, it is sent once. → `Mailed`
    MailUnread {
        /// To whom.
        user: UserId,
        /// What they are told.
        mail: Box<UnreadMail>,
    },
    /// Confirm an address by the link that was mailed there. → `Done`
    UseConfirmation {
        /// SHA-256 of the link's token.
        token: TokenHash,
    },
    /// Change one's own account.
    Account {
        /// The person who asks.
        user: UserId,
        /// What they change.
        change: AccountAction,
    },
    /// Administer people. Whether they may is decided anew from what they are now.
    Admin {
        /// The admin who asks.
        actor: UserId,
        /// What they do.
        change: AdminAction,
    },
}

/// What people do with their own accounts. → `Done`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum AccountAction {
    /// Take another display name.
    Rename {
        /// The name others see.
        display_name: DisplayName,
    },
    /// Take another picture.
    SetAvatar {
        /// It is in the gateways' store; none: initials again.
        avatar: Option<PictureId>,
    },
    /// Say something else of oneself.
    SetDetails {
        /// All of it, from now on.
        details: Details,
    },
    /// Say what one is up to.
    SetStatus {
        /// None: nothing in particular.
        status: Option<Status>,
    },
    /// Say whether others may see that one is here.
    SetInvisible {
        /// To others one is offline, on whatever device.
        invisible: bool,
    },
    /// Say until when one does not want to be disturbed, beside the hours that come again.
    SetQuietUntil {
        /// None: one may be.
        #[serde(default, skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
        until: Option<At>,
    },
    /// Say in which hours one does not want to be disturbed.
    SetQuietHours {
        /// None: in none.
        hours: Option<QuietHours>,
    },
    /// Say that another address is one's own; whether others do so too, nobody is told.
    ChangeEmail {
        /// To sign in with, as when registering.
        email: Email,
        /// The current password, as typed.
        password: Password,
    },
    /// Have a link mailed with which one confirms one's address. It is sent behind the answer.
    MailConfirmation {
        /// What it says.
        letter: Letter,
    },
    /// Be told by mail of a session that was opened just now, if that was from where one never signed in before.
    NoteDevice {
        /// The session.
        session: SessionId,
        /// What one is told.
        letter: Letter,
    },
    /// Have an invite of one's own mailed to somebody.
    MailInvite {
        /// Which.
        invite: Uuid,
        /// To whom.
        to: Email,
        /// What it says; the link is in it.
        letter: Letter,
    },
    /// Choose another password; ends all other sessions, and gives this one another token.
    ChangePassword {
        /// The session that stays.
        keep: SessionId,
        /// The current password, as typed.
        old: Password,
        /// The next one.
        new: Password,
        /// SHA-256 of the session's next token.
        token: TokenHash,
    },
    /// Give one's password again in a session, which what cannot be undone is asked for.
    Prove {
        /// The session.
        session: SessionId,
        /// The current password, as typed.
        password: Password,
    },
    /// Hide for good where to begin.
    HideWelcome {
        /// The session in which it is hidden.
        session: SessionId,
    },
    /// End one session; nothing happens if it is not theirs or has ended.
    EndSession {
        /// The public handle of the session.
        session: SessionId,
    },
    /// End all sessions except one.
    EndOtherSessions {
        /// The session that stays.
        keep: SessionId,
    },
}

impl Action {
    /// Its name, as spans, metrics and the audit log spell it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Register { .. } => "register",
            Self::LogIn { .. } => "log_in",
            Self::LogOut { .. } => "log_out",
            Self::UseResetLink { .. } => "use_reset_link",
            Self::MailResetLink { .. } => "mail_reset_link",
            Self::MailUnread { .. } => "mail_unread",
            Self::UseConfirmation { .. } => "use_confirmation",
            Self::Account { change, .. } => change.name(),
            Self::Admin { change, .. } => change.name(),
        }
    }

    /// The person by whose right it is done; none where anybody may.
    pub fn actor(&self) -> Option<UserId> {
        match self {
            Self::Register { .. }
            | Self::LogIn { .. }
            | Self::LogOut { .. }
            | Self::UseResetLink { .. }
            | Self::MailResetLink { .. }
            | Self::MailUnread { .. }
            | Self::UseConfirmation { .. } => None,
            Self::Account { user: actor, .. } | Self::Admin { actor, .. } => Some(*actor),
        }
    }
}

impl AccountAction {
    fn name(&self) -> &'static str {
        match self {
            Self::Rename { .. } => "rename",
            Self::SetDetails { .. } => "set_details",
            Self::SetAvatar { .. } => "set_avatar",
            Self::SetStatus { .. } => "set_status",
            Self::SetInvisible { .. } => "set_invisible",
            Self::SetQuietUntil { .. } => "set_quiet_until",
            Self::SetQuietHours { .. } => "set_quiet_hours",
            Self::ChangeEmail { .. } => "change_email",
            Self::MailConfirmation { .. } => "mail_confirmation",
            Self::NoteDevice { .. } => "note_device",
            Self::MailInvite { .. } => "mail_invite",
            Self::ChangePassword { .. } => "change_password",
            Self::Prove { .. } => "prove",
            Self::HideWelcome { .. } => "hide_welcome",
            Self::EndSession { .. } => "end_session",
            Self::EndOtherSessions { .. } => "end_other_sessions",
        }
    }
}

/// The answer to a command.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "answer", content = "with", rename_all = "snake_case")]
pub enum Answer {
    /// It is done, or was so already.
    Done,
    /// The session that was opened; its token is the sender's.
    SignedIn(Session),
    /// The link that was made; its token is the sender's.
    Link(Link),
    /// What became of a mail.
    Mailed(MailFate),
    /// It was not done.
    Refused(Refusal),
}
