#![doc = include_str!("../README.md")]

mod actions;
mod app;
mod assets;
pub mod catalogue;
pub mod cluster;
mod config;
pub mod draw;
mod emoji;
mod error;
mod files;
pub mod installation;
mod letters;
mod limits;
mod link_previews;
pub mod live;
mod middleware;
mod outgoing;
mod pages;
mod people;
mod places;
mod push;
mod rate_limit;
mod router;
mod security_headers;
mod session;
mod slash_commands;
mod state;
mod unread_mail;
mod worker;

pub use app::{App, BuildError};
pub use config::{Config, FilePlace, Networks, PublicUrl, S3Endpoint, S3Settings, SecurityContact};
pub use files::check_place;
pub use outgoing::Origins;
pub use router::{Address, addresses};
