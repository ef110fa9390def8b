//! What an auth-service is told at its start. Read once from the environment; tests make it by hand.

mod mail;

pub use mail::{MailSettings, MailTls};

use std::net::SocketAddr;
use std::time::Duration;

use chassis::postgres::Address;
use chassis::{BusConfig, Secret, Vars};
use proto::NodeId;

/// Everything an auth-service is told.
#[derive(Clone, Debug)]
pub struct Config {
    /// This process; new at each start.
    pub node: NodeId,
    /// `DATABASE_URL`: the Postgres that holds schema `auth`.
    pub database: Secret,
    /// Connections to Postgres at most, `HUBBUB_AUTH_DATABASE_CONNECTIONS`.
    pub connections: usize,
    /// `NATS_URL`, `HUBBUB_NATS_PREFIX`.
    pub bus: BusConfig,
    /// `HUBBUB_OPS_LISTEN`: where probes are answered, if anywhere.
    pub ops_listen: Option<SocketAddr>,
    /// `HUBBUB_METRICS_TOKEN`: what whoever reads `/metrics` there must show; nothing by default.
    pub metrics_token: Option<Secret>,
    /// `HUBBUB_CLAIM_CODE`: what the first account must show; unset: not asked.
    pub claim_code: Option<Secret>,
    /// Queries worked on at once, and commands beside them; further ones are answered `busy`.
    pub in_flight: usize,
    /// How long sessions live.
    pub sessions: Sessions,
    /// How often one may try.
    pub limits: Limits,
    /// How passwords are hashed.
    pub hashing: Hashing,
    /// How mail is sent; none: no mail is sent.
    pub mail: Option<MailSettings>,
}

/// How long sessions live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sessions {
    /// Unused for so long, a session ends. `HUBBUB_SESSION_IDLE_DAYS`
    pub idle: Duration,
    /// However much used, it ends after so long. `HUBBUB_SESSION_ABSOLUTE_DAYS`
    pub absolute: Duration,
}

/// How often one may try within a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Failed sign-ins per name or address typed. `HUBBUB_LOGIN_FAILURES_PER_ACCOUNT`
    pub failures_per_account: i32,
    /// Failed sign-ins per IPv4 address or IPv6 /64. `HUBBUB_LOGIN_FAILURES_PER_ADDRESS`
    pub failures_per_address: i32,
    /// Attempts to register per IPv4 address or IPv6 /64. `HUBBUB_REGISTRATIONS_PER_ADDRESS`
    pub registrations_per_address: i32,
    /// Mails to one address. `HUBBUB_MAILS_PER_RECIPIENT`
    pub mails_per_recipient: i32,
    /// Mails asked for from one IPv4 address or IPv6 /64, or by one person for others. `HUBBUB_MAILS_PER_SENDER`
    pub mails_per_sender: i32,
    /// The window, from the first attempt on. `HUBBUB_THROTTLE_MINUTES`
    pub window: Duration,
}

/// How passwords are hashed: argon2id, one lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hashing {
    /// Memory of one hash, in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Hashes at once. `HUBBUB_HASHES_AT_ONCE`, by default one per core.
    pub at_once: usize,
    /// Hashes that may wait their turn; further ones are answered `busy`.
    pub waiting: usize,
    /// How long one may wait and be made; after that the answer is `busy`.
    pub patience: Duration,
}

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl Default for Sessions {
    fn default() -> Self {
        Self { idle: 14 * DAY, absolute: 90 * DAY }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            failures_per_account: 10,
            failures_per_address: 100,
            registrations_per_address: 100,
            mails_per_recipient: 5,
            mails_per_sender: 20,
            window: Duration::from_secs(15 * 60),
        }
    }
}

impl Default for Hashing {
    fn default() -> Self {
        let at_once = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        // OWASP's first choice: 19 MiB, two passes, one lane.
        Self { memory_kib: 19 * 1024, passes: 2, at_once, waiting: 200, patience: Duration::from_secs(8) }
    }
}

