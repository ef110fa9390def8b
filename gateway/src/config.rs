//! What an operator may set for a gateway. Read once from the environment, or made by hand in tests; never a database's address.

mod files;

pub use files::{FilePlace, S3Endpoint, S3Settings};

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use axum::http::Uri;
use chassis::{BusConfig, Secret, Vars};
use ipnet::IpNet;
use proto::NodeId;

use crate::outgoing::Origins;

/// Everything a gateway is given.
#[derive(Clone, Debug)]
pub struct Config {
    /// This process; new at each start.
    pub node: NodeId,
    /// `HUBBUB_LISTEN`: the port people use. Port 0 takes a free one, see [`crate::App::address`].
    pub listen: SocketAddr,
    /// `HUBBUB_OPS_LISTEN`: the port operators use; none by default.
    pub ops_listen: Option<SocketAddr>,
    /// `HUBBUB_METRICS_TOKEN`: what whoever reads `/metrics` there must show; nothing by default.
    pub metrics_token: Option<Secret>,
    /// `HUBBUB_PUBLIC_URL`: the address people type. Under `https` cookies become `Secure` and browsers are told to
    /// stay with https. Without it, whatever `Host` a browser names is taken for this installation.
    pub public_url: Option<PublicUrl>,
    /// `HUBBUB_HSTS_SUBDOMAINS`: under `https`, browsers are told the same of every host below that address; not by default.
    pub hsts_subdomains: bool,
    /// `HUBBUB_NAME`: what installation this is called on every page.
    pub name: String,
    /// `HUBBUB_TRUSTED_PROXIES`: networks whose `X-Forwarded-For` is believed; nobody's by default.
    pub trusted_proxies: Networks,
    /// `HUBBUB_GATEWAY_CONNECTIONS`: at once, sockets included; no more than open files allow.
    pub connections: usize,
    /// `HUBBUB_GATEWAY_CONNECTIONS_PER_ADDRESS`: of one IPv4 address or IPv6 /64.
    pub connections_per_address: usize,
    /// `HUBBUB_GATEWAY_ADDRESS_PERCENT`: the part of all connections that no address exceeds, 1 to 100.
    pub address_percent: u8,
    /// `HUBBUB_GATEWAY_SOCKETS_PER_PERSON`: at this gateway; three quarters of them in one session.
    pub sockets_per_person: usize,
    /// `HUBBUB_GATEWAY_COMMANDS_AT_ONCE`: commands of all its sockets that wait or are under way; further ones are answered `busy`.
    pub commands: usize,
    /// `HUBBUB_GATEWAY_NOTICE_SECONDS`: asked to stop, it says that it is not ready and goes on serving for so long.
    pub notice: Duration,
    /// `HUBBUB_GATEWAY_DRAIN_SECONDS`: over how long its sockets are then sent elsewhere.
    pub drain: Duration,
    /// `HUBBUB_SECURITY_CONTACT`: whom to tell of a fault of this installation, for its `security.txt`; nobody by default.
    pub security_contact: Option<SecurityContact>,
    /// A folder served instead of the static files that are built in; for tests, which make another release of it.
    pub static_files: Option<PathBuf>,
    /// `HUBBUB_GATEWAY_FILES`, `HUBBUB_FILES_…`: where files are kept, the same for all gateways; without it nobody can send any.
    pub files: Option<FilePlace>,
    /// `HUBBUB_PUSH_SECRET`: what the key is made of by which push services know this installation, the same for all gateways; without one no
    /// device is told while no page is open there.
    pub push_secret: Option<Secret>,
    /// `HUBBUB_GATEWAY_PUSH_WORDS`: who wrote and what may stand in what devices are told; else where, and how much.
    pub push_words: bool,
    /// `HUBBUB_GATEWAY_OUTGOING_ALLOWED`: servers that may be asked although they are inside, or not at port 443; none by default.
    pub outgoing_allowed: Origins,
    /// `HUBBUB_STYLEGUIDE`: `/styleguide` is there; for those who work on how it looks.
    pub styleguide: bool,
    /// `NATS_URL` and `HUBBUB_NATS_PREFIX`.
    pub bus: BusConfig,
}

