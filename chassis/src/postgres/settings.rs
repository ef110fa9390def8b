//! What every connection of a service has: a bound on each statement, on connecting and on silence of the other end.

use std::time::Duration;

use tokio_postgres::{Client, Config, Connection, Error, Socket};

use super::tls::Stream;
use super::{Address, AddressError};

/// How long a caller waits for a connection, and a connection for Postgres.
pub(super) const CONNECTING: Duration = Duration::from_secs(2);
/// How long nothing may be heard of the other end before the connection counts as broken.
const SILENCE: Duration = Duration::from_secs(10);
/// How much later than Postgres itself a caller gives up on a statement.
const GRACE: Duration = Duration::from_millis(500);

/// How to connect, and how long a statement may take.
#[derive(Clone, Debug)]
pub struct Settings {
    address: Address,
    session: Vec<(String, String)>,
    statement: Duration,
}

impl Settings {
    /// Connections to `url`, called `name` in `pg_stat_activity`, whose statements Postgres ends after `statement`.
    ///
    /// # Errors
    /// The address is none.
    pub fn new(url: &str, name: &str, statement: Duration) -> Result<Self, AddressError> {
        let mut address = Address::parse(url)?;
        address
            .config
            .application_name(name)
            .connect_timeout(CONNECTING)
            .keepalives_idle(SILENCE)
            .tcp_user_timeout(SILENCE);
        let millis = statement.as_millis();
        let settings = Self { address, session: Vec::new(), statement };
        Ok(settings
            .with("statement_timeout", &millis.to_string())
            .with("idle_in_transaction_session_timeout", &millis.to_string())
            .with("timezone", "UTC")
            .with("jit", "off"))
    }

    /// The same, with one more of Postgres' own settings.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.session.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Connects without a pool. Once the connection is being driven, the client is to be given to [`Settings::apply`].
    ///
    /// # Errors
    /// The server is away, does not let us in, or is not who it should be.
    pub async fn connect(&self) -> Result<(Client, Connection<Socket, Stream<Socket>>), Error> {
        self.address.config.connect(self.address.tls.clone()).await
    }

    /// Gives a session its settings. By a statement and not in the startup packet, whose `options` poolers refuse.
    ///
    /// # Errors
    /// The connection broke, or the server knows no such setting.
    pub async fn apply(&self, client: &Client) -> Result<(), Error> {
        let set = |(name, value): &(String, String)| format!("set {name} = '{}';", value.replace('\'', "''"));
        client.batch_execute(&self.session.iter().map(set).collect::<String>()).await
    }

    pub(super) fn config(&self) -> &Config {
        &self.address.config
    }

    /// How long a caller waits for a statement: Postgres is the first to give up.
    pub fn deadline(&self) -> Duration {
        self.statement + GRACE
    }
}
