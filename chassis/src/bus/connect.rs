//! Connecting, and staying connected.

use std::sync::Arc;
use std::time::Duration;

use async_nats::{ConnectOptions, Event};
use tokio::sync::watch;

use super::reason::Reason;
use super::tls::{BusTls, refuse_plaintext};
use super::{Bus, RequestError, pulse};
use crate::Secret;

/// Where NATS is and how we call ourselves there.
#[derive(Clone, Debug)]
pub struct BusConfig {
    /// `nats://host:port`, with `user:password@` or `token@` before the host; several, separated by commas, are tried in
    /// that order, with the credentials of the first: they are one cluster.
    pub url: Secret,
    /// Put before every subject, so that several installations can share a server. May be empty; else words of letters,
    /// digits, `-` and `_` with dots between them.
    pub prefix: String,
    /// The connection's name, for whoever looks at the server.
    pub name: String,
    /// How the connection is secured.
    pub tls: BusTls,
}

/// Bytes of a prefix: subjects are short.
const PREFIX_MAX: usize = 64;

const EXAMPLE: &str = "nats://127.0.0.1:4222";

impl BusConfig {
    /// Reads `NATS_URL` and `HUBBUB_NATS_PREFIX`.
    pub fn from_vars(vars: &mut crate::Vars, name: &str) -> Self {
        let url = vars.required_secret("NATS_URL", EXAMPLE, "where NATS is");
        Self::at(url, vars, name)
    }

    /// The same, where there may be none.
    pub fn optional_from_vars(vars: &mut crate::Vars, name: &str) -> Option<Self> {
        let url = vars.optional_secret("NATS_URL", EXAMPLE, "where NATS is")?;
        Some(Self::at(url, vars, name))
    }

    fn at(url: Secret, vars: &mut crate::Vars, name: &str) -> Self {
        let servers = match addresses(&url) {
            // One that is missing has been told already.
            _ if url.reveal().is_empty() => Vec::new(),
            Ok(servers) => servers,
            Err(_) => {
                vars.problem("NATS_URL", "as given", "is not the address of a NATS", EXAMPLE);
                Vec::new()
            }
        };
        refuse_plaintext(vars, &servers);
        Self { url, prefix: prefix(vars), name: name.to_owned(), tls: BusTls::from_vars(vars) }
    }
}

/// Words separated by dots. Anything else would be no subject, or one that hears what is not ours.
fn prefix(vars: &mut crate::Vars) -> String {
    let prefix = vars.text("HUBBUB_NATS_PREFIX", "", "acme.chat");
    if is_prefix(&prefix) {
        return prefix;
    }
    let what = format!("`{}` cannot begin a subject: {PREFIX_RULE}", crate::config::shown(&prefix));
    vars.problem("HUBBUB_NATS_PREFIX", "from the environment", what, "acme.chat");
    String::new()
}

/// The state of the connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Connection {
    /// It stands.
    pub up: bool,
    /// How often it has been made.
    pub generation: u64,
}

/// How often the client library pings a connection on which nothing comes. After two pings in vain it gives it up: that is
/// slower than [`pulse`], and also works where nothing can be written any more.
const PING: Duration = Duration::from_secs(1);

/// Messages that may wait on one subscription before the newest are dropped, and counted.
const SUBSCRIPTION_CAPACITY: usize = 65_536;

impl Bus {
    /// Connects, in the background if need be: the order in which processes start does not matter.
    ///
    /// # Errors
    /// The address is none, or the prefix cannot begin a subject.
    pub async fn connect(config: &BusConfig) -> Result<Self, RequestError> {
        if !is_prefix(&config.prefix) {
            return Err(RequestError::Garbled(format!("HUBBUB_NATS_PREFIX: {PREFIX_RULE}")));
        }
        let (connection_tx, connection) = watch::channel(Connection::default());
        let (lost_tx, lost) = watch::channel(0);
        let (reason, learning, forgetting) = Reason::shared();
        let options = ConnectOptions::new()
            .name(&config.name)
            .retry_on_initial_connect()
            .retain_servers_order()
            .subscription_capacity(SUBSCRIPTION_CAPACITY)
            .ping_interval(PING)
            .reconnect_to_server_callback(move |servers, _| {
                learning.learn(&servers);
                std::future::ready(None) // It chooses by itself.
            })
            .connection_timeout(Duration::from_secs(2))
            .reconnect_delay_callback(|attempt| {
                // 50 to 500 ms with some spread: the client's own doubling to 4 s makes a short outage a long one.
                let spread = u64::from(std::process::id() % 50);
                Duration::from_millis((50 << attempt.min(3)).min(500) + spread)
            })
            .event_callback(move |event| {
                if event == Event::Connected {
                    forgetting.forget();
                }
                note(&event, &connection_tx, &lost_tx);
                std::future::ready(())
            });
        let addresses = addresses(&config.url)?;
        let user = user(&addresses);
        let options = config.tls.apply(options).custom_inbox_prefix(proto::subject::inbox(user.as_deref()));
        let client = with_credentials(options, &addresses).connect(addresses).await.map_err(|error| {
            tracing::error!(error = %error.kind(), "cannot connect to NATS");
            RequestError::Down
        })?;
        let echo = format!("{}.{}", proto::subject::echo(user.as_deref()), uuid::Uuid::new_v4().simple());
        let echoes = client.subscribe(echo.clone()).await.map_err(|_| RequestError::Down)?;
        let (stuck_tx, stuck) = watch::channel(false);
        tokio::spawn(pulse::watch(client.clone(), echo.clone(), echoes, connection.clone(), stuck_tx));
        let prefix = if config.prefix.is_empty() { String::new() } else { format!("{}.", config.prefix) };
        Ok(Self { client, prefix: Arc::from(prefix), echo: Arc::from(echo), connection, lost, stuck, reason })
    }

