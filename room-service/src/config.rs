//! What a room-service is told at its start. Read once from the environment; tests make it by hand.

use std::net::SocketAddr;
use std::time::Duration;

use chassis::postgres::Address;
use chassis::{BusConfig, Secret, Vars};
use proto::NodeId;

use crate::files::FileLimits;
use crate::search_language::SearchLanguage;

/// Everything a room-service is told.
#[derive(Clone, Debug)]
pub struct Config {
    /// This process; new at each start.
    pub node: NodeId,
    /// `DATABASE_URL`: the Postgres that holds schema `chat`.
    pub database: Secret,
    /// `NATS_URL`, `HUBBUB_NATS_PREFIX`.
    pub bus: BusConfig,
    /// `HUBBUB_OPS_LISTEN`: where probes are answered, if anywhere.
    pub ops_listen: Option<SocketAddr>,
    /// `HUBBUB_METRICS_TOKEN`: what whoever reads `/metrics` there must show; nothing by default.
    pub metrics_token: Option<Secret>,
    /// `HUBBUB_ROOM_DATABASE_CONNECTIONS`: connections for reading, at most.
    pub connections: usize,
    /// `HUBBUB_ROOM_JOURNALS`: connections for writing.
    pub journals: usize,
    /// `HUBBUB_ROOM_STATEMENT_SECONDS`: how long Postgres may work on one statement.
    pub statement: Duration,
    /// `HUBBUB_ROOM_PUSH_SECONDS`: how long people have to read what is said before their devices are told.
    pub push_after: Duration,
    /// What it refuses for the sake of others.
    pub limits: Limits,
    /// How much people may upload.
    pub files: FileLimits,
    /// `HUBBUB_ROOM_SEARCH_LANGUAGE`: the language in which words are found in other forms, too.
    pub search_language: SearchLanguage,
}

/// What a room-service refuses for the sake of others, and when a room goes to sleep.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// `HUBBUB_ROOM_COMMANDS_PER_SECOND`: durable commands of one person per second, in the long run.
    pub per_second: u32,
    /// `HUBBUB_ROOM_COMMANDS_BURST`: durable commands of one person at once.
    pub burst: u32,
    /// `HUBBUB_ROOM_WAITING`: commands waiting for one room; further ones are answered `busy`.
    pub waiting: usize,
    /// `HUBBUB_ROOM_COMMANDS_AT_ONCE`: commands under way in this process; further ones are answered `busy`.
    pub commands: usize,
    /// `HUBBUB_ROOM_QUERIES_AT_ONCE`: queries under way in this process; further ones are answered `busy`.
    pub queries: usize,
    /// `HUBBUB_ROOM_AWAKE`: rooms awake in this process; beyond that the least recently used goes to sleep.
    pub awake: usize,
    /// `HUBBUB_ROOM_IDLE_SECONDS`: a room without commands for so long goes to sleep.
    pub idle: Duration,
}

/// The most of anything: more is surely a slip of the hand.
const MOST: usize = 1_000_000;
/// The most connections: no Postgres gives more to one process.
const CONNECTIONS: usize = 1_000;
/// Seconds: whoever asks has long given up.
const LONGEST_STATEMENT: u64 = 600;

/// Seconds: what is told later is no news.
const LONGEST_PATIENCE: u64 = 600;

impl Config {
    /// Reads the environment; what is wrong is collected in `vars`.
    pub fn from_vars(vars: &mut Vars) -> Self {
        Self {
            node: NodeId::new(),
            database: Address::from_vars(vars),
            bus: BusConfig::from_vars(vars, "hubbub-room"),
            ops_listen: vars.optional("HUBBUB_OPS_LISTEN", "127.0.0.1:9090", "where probes are answered"),
            metrics_token: chassis::ops::metrics_token(vars),
            connections: vars.number(
                "HUBBUB_ROOM_DATABASE_CONNECTIONS",
                8,
                1..=CONNECTIONS,
                "connections for reading",
            ),
            journals: vars.number("HUBBUB_ROOM_JOURNALS", 2, 1..=CONNECTIONS, "connections for writing"),
            statement: Duration::from_secs(vars.number(
                "HUBBUB_ROOM_STATEMENT_SECONDS",
                3,
                1..=LONGEST_STATEMENT,
                "seconds that one statement may take",
            )),
            push_after: Duration::from_secs(vars.number(
                "HUBBUB_ROOM_PUSH_SECONDS",
                10,
                0..=LONGEST_PATIENCE,
                "seconds that people have to read what is said before their devices are told",
            )),
            limits: Limits::from_vars(vars),
            files: FileLimits::from_vars(vars),
            search_language: vars.parsed(
                "HUBBUB_ROOM_SEARCH_LANGUAGE",
                "english",
                "the language in which words are found in other forms, too",
            ),
        }
    }
}

impl Limits {
    fn from_vars(vars: &mut Vars) -> Self {
        Self {
            per_second: vars.number(
                "HUBBUB_ROOM_COMMANDS_PER_SECOND",
                10,
                1..=MOST as u32,
                "a person's commands per second",
            ),
            burst: vars.number(
                "HUBBUB_ROOM_COMMANDS_BURST",
                100,
                1..=MOST as u32,
                "a person's commands at once",
            ),
            waiting: vars.number("HUBBUB_ROOM_WAITING", 256, 1..=MOST, "commands waiting for one room"),
            commands: vars.number("HUBBUB_ROOM_COMMANDS_AT_ONCE", 4_096, 1..=MOST, "commands under way"),
            queries: vars.number("HUBBUB_ROOM_QUERIES_AT_ONCE", 64, 1..=MOST, "queries under way"),
            awake: vars.number("HUBBUB_ROOM_AWAKE", 10_000, 1..=MOST, "rooms awake"),
            idle: Duration::from_secs(vars.number(
                "HUBBUB_ROOM_IDLE_SECONDS",
                300,
                1..=MOST as u64,
                "seconds until a room goes to sleep",
            )),
        }
    }
}

impl Default for Limits {
    /// What a room-service allows unless told otherwise.
    fn default() -> Self {
        Self::from_vars(&mut Vars::from_map(std::collections::HashMap::new()))
    }
}
