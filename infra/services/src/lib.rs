//! A private Postgres and a private nats-server on this machine: found, fetched, started, kept, and gone when we are.
//!
//! `hubbub up` runs people's data on it, and every test that needs a real database or bus asks [`testbed`] for one: the
//! same code both times. What the database holds and what the bus carries is none of its business.

mod error;
pub mod home;
pub mod install;
pub mod managed_child;
pub mod nats;
pub mod packages;
pub mod ports;
pub mod postgres;
pub mod programs;
pub mod provide;
pub mod register;
pub mod secret;
pub mod testbed;

pub use error::{ServiceError, said};

/// Says one step to whoever watches, as it happens.
pub type Say<'a> = &'a (dyn Fn(&str) + Send + Sync);

/// The end of a log, for an error's sentence.
pub fn last_words(log: &std::path::Path) -> String {
    let text =
        std::fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let lines: Vec<&str> = text.lines().rev().filter(|line| !line.trim().is_empty()).take(3).collect();
    let words = lines.into_iter().rev().collect::<Vec<_>>().join(" · ");
    if words.is_empty() { format!("it says nothing in {}", log.display()) } else { words }
}
