#![doc = include_str!("../README.md")]

pub mod admin;
mod app;
mod client_info;
mod config;
mod desk;
mod door;
mod hasher;
mod housekeeping;
mod store;
mod throttle;
mod token;

pub use app::{App, BuildError};
pub use config::{Config, Hashing, Limits, Sessions};
pub use hasher::{RecipeError, StartError};
pub use store::{MigrateError, migrate};
