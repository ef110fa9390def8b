//! A room: what it remembers, its rules, its rounds, and the actor around them.
//!
//! `state`, `permissions`, `rules`, `nonce`, `round` and `model` are plain values: no async, no clock, no bus, no database. The
//! actor (`actor`) carries their words to the journal, the bus and the askers.

pub(crate) mod actor;
pub mod model;
pub mod nonce;
pub mod permissions;
pub mod round;
pub mod rules;
pub mod state;

pub use nonce::{Known, VoidReason};
pub use round::{Asked, Draft, Order, Outcome, Plan, Verdict};
pub use rules::{Claim, Decision};
pub use state::{Change, Loaded, Member, Needs, Room};

#[cfg(test)]
mod tests;
