//! What every connection of a service has: a bound on each statement, on connecting and on silence of the other end.

use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::TargetSessionAttrs;

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
    pub(super) config: Config,
    statement: Duration,
}

impl Settings {
    /// Connections to `url`, called `name` in `pg_stat_activity`, whose statements Postgres ends after `statement`.
    ///
    /// # Errors
    /// The address is none.
    pub fn new(url: &str, name: &str, statement: Duration) -> Result<Self, tokio_postgres::Error> {
        let mut config: Config = url.parse()?;
        config
            .application_name(name)
            .connect_timeout(CONNECTING)
            .keepalives_idle(SILENCE)
            .tcp_user_timeout(SILENCE);
        if config.get_hosts().len() > 1 {
            // Of several servers the one that writes is meant. One alone is taken as it is: what can be read is read.
            config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        }
        let millis = statement.as_millis();
        let settings = Self { config, statement };
        Ok(settings
            .with("statement_timeout", &millis.to_string())
            .with("idle_in_transaction_session_timeout", &millis.to_string())
            .with("lock_timeout", LOCK)
            .with("timezone", "UTC")
            .with("jit", "off"))
    }

    /// The same, with one more of Postgres' own settings. Its value holds no space.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        let given = self.config.get_options().unwrap_or_default();
        let all = format!("{given} -c {name}={value}");
        self.config.options(all.trim_start());
        self
    }

    /// The means to connect without a pool.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// How long a caller waits for a statement: Postgres is the first to give up.
    pub fn deadline(&self) -> Duration {
        self.statement + GRACE
    }
}
