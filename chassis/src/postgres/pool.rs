//! The pool, and the one place where statements are sent over it: each is autocommitted, a span and a number, and has a
//! deadline.

mod slots;
mod upkeep;

use std::time::{Duration, Instant};

use deadpool_postgres::{Manager, ManagerConfig, Object, PoolError, QueueMode, RecyclingMethod, Runtime};
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Row};

use self::slots::{Slot, Slots};
use self::upkeep::Inside;
use super::connector::Connector;
use super::settings::CONNECTING;
use super::{Settings, StoreError};
use crate::telemetry::metrics;
use crate::telemetry::sql::Statement;

/// How often a read is tried in all, should connections break under it.
const TRIES: usize = 3;
/// How long the server may take to say that it is there.
const PING: Duration = Duration::from_secs(1);
/// What is said of a read whose time is over.
const OVERDUE: [SqlState; 2] = [SqlState::QUERY_CANCELED, SqlState::IN_FAILED_SQL_TRANSACTION];

/// A few connections, made on need. Clones share them.
#[derive(Clone, Debug)]
pub struct Pool {
    connections: deadpool_postgres::Pool,
    slots: Slots,
    deadline: Duration,
}

/// The values of a statement.
type Values<'a> = &'a [&'a (dyn ToSql + Sync)];

impl Pool {
    /// At most `size` connections; none before the first statement.
    pub fn new(settings: &Settings, size: usize) -> Self {
        let manager = Manager::from_connect(
            settings.config().clone(),
            Connector(settings.clone()),
            ManagerConfig { recycling_method: RecyclingMethod::Fast },
        );
        let inside = Inside::default();
        let connections = deadpool_postgres::Pool::builder(manager)
            .max_size(size)
            .runtime(Runtime::Tokio1)
            .queue_mode(QueueMode::Lifo)
            .pre_recycle(upkeep::test_after_silence(inside.clone()))
            .create_timeout(Some(CONNECTING))
            .recycle_timeout(Some(CONNECTING))
            .build()
            .unwrap_or_else(|_| unreachable!("a pool with a runtime can always be built"));
        let _ = inside.set(connections.weak());
        let slots = Slots::new(size);
        upkeep::begin(&connections, &slots);
        Self { connections, slots, deadline: settings.deadline() }
    }

    /// The most connections.
    pub(super) fn most(&self) -> usize {
        self.connections.status().max_size
    }

    /// The same connections, for statements whose askers wait no longer than this for the server.
    #[must_use]
    pub fn within(&self, deadline: Duration) -> Self {
        Self { deadline: self.deadline.min(deadline), ..self.clone() }
    }

    /// Has metrics tell how busy it is. For the one pool of a process that is worth watching.
    pub fn watch(&self) {
        let (watched, slots) = (self.connections.clone(), self.slots.clone());
        metrics::watch_pool(move || {
            let status = watched.status();
            let used = status.size.saturating_sub(status.available);
            metrics::Pool { used, idle: status.available, waiting: slots.waiting() }
        });
    }

    /// All rows of a statement that may be run twice: where the connection breaks under it it is run again on another, and once
    /// where it was silent.
    ///
    /// # Errors
    /// The database is away, too slow, or refuses.
    pub async fn read(&self, sql: &'static str, values: Values<'_>) -> Result<Vec<Row>, StoreError> {
        let (mut tries, mut was_silent) = (1..TRIES, false);
        loop {
            match self.write(sql, values).await {
                Err(StoreError::TooSlow) if !was_silent => was_silent = true,
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
        let lent = self.lend().await?;
        let work = async {
            let prepared = lent.prepare_cached(sql).await?;
            lent.query(&prepared, values).await
        };
        let outcome = observed(sql, self.deadline, work).await;
        self.take_back(lent, outcome)
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
        let mut lent = self.lend().await?;
        let work = async {
            // A transaction of one read, for its own bound alone: it locks nothing, and ends with the connection.
            let reading = lent.build_transaction().read_only(true).start().await?;
            reading.batch_execute(&format!("set local statement_timeout = {}", time.as_millis())).await?;
            let found = reading.query(sql, values).await;
            reading.rollback().await?;
            found
        };
        let outcome = observed(sql, self.deadline.max(time + CONNECTING), work).await;
        match self.take_back(lent, outcome) {
            // What was cancelled before it had begun leaves a transaction in which nothing more can be asked: nobody else is in it.
            Err(error) if error.sql_state().is_some_and(|state| OVERDUE.contains(state)) => Ok(None),
            found => found.map(Some),
        }
    }

    /// Has the server say that it is there, and whether it only reads.
    ///
    /// # Errors
    /// The database is away, or does not answer within a second.
    pub(super) async fn is_read_only(&self) -> Result<bool, StoreError> {
        const ALIVE: &str = "select current_setting('transaction_read_only')::boolean or pg_is_in_recovery()";
        self.within(PING).read_one(ALIVE, &[]).await?.try_get(0).map_err(StoreError::Failed)
    }

    /// Lends a connection for more than one statement; all of them together have one deadline.
    ///
    /// # Errors
    /// The database is away, too slow, or refuses.
    pub(super) async fn with<T>(
        &self,
        work: impl AsyncFnOnce(&Client) -> Result<T, tokio_postgres::Error>,
    ) -> Result<T, StoreError> {
        let lent = self.lend().await?;
        let outcome = tokio::time::timeout(self.deadline, work(&lent)).await;
        let outcome = outcome.map_or(Err(StoreError::TooSlow), |outcome| outcome.map_err(StoreError::Failed));
        self.take_back(lent, outcome)
    }

    async fn lend(&self) -> Result<Lent, StoreError> {
        let since = Instant::now();
        let lent = self.connect(since).await;
        metrics::pool_waited(since.elapsed(), lent.is_ok());
        lent
    }

    async fn connect(&self, since: Instant) -> Result<Lent, StoreError> {
        loop {
            let slot = self.slots.take(CONNECTING.saturating_sub(since.elapsed())).await;
            let slot = slot.ok_or(StoreError::NoSlot)?;
            let error = match self.connections.get().await {
                Ok(client) => return Ok(Lent { client: Some(client), _slot: slot }),
                Err(PoolError::Backend(error)) => error,
                Err(_) => return Err(StoreError::Away),
            };
            if error.code() == Some(&SqlState::TOO_MANY_CONNECTIONS) && self.connections.status().size > 0 {
                // The server has no more to give: wait for one of those that are there.
                self.slots.lose(slot);
                continue;
            }
            // What the server itself says helps the operator; the rest comes down to one thing.
            return Err(if error.as_db_error().is_some() { error.into() } else { StoreError::Away });
        }
    }

    /// Puts a connection back whose statement has come to an end; away with one that leaves in doubt whether it has.
    fn take_back<T>(&self, mut lent: Lent, outcome: Result<T, StoreError>) -> Result<T, StoreError> {
        match &outcome {
            Err(error @ StoreError::TooSlow) => {
                metrics::connection_dropped(error.word());
                // Postgres is the first to give up, so this is silence, and the others may be as silent.
                upkeep::drop_idle(&self.connections);
            }
            Err(error) if error.is_broken_connection() => metrics::connection_dropped(error.word()),
            _ => drop(lent.client.take()),
        }
        outcome
    }
}

/// A connection at work. Dropped like this, also because nobody waits any longer, it is closed: whoever got it next would wait
/// behind its statement.
struct Lent {
    client: Option<Object>,
    _slot: Slot,
}

impl std::ops::Deref for Lent {
    type Target = deadpool_postgres::ClientWrapper;

    fn deref(&self) -> &Self::Target {
        self.client.as_ref().unwrap_or_else(|| unreachable!("it is there until it is taken back"))
    }
}

impl std::ops::DerefMut for Lent {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.client.as_mut().unwrap_or_else(|| unreachable!("it is there until it is taken back"))
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(client) = self.client.take() {
            drop(Object::take(client));
        }
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

#[cfg(test)]
mod tests;
