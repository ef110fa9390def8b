//! A journal's connection to Postgres, and the one call that is made over it.
//!
//! It never opens a transaction: each call is one autocommitted statement, so a process that stops holds no lock. It has no
//! `statement_timeout`: a wait for a standby that is cut short has committed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use chassis::postgres::{Connection, Settings};
use chassis::telemetry::{metrics, sql};
use tokio_postgres::Statement;
use tokio_postgres::error::SqlState;
use tracing::Span;

use super::machine::Ended;
use crate::room::Order;
use crate::store::{StoreError, append};

/// How long preparing the append may take once connected.
const PREPARING: Duration = Duration::from_secs(2);

/// How a connection for appending differs from others. What it may wait for besides rows of rooms, which it never does, are
/// names and addresses; Postgres is the first to give that up.
const SETTINGS: [(&str, &str); 2] = [("statement_timeout", "0"), ("lock_timeout", "1s")];

/// How a connection for appending is made.
#[derive(Clone, Debug)]
pub(crate) struct Connector(Arc<Settings>);

/// One that is there.
#[derive(Debug)]
pub(crate) struct Live {
    connection: Connection,
    append: Statement,
    /// Postgres has warned since this was last looked at.
    warned: Arc<AtomicBool>,
}

impl Connector {
    pub(super) fn new(settings: &Settings) -> Self {
        let all = SETTINGS.iter().chain(&append::SETTINGS);
        Self(Arc::new(all.fold(settings.clone(), |settings, (name, value)| settings.with(name, value))))
    }

    pub(super) async fn connect(&self) -> Result<Live, StoreError> {
        let warned = Arc::new(AtomicBool::new(false));
        let noting = warned.clone();
        let connection = Connection::open(&self.0, move |notice| {
            tracing::warn!(code = notice.code().code(), "the database warns");
            noting.store(true, Ordering::SeqCst);
        });
        let connection = connection.await?;
        let preparing = tokio::time::timeout(PREPARING, append::prepare(&connection.client)).await;
        let append = preparing.map_err(|_| StoreError::TooSlow)??;
        Ok(Live { connection, append, warned })
    }
}

impl Live {
    pub(super) fn is_closed(&self) -> bool {
        self.connection.client.is_closed()
    }

    /// Appends orders of different rooms in one call, and says how that ended.
    pub(super) async fn call(&self, orders: &[&Order], deadline: Duration) -> Ended {
        if self.is_closed() {
            return Ended::NotSent;
        }
        self.warned.store(false, Ordering::SeqCst);
        let since = Instant::now();
        let appending = append::append(&self.connection.client, &self.append, orders);
        let answer = tokio::time::timeout(deadline, appending).await.unwrap_or(Err(StoreError::TooSlow));
        sql::append_done(&Span::current(), since, answer.as_ref().err().map(StoreError::word));
        match answer {
            // Postgres warns on this call only when a wait for the standby was cut short: committed here, perhaps
            // not there.
            Ok(_) if self.warned.load(Ordering::SeqCst) => Ended::Unknown,
            Ok(outcomes) => Ended::Answered(outcomes),
            Err(error) => {
                let ended = end(&error);
                error.warn(if matches!(ended, Ended::Unknown | Ended::Silent) {
                    metrics::connection_dropped(error.word());
                    "the outcome of an append is unknown"
                } else {
                    "an append was refused"
                });
                ended
            }
        }
    }
}

/// What an error says of the call.
fn end(error: &StoreError) -> Ended {
    match error.sql_state() {
        Some(state) => said(state),
        None if matches!(error, StoreError::TooSlow) => Ended::Silent,
        None => Ended::Unknown,
    }
}

/// What Postgres' own word means.
fn said(state: &SqlState) -> Ended {
    match state.code() {
        // This server is going away; the connection; the server itself is in trouble; said so.
        code if code.starts_with("57P") || ["08", "58", "XX"].contains(&&code[..2]) => Ended::Unknown,
        _ if *state == SqlState::T_R_STATEMENT_COMPLETION_UNKNOWN => Ended::Unknown,
        _ if *state == SqlState::LOCK_NOT_AVAILABLE => Ended::Locked,
        // Disk, memory or connections are used up; it only reads.
        code if code.starts_with("53") => Ended::Unable,
        _ if *state == SqlState::READ_ONLY_SQL_TRANSACTION => Ended::Unable,
        // Postgres says that it rolled back.
        _ => Ended::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_fault_a_refusal_is_decides_what_becomes_of_the_others() {
        for used_up in [SqlState::DISK_FULL, SqlState::OUT_OF_MEMORY, SqlState::TOO_MANY_CONNECTIONS] {
            assert_eq!(said(&used_up), Ended::Unable, "nobody's in particular: {used_up:?}");
        }
        assert_eq!(said(&SqlState::READ_ONLY_SQL_TRANSACTION), Ended::Unable);
        assert_eq!(said(&SqlState::LOCK_NOT_AVAILABLE), Ended::Locked);
        assert_eq!(said(&SqlState::ADMIN_SHUTDOWN), Ended::Unknown, "it may have been committed");
        assert_eq!(said(&SqlState::UNIQUE_VIOLATION), Ended::Refused, "one order's");
    }
}