impl Config {
    /// Reads the environment. Problems are left with `vars`; what is returned beside a problem is a stand-in.
    pub fn from_vars(vars: &mut Vars) -> Self {
        let hashing = Hashing::default();
        let at_once = u16::try_from(hashing.at_once).unwrap_or(MOST);
        Self {
            node: NodeId::new(),
            database: Address::from_vars(vars),
            connections: count(vars, "HUBBUB_AUTH_DATABASE_CONNECTIONS", 8),
            bus: BusConfig::from_vars(vars, "hubbub-auth"),
            ops_listen: vars.optional("HUBBUB_OPS_LISTEN", "127.0.0.1:9090", "an address to listen on"),
            metrics_token: chassis::ops::metrics_token(vars),
            claim_code: vars.optional_secret(
                "HUBBUB_CLAIM_CODE",
                "blue-kite-74",
                "what the first account must show",
            ),
            in_flight: 512,
            sessions: Sessions {
                idle: DAY * count(vars, "HUBBUB_SESSION_IDLE_DAYS", 14),
                absolute: DAY * count(vars, "HUBBUB_SESSION_ABSOLUTE_DAYS", 90),
            },
            limits: Limits {
                failures_per_account: count(vars, "HUBBUB_LOGIN_FAILURES_PER_ACCOUNT", 10),
                failures_per_address: count(vars, "HUBBUB_LOGIN_FAILURES_PER_ADDRESS", 100),
                registrations_per_address: count(vars, "HUBBUB_REGISTRATIONS_PER_ADDRESS", 100),
                mails_per_recipient: count(vars, "HUBBUB_MAILS_PER_RECIPIENT", 5),
                mails_per_sender: count(vars, "HUBBUB_MAILS_PER_SENDER", 20),
                window: Duration::from_secs(60) * count(vars, "HUBBUB_THROTTLE_MINUTES", 15),
            },
            hashing: Hashing { at_once: count(vars, "HUBBUB_HASHES_AT_ONCE", at_once), ..hashing },
            mail: MailSettings::from_vars(vars),
        }
    }
}

/// The most that any count may be: more is surely a slip of the hand, and days of it still fit a timestamp.
const MOST: u16 = 10_000;

fn count<T: From<u16>>(vars: &mut Vars, name: &str, default: u16) -> T {
    T::from(vars.number(name, default, 1..=MOST, "a count"))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn read(pairs: &[(&str, &str)]) -> (Config, Result<(), chassis::config::Problems>) {
        let map: HashMap<_, _> = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let mut vars = Vars::from_map(map);
        let config = Config::from_vars(&mut vars);
        (config, vars.finish())
    }

    #[test]
    fn the_defaults_are_those_of_the_documents() {
        let (config, outcome) = read(&[("DATABASE_URL", "postgres://h/d"), ("NATS_URL", "nats://127.0.0.1")]);
        outcome.expect("nothing is wrong");
        assert_eq!(config.sessions, Sessions::default());
        assert_eq!(config.limits, Limits::default());
        assert_eq!(config.hashing, Hashing::default());
        assert!(config.hashing.memory_kib >= 19 * 1024 && config.hashing.passes >= 2);
        assert!(config.claim_code.is_none());
    }

    #[test]
    fn every_wrong_setting_is_named_and_no_secret_shown() {
        let (config, outcome) = read(&[
            ("DATABASE_URL", "postgres://me:hunter2@h:port/d"),
            ("HUBBUB_SESSION_IDLE_DAYS", "0"),
            ("HUBBUB_THROTTLE_MINUTES", "soon"),
        ]);
        let problems = outcome.expect_err("four problems").0;
        let names: Vec<_> = problems.iter().map(|problem| problem.variable.as_str()).collect();
        assert_eq!(
            names,
            ["DATABASE_URL", "NATS_URL", "HUBBUB_SESSION_IDLE_DAYS", "HUBBUB_THROTTLE_MINUTES"]
        );
        assert!(!format!("{problems:?} {config:?}").contains("hunter2"));
    }
}
