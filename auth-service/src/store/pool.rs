//! The pool, its deadlines, and errors that may be written into a log.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, Instant};

use chassis::telemetry::metrics;
use chassis::telemetry::sql::Statement;
use deadpool_postgres::{
    Hook, HookError, Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime,
};
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;
use tokio_postgres::{NoTls, Row};

/// How long a caller waits for a connection, and for a new one to be made.
const CONNECTION: Duration = Duration::from_secs(2);
/// How long a statement may take; the server's own limit is a little shorter, so that it is the first to give up.
const STATEMENT: Duration = Duration::from_secs(5);
const SETTINGS: &str = "set statement_timeout = '4500ms'; set idle_in_transaction_session_timeout = '5s'";

/// How often a mere look is tried in all, should connections break under it.
const TRIES: usize = 3;

const PROBE: &str = "select n from auth.feed_head";

/// The way to the database. Clones share its connections.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    pool: Pool,
}

/// Why the database did not do it. Shows no value of any row: Postgres puts those into the details of its messages.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// No connection could be had.
    #[error("no connection to the database")]
    Away,
    /// No answer in time: whether it was done is unknown.
    #[error("the database did not answer in time")]
    TooSlow,
    /// The statement failed.
    #[error("{}", Shown(.0))]
    Failed(tokio_postgres::Error),
}

impl StoreError {
    /// Whether it is this constraint that was in the way.
    pub(crate) fn on_constraint(&self, name: &str) -> bool {
        let Self::Failed(error) = self else { return false };
        error.as_db_error().and_then(|error| error.constraint()) == Some(name)
    }

    /// It in one word, of which there are few: an SQLSTATE, or why there is none.
    fn word(&self) -> &str {
        match self {
            Self::Away => "away",
            Self::TooSlow => "too_slow",
            Self::Failed(error) => error.code().map_or("broken", |code| code.code()),
        }
    }

    /// The server ended the connection, or it broke.
    fn is_broken_connection(&self) -> bool {
        let Self::Failed(error) = self else { return false };
        match error.code() {
            Some(code) => [SqlState::ADMIN_SHUTDOWN, SqlState::CRASH_SHUTDOWN].contains(code),
            None => {
                error.is_closed()
                    || std::error::Error::source(error).is_some_and(|cause| cause.is::<std::io::Error>())
            }
        }
    }
}

/// The state and constraint of an error, and nothing it quotes.
struct Shown<'a>(&'a tokio_postgres::Error);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_db_error() {
            Some(error) => match error.constraint() {
                Some(constraint) => write!(f, "SQLSTATE {} on {constraint}", error.code().code()),
                None => write!(f, "SQLSTATE {}", error.code().code()),
            },
            None if self.0.is_closed() => f.write_str("the connection closed"),
            None => f.write_str("the statement failed on its way"),
        }
    }
}

impl Store {
    /// A pool that connects when first asked.
    ///
    /// # Errors
    /// The address is none.
    pub(crate) fn new(url: &str, connections: usize) -> Result<Self, tokio_postgres::Error> {
        let mut config = tokio_postgres::Config::from_str(url)?;
        config.application_name("hubbub-auth").connect_timeout(CONNECTION).tcp_user_timeout(STATEMENT);
        let manager =
            Manager::from_config(config, NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
        let resolve = Hook::async_fn(|client: &mut deadpool_postgres::ClientWrapper, _| {
            Box::pin(async move { client.batch_execute(SETTINGS).await.map_err(HookError::Backend) })
        });
        let pool = Pool::builder(manager)
            .max_size(connections)
            .wait_timeout(Some(CONNECTION))
            .create_timeout(Some(CONNECTION))
            .recycle_timeout(Some(CONNECTION))
            .runtime(Runtime::Tokio1)
            .post_create(resolve)
            .build()
            .unwrap_or_else(|_| unreachable!("a runtime is given"));
        let watched = pool.clone();
        metrics::watch_pool(move || {
            let status = watched.status();
            let used = status.size.saturating_sub(status.available);
            metrics::Pool { used, idle: status.available, waiting: status.waiting }
        });
        Ok(Self { pool })
    }

    /// Whether the database answers and holds the schema.
    pub(crate) async fn probe(&self) -> Result<(), StoreError> {
        self.look(PROBE, &[]).await.map(drop)
    }

    /// All rows of a statement that may be run twice: where the connection breaks under it, it is run again on another.
    pub(super) async fn look(
        &self,
        statement: &'static str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, StoreError> {
        let mut tries = 1..TRIES;
        loop {
            match self.act(statement, values).await {
                Err(error) if error.is_broken_connection() && tries.next().is_some() => {}
                outcome => return outcome,
            }
        }
    }

    /// All rows of a statement that must not be run twice.
    pub(super) async fn act(
        &self,
        statement: &'static str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, StoreError> {
        let since = Instant::now();
        let client = self.pool.get().await;
        metrics::pool_waited(since.elapsed(), client.is_ok());
        let client = client.map_err(|error| match error {
            // What the server itself says helps the operator; the rest comes down to one thing.
            PoolError::Backend(error) if error.as_db_error().is_some() => StoreError::Failed(error),
            _ => StoreError::Away,
        })?;
        let work = async {
            let prepared = client.prepare_cached(statement).await?;
            client.query(&prepared, values).await
        };
        let telling = Statement::begin(statement);
        let outcome = match tokio::time::timeout(STATEMENT, work).await {
            Ok(outcome) => outcome.map_err(StoreError::Failed),
            Err(_) => Err(StoreError::TooSlow),
        };
        telling.done(outcome.as_ref().err().map(StoreError::word));
        if outcome
            .as_ref()
            .is_err_and(|error| matches!(error, StoreError::TooSlow) || error.is_broken_connection())
        {
            // The next user would wait behind this statement, or meet the same end: away with the whole connection.
            drop(Object::take(client));
        }
        outcome
    }
}
