//! The gateway: HTTP, HTML and WebSockets, the only door people use.
//!
//! It knows browsers and the bus. It never knows SQL, holds no database credentials and decides nothing about rooms or
//! passwords: it asks, draws the answer, and hands events on.

mod app;
mod assets;
pub mod cluster;
mod config;
pub mod draw;
mod error;
pub mod live;
mod middleware;
mod pages;
mod router;
mod session;

pub use app::{App, BuildError};
pub use config::{Config, Networks, PublicUrl};
