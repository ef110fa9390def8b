//! A room: what it remembers, its rules, its rounds, and the actor around them.
//!
//! `state`, `rules`, `nonce`, `outsiders`, `round`, `machine` and `model` are plain values: no async, no clock, no bus, no database.
//! `machine` says what to read, append, announce and answer; the actor (`actor`) does it.

pub(crate) mod actor;
pub mod direct;
pub mod machine;
pub mod member;
pub mod model;
pub mod needs;
pub mod nonce;
pub mod outsiders;
mod remembered;
pub mod round;
pub mod rules;
pub mod standing;
pub mod state;

pub use machine::RoundMachine;
pub use member::{Change, Member};
pub use needs::{Loaded, Needs};
pub use nonce::{Known, VoidReason};
pub use remembered::Tokens;
pub use round::{Asked, Draft, Order, Outcome, Plan, Verdict};
pub use rules::{Claim, Decision};
pub use state::Room;

#[cfg(test)]
mod tests;
