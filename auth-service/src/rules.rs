//! Who may do what to whom in the organisation. Pure: decided from what the database said a moment ago, carried out only
//! if that still holds (`org.version`), else decided again.

mod admin;
mod change;
mod sign_up;

pub(crate) use admin::{INVITE_DAYS, INVITE_USES, decide};
pub(crate) use change::{Change, RoleChange};
pub(crate) use sign_up::{Joining, join};

use proto::UserId;
use proto::auth::{Person, SignUp};
use proto::room::OrgRole;
use uuid::Uuid;

/// By whose right something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Authority {
    /// A person, who must be an admin.
    Admin(UserId),
    /// The operator, who holds the database anyway.
    System,
}

impl Authority {
    /// The person, where it is one.
    pub(crate) fn actor(self) -> Option<Uuid> {
        match self {
            Self::Admin(user) => Some(user.0),
            Self::System => None,
        }
    }
}

/// The organisation at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Org {
    /// Rises with everything that decisions depend on.
    pub(crate) version: i64,
    /// It has, or had, an owner.
    pub(crate) claimed: bool,
    pub(crate) sign_up: SignUp,
    /// Members make invites, too.
    pub(crate) members_invite: bool,
    /// Members add emoji, too.
    pub(crate) members_emoji: bool,
    /// How many emoji of its own it has.
    pub(crate) emoji: i64,
    /// None: as it is configured.
    pub(crate) name: Option<String>,
    pub(crate) greeting: String,
    pub(crate) denied_files: String,
    /// The page that begins an installation is shown no more.
    pub(crate) set_up: bool,
    /// How many active owners there are.
    pub(crate) owners: i64,
    /// The active owner who has been here longest.
    pub(crate) first_owner: Option<UserId>,
}

/// Somebody with an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) person: Person,
    /// Their role while active; never `Inactive`.
    pub(crate) org_role: OrgRole,
    pub(crate) active: bool,
}

impl Member {
    /// What they are now.
    pub(crate) fn now(&self) -> OrgRole {
        if self.active { self.org_role } else { OrgRole::Inactive }
    }
}

/// What the database said about everyone concerned, from one snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) org: Org,
    /// The person who acts; none: the operator, or nobody with an account.
    pub(crate) actor: Option<Member>,
    /// The person acted on.
    pub(crate) target: Option<Member>,
    /// Whether the invite acted on is still to be revoked; none: there is no such invite.
    pub(crate) invite: Option<bool>,
    /// Who has made it.
    pub(crate) invite_by: Option<UserId>,
    /// Who has added the emoji acted on; none: there is no such emoji.
    pub(crate) emoji_by: Option<UserId>,
}

/// Why something may not be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Denied {
    /// Only admins may.
    NotAdmin,
    /// Only owners manage admins and owners.
    OwnersOnly,
    /// Nobody does this to themselves.
    Oneself,
    /// An organisation needs an owner.
    LastOwner,
    /// There is no such person or invite.
    Unknown,
    /// The person is deactivated.
    Deactivated,
    /// Being inactive is no role.
    NotARole,
    /// An invite is for fewer or more people than that.
    InviteUses,
    /// An invite works for fewer or more days than that.
    InviteDays,
    /// An emoji goes by this name.
    EmojiTaken,
    /// There are as many emoji as there may be.
    EmojiFull,
    /// Invites are made in the name of an owner, and there is none.
    NoOwner,
    /// The first account must show the operator's code.
    Unclaimed,
    /// Nobody may create an account.
    Closed,
    /// Only with an invite, and there is none that can be used.
    NotInvited,
}
