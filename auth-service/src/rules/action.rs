//! What admins and the operator want done, and what the database is told of it once it is decided.

use std::time::Duration;

use proto::auth::{SignUp, TokenHash};
use proto::room::OrgRole;
use proto::text::{DisplayName, Email, Greeting, InstallationName, Username};
use proto::{RoomId, UserId};
use uuid::Uuid;

/// What is to be done. Passwords are hashed already.
#[derive(Clone, Debug)]
pub(crate) enum AdminAction {
    CreateAccount(NewAccount),
    SetRole {
        user: UserId,
        org_role: OrgRole,
    },
    Deactivate {
        user: UserId,
    },
    Reactivate {
        user: UserId,
    },
    EndSessions {
        user: UserId,
    },
    MakeResetLink {
        user: UserId,
        link: NewLink,
    },
    /// The operator alone gives passwords; admins make links.
    ResetPassword {
        user: UserId,
        password: String,
    },
    ConfirmEmail {
        user: UserId,
        /// The address that was seen.
        email: Email,
    },
    SetSignUp {
        sign_up: SignUp,
    },
    SetName {
        name: InstallationName,
    },
    SetGreeting {
        greeting: Greeting,
    },
    FinishSetup,
    MakeInvite(NewInvite),
    RevokeInvite {
        invite: Uuid,
    },
}

/// An account for somebody.
#[derive(Clone, Debug)]
pub(crate) struct NewAccount {
    pub(crate) id: UserId,
    pub(crate) username: Username,
    pub(crate) email: Email,
    pub(crate) display_name: DisplayName,
    /// The PHC string.
    pub(crate) password: String,
    pub(crate) org_role: OrgRole,
    /// The link by which they choose a password of their own.
    pub(crate) link: Option<NewLink>,
}

/// A link to set a password.
#[derive(Clone, Debug)]
pub(crate) struct NewLink {
    pub(crate) token: TokenHash,
    pub(crate) life: Duration,
}

/// An invite.
#[derive(Clone, Debug)]
pub(crate) struct NewInvite {
    pub(crate) id: Uuid,
    pub(crate) code: TokenHash,
    pub(crate) most: u16,
    pub(crate) room: Option<RoomId>,
    pub(crate) life: Duration,
}

/// What was decided: all that the database needs to be told.
#[derive(Clone, Debug)]
pub(crate) enum Change<'a> {
    CreateAccount { account: &'a NewAccount, claims: bool },
    SetRole(RoleChange),
    EndSessions { user: UserId },
    MakeResetLink { user: UserId, link: &'a NewLink },
    ResetPassword { user: UserId, password: &'a str },
    ConfirmEmail { user: UserId, email: &'a Email },
    SetSignUp { was: SignUp, becomes: SignUp },
    SetName { was: Option<&'a str>, name: &'a str },
    SetGreeting { was: &'a str, greeting: &'a str },
    FinishSetup,
    MakeInvite { invite: &'a NewInvite, host: UserId },
    RevokeInvite { invite: Uuid },
}

/// What a person is to the organisation from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RoleChange {
    pub(crate) user: UserId,
    /// Their role while active.
    pub(crate) org_role: OrgRole,
    pub(crate) active: bool,
    /// The organisation had no owner before them.
    pub(crate) claims: bool,
    /// Invites and links that they made stop working: they are no admin any more.
    pub(crate) disarms: bool,
    /// Others see the difference.
    pub(crate) is_seen: bool,
    /// For the audit log.
    pub(crate) was: OrgRole,
    pub(crate) becomes: OrgRole,
}

impl AdminAction {
    /// Its name, as the audit log spells it.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::CreateAccount(_) => "create_account",
            Self::SetRole { .. } => "set_role",
            Self::Deactivate { .. } => "deactivate",
            Self::Reactivate { .. } => "reactivate",
            Self::EndSessions { .. } => "end_sessions",
            Self::MakeResetLink { .. } => "make_reset_link",
            Self::ResetPassword { .. } => "reset_password",
            Self::ConfirmEmail { .. } => "confirm_email",
            Self::SetSignUp { .. } => "set_sign_up",
            Self::SetName { .. } => "set_name",
            Self::SetGreeting { .. } => "set_greeting",
            Self::FinishSetup => "finish_setup",
            Self::MakeInvite(_) => "make_invite",
            Self::RevokeInvite { .. } => "revoke_invite",
        }
    }

    /// The person acted on, who has an account already.
    pub(crate) fn target(&self) -> Option<UserId> {
        match self {
            Self::SetRole { user, .. }
            | Self::Deactivate { user }
            | Self::Reactivate { user }
            | Self::EndSessions { user }
            | Self::MakeResetLink { user, .. }
            | Self::ResetPassword { user, .. }
            | Self::ConfirmEmail { user, .. } => Some(*user),
            Self::CreateAccount(_)
            | Self::SetSignUp { .. }
            | Self::SetName { .. }
            | Self::SetGreeting { .. }
            | Self::FinishSetup
            | Self::MakeInvite(_)
            | Self::RevokeInvite { .. } => None,
        }
    }

    /// The invite acted on, which was made already.
    pub(crate) fn invite(&self) -> Option<Uuid> {
        match self {
            Self::RevokeInvite { invite } => Some(*invite),
            _ => None,
        }
    }
}
