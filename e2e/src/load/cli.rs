//! What one may type. What a scenario takes beside the common options stands with the scenario.

use std::net::SocketAddr;

use clap::{Args, Parser, Subcommand};

use super::cold::ColdOptions;
use super::conversation::ConversationOptions;
use super::files::FilesOptions;
use super::goals::GoalsOptions;
use super::grow::GrowOptions;
use super::idle::IdleOptions;
use super::login::LoginOptions;
use super::page::PageOptions;
use super::saturate::SaturateOptions;
use super::storm::StormOptions;
use super::talk::TalkOptions;

/// Load for a Hubbub cluster, measured beside a bare server in the same run.
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
    Team(TalkOptions),
    /// 1,000 people talk in one room
    Hall(TalkOptions),
    /// 1,000 people are connected and do nothing
    Idle(IdleOptions),
    /// People sign in, and connect with a session, more and more a second
    Login(LoginOptions),
    /// Signed-in people load the page of a room, more and more a second
    Page(PageOptions),
    /// The rate of messages is raised until deliveries grow no more, and beyond
    Saturate(SaturateOptions),
    /// The sockets of 950 people are cut at once, and all come back
    Storm(StormOptions),
    /// 10,000 rooms sleep, and are waked one after the other
    Cold(ColdOptions),
    /// A room full of reactions, replies and threads beside one of plain messages
    Conversation(ConversationOptions),
    /// A large file up and down, uploads beside people who talk, photos, downloads beside nginx, a room full of pictures
    Files(FilesOptions),
    /// More gateways and room-services, more members in a room, more messages stored
    Grow(GrowOptions),
    /// All that the table of goals needs, three times
    Goals(GoalsOptions),
    /// 100 people talk, react, search and send files while the connections of all processes go silent, are reset and are slowed down at random
    Soak(SoakOptions),
    /// 50 people are told on their devices of 10,000 messages while gateways and room-services are killed at random
    Told(ToldOptions),
    /// The bare broadcast server that results are compared with; started by the others
    #[command(hide = true)]
    RawServer {
        /// Where it listens
        listen: SocketAddr,
    },
    /// A bare server of pages of that many bytes; started by `page`
    #[command(hide = true)]
    RawPages {
        /// Where it listens
        listen: SocketAddr,
        /// How long a page is
        bytes: usize,
    },
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

/// Who is told of how much.
#[derive(Clone, Debug, Args)]
pub(super) struct ToldOptions {
    /// How many messages, in twelve rooms
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(12..=1_000_000))]
    pub(super) messages: u32,
    /// How many people, a device each, in four rooms each
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(10..=500))]
    pub(super) people: u32,
    /// What is said, and what is killed when: the same number gives the same
    #[arg(long, default_value_t = 1)]
    pub(super) seed: u64,
}
