//! What the database is told once it is decided.

use proto::auth::{NewAccount, NewInvite, SignUp, TokenHash};
use proto::room::OrgRole;
use proto::text::Email;
use proto::{PictureId, UserId};
use uuid::Uuid;

/// What was decided: all that the database needs to be told.
#[derive(Clone, Debug)]
pub(crate) enum Change<'a> {
    CreateAccount { account: &'a NewAccount, claims: bool },
    SetRole(RoleChange),
    EndSessions { user: UserId },
    MakeResetLink { user: UserId, link: &'a TokenHash },
    ResetPassword { user: UserId, password: &'a str },
    ConfirmEmail { user: UserId, email: &'a Email },
    RemoveAvatar { user: UserId },
    SetSignUp { was: SignUp, becomes: SignUp },
    SetMembersInvite { allowed: bool },
    AddEmoji { name: &'a str, picture: PictureId, by: UserId },
    RemoveEmoji { name: &'a str },
    SetMembersEmoji { allowed: bool },
    SetName { was: Option<&'a str>, name: &'a str },
    SetGreeting { was: &'a str, greeting: &'a str },
    SetDeniedFiles { was: &'a str, denied: &'a str },
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