    /// Whether NATS is there and will do; else why not, in a few words.
    ///
    /// # Errors
    /// It is away, too old, or takes shorter messages than ours.
    pub fn state(&self) -> Result<(), String> {
        if !self.connection.borrow().up {
            let why = self.reason.get().map(|why| format!(": {why}")).unwrap_or_default();
            return Err(format!("not connected{why}"));
        }
        let version = self.client.server_info().version;
        if is_too_old(&version) {
            let (major, minor) = OLDEST;
            return Err(format!("NATS {version} is too old: {major}.{minor} or newer is needed"));
        }
        self.takes_our_messages()
    }

    /// Waits until the connection stands, at most `timeout`.
    pub async fn ready(&self, timeout: Duration) -> bool {
        let mut connection = self.connection.clone();
        tokio::time::timeout(timeout, connection.wait_for(|state| state.up))
            .await
            .is_ok_and(|state| state.is_ok())
    }
}

/// What a prefix is made of; anything else would be a wildcard, or no subject at all.
fn is_prefix(prefix: &str) -> bool {
    let letters = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    prefix.is_empty() || (prefix.len() <= PREFIX_MAX && prefix.split('.').all(letters))
}

const PREFIX_RULE: &str = "letters, digits, - and _, with single dots between words, at most 64 in all";

/// The oldest NATS that does.
const OLDEST: (u32, u32) = (2, 9);

/// What does not look like a version is taken for a newer one.
fn is_too_old(version: &str) -> bool {
    let mut numbers = version.split('.').map_while(|part| part.parse::<u32>().ok());
    numbers.next().zip(numbers.next()).is_some_and(|version| version < OLDEST)
}

/// The error names nothing of it: it may hold a password.
fn addresses(url: &Secret) -> Result<Vec<async_nats::ServerAddr>, RequestError> {
    let all = url.reveal().split(',').map(|url| url.trim().parse()).collect::<Result<_, _>>();
    all.map_err(|_| RequestError::Garbled("NATS_URL is not of the form nats://host:port".to_owned()))
}

/// As whom we come; nobody in particular with a token, or with none.
fn user(addresses: &[async_nats::ServerAddr]) -> Option<String> {
    let first = addresses.first().filter(|address| address.password().is_some())?;
    first.username().map(decoded)
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The client takes no credentials from addresses by itself.
fn with_credentials(options: ConnectOptions, addresses: &[async_nats::ServerAddr]) -> ConnectOptions {
    match addresses.first().map(|address| (address.username(), address.password())) {
        Some((Some(user), Some(password))) => options.user_and_password(decoded(user), decoded(password)),
        Some((Some(token), None)) => options.token(decoded(token)),
        _ => options,
    }
}

fn note(event: &Event, connection: &watch::Sender<Connection>, lost: &watch::Sender<u64>) {
    match event {
        Event::Connected => {
            tracing::info!("connected to NATS");
            connection
                .send_modify(|state| *state = Connection { up: true, generation: state.generation + 1 });
        }
        Event::Disconnected | Event::Closed => {
            tracing::warn!("connection to NATS lost");
            connection.send_modify(|state| state.up = false);
        }
        Event::SlowConsumer(_) => lost.send_modify(|count| *count += 1),
        Event::ServerError(error) => tracing::warn!(%error, "NATS complains"),
        Event::ClientError(error) => tracing::debug!(%error, "NATS client"),
        Event::LameDuckMode | Event::Draining => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_that_would_be_no_subject_or_hear_what_is_not_ours_is_refused_by_name() {
        let read = |prefix: &str| {
            let vars = [("NATS_URL", "nats://127.0.0.1"), ("HUBBUB_NATS_PREFIX", prefix)];
            let vars = vars.map(|(name, value)| (name.to_owned(), value.to_owned()));
            let mut vars = crate::Vars::from_map(vars.into());
            let prefix = BusConfig::from_vars(&mut vars, "test").prefix;
            vars.finish().map(|()| prefix)
        };
        for good in ["", "acme", "acme.chat", "team_1.x-y", "acme \r\n"] {
            assert_eq!(read(good).as_deref(), Ok(good.trim_end()), "{good:?}");
        }
        for bad in ["acme.", ".acme", "a..b", "a b", "*", ">", "acme.>", "\u{fc}ber", "$SYS"] {
            let problems = read(bad).expect_err(bad);
            assert!(problems.to_string().contains("HUBBUB_NATS_PREFIX"), "{bad:?}: {problems}");
        }
    }

    #[test]
    fn a_nats_that_is_too_old_is_told_by_its_version() {
        assert!(is_too_old("2.8.4") && is_too_old("1.4.1"));
        assert!(
            !is_too_old("2.9.10") && !is_too_old("2.10.1") && !is_too_old("3.0.0-dev") && !is_too_old("dev")
        );
    }
}
