#![doc = include_str!("../README.md")]

pub mod admin;
mod announce;
mod app;
mod authors;
mod beacon;
mod config;
mod delivery;
mod directory;
mod door;
mod emptying;
pub mod journal;
mod leavers;
mod limits;
mod migrate;
mod questions;
pub mod render;
pub mod room;
pub mod store;

pub use app::{App, BuildError};
pub use config::{Config, Limits};
pub use migrate::{MigrateError, migrate};
