//! What one may type.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Load for a Hubbub cluster, measured beside a bare broadcast server in the same run.
#[derive(Debug, Parser)]
#[command(name = "load")]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) scenario: Scenario,
}

/// What the people do.
#[derive(Debug, Subcommand)]
pub(super) enum Scenario {
    /// 1,000 people talk in 50 rooms
    Team(Options),
    /// 1,000 people talk in one room
    Hall(Options),
    /// 1,000 people are connected and do nothing
    Idle(Options),
    /// 100 people talk while the connections of all processes go silent, are reset and are slowed down at random
    Soak(SoakOptions),
    /// The bare broadcast server that results are compared with; started by the others
    #[command(hide = true)]
    RawServer {
        /// Where it listens
        listen: SocketAddr,
    },
}

/// How much of it, and where.
#[derive(Clone, Debug, Args)]
pub(super) struct Options {
    /// How many people, each with one socket [default: 1000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) people: Option<u32>,
    /// Over how many rooms they are spread [default: 50 for team, 1 for hall, none for idle]
    #[arg(long, value_name = "N")]
    pub(super) rooms: Option<u32>,
    /// Messages a second, of all people together; several are measured one after the other [default: 100,500,1000 for
    /// team, 20 for hall]
    #[arg(long, value_name = "RATE,…", value_delimiter = ',', value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(super) rate: Vec<u32>,
    /// Few people, low rates and a short time, over two gateways; fails where a message costs more bus messages or
    /// statements than it may
    #[arg(long, conflicts_with_all = ["url", "rate"])]
    pub(super) quick: bool,
    /// How long each rate is measured [default: 10]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..=3_600))]
    pub(super) seconds: Option<u32>,
    /// How long each rate runs before it is measured [default: 3]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(0..=600))]
    pub(super) warm_up: Option<u32>,
    /// Write the results there as JSON, too
    #[arg(long, value_name = "FILE")]
    pub(super) json: Option<PathBuf>,
    /// In which form the sockets hear messages
    #[arg(long, value_enum, default_value_t = Form::Json)]
    pub(super) form: Form,
    /// A cluster that runs already, by the http address of a gateway; what only its own machine knows (CPU, memory, bus,
    /// SQL) is then not measured
    #[arg(long, value_name = "URL", conflicts_with_all = ["hubbub", "gateways", "room_services"])]
    pub(super) url: Option<String>,
    /// The `hubbub` to start the cluster with [default: the one built into this program]
    #[arg(long, value_name = "PATH")]
    pub(super) hubbub: Option<PathBuf>,
    /// How many gateways to start [default: 1]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=16))]
    pub(super) gateways: Option<u16>,
    /// How many room-services to start
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=16))]
    pub(super) room_services: u16,
}

/// How long a soak is, and of what.
#[derive(Clone, Debug, Args)]
pub(super) struct SoakOptions {
    /// For how long
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1_440))]
    pub(super) minutes: u32,
    /// Which faults, and when: the same number gives the same ones
    #[arg(long, default_value_t = 1)]
    pub(super) seed: u64,
    /// How many people, in ten rooms
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(10..=1_000))]
    pub(super) people: u32,
}

/// In which form messages are drawn for a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// As data, for programs.
    Json,
    /// As a page shows them.
    Html,
}

impl Form {
    /// The subprotocol that asks for it.
    pub(super) fn protocol(self) -> &'static str {
        match self {
            Self::Json => proto::frame::PROTOCOL_JSON,
            Self::Html => proto::frame::PROTOCOL_HTML,
        }
    }
}
