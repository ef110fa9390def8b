//! The one way a connection is made: within a time, counted, and closed with whoever holds it.
//!
//! Called by the pools, by the journals of room-service, and by whoever asks whether a database will do.

use std::pin::Pin;
use std::time::{Duration, Instant};

use futures_util::future::poll_fn;
use tokio::task::JoinHandle;
use tokio_postgres::error::DbError;
use tokio_postgres::{AsyncMessage, Client, Config, Error};

use super::settings::CONNECTING;
use super::{Address, Settings, StoreError};
use crate::telemetry::metrics;

/// A connection without a pool. Dropped, its socket is closed at once, whatever is under way: a statement that nobody waits for
/// must not be waited for by the next one.
#[derive(Debug)]
pub struct Connection {
    /// What statements are sent over.
    pub client: Client,
    driver: JoinHandle<()>,
}

impl Connection {
    /// Connects within 2 s; `warned` is called with each warning of the server's.
    ///
    /// # Errors
    /// Nobody answers in time, or Postgres lets us not in.
    pub async fn open(
        settings: &Settings,
        warned: impl FnMut(&DbError) + Send + 'static,
    ) -> Result<Self, StoreError> {
        let opening = connect(settings, warned);
        let opened = tokio::time::timeout(CONNECTING, opening).await.map_err(|_| StoreError::Away)?;
        let (client, driver) = opened?;
        Ok(Self { client, driver })
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

/// How a pool connects.
pub(super) struct Connector(pub(super) Settings);

type Connecting<'a> =
    Pin<Box<dyn Future<Output = Result<(Client, JoinHandle<()>), tokio_postgres::Error>> + Send + 'a>>;

impl deadpool_postgres::Connect for Connector {
    fn connect(&self, _config: &Config) -> Connecting<'_> {
        Box::pin(connect(&self.0, |_| ()))
    }
}

async fn connect(
    settings: &Settings,
    mut warned: impl FnMut(&DbError) + Send + 'static,
) -> Result<(Client, JoinHandle<()>), tokio_postgres::Error> {
    let mut counted = Counted { since: Instant::now(), error: Some("away".to_owned()) };
    let connected = settings.address.connect().await;
    counted.error = connected.as_ref().err().map(|error| super::error::word(error).to_owned());
    let (client, mut connection) = connected?;
    let driver = tokio::spawn(async move {
        while let Some(Ok(message)) = poll_fn(|cx| connection.poll_message(cx)).await {
            if let AsyncMessage::Notice(notice) = &message
                && !notice.code().code().starts_with("00")
            {
                warned(notice);
            }
        }
    });
    settings.apply(&client).await?;
    Ok((client, driver))
}

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The server is away, does not let us in, or is not who it should be.
    #[error(transparent)]
    Database(#[from] Error),
    /// It takes the connection and says nothing.
    #[error("no answer within {} s", .0.as_secs())]
    Silent(Duration),
}

/// A connection for one command of the command line; it lives as long as the client.
///
/// # Errors
/// See [`ConnectError`].
pub async fn connect_once(address: &Address, deadline: Duration) -> Result<Client, ConnectError> {
    let connecting = tokio::time::timeout(deadline, address.connect()).await;
    let (client, connection) = connecting.map_err(|_| ConnectError::Silent(deadline))??;
    tokio::spawn(connection);
    Ok(client)
}

/// Counts an attempt to connect, also one that is given up.
struct Counted {
    since: Instant,
    error: Option<String>,
}

impl Drop for Counted {
    fn drop(&mut self) {
        metrics::connected(self.since.elapsed(), self.error.as_deref());
    }
}
