//! How connections come to be: secured as the address says, then given the settings of their session.

use std::pin::Pin;
use std::time::Duration;

use deadpool_postgres::Connect;
use tokio::task::JoinHandle;
use tokio_postgres::{Client, Config, Error};

use super::{Address, Settings};

/// Makes the connections of a pool.
pub(super) struct Connector(Settings);

impl Connector {
    pub(super) fn new(settings: &Settings) -> Self {
        Self(settings.clone())
    }
}

impl Connect for Connector {
    fn connect(
        &self,
        _config: &Config,
    ) -> Pin<Box<dyn Future<Output = Result<(Client, JoinHandle<()>), Error>> + Send + '_>> {
        Box::pin(async {
            let (client, connection) = self.0.connect().await?;
            let driving = tokio::spawn(async move {
                if let Err(error) = connection.await {
                    tracing::debug!(%error, "a connection to the database ended");
                }
            });
            self.0.apply(&client).await?;
            Ok((client, driving))
        })
    }
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
pub async fn connect(address: &Address, deadline: Duration) -> Result<Client, ConnectError> {
    let connecting = address.config.connect(address.tls.clone());
    let (client, connection) =
        tokio::time::timeout(deadline, connecting).await.map_err(|_| ConnectError::Silent(deadline))??;
    tokio::spawn(connection);
    Ok(client)
}
