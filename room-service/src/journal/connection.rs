//! A journal's connection to Postgres: made on need, thrown away when in doubt.
//!
//! It never opens a transaction: each call is one autocommitted statement, so a process that stops holds no lock.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use chassis::postgres::{Settings, Stream};
use chassis::telemetry::sql;
use futures_util::future::poll_fn;
use tokio_postgres::error::SqlState;
use tokio_postgres::{AsyncMessage, Client, Connection, Socket, Statement};
use tracing::Span;

use crate::room::{Order, Outcome};
use crate::store::{StoreError, append};

/// How long connecting and preparing may take.
const CONNECTING: Duration = Duration::from_secs(5);

/// The connection, or the means to make one.
pub struct AppendConnection {
    settings: Arc<Settings>,
    live: Option<Live>,
}

struct Live {
    client: Client,
    append: Statement,
    /// Postgres has warned since this was last looked at.
    warned: Arc<AtomicBool>,
}

impl AppendConnection {
    /// One that is not connected yet.
    pub fn new(settings: &Settings) -> Self {
        let all = append::SETTINGS.iter().fold(settings.clone(), |all, (name, value)| all.with(name, value));
        Self { settings: Arc::new(all), live: None }
    }

    /// Another one to the same server, not connected yet.
    pub(super) fn closed(&self) -> Self {
        Self { settings: self.settings.clone(), live: None }
    }

    /// Appends orders of different rooms; what came of each, in the same order. A batch that fails as a whole is run
    /// again room by room, so that one room's trouble stays its own.
    pub async fn append(&mut self, orders: &[&Order]) -> Vec<Outcome> {
        match self.call(orders).await {
            Err(Outcome::Failed) if orders.len() > 1 => {
                let mut outcomes = Vec::new();
                for order in orders {
                    outcomes.extend(self.call(&[*order]).await.unwrap_or_else(|outcome| vec![outcome]));
                }
                outcomes
            }
            Err(outcome) => vec![outcome; orders.len()],
            Ok(outcomes) => outcomes,
        }
    }

    /// One call; or what came of all of it alike.
    async fn call(&mut self, orders: &[&Order]) -> Result<Vec<Outcome>, Outcome> {
        let live = match self.live.take().filter(|live| !live.client.is_closed()) {
            Some(live) => live,
            None => self
                .connect()
                .await
                .inspect_err(|error| tracing::warn!(%error, "no connection to the database"))
                .map_err(|_| Outcome::Away)?,
        };
        live.warned.store(false, Ordering::SeqCst);
        let since = Instant::now();
        let appending = append::append(&live.client, &live.append, orders);
        // Postgres is the first to give up; should it be silent, the connection is dropped, and whether it was written is
        // found out on another.
        let answer = tokio::time::timeout(self.settings.deadline(), appending).await;
        let answer = answer.unwrap_or(Err(StoreError::TooSlow));
        sql::append_done(&Span::current(), since, answer.as_ref().err().map(StoreError::word));
        match answer {
            // Postgres warns on this call only when a wait for the standby was cut short: committed here, perhaps
            // not there.
            Ok(_) if live.warned.load(Ordering::SeqCst) => Err(Outcome::Unknown),
            Ok(outcomes) => {
                self.live = Some(live);
                Ok(outcomes)
            }
            Err(error) if is_refusal(&error) => {
                tracing::warn!(%error, rooms = orders.len(), "an append was refused");
                // A schema that changed under a prepared statement mends itself on a new connection.
                Err(Outcome::Failed)
            }
            Err(error) => {
                tracing::warn!(%error, rooms = orders.len(), "the outcome of an append is unknown");
                Err(Outcome::Unknown)
            }
        }
    }

    async fn connect(&self) -> Result<Live, ConnectError> {
        let connecting = async {
            let (client, connection) = self.settings.connect().await?;
            let warned = Arc::new(AtomicBool::new(false));
            tokio::spawn(drive(connection, warned.clone()));
            self.settings.apply(&client).await?;
            let append = append::prepare(&client).await?;
            Ok(Live { client, append, warned })
        };
        tokio::time::timeout(CONNECTING, connecting).await.unwrap_or(Err(ConnectError::TooSlow))
    }
}

#[derive(Debug, thiserror::Error)]
enum ConnectError {
    #[error("{0}")]
    Postgres(#[from] tokio_postgres::Error),
    #[error("no answer in time")]
    TooSlow,
}

/// Moves the connection's bytes until it ends, and notes warnings.
async fn drive(mut connection: Connection<Socket, Stream<Socket>>, warned: Arc<AtomicBool>) {
    while let Some(message) = poll_fn(|cx| connection.poll_message(cx)).await {
        match message {
            Ok(AsyncMessage::Notice(notice)) if notice.code().code().starts_with("00") => {}
            Ok(AsyncMessage::Notice(notice)) => {
                tracing::warn!(code = notice.code().code(), "the database warns");
                warned.store(true, Ordering::SeqCst);
            }
            Ok(_) => {}
            Err(_) => return,
        }
    }
}

/// Postgres says that it rolled back. An end of the connection, also one that Postgres announces, is no such thing.
fn is_refusal(error: &StoreError) -> bool {
    let Some(code) = error.sql_state() else { return false };
    let class = &code.code()[..2];
    // 57P0x: this server is going away; 08: the connection; 58 and XX: the server itself is in trouble; 40003: said so.
    let ending = code.code().starts_with("57P") || matches!(class, "08" | "58" | "XX");
    !ending && *code != SqlState::T_R_STATEMENT_COMPLETION_UNKNOWN
}
