//! Schema `auth`, and the only code that speaks SQL. One module per aggregate; every operation is one statement in one
//! autocommitted round trip, so that a process stopped in the middle holds no lock.

mod account;
mod feed;
mod forgotten;
mod invite;
mod migrate;
mod office;
mod own;
mod place;
mod pool;
mod record;
mod session;
mod throttle;

pub(crate) use account::{Applicant, Candidate, NotRegistered};
pub(crate) use invite::NewInvite;
pub use migrate::{MigrateError, migrate};
pub(crate) use office::{NewPerson, NotDone, Outcome};
pub(crate) use pool::{Store, StoreError};
pub(crate) use session::Opening;
pub(crate) use throttle::Charge;

use proto::room::Standing;

/// The feed's own words for a standing.
pub(crate) fn standing_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Inactive => "inactive",
        Standing::Member => "member",
        Standing::Admin => "admin",
        Standing::Owner => "owner",
    }
}

/// Reads a standing; a word of a later release gives the least that an active person can be.
pub(crate) fn standing_of(word: &str) -> Standing {
    match word {
        "inactive" => Standing::Inactive,
        "admin" => Standing::Admin,
        "owner" => Standing::Owner,
        _ => Standing::Member,
    }
}
