#![doc = include_str!("../README.md")]

pub mod admin;
mod administration;
mod app;
mod client_info;
mod commands;
mod config;
mod hasher;
mod housekeeping;
mod listener;
pub mod mail;
mod queries;
mod refusals;
mod rules;
mod service;
mod store;
mod throttle;

pub use app::{App, BuildError};
pub use config::{Config, Hashing, Limits, MailSettings, MailTls, Sessions};
pub use hasher::{RecipeError, StartError};
pub use store::{MigrateError, migrate, schema};
