//! Postgres, as every service with a schema of its own uses it: how it connects, the pool that statements are sent over,
//! errors that may be logged, migrations, and patterns for `like`.
//!
//! What a statement says, and which schema it is about, is the service's.

mod address;
mod connector;
mod error;
mod migrate;
mod pattern;
mod pool;
mod settings;
mod tls;

pub use address::{Address, AddressError};
pub use connector::{ConnectError, connect};
pub use error::StoreError;
pub use migrate::{MigrateError, Release, Schema, SqlFile};
pub use pattern::contains;
pub use pool::Pool;
pub use settings::Settings;
pub use tls::{Handshake, Stream};
