//! What most scenarios take: where results go, which cluster it is, in which form messages are heard.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::{Serialize, Serializer};

/// Where the results go, beside the screen.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct OutputOptions {
    /// Write the results there as JSON, too
    #[arg(long, value_name = "FILE")]
    pub(super) json: Option<PathBuf>,
    /// Write tables (Markdown) and curves (SVG) into that folder, too
    #[arg(long, value_name = "FOLDER")]
    pub(super) out: Option<PathBuf>,
}

/// Which cluster, or how much of one.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct ClusterOptions {
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
    /// How many room-services to start [default: 1]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=16))]
    pub(super) room_services: Option<u16>,
    /// What it is told besides, by the scenario.
    #[arg(skip)]
    pub(super) settings: Vec<(String, String)>,
}

impl ClusterOptions {
    /// How many gateways are started.
    pub(super) fn gateways(&self) -> usize {
        self.gateways.unwrap_or(1).into()
    }

    /// How many room-services are started.
    pub(super) fn room_services(&self) -> usize {
        self.room_services.unwrap_or(1).into()
    }
}

/// In which form messages are drawn for a socket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// As data, for programs.
    #[default]
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

impl Serialize for Form {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.protocol())
    }
}
