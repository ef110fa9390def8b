//! The pool, and the one place where statements are sent over it: each is autocommitted, a span and a number, and has a
//! deadline.

use std::time::{Duration, Instant};

use deadpool_postgres::{Manager, ManagerConfig, Object, PoolError, RecyclingMethod, Runtime};
use tokio_postgres::Row;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;

use super::connector::Connector;
use super::settings::CONNECTING;
use super::{Settings, StoreError};
use crate::telemetry::metrics;
use crate::telemetry::sql::Statement;

/// How often a read is tried in all, should connections break under it.
const TRIES: usize = 3;

/// A few connections, made on need. Clones share them.
#[derive(Clone, Debug)]
pub struct Pool {
    connections: deadpool_postgres::Pool,
    deadline: Duration,
}

/// The values of a statement.
type Values<'a> = &'a [&'a (dyn ToSql + Sync)];

impl Pool {
    /// At most `size` connections; none before the first statement.
    pub fn new(settings: &Settings, size: usize) -> Self {
        let manager = Manager::from_connect(
            settings.config().clone(),
            Connector::new(settings),
            ManagerConfig { recycling_method: RecyclingMethod::Fast },
        );
        let connections = deadpool_postgres::Pool::builder(manager)
            .max_size(size)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(CONNECTING))
            .create_timeout(Some(CONNECTING))
            .recycle_timeout(Some(CONNECTING))
            .build()
            .unwrap_or_else(|_| unreachable!("a pool with a runtime can always be built"));
        Self { connections, deadline: settings.deadline() }
    }

    /// Has metrics tell how busy it is. For the one pool of a process that is worth watching.
    pub fn watch(&self) {
        let watched = self.connections.clone();
        metrics::watch_pool(move || {
            let status = watched.status();
            let used = status.size.saturating_sub(status.available);
            metrics::Pool { used, idle: status.available, waiting: status.waiting }
        });
    }

    /// All rows of a statement that may be run twice: where the connection breaks under it, it is run again on another.
    ///
    /// # Errors
    /// The database is away, too slow, or refuses.
    pub async fn read(&self, sql: &'static str, values: Values<'_>) -> Result<Vec<Row>, StoreError> {
        let mut tries = 1..TRIES;
        loop {
            match self.write(sql, values).await {
                Err(error) if error.is_broken_connection() && tries.next().is_some() => {}
                outcome => return outcome,
            }
        }
    }

    /// The first row of such a statement, if there is one.
    ///
    /// # Errors
    /// The database is away, too slow, or refuses.
    pub async fn read_first(&self, sql: &'static str, values: Values<'_>) -> Result<Option<Row>, StoreError> {
        Ok(self.read(sql, values).await?.into_iter().next())
    }

    /// The first row of such a statement, which always has one.
    ///
    /// # Errors
    /// The database is away, too slow, or refuses.
    pub async fn read_one(&self, sql: &'static str, values: Values<'_>) -> Result<Row, StoreError> {
        self.read_first(sql, values).await?.ok_or_else(no_row)
    }

    /// All rows of a statement that must not be run twice. Without an answer it is unknown whether it was done.
    ///
    /// # Errors
    /// The database is away, too slow, or refuses.
    pub async fn write(&self, sql: &'static str, values: Values<'_>) -> Result<Vec<Row>, StoreError> {
        let client = self.connection().await?;
        let work = async {
            let prepared = client.prepare_cached(sql).await?;
            client.query(&prepared, values).await
        };
        let outcome = observed(sql, self.deadline, work).await;
        if outcome.as_ref().is_err_and(leaves_in_doubt) {
            // The next user would wait behind this statement, or meet the same end: away with the whole connection.
            drop(Object::take(client));
        }
        outcome
    }

    /// The first row of such a statement, which always has one.
    ///
    /// # Errors
    /// The database is away, too slow, or refuses.
    pub async fn write_one(&self, sql: &'static str, values: Values<'_>) -> Result<Row, StoreError> {
        self.write(sql, values).await?.into_iter().next().ok_or_else(no_row)
    }

    /// All rows of a read that Postgres may work on for so long; none if that was too little.
    ///
    /// # Errors
    /// The database is away or refuses.
    pub async fn read_within(
        &self,
        time: Duration,
        sql: &'static str,
        values: Values<'_>,
    ) -> Result<Option<Vec<Row>>, StoreError> {
        let mut client = self.connection().await?;
        let work = async {
            // A transaction of one read, for its own bound alone: it locks nothing, and ends with the connection.
            let reading = client.build_transaction().read_only(true).start().await?;
            reading.batch_execute(&format!("set local statement_timeout = {}", time.as_millis())).await?;
            let found = reading.query(sql, values).await;
            reading.rollback().await?;
            found
        };
        let outcome = observed(sql, self.deadline.max(time + CONNECTING), work).await;
        if outcome.as_ref().is_err_and(leaves_in_doubt) {
            drop(Object::take(client));
        }
        match outcome {
            Err(error) if error.sql_state() == Some(&SqlState::QUERY_CANCELED) => Ok(None),
            found => found.map(Some),
        }
    }

    /// Whether the database answers at all.
    pub async fn ping(&self) -> bool {
        let Ok(client) = self.connection().await else { return false };
        matches!(tokio::time::timeout(self.deadline, client.simple_query("select")).await, Ok(Ok(_)))
    }

    async fn connection(&self) -> Result<Object, StoreError> {
        let since = Instant::now();
        let client = self.connections.get().await;
        metrics::pool_waited(since.elapsed(), client.is_ok());
        client.map_err(|error| match error {
            // What the server itself says helps the operator; the rest comes down to one thing.
            PoolError::Backend(error) if error.as_db_error().is_some() => StoreError::Failed(error),
            _ => StoreError::Away,
        })
    }
}

async fn observed<T>(
    sql: &'static str,
    deadline: Duration,
    work: impl Future<Output = Result<T, tokio_postgres::Error>>,
) -> Result<T, StoreError> {
    let statement = Statement::begin(sql);
    let outcome = match tokio::time::timeout(deadline, work).await {
        Ok(outcome) => outcome.map_err(StoreError::Failed),
        Err(_) => Err(StoreError::TooSlow),
    };
    statement.done(outcome.as_ref().err().map(StoreError::word));
    outcome
}

fn no_row() -> StoreError {
    StoreError::Unreadable(serde::de::Error::custom("there is none"))
}

fn leaves_in_doubt(error: &StoreError) -> bool {
    matches!(error, StoreError::TooSlow) || error.is_broken_connection()
}
