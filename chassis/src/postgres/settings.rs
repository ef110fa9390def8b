//! What every connection of a service has: a bound on each statement, on connecting and on silence of the other end.

use std::time::Duration;

use tokio_postgres::config::TargetSessionAttrs;
use tokio_postgres::{Client, Config, Error};

use super::{Address, AddressError};

/// How long a caller waits for a connection, and a connection for Postgres.
pub(super) const CONNECTING: Duration = Duration::from_secs(2);
/// How long nothing may be heard of the other end before the connection counts as broken.
const SILENCE: Duration = Duration::from_secs(10);
/// How long a statement waits for a row or table that another holds.
const LOCK: &str = "2s";
/// How much later than Postgres itself a caller gives up on a statement.
const GRACE: Duration = Duration::from_millis(500);

/// How to connect, and how long a statement may take.
#[derive(Clone, Debug)]
pub struct Settings {
    pub(super) address: Address,
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
        if address.config.get_hosts().len() > 1 {
            // Of several servers the one that writes is meant. One alone is taken as it is: what can be read is read.
            address.config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        }
        let millis = statement.as_millis();
        let settings = Self { address, session: Vec::new(), statement };
        Ok(settings
            .with("statement_timeout", &millis.to_string())
            .with("idle_in_transaction_session_timeout", &millis.to_string())
            .with("lock_timeout", LOCK)
            .with("timezone", "UTC")
            .with("jit", "off")
            // What is read lies in memory or on a disk without a head to move. With the default of 4 small tables are read
            // whole for each row that is joined to them, and a page takes twice as long until they have grown.
            .with("random_page_cost", "1.1"))
    }

    /// The same, with one more of Postgres' own settings.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.session.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Gives a session its settings. By a statement and not in the startup packet, whose `options` poolers refuse.
    pub(super) async fn apply(&self, client: &Client) -> Result<(), Error> {
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
