//! The command line.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Team chat on your own servers.
///
/// Without a command it runs the whole cluster on this machine.
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
    /// Run a gateway (settings: HUBBUB_…, NATS_URL)
    Gateway,
    /// Run a room-service (settings: HUBBUB_…, DATABASE_URL, NATS_URL)
    Room,
    /// Run an auth-service (settings: HUBBUB_…, DATABASE_URL, NATS_URL)
    Auth,
    /// Update the database to this release
    Migrate(Target),
    /// Manage people and rooms directly in the database
    Admin(Admin),
    /// Check whether Hubbub can run here; starts nothing
    Doctor(Target),
    /// Check or show settings; starts nothing
    #[command(subcommand)]
    Config(Config),
    /// Ask a process whether it is ready (for Compose and Kubernetes)
    Healthcheck(Healthcheck),
}

#[derive(Clone, Copy, Debug, Subcommand)]
pub(crate) enum Config {
    /// Report everything that is wrong
    Check {
        /// Whose settings
        #[arg(value_enum)]
        of: Kind,
    },
    /// Show each setting, its value (secrets are hidden), and where it came from
    Show {
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
    /// The folder for all data
    #[arg(long, value_name = "FOLDER", default_value = ".hubbub")]
    pub(crate) data: PathBuf,
    /// The address to listen on; 0.0.0.0 for all
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), value_parser = host)]
    pub(crate) host: IpAddr,
    /// The first gateway's port; further gateways use the ports after it [default: 8080, or the next free one]
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
    /// The data folder of a running `hubbub up`; DATABASE_URL takes precedence
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
    /// Manage accounts
    #[command(subcommand)]
    User(User),
    /// Manage rooms
    #[command(subcommand)]
    Room(Room),
    /// Manage invites
    #[command(subcommand)]
    Invite(Invite),
    /// Try the email settings
    #[command(subcommand)]
    Mail(Mail),
    /// Manage the search index
    #[command(subcommand)]
    Search(Search),
    /// Add demo data
    #[command(subcommand)]
    Seed(Seed),
}

/// How to print a list.
#[derive(Debug, Args)]
pub(crate) struct Listing {
    /// Print a JSON array
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) target: Target,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Room {
    /// List all rooms, including private and archived ones
    List(Listing),
    /// Make a room read-only
    Archive {
        /// The part of its address after /r/
        slug: String,
        #[command(flatten)]
        target: Target,
    },
    /// Restore an archived room
    Restore {
        /// The part of its address after /r/
        slug: String,
        #[command(flatten)]
        target: Target,
    },
    /// Delete a room and its messages for good
    Delete {
        /// The part of its address after /r/
        slug: String,
        /// The same again, to confirm
        #[arg(long, value_name = "SLUG")]
        confirm: String,
        #[command(flatten)]
        target: Target,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Invite {
    /// Create an invite in the owner's name and show it once
    Create {
        /// How many people can use it
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1000))]
        uses: u16,
        /// How many days it can be used
        #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u16).range(1..=365))]
        days: u16,
        #[command(flatten)]
        target: Target,
    },
    /// List all invites, newest first; links are shown only once
    List(Listing),
    /// Revoke an invite
    Revoke {
        /// Its id, from the list
        id: uuid::Uuid,
        #[command(flatten)]
        target: Target,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Mail {
    /// Send a test email by the HUBBUB_MAIL_… settings of this environment
    Test {
        /// An email address
        to: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Search {
    /// Index every message anew, in the background; searches go on meanwhile
    Rebuild(Target),
    /// Tell how far that is
    Status(Target),
}

#[derive(Debug, Subcommand)]
pub(crate) enum Seed {
    /// 12 people, 6 rooms, 2,000 messages over 30 days
    Demo {
        /// Even if there are rooms or messages already
        #[arg(long)]
        force: bool,
        #[command(flatten)]
        target: Target,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum User {
    /// Create an account
    Create {
        /// Their username
        username: String,
        /// Their e-mail address
        #[arg(long)]
        email: String,
        /// The name others see [default: the username]
        #[arg(long)]
        display_name: Option<String>,
        /// Read the password from standard input instead of generating one
        #[arg(long)]
        password_stdin: bool,
        #[command(flatten)]
        target: Target,
    },
    /// Give someone a role
    SetRole {
        /// Their username
        username: String,
        /// guest, member, admin or owner
        role: String,
        #[command(flatten)]
        target: Target,
    },
    /// Sign someone out everywhere, lock their account and remove them from their rooms
    Deactivate {
        /// Their username
        username: String,
        #[command(flatten)]
        target: Target,
    },
    /// Unlock the account of someone who was deactivated
    Reactivate {
        /// Their username
        username: String,
        #[command(flatten)]
        target: Target,
    },
    /// Sign someone out everywhere
    EndSessions {
        /// Their username
        username: String,
        #[command(flatten)]
        target: Target,
    },
    /// Confirm that an email address is someone's: nobody else signs in with it then
    ConfirmEmail {
        /// Their username
        username: String,
        /// The address of their account
        #[arg(long, value_name = "ADDRESS")]
        email: String,
        #[command(flatten)]
        target: Target,
    },
    /// List all accounts
    List(Listing),
    /// Set someone's password and sign them out everywhere
    ResetPassword {
        /// Their username
        username: String,
        /// Read the password from standard input instead of generating one
        #[arg(long)]
        password_stdin: bool,
        #[command(flatten)]
        target: Target,
    },
}

/// Which process to ask.
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
    text.parse().map_err(|_| "use an address of this machine, such as 127.0.0.1 or 0.0.0.0".to_owned())
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
    fn impossible_values_are_refused() {
        for words in [["--port", "0"], ["--gateways", "0"], ["--host", "here"], ["--rooms", "1000"]] {
            assert!(Cli::try_parse_from(["hubbub"].into_iter().chain(words)).is_err(), "{words:?}");
        }
    }
}
