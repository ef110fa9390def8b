//! Why an operator's command was not carried out; each a sentence for whoever typed it.

use chassis::postgres::StoreError;
use proto::Refusal;

use crate::administration::Failed;
use crate::refusals;
use crate::rules::Denied;
use crate::store::NotApplied;

/// Why it was not done.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    /// `DATABASE_URL` is none.
    #[error("DATABASE_URL is not the address of a Postgres database")]
    Address,
    /// The username is in use.
    #[error("there is already an account with that username")]
    UsernameTaken,
    /// The address is confirmed to be somebody else's.
    #[error("that e-mail address is confirmed to be someone else's")]
    EmailTaken,
    /// It is not the address of the account.
    #[error("the account has another e-mail address")]
    EmailChanged,
    /// Nobody has that username.
    #[error("there is no account with that username")]
    Unknown,
    /// An organisation needs an owner.
    #[error("this is the only owner; make someone else an owner first")]
    LastOwner,
    /// Being inactive is no role.
    #[error("choose guest, member, admin or owner; to keep someone out, use deactivate")]
    NotARole,
    /// Invites are made in the name of an owner.
    #[error("there is no owner yet, and invites are made in the owner's name; create the first account")]
    NoOwner,
    /// No invite has this id.
    #[error("there is no invite with that id")]
    NoInvite,
    /// Something else that the rules or limits refuse.
    #[error("{0}")]
    Refused(Refusal),
    /// The system has no randomness to give.
    #[error("the system has no randomness to give")]
    Randomness,
    /// The password could not be hashed.
    #[error("the password could not be hashed")]
    Hash,
    /// Nothing of what the database quotes is in it.
    #[error("the database did not do it: {0}")]
    Database(String),
}

impl From<StoreError> for AdminError {
    fn from(error: StoreError) -> Self {
        Self::Database(error.to_string())
    }
}

impl From<Failed> for AdminError {
    fn from(why: Failed) -> Self {
        match why {
            Failed::Denied(Denied::Unknown) => Self::Unknown,
            Failed::Denied(Denied::LastOwner) => Self::LastOwner,
            Failed::Denied(Denied::NotARole) => Self::NotARole,
            Failed::Denied(Denied::NoOwner) => Self::NoOwner,
            Failed::Denied(why) => Self::Refused(refusals::denied(why)),
            Failed::NotApplied(NotApplied::UsernameTaken) => Self::UsernameTaken,
            Failed::NotApplied(NotApplied::EmailTaken) => Self::EmailTaken,
            Failed::NotApplied(NotApplied::EmailChanged) => Self::EmailChanged,
            Failed::NotApplied(why) => Self::Database(why.to_string()),
        }
    }
}
