//! Schema `auth`, and the only code that speaks SQL. One module per aggregate; every operation is one statement in one
//! autocommitted round trip, so that a process stopped in the middle holds no lock.

mod account;
mod admin;
mod feed;
mod forgotten;
mod invite;
mod migrate;
mod own;
mod place;
mod pool;
mod record;
mod session;
mod throttle;

pub(crate) use account::{Applicant, Candidate, NotRegistered};
pub(crate) use admin::{NewPerson, NotDone, Outcome};
pub(crate) use invite::NewInvite;
pub use migrate::{MigrateError, migrate};
pub(crate) use pool::{Store, StoreError};
pub(crate) use session::Opening;
pub(crate) use throttle::Charge;

use proto::room::OrgRole;

/// The feed's own words for a organisation role.
pub(crate) fn standing_word(org_role: OrgRole) -> &'static str {
    match org_role {
        OrgRole::Inactive => "inactive",
        OrgRole::Guest => "guest",
        OrgRole::Member => "member",
        OrgRole::Admin => "admin",
        OrgRole::Owner => "owner",
    }
}

/// Reads a organisation role; a word of a later release gives the least that an active person can be.
pub(crate) fn standing_of(word: &str) -> OrgRole {
    match word {
        "inactive" => OrgRole::Inactive,
        "guest" => OrgRole::Guest,
        "admin" => OrgRole::Admin,
        "owner" => OrgRole::Owner,
        _ => OrgRole::Member,
    }
}
