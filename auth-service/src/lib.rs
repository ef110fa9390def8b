#![doc = include_str!("../README.md")]

pub mod admin;
mod app;
mod config;
mod desk;
mod door;
mod hasher;
mod housekeeping;
mod store;
mod throttle;
mod token;
mod visitor;

pub use app::{App, BuildError};
pub use config::{Config, Hashing, Limits, Sessions};
pub use hasher::{RecipeError, StartError};
pub use store::{MigrateError, migrate};
