//! Postgres, as every service with a schema of its own uses it: how it connects, the pool that statements are sent over,
//! errors that may be logged, migrations, and patterns for `like`.
//!
//! What a statement says, and which schema it is about, is the service's.

mod address;
mod connector;
mod error;
pub(crate) mod error_log;
mod health;
pub mod long_work;
mod migrate;
mod pattern;
mod pool;
mod release;
pub mod requirements;
mod settings;
mod tls;

pub use address::{Address, AddressError};
pub use connector::{ConnectError, Connection, connect_once};
pub use error::StoreError;
pub use health::Health;
pub use migrate::{MigrateError, Schema, SqlFile, check_free};
pub use pattern::contains;
pub use pool::Pool;
pub use release::Release;
pub use requirements::{ExpectedSchema, Problem, Requirement, Wanted};
pub use settings::Settings;
