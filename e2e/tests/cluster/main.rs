//! The cluster as people meet it: real processes, a real database, a real bus.

mod chat;
mod dashboards;
mod floods;
mod killing;
mod leaving;
mod load;
mod metrics;
mod presence;
mod pushing;
mod reactions;
mod scenarios;
mod secrets;
mod silence;
mod slow;
mod talking;
mod tracing;
mod uploads;

/// The twin of the one command.
const PROGRAM: &str = env!("CARGO_BIN_EXE_hubbub-e2e");
