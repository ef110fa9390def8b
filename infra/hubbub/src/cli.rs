//! What one may type.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Talk together in rooms, on servers of your own.
///
/// Without a verb: the whole cluster on this machine, in a folder of its own.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) verb: Option<Verb>,
    #[command(flatten)]
    pub(crate) up: Up,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Run the whole cluster on this machine (the default)
    Up(Up),
    /// Run one gateway, told by HUBBUB_… and NATS_URL
    Gateway,
    /// Run one room-service, told by HUBBUB_…, DATABASE_URL and NATS_URL
    Room,
    /// Run one auth-service, told by HUBBUB_…, DATABASE_URL and NATS_URL
    Auth,
    /// Bring the database up to this release
    Migrate(Target),
    /// Look after people and rooms, straight in the database
    Admin(Admin),
    /// Look whether this machine, and what the environment names, will do; starts nothing
    Doctor(Target),
    /// Look at the settings of a process; starts nothing
    #[command(subcommand)]
    Config(Config),
    /// Ask a process whether it is ready, for compose and Kubernetes
    Healthcheck(Healthcheck),
}

#[derive(Clone, Copy, Debug, Subcommand)]
pub(crate) enum Config {
    /// Say everything that is wrong
    Check {
        /// Whose settings
        #[arg(value_enum)]
        of: Kind,
    },
    /// Say each setting, its value (of secrets only that they are there), and where it came from
    Fingerprint {
        /// Whose settings
        #[arg(value_enum)]
        of: Kind,
    },
}

/// A kind of process.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Kind {
    Gateway,
    Room,
    Auth,
}

/// How to run the cluster.
#[derive(Clone, Debug, Args)]
pub(crate) struct Up {
    /// The folder for everything that is kept
    #[arg(long, value_name = "FOLDER", default_value = ".hubbub")]
    pub(crate) data: PathBuf,
    /// The address people reach it by; 0.0.0.0 for every one of this machine
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), value_parser = host)]
    pub(crate) host: IpAddr,
    /// The first gateway's port; the others take those after it [default: 8080, or the next free one]
    #[arg(long, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) port: Option<u16>,
    /// How many gateways
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=64))]
    pub(crate) gateways: u16,
    /// How many room-services
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=64))]
    pub(crate) rooms: u16,
    /// How many auth-services
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=64))]
    pub(crate) auths: u16,
}

/// Which database.
#[derive(Clone, Debug, Args)]
pub(crate) struct Target {
    /// The folder of a running `hubbub up`, unless DATABASE_URL says where the database is
    #[arg(long, value_name = "FOLDER", default_value = ".hubbub")]
    pub(crate) data: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Admin {
    #[command(subcommand)]
    pub(crate) about: About,
}

#[derive(Debug, Subcommand)]
pub(crate) enum About {
    /// People
    #[command(subcommand)]
    User(User),
    /// Rooms
    #[command(subcommand)]
    Room(Room),
    /// Invites
    #[command(subcommand)]
    Invite(Invite),
    /// Fill a place with people and talk, to look at
    #[command(subcommand)]
    Seed(Seed),
}

/// A list, as a table or for a program.
#[derive(Debug, Args)]
pub(crate) struct Listing {
    /// One JSON array, for programs
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) target: Target,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Room {
    /// All rooms, private and archived ones too
    List(Listing),
    /// Close a room to anything new; it can be read
    Archive {
        /// Its address: what follows /r/
        slug: String,
        #[command(flatten)]
        target: Target,
    },
    /// Open an archived room again
    Restore {
        /// Its address: what follows /r/
        slug: String,
        #[command(flatten)]
        target: Target,
    },
    /// Delete a room with everything said in it, for good
    Delete {
        /// Its address: what follows /r/
        slug: String,
        /// Its address once more, to be sure
        #[arg(long, value_name = "SLUG")]
        sure: String,
        #[command(flatten)]
        target: Target,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Invite {
    /// Make an invite in the owner's name, and show it once
    Create {
        /// For how many people
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1000))]
        uses: u16,
        /// Good for how many days
        #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u16).range(1..=365))]
        days: u16,
        #[command(flatten)]
        target: Target,
    },
    /// All invites, newest first; their codes are not kept
    List(Listing),
    /// Take an invite back
    Revoke {
        /// Its id, as the list shows it
        id: uuid::Uuid,
        #[command(flatten)]
        target: Target,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Seed {
    /// 12 people, 6 rooms, 2,000 messages over 30 days
    Demo {
        /// Also where people have made rooms or written something
        #[arg(long)]
        anyway: bool,
        #[command(flatten)]
        target: Target,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum User {
    /// Make an account
    Create {
        /// What they sign in as
        username: String,
        /// Their e-mail address
        #[arg(long)]
        email: String,
        /// The name others see [default: the username]
        #[arg(long)]
        display_name: Option<String>,
        /// Read the password from standard input; without this one is made up and shown
        #[arg(long)]
        password_stdin: bool,
        #[command(flatten)]
        target: Target,
    },
    /// Give a person another role
    Promote {
        /// What they sign in as
        username: String,
        /// member, admin or owner
        #[arg(default_value = "admin")]
        role: String,
        #[command(flatten)]
        target: Target,
    },
    /// Keep a person out: ends their sessions, and takes them out of their rooms
    Deactivate {
        /// What they sign in as
        username: String,
        #[command(flatten)]
        target: Target,
    },
    /// Let a person in again who was kept out
    Reactivate {
        /// What they sign in as
        username: String,
        #[command(flatten)]
        target: Target,
    },
    /// Sign a person out everywhere
    EndSessions {
        /// What they sign in as
        username: String,
        #[command(flatten)]
        target: Target,
    },
    /// Everyone with an account
    List(Listing),
    /// Give a person a new password and end their sessions
    ResetPassword {
        /// What they sign in as
        username: String,
        /// Read the password from standard input; without this one is made up and shown
        #[arg(long)]
        password_stdin: bool,
        #[command(flatten)]
        target: Target,
    },
}

/// Whom to ask.
#[derive(Debug, Args)]
pub(crate) struct Healthcheck {
    /// Its ops port [default: HUBBUB_OPS_LISTEN, else 127.0.0.1:9080]
    #[arg(value_name = "ADDRESS")]
    pub(crate) address: Option<SocketAddr>,
}

fn host(text: &str) -> Result<IpAddr, String> {
    if text == "localhost" {
        return Ok(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    text.parse().map_err(|_| "give an address of this machine, such as 127.0.0.1 or 0.0.0.0".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_makes_sense() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }

    #[test]
    fn without_a_verb_the_flags_are_those_of_up() {
        let cli = Cli::try_parse_from(["hubbub", "--port", "9000", "--gateways", "2"]).expect("understood");
        assert!(cli.verb.is_none());
        assert_eq!((cli.up.port, cli.up.gateways), (Some(9000), 2));
        let cli = Cli::try_parse_from(["hubbub", "up", "--host", "localhost"]).expect("understood");
        assert!(matches!(cli.verb, Some(Verb::Up(up)) if up.host.is_loopback()));
    }

    #[test]
    fn nonsense_is_refused() {
        for words in [["--port", "0"], ["--gateways", "0"], ["--host", "here"], ["--rooms", "1000"]] {
            assert!(Cli::try_parse_from(["hubbub"].into_iter().chain(words)).is_err(), "{words:?}");
        }
    }
}
