//! Every no of this service, as a reason that the gateway words.

use chassis::postgres::StoreError;
use proto::auth::Emoji;
use proto::{Reason, Refusal};

use crate::rules::{Denied, INVITE_DAYS, INVITE_USES};
use crate::store::NotApplied;

/// Why something may not be done.
pub(crate) fn denied(why: Denied) -> Refusal {
    match why {
        Denied::NotAdmin => not_admin(),
        Denied::OwnersOnly => Refusal::new(Reason::OwnersOnly),
        Denied::Oneself => Refusal::new(Reason::OwnAccount),
        Denied::LastOwner => Refusal::new(Reason::LastOwner),
        Denied::Unknown => Refusal::not_found(),
        Denied::Deactivated => Refusal::new(Reason::Deactivated),
        Denied::NotARole => Refusal::new(Reason::UnknownOrgRole).on("org_role"),
        Denied::InviteUses => {
            let (min, max) = (usize::from(*INVITE_USES.start()), usize::from(*INVITE_USES.end()));
            Refusal::new(Reason::InviteUses { min, max }).on("uses")
        }
        Denied::InviteDays => {
            let (min, max) = (usize::from(*INVITE_DAYS.start()), usize::from(*INVITE_DAYS.end()));
            Refusal::new(Reason::InviteDays { min, max }).on("days")
        }
        Denied::EmojiTaken => emoji_taken(),
        Denied::EmojiFull => Refusal::new(Reason::TooManyEmoji { max: Emoji::MAX }),
        Denied::NoOwner => Refusal::new(Reason::NoOwnerYet),
        Denied::Unclaimed => Refusal::new(Reason::WrongSetupCode).on("claim"),
        Denied::Closed => Refusal::new(Reason::SignUpClosed),
        Denied::NotInvited => Refusal::new(Reason::InviteNeeded),
    }
}

/// Why a change was not made.
pub(crate) fn not_applied(why: NotApplied) -> Refusal {
    match why {
        // As often as it was decided anew: more is going on than one can wait for.
        NotApplied::Moved => Refusal::busy(),
        NotApplied::Repeated => Refusal::nonce_reused(),
        NotApplied::UsernameTaken => Refusal::new(Reason::UsernameTaken).on("username"),
        NotApplied::EmailTaken => Refusal::new(Reason::EmailTaken).on("email"),
        NotApplied::EmojiTaken => emoji_taken(),
        NotApplied::EmailChanged => Refusal::new(Reason::EmailChanged).on("email"),
        NotApplied::Store(error) => unavailable(error),
    }
}

fn emoji_taken() -> Refusal {
    Refusal::new(Reason::EmojiNameTaken).on("name")
}

/// The database did not do it; the log says why.
#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
pub(crate) fn unavailable(error: StoreError) -> Refusal {
    error.warn("a statement failed");
    Refusal::unavailable()
}

/// Whoever asks is no admin, or no longer one.
pub(crate) fn not_admin() -> Refusal {
    Refusal::new(Reason::AdminsOnly)
}

/// Wrong password, unknown name, deactivated account: one and the same.
pub(crate) fn wrong_login() -> Refusal {
    Refusal::new(Reason::WrongCredentials).on("password")
}

/// The current password that was typed is another.
pub(crate) fn wrong_password() -> Refusal {
    Refusal::new(Reason::WrongCurrentPassword).on("old")
}

/// The next password is the current one.
pub(crate) fn same_password() -> Refusal {
    Refusal::new(Reason::SamePassword).on("password")
}

/// A link to set a password does not work.
pub(crate) fn link_expired() -> Refusal {
    Refusal::new(Reason::ResetLinkExpired)
}

/// A link to confirm an address does not work.
pub(crate) fn confirmation_expired() -> Refusal {
    Refusal::new(Reason::ConfirmationExpired)
}

/// More was asked about at once than is answered.
pub(crate) fn too_many() -> Refusal {
    Refusal::new(Reason::TooManyAtOnce)
}

/// A message of another release, or none of ours.
pub(crate) fn not_understood() -> Refusal {
    Refusal::new(Reason::UnknownRequest)
}
