#![doc = include_str!("../README.md")]

pub mod admin;
mod announce;
mod app;
mod author_markers;
mod command_listener;
mod config;
mod delivery;
mod direct;
mod directory;
mod files;
mod followers;
mod heads_publisher;
mod inbox;
pub mod journal;
mod limits;
mod links;
mod mail;
mod migrate;
mod preview;
mod purge;
mod push;
mod query_handler;
pub mod render;
mod reports;
mod requester;
pub mod room;
mod search_language;
pub mod store;
mod thread_news;

pub use app::{App, BuildError};
pub use config::{Config, Limits};
pub use files::FileLimits;
pub use migrate::{MigrateError, migrate, schema};
pub use search_language::SearchLanguage;
