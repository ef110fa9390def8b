#![doc = include_str!("../README.md")]

pub mod bus;
pub mod config;
pub mod files;
pub mod health;
pub mod lifecycle;
pub mod ops;
pub mod peers;
mod pem;
pub mod postgres;
pub mod telemetry;

pub use bus::{Bus, BusConfig, BusTls, Connection, Inbound, RequestError, Subscription};
pub use config::{Secret, Vars};
pub use health::{Checks, Liveness, Readiness};
pub use lifecycle::Lifecycle;
pub use peers::{Health, HeartbeatPublisher, Peer, PeerChange, Peers};

/// The release, as everything reports it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