impl Config {
    /// Reads a gateway's settings; problems stay with `vars`.
    pub fn from_vars(vars: &mut Vars) -> Self {
        Self {
            node: NodeId::new(),
            listen: vars.parsed("HUBBUB_LISTEN", "127.0.0.1:8080", "an address to listen on"),
            ops_listen: vars.optional("HUBBUB_OPS_LISTEN", "127.0.0.1:9080", "an address to listen on"),
            metrics_token: chassis::ops::metrics_token(vars),
            public_url: vars.optional(
                "HUBBUB_PUBLIC_URL",
                "https://chat.example.org",
                "the address people type",
            ),
            hsts_subdomains: vars.parsed("HUBBUB_HSTS_SUBDOMAINS", "false", "true or false"),
            name: vars.parsed::<Name>("HUBBUB_NAME", "Hubbub", "what an installation is called").0,
            trusted_proxies: vars
                .optional("HUBBUB_TRUSTED_PROXIES", "10.0.0.0/8,fd00::/8", "networks separated by commas")
                .unwrap_or_default(),
            connections: vars.number("HUBBUB_GATEWAY_CONNECTIONS", 20_000, 1..=MOST, "connections at once"),
            connections_per_address: vars.number(
                "HUBBUB_GATEWAY_CONNECTIONS_PER_ADDRESS",
                1_000,
                1..=MOST,
                "connections of one address",
            ),
            address_percent: vars.number(
                "HUBBUB_GATEWAY_ADDRESS_PERCENT",
                25,
                1..=100,
                "a part of a hundred",
            ),
            sockets_per_person: vars.number(
                "HUBBUB_GATEWAY_SOCKETS_PER_PERSON",
                20,
                1..=MOST,
                "sockets of one person",
            ),
            commands: vars.number("HUBBUB_GATEWAY_COMMANDS_AT_ONCE", 4_096, 1..=MOST, "commands under way"),
            notice: seconds(vars, "HUBBUB_GATEWAY_NOTICE_SECONDS", 0),
            drain: seconds(vars, "HUBBUB_GATEWAY_DRAIN_SECONDS", 5),
            security_contact: vars.optional(
                "HUBBUB_SECURITY_CONTACT",
                "security@example.org",
                "an e-mail address, or the https address of a page",
            ),
            static_files: None,
            files: FilePlace::from_vars(vars),
            push_secret: push_secret(vars),
            push_words: vars.parsed("HUBBUB_GATEWAY_PUSH_WORDS", "true", "true or false"),
            outgoing_allowed: vars
                .optional(
                    "HUBBUB_GATEWAY_OUTGOING_ALLOWED",
                    "https://push.example.org:8443",
                    "scheme, host and port of servers, separated by commas",
                )
                .unwrap_or_default(),
            styleguide: vars.parsed("HUBBUB_STYLEGUIDE", "false", "true or false"),
            bus: BusConfig::from_vars(vars, "hubbub-gateway"),
        }
    }
}

/// Characters of the secret for push services.
const PUSH_SECRET_MIN: usize = 32;
/// The most of anything: more is surely a slip of the hand.
const MOST: usize = 1_000_000;
/// The longest a stop may take: more is surely a slip of the hand, too.
const LONGEST_STOP: u64 = 60 * 60;

fn seconds(vars: &mut Vars, name: &str, default: u64) -> Duration {
    Duration::from_secs(vars.number(name, default, 0..=LONGEST_STOP, "a number of seconds"))
}

/// A short one could be guessed by whoever sees the public key.
fn push_secret(vars: &mut Vars) -> Option<Secret> {
    let (name, example) = ("HUBBUB_PUSH_SECRET", "made by `openssl rand -hex 24`");
    let secret = vars.optional_secret(name, example, "what the key for push services is made of")?;
    if secret.reveal().len() < PUSH_SECRET_MIN {
        vars.problem(name, "as given", format!("is shorter than {PUSH_SECRET_MIN} characters"), example);
    }
    Some(secret)
}

/// What an installation is called: it stands in a line of its own on every page.
struct Name(String);

impl Name {
    /// Characters.
    const MAX: usize = 60;
}

impl FromStr for Name {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.chars().count() > Self::MAX || text.contains(char::is_control) {
            return Err(format!("it is one line of at most {} characters", Self::MAX));
        }
        Ok(Self(text.trim().to_owned()))
    }
}

/// The address people type: scheme, host and port, in the form in which browsers write an `Origin`.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// As a browser writes it: `https://chat.example.org`, without a slash at the end.
    pub fn origin(&self) -> &str {
        &self.0
    }

    /// Whether this `Host` is its own.
    pub fn is_at(&self, host: &str) -> bool {
        let (_, ours) = self.0.split_once("://").unwrap_or_default();
        let default_port = if self.is_https() { ":443" } else { ":80" };
        host.strip_suffix(default_port).unwrap_or(host).eq_ignore_ascii_case(ours)
    }

    /// Browsers reach this installation by https only.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl FromStr for PublicUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let uri: Uri = text.parse().map_err(|_| "it is no URL")?;
        let default_port = match uri.scheme_str() {
            Some("http") => 80,
            Some("https") => 443,
            _ => return Err("it begins with neither http:// nor https://"),
        };
        let host = uri.host().filter(|host| !host.is_empty()).ok_or("it has no host")?.to_ascii_lowercase();
        if !matches!(uri.path(), "" | "/") || uri.query().is_some() {
            return Err("it has a path; give the address without one");
        }
        if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
            return Err("it has a user in it");
        }
        let port = uri.port_u16().filter(|port| *port != default_port);
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        Ok(Self(format!("{}://{host}{port}", uri.scheme_str().unwrap_or_default())))
    }
}

