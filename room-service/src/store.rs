//! SQL of schema `chat`, and nothing else knows it. Reads go through a small pool; the append has a connection of its
//! own in each journal. Permission is part of the query: "not yours" and "not there" are the same empty answer.

pub(crate) mod admin;
pub mod append;
pub(crate) mod events;
pub(crate) mod feed;
pub(crate) mod leavers;
pub(crate) mod load;
pub(crate) mod markers;
pub(crate) mod members;
pub(crate) mod messages;
pub(crate) mod nonces;
mod pool;
pub(crate) mod rename;
pub(crate) mod rooms;

use std::time::Duration;

use deadpool_postgres::PoolError;

pub(crate) use pool::Pool;

/// The longest answer to a query, in bytes of JSON: below NATS' 512 KiB with room for the envelope.
pub(crate) const ANSWER_BYTES: usize = 480 * 1024;

/// How long a read may wait for a connection, and a connection for Postgres.
const DEADLINE: Duration = Duration::from_secs(2);

/// A read or a write that came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No connection in time.
    #[error("no connection to the database: {0}")]
    Away(#[from] PoolError),
    /// Postgres refused, or the connection broke.
    #[error("the database: {0}")]
    Postgres(#[from] tokio_postgres::Error),
    /// A row that this release cannot read.
    #[error("a row that cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
}

impl StoreError {
    /// It in one word, of which there are few: an SQLSTATE, or why there is none.
    pub(crate) fn word(&self) -> &str {
        match self {
            Self::Away(_) => "away",
            Self::Postgres(error) => error.code().map_or("broken", |code| code.code()),
            Self::Unreadable(_) => "unreadable",
        }
    }
}

/// What every connection has: a bound on each statement, on connecting and on silence of the other end.
///
/// # Errors
/// The address is none.
pub fn settings(
    url: &str,
    name: &str,
    statement: Duration,
) -> Result<tokio_postgres::Config, tokio_postgres::Error> {
    let mut settings: tokio_postgres::Config = url.parse()?;
    let given = settings.get_options().unwrap_or_default().to_owned();
    let ours = format!("-c statement_timeout={} -c timezone=UTC -c jit=off", statement.as_millis());
    settings
        .options(format!("{given} {ours}").trim_start())
        .application_name(name)
        .connect_timeout(DEADLINE)
        .keepalives_idle(Duration::from_secs(10))
        .tcp_user_timeout(Duration::from_secs(10));
    Ok(settings)
}

/// Bytes of a value as JSON.
pub(crate) fn weight<T: serde::Serialize>(value: &T) -> usize {
    struct Count(usize);
    impl std::io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut count = Count(0);
    match serde_json::to_writer(&mut count, value) {
        Ok(()) => count.0,
        Err(_) => usize::MAX,
    }
}

/// Reads a word of a closed set (a role, a kind) as serde spells it.
pub(crate) fn word<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    serde_json::from_value(serde_json::Value::from(text))
}
