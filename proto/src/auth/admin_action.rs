//! What admins and the operator have done to accounts, invites and the installation.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{SignUp, TokenHash};
use crate::room::OrgRole;
use crate::text::{
    DeniedFiles, DisplayName, Email, EmojiName, Greeting, InstallationName, PasswordHash, Username,
};
use crate::{PictureId, RoomId, UserId};

/// What admins and the operator do. What of it is the operator's alone, no admin may.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum AdminAction {
    /// Create an account for somebody. → `Link`
    CreateAccount(NewAccount),
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
    /// Set somebody's password and end their sessions: the operator's alone. → `Done`
    ResetPassword {
        /// The person whose it is.
        user: UserId,
        /// Their password from now on.
        password: PasswordHash,
    },
    /// Confirm that an address is somebody's: nobody else signs in by it from now on. → `Done`
    ConfirmEmail {
        /// The person whose it is.
        user: UserId,
        /// The address that was seen; if they have another by now, nothing is done.
        email: Email,
    },
    /// Take somebody's picture away. → `Done`
    RemoveAvatar {
        /// The person whose it is.
        user: UserId,
    },
    /// Set who may create an account. → `Done`
    SetSignUp {
        /// Who may.
        sign_up: SignUp,
    },
    /// Set whether members make invites, too. → `Done`
    SetMembersInvite {
        /// They do.
        allowed: bool,
    },
    /// Add an emoji; by members, where they may. → `Done`
    AddEmoji {
        /// How it is called.
        name: EmojiName,
        /// How it looks; it is in the gateways' store.
        picture: PictureId,
    },
    /// Remove an emoji; members remove their own, where they may add any. → `Done`
    RemoveEmoji {
        /// Which.
        name: EmojiName,
    },
    /// Set whether members add emoji, too. → `Done`
    SetMembersEmoji {
        /// They do.
        allowed: bool,
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
    /// Say which files nobody may send. → `Done`
    SetDeniedFiles {
        /// Empty: all may be sent.
        denied: DeniedFiles,
    },
    /// Show the page that begins an installation no more. → `Done`
    FinishSetup,
    /// Make an invite; by members, where they may. → `Link`
    MakeInvite(NewInvite),
    /// Revoke an invite; members revoke their own, where they may make any. → `Done`, whether or not it could still be used
    RevokeInvite {
        /// Its public handle.
        invite: Uuid,
    },
}

/// An account for somebody.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewAccount {
    /// To sign in with.
    pub username: Username,
    /// To sign in with; confirmed from the beginning.
    pub email: Email,
    /// The name others see.
    pub display_name: DisplayName,
    /// Not `Inactive`; only owners create admins and owners.
    pub org_role: OrgRole,
    /// How its owner comes to sign in.
    pub access: Access,
}

/// How somebody comes to sign in to an account made for them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// They choose their password by a link: the SHA-256 of its token.
    Link(TokenHash),
    /// They are told the password: the operator's alone.
    Password(PasswordHash),
}

/// An invite.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewInvite {
    /// Its public handle, made by the form: sent twice, it makes one invite.
    pub id: Uuid,
    /// SHA-256 of its code.
    pub code: TokenHash,
    /// How many accounts may be created with it, 1 to 1,000.
    pub uses: u16,
    /// How long it can be used, in days, 1 to 365.
    pub days: u16,
    /// The room it is to; none: the common one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<RoomId>,
}

impl AdminAction {
    /// Its name, as spans, metrics and the audit log spell it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::CreateAccount(_) => "create_account",
            Self::SetRole { .. } => "set_role",
            Self::Deactivate { .. } => "deactivate",
            Self::Reactivate { .. } => "reactivate",
            Self::EndSessions { .. } => "end_sessions",
            Self::MakeResetLink { .. } => "make_reset_link",
            Self::ResetPassword { .. } => "reset_password",
            Self::ConfirmEmail { .. } => "confirm_email",
            Self::RemoveAvatar { .. } => "remove_avatar",
            Self::SetSignUp { .. } => "set_sign_up",
            Self::SetMembersInvite { .. } => "set_members_invite",
            Self::AddEmoji { .. } => "add_emoji",
            Self::RemoveEmoji { .. } => "remove_emoji",
            Self::SetMembersEmoji { .. } => "set_members_emoji",
            Self::SetName { .. } => "set_name",
            Self::SetGreeting { .. } => "set_greeting",
            Self::SetDeniedFiles { .. } => "set_denied_files",
            Self::FinishSetup => "finish_setup",
            Self::MakeInvite(_) => "make_invite",
            Self::RevokeInvite { .. } => "revoke_invite",
        }
    }

    /// The emoji acted on.
    pub fn emoji(&self) -> Option<&EmojiName> {
        match self {
            Self::AddEmoji { name, .. } | Self::RemoveEmoji { name } => Some(name),
            _ => None,
        }
    }

    /// The person acted on, who has an account already.
    pub fn target(&self) -> Option<UserId> {
        match self {
            Self::SetRole { user, .. }
            | Self::Deactivate { user }
            | Self::Reactivate { user }
            | Self::EndSessions { user }
            | Self::MakeResetLink { user, .. }
            | Self::ResetPassword { user, .. }
            | Self::RemoveAvatar { user }
            | Self::ConfirmEmail { user, .. } => Some(*user),
            Self::CreateAccount(_)
            | Self::SetSignUp { .. }
            | Self::SetMembersInvite { .. }
            | Self::AddEmoji { .. }
            | Self::RemoveEmoji { .. }
            | Self::SetMembersEmoji { .. }
            | Self::SetName { .. }
            | Self::SetGreeting { .. }
            | Self::SetDeniedFiles { .. }
            | Self::FinishSetup
            | Self::MakeInvite(_)
            | Self::RevokeInvite { .. } => None,
        }
    }
}
