//! What a gateway may have an auth-service do. A command carries a key: sent again with the same key, it is carried out
//! once and answered alike.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Link, NewSession, Session, SignUp, TokenHash};
use crate::room::OrgRole;
use crate::text::{DisplayName, Email, Greeting, InstallationName, Password, Username};
use crate::{Refusal, RoomId, SessionId, UserId};

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
    /// Say that another address is one's own; whether others do so too, nobody is told.
    ChangeEmail {
        /// To sign in with, as when registering.
        email: Email,
        /// The current password, as typed.
        password: Password,
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

/// What admins do.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum AdminAction {
    /// Create an account for somebody, who chooses their password by the link. → `Link`
    CreateAccount {
        /// To sign in with.
        username: Username,
        /// To sign in with; confirmed from the beginning.
        email: Email,
        /// The name others see.
        display_name: DisplayName,
        /// Not `Inactive`; only owners create admins and owners.
        org_role: OrgRole,
        /// SHA-256 of the link's token.
        link: TokenHash,
    },
    /// Give somebody another role; of a deactivated person, the role they come back with. → `Done`
    SetRole {
        /// The person whose role it is.
        user: UserId,
        /// Not `Inactive`.
        org_role: OrgRole,
    },
    /// Keep somebody out: ends their sessions and lets them open no other. → `Done`
    Deactivate {
        /// The person to keep out.
        user: UserId,
    },
    /// Let a deactivated person sign in again, in the role they had. → `Done`
    Reactivate {
        /// The person to let in.
        user: UserId,
    },
    /// End all sessions of somebody else. → `Done`
    EndSessions {
        /// The person to sign out.
        user: UserId,
    },
    /// Make a link with which somebody sets a password; an earlier one of theirs stops working. → `Link`
    MakeResetLink {
        /// The person it is for.
        user: UserId,
        /// SHA-256 of the link's token.
        link: TokenHash,
    },
    /// Confirm that an address is somebody's: nobody else signs in by it from now on. → `Done`
    ConfirmEmail {
        /// The person whose it is.
        user: UserId,
        /// The address that was seen; if they have another by now, nothing is done.
        email: Email,
    },
    /// Set who may create an account. → `Done`
    SetSignUp {
        /// Who may.
        sign_up: SignUp,
    },
    /// Call the installation something. → `Done`
    SetName {
        /// What it is called from now on.
        name: InstallationName,
    },
    /// Set what new people read first. → `Done`
    SetGreeting {
        /// Empty: nothing.
        greeting: Greeting,
    },
    /// Show the page that begins an installation no more. → `Done`
    FinishSetup,
    /// Make an invite. → `Link`
    MakeInvite {
        /// Its public handle, made by the form: sent twice, it makes one invite.
        id: Uuid,
        /// SHA-256 of its code.
        code: TokenHash,
        /// How many accounts may be created with it, 1 to 1,000.
        uses: u16,
        /// How long it can be used, in days, 1 to 365.
        days: u16,
        /// The room it is to; none: the common one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        room: Option<RoomId>,
    },
    /// Revoke an invite. → `Done`, whether or not it could still be used
    RevokeInvite {
        /// Its public handle.
        invite: Uuid,
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
            Self::Account { change, .. } => change.name(),
            Self::Admin { change, .. } => change.name(),
        }
    }

    /// The person by whose right it is done; none where anybody may.
    pub fn actor(&self) -> Option<UserId> {
        match self {
            Self::Register { .. } | Self::LogIn { .. } | Self::LogOut { .. } | Self::UseResetLink { .. } => {
                None
            }
            Self::Account { user: actor, .. } | Self::Admin { actor, .. } => Some(*actor),
        }
    }
}

impl AccountAction {
    fn name(&self) -> &'static str {
        match self {
            Self::Rename { .. } => "rename",
            Self::ChangeEmail { .. } => "change_email",
            Self::ChangePassword { .. } => "change_password",
            Self::Prove { .. } => "prove",
            Self::HideWelcome { .. } => "hide_welcome",
            Self::EndSession { .. } => "end_session",
            Self::EndOtherSessions { .. } => "end_other_sessions",
        }
    }
}

impl AdminAction {
    fn name(&self) -> &'static str {
        match self {
            Self::CreateAccount { .. } => "create_account",
            Self::SetRole { .. } => "set_role",
            Self::Deactivate { .. } => "deactivate",
            Self::Reactivate { .. } => "reactivate",
            Self::EndSessions { .. } => "end_sessions",
            Self::MakeResetLink { .. } => "make_reset_link",
            Self::ConfirmEmail { .. } => "confirm_email",
            Self::SetSignUp { .. } => "set_sign_up",
            Self::SetName { .. } => "set_name",
            Self::SetGreeting { .. } => "set_greeting",
            Self::FinishSetup => "finish_setup",
            Self::MakeInvite { .. } => "make_invite",
            Self::RevokeInvite { .. } => "revoke_invite",
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
    /// It was not done.
    Refused(Refusal),
}
