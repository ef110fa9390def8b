//! Work that may take hours, such as a migration: no deadline would be right, but silence has one. Whether the server is at it
//! is asked over another connection.
//!
//! Called by the command line.

use std::time::Duration;

use tokio_postgres::{Client, Error};

use super::{Connection, Settings, StoreError};

/// How often the server is asked.
const EVERY: Duration = Duration::from_secs(3);
/// How often in a row it must say that it waits for us, or say nothing, before we believe it.
const MISSES: u32 = 3;

/// What the session at the other end of a connection does: nothing, if it waits for its client.
const AT_WORK: &str = "select coalesce(wait_event_type, '') <> 'Client' and state <> 'idle'
    from pg_stat_activity where pid = $1";

/// The other end of a connection has gone silent.
#[derive(Debug, thiserror::Error)]
#[error("Postgres has said nothing for {} s. Nothing is half done: run it again", (EVERY * MISSES).as_secs())]
pub struct Silent;

/// Which session of the server a connection leads to.
///
/// # Errors
/// The connection broke.
pub async fn session_of(client: &Client) -> Result<i32, Error> {
    client.query_one("select pg_backend_pid()", &[]).await?.try_get(0)
}

/// Waits for work over a connection that leads to this session, for as long as the server is at it.
///
/// # Errors
/// The server waits for us while we wait for it, or cannot be reached any more.
pub async fn unless_silent<T>(
    session: i32,
    settings: &Settings,
    work: impl Future<Output = T>,
) -> Result<T, Silent> {
    tokio::select! {
        biased;
        done = work => Ok(done),
        () = silence(session, settings) => Err(Silent),
    }
}

/// Ends when the session has been silent for long enough.
async fn silence(session: i32, settings: &Settings) {
    let mut misses = 0;
    while misses < MISSES {
        tokio::time::sleep(EVERY).await;
        misses = match is_at_work(session, settings).await {
            Ok(true) => 0,
            // It answers; what it has against one more connection is no silence.
            Err(StoreError::Failed(error)) if error.as_db_error().is_some() => 0,
            Ok(false) | Err(_) => misses + 1,
        };
    }
}

async fn is_at_work(session: i32, settings: &Settings) -> Result<bool, StoreError> {
    let connection = Connection::open(settings, |_| ()).await?;
    let asking = async { connection.client.query_opt(AT_WORK, &[&session]).await };
    let row = tokio::time::timeout(settings.deadline(), asking).await.map_err(|_| StoreError::TooSlow)??;
    Ok(row.map(|row| row.try_get(0)).transpose()?.unwrap_or(false))
}
