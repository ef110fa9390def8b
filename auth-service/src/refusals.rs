//! Every no of this service, as the person who asked reads it.

use chassis::postgres::StoreError;
use proto::{Code, Refusal};

use crate::rules::Denied;
use crate::store::NotApplied;

/// Why something may not be done.
pub(crate) fn denied(why: Denied) -> Refusal {
    match why {
        Denied::NotAdmin => not_admin(),
        Denied::OwnersOnly => Refusal::forbidden("Only owners can manage admins and owners."),
        Denied::Oneself => Refusal::forbidden(
            "You can't do this to your own account. Use your settings, or ask another admin.",
        ),
        Denied::LastOwner => {
            Refusal::new(Code::Limit, "This is the only owner. Make someone else an owner first.")
        }
        Denied::Unknown => Refusal::not_found(),
        Denied::Deactivated => {
            Refusal::bad_request("This person is deactivated. Reactivate them first, then create the link.")
        }
        Denied::NotARole => {
            Refusal::bad_request("Choose a role: guest, member, admin or owner.").on("org_role")
        }
        Denied::NoOwner => Refusal::bad_request("There is no owner yet. Create the first account."),
        Denied::Unclaimed => Refusal::bad_request(
            "There is no owner yet. Enter the code that was shown when Hubbub was started.",
        )
        .on("claim"),
        Denied::Closed => Refusal::forbidden("Sign-up is closed. Ask an admin for an account."),
        Denied::NotInvited => Refusal::forbidden(
            "You need an invite to create an account, and this one has expired. Ask for a new one.",
        ),
    }
}

/// Why a change was not made.
pub(crate) fn not_applied(why: NotApplied) -> Refusal {
    match why {
        // As often as it was decided anew: more is going on than one can wait for.
        NotApplied::Moved => Refusal::busy(),
        NotApplied::Repeated => Refusal::nonce_reused(),
        NotApplied::UsernameTaken => {
            Refusal::new(Code::Taken, "That username is taken. Choose another.").on("username")
        }
        NotApplied::EmailTaken => {
            Refusal::new(Code::Taken, "There is already an account with this e-mail address.").on("email")
        }
        NotApplied::Store(error) => unavailable(error),
    }
}

/// The database did not do it; the log says why.
#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
pub(crate) fn unavailable(error: StoreError) -> Refusal {
    tracing::warn!(%error, "a statement failed");
    Refusal::unavailable()
}

/// Whoever asks is no admin, or no longer one.
pub(crate) fn not_admin() -> Refusal {
    Refusal::forbidden("Only admins can do this.")
}

/// Wrong password, unknown name, deactivated account: one and the same.
pub(crate) fn wrong_login() -> Refusal {
    Refusal::bad_request("Wrong username or password.").on("password")
}

/// The current password that was typed is another.
pub(crate) fn wrong_password() -> Refusal {
    Refusal::bad_request("Wrong password. Try again.").on("old")
}

/// The next password is the current one.
pub(crate) fn same_password() -> Refusal {
    Refusal::bad_request("This is your current password. Choose another.").on("password")
}

/// A link to set a password does not work.
pub(crate) fn link_expired() -> Refusal {
    Refusal::new(
        Code::NotFound,
        "This link has expired. It works once, within a day. Ask an admin for a new one.",
    )
}

/// More was asked about at once than is answered.
pub(crate) fn too_many() -> Refusal {
    Refusal::bad_request("Too many at once.")
}

/// An invite for too few or too many people.
pub(crate) fn invite_uses() -> Refusal {
    Refusal::bad_request("Enter a number from 1 to 1,000.").on("uses")
}

/// An invite for too few or too many days.
pub(crate) fn invite_days() -> Refusal {
    Refusal::bad_request("Enter a number from 1 to 365.").on("days")
}

/// A message of another release, or none of ours.
pub(crate) fn not_understood() -> Refusal {
    Refusal::bad_request("Unknown request. Reload the page and try again.")
}
