//! The connections for reading, and the one place where statements are sent over them: each is a span and a number.

use std::time::{Duration, Instant};

use chassis::telemetry::metrics;
use chassis::telemetry::sql::Statement;
use deadpool_postgres::{Manager, ManagerConfig, Object, RecyclingMethod, Runtime};
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;
use tokio_postgres::{NoTls, Row};

use super::{DEADLINE, StoreError};

/// A few connections. Clones share them.
#[derive(Clone)]
pub(crate) struct Pool(deadpool_postgres::Pool);

/// One of them, for a while.
pub(crate) struct Reader(Object);

/// A statement that a connection knows.
pub(crate) struct Prepared {
    sql: &'static str,
    statement: tokio_postgres::Statement,
}

impl Pool {
    /// At most `size` connections, made on need.
    pub(crate) fn new(settings: tokio_postgres::Config, size: usize) -> Self {
        let manager =
            Manager::from_config(settings, NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
        let pool = deadpool_postgres::Pool::builder(manager)
            .max_size(size)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(DEADLINE))
            .create_timeout(Some(DEADLINE))
            .build();
        Self(pool.unwrap_or_else(|_| unreachable!("a pool with a runtime can always be built")))
    }

    /// A connection, as soon as one is free.
    ///
    /// # Errors
    /// None in time.
    pub(crate) async fn get(&self) -> Result<Reader, StoreError> {
        let since = Instant::now();
        let reader = self.0.get().await;
        metrics::pool_waited(since.elapsed(), reader.is_ok());
        Ok(Reader(reader?))
    }

    /// How busy it is.
    pub(crate) fn look(&self) -> metrics::Pool {
        let status = self.0.status();
        let used = status.size.saturating_sub(status.available);
        metrics::Pool { used, idle: status.available, waiting: status.waiting }
    }
}

impl Reader {
    /// Prepares a statement, once for each connection.
    pub(crate) async fn prepare_cached(&self, sql: &'static str) -> Result<Prepared, StoreError> {
        let statement = self.0.prepare_cached(sql).await?;
        Ok(Prepared { sql, statement })
    }

    /// All rows.
    pub(crate) async fn query(
        &self,
        prepared: &Prepared,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, StoreError> {
        tell(prepared.sql, self.0.query(&prepared.statement, values)).await
    }

    /// The only row, if there is one.
    pub(crate) async fn query_opt(
        &self,
        prepared: &Prepared,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Option<Row>, StoreError> {
        tell(prepared.sql, self.0.query_opt(&prepared.statement, values)).await
    }

    /// The only row.
    pub(crate) async fn query_one(
        &self,
        prepared: &Prepared,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Row, StoreError> {
        tell(prepared.sql, self.0.query_one(&prepared.statement, values)).await
    }

    /// All rows of a read that is given so much time; none if that was too little.
    pub(crate) async fn query_within(
        &mut self,
        time: Duration,
        sql: &'static str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Option<Vec<Row>>, StoreError> {
        // A transaction of one read, for its own bound alone: it locks nothing, and ends with the connection.
        let reading = self.0.build_transaction().read_only(true).start().await?;
        reading.batch_execute(&format!("set local statement_timeout = {}", time.as_millis())).await?;
        let found = tell(sql, reading.query(sql, values)).await;
        reading.rollback().await?;
        match found {
            Err(StoreError::Postgres(error)) if error.code() == Some(&SqlState::QUERY_CANCELED) => Ok(None),
            found => found.map(Some),
        }
    }

    /// Whether the other end answers at all.
    pub(crate) async fn ping(&self) -> bool {
        self.0.simple_query("select").await.is_ok()
    }
}

async fn tell<T>(
    sql: &'static str,
    asking: impl Future<Output = Result<T, tokio_postgres::Error>>,
) -> Result<T, StoreError> {
    let statement = Statement::begin(sql);
    let answer = asking.await.map_err(StoreError::Postgres);
    statement.done(answer.as_ref().err().map(StoreError::word));
    answer
}