impl fmt::Debug for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whom to tell of a fault: an address of mail or of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityContact(String);

impl SecurityContact {
    /// As programs read it: `mailto:security@example.org`, `https://example.org/report`.
    pub fn uri(&self) -> &str {
        &self.0
    }
}

impl FromStr for SecurityContact {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bare = text.strip_prefix("mailto:").unwrap_or(text);
        if bare.is_empty() || bare.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err("it is empty, or has a space in it");
        }
        match bare.split_once('@') {
            _ if bare.starts_with("https://") => Ok(Self(bare.to_owned())),
            Some((name, host)) if !name.is_empty() && !host.is_empty() => Ok(Self(format!("mailto:{bare}"))),
            _ => Err("it is neither an e-mail address nor begins with https://"),
        }
    }
}

/// Networks, as CIDR blocks or single addresses, separated by commas.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Networks(Vec<IpNet>);

impl Networks {
    /// Whether the address belongs to one of them. An IPv4 address in IPv6 clothes counts as IPv4.
    pub fn contains(&self, address: std::net::IpAddr) -> bool {
        self.0.iter().any(|net| net.contains(&address.to_canonical()))
    }

    /// The networks themselves.
    pub fn all(&self) -> &[IpNet] {
        &self.0
    }
}

impl FromStr for Networks {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let network = |item: &str| {
            let address = || item.parse::<std::net::IpAddr>().map(IpNet::from);
            item.parse::<IpNet>().or_else(|_| address()).map_err(|_| format!("`{item}` is no network"))
        };
        let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
        let networks: Vec<_> = items.map(network).collect::<Result<_, _>>()?;
        if networks.is_empty() && !text.is_empty() {
            Err("it names no network".to_owned())
        } else {
            Ok(Self(networks))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(text: &str) -> Result<String, &'static str> {
        text.parse::<PublicUrl>().map(|url| url.origin().to_owned())
    }

    #[test]
    fn a_public_url_is_kept_as_browsers_write_origins() {
        assert_eq!(origin("https://Chat.Example.org/").as_deref(), Ok("https://chat.example.org"));
        assert_eq!(origin("https://chat.example.org:443").as_deref(), Ok("https://chat.example.org"));
        assert_eq!(origin("http://127.0.0.1:8080").as_deref(), Ok("http://127.0.0.1:8080"));
        assert_eq!(origin("http://[::1]:8080").as_deref(), Ok("http://[::1]:8080"));
    }

    #[test]
    fn what_is_no_public_url_is_refused_with_its_reason() {
        for bad in
            ["", "chat.example.org", "ftp://x", "https://", "https://x/chat", "https://x/?a", "https://u@x"]
        {
            assert!(origin(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_contact_is_an_address_of_mail_or_of_a_page() {
        let uri = |text: &str| text.parse::<SecurityContact>().map(|contact| contact.uri().to_owned());
        assert_eq!(uri("security@example.org").as_deref(), Ok("mailto:security@example.org"));
        assert_eq!(uri("mailto:security@example.org").as_deref(), Ok("mailto:security@example.org"));
        assert_eq!(uri("https://example.org/report").as_deref(), Ok("https://example.org/report"));
        for bad in ["", "rosa", "http://example.org", "a@b\nContact: c", "@example.org"] {
            assert!(uri(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn networks_are_blocks_or_single_addresses() {
        let nets: Networks = "10.0.0.0/8, ::1,192.0.2.7".parse().expect("networks");
        let inside = |text: &str| nets.contains(text.parse().expect("an address"));
        assert!(inside("10.1.2.3") && inside("::1") && inside("192.0.2.7") && inside("::ffff:10.0.0.1"));
        assert!(!inside("192.0.2.8") && !inside("::2"));
        assert!("10.0.0.0/33".parse::<Networks>().is_err() && ",".parse::<Networks>().is_err());
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let pairs =
            [("HUBBUB_LISTEN", "here"), ("HUBBUB_PUBLIC_URL", "x"), ("HUBBUB_TRUSTED_PROXIES", "all")];
        let mut vars =
            Vars::from_map(pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect());
        Config::from_vars(&mut vars);
        let names: Vec<_> =
            vars.finish().expect_err("problems").0.into_iter().map(|problem| problem.variable).collect();
        assert_eq!(names, ["HUBBUB_LISTEN", "HUBBUB_PUBLIC_URL", "HUBBUB_TRUSTED_PROXIES", "NATS_URL"]);
    }
}
