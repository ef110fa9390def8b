//! Which processes there are, where they listen and what each is told. Pure: the ports are given.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use proto::node::NodeKind;

use crate::cli::Up;

const FILES: &str = "HUBBUB_GATEWAY_FILES";

/// One process to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Service {
    /// The service it runs.
    pub(crate) kind: NodeKind,
    /// `gateway-1`, `gateway-2`, …: its name on the screen and its log's.
    pub(crate) name: String,
    /// Where people reach it, if they do.
    pub(crate) listen: Option<SocketAddr>,
    /// Where it says whether it is ready.
    pub(crate) ops: SocketAddr,
}

/// What the processes must know to find each other: secrets all of it.
#[derive(Clone)]
pub(crate) struct Addresses {
    /// The database's, for each kind that has tables: a gateway talks to strangers, and holds nothing that opens it.
    pub(crate) database: HashMap<NodeKind, String>,
    /// NATS's, for each kind.
    pub(crate) nats: HashMap<NodeKind, String>,
    /// What the first account must show.
    pub(crate) claim_code: Option<String>,
    /// What whoever reads the numbers of a process must show.
    pub(crate) metrics_token: String,
    /// What gateways make the key of by which push services know them, unless they are told otherwise.
    pub(crate) push_secret: String,
    /// Where gateways keep files, unless they are told otherwise.
    pub(crate) files: PathBuf,
}

/// All of them, in the order in which they are named on the screen.
pub(crate) fn services(options: &Up, port: u16, mut private: impl FnMut() -> u16) -> Vec<Service> {
    let loopback = IpAddr::from([127, 0, 0, 1]);
    let mut service = |kind: NodeKind, number: u16| Service {
        kind,
        name: format!("{}-{number}", kind.as_str()),
        listen: (kind == NodeKind::Gateway).then(|| SocketAddr::new(options.host, port + number - 1)),
        ops: SocketAddr::new(loopback, private()),
    };
    let counts = [
        (NodeKind::Auth, options.auths),
        (NodeKind::Room, options.rooms),
        (NodeKind::Gateway, options.gateways),
    ];
    let mut all = Vec::new();
    for (kind, count) in counts {
        all.extend((1..=count).map(|number| service(kind, number)));
    }
    all
}

/// A process's whole environment: ours without what is not its business, and what it must know.
pub(crate) fn environment(
    service: &Service,
    addresses: &Addresses,
    ours: impl Iterator<Item = (OsString, OsString)>,
) -> Vec<(OsString, OsString)> {
    // Who sends mail is told its password, and nobody else.
    let is_theirs = |name: &OsStr| service.kind == NodeKind::Auth || !is_of_mail(name);
    let ours = ours.filter(|(name, _)| !is_ours_alone(name) && is_theirs(name));
    let mut vars: Vec<(OsString, OsString)> = ours.collect();
    // Other users of this machine reach loopback too.
    if !vars.iter().any(|(name, _)| name.to_string_lossy().starts_with("HUBBUB_METRICS_TOKEN")) {
        vars.push(("HUBBUB_METRICS_TOKEN".into(), (&*addresses.metrics_token).into()));
    }
    let mut tell = |name: &str, value: &str| vars.push((name.into(), value.into()));
    if let Some(nats) = addresses.nats.get(&service.kind) {
        tell("NATS_URL", nats);
    }
    tell("HUBBUB_OPS_LISTEN", &service.ops.to_string());
    if let Some(listen) = service.listen {
        tell("HUBBUB_LISTEN", &listen.to_string());
        // All gateways here stop together: nobody can be sent to another.
        tell("HUBBUB_GATEWAY_DRAIN_SECONDS", "0");
    }

    if let Some(database) = addresses.database.get(&service.kind) {
        tell("DATABASE_URL", database);
    }
    if let (NodeKind::Auth, Some(code)) = (service.kind, &addresses.claim_code) {
        tell("HUBBUB_CLAIM_CODE", code);
    }
    let is_told = |vars: &[(OsString, OsString)]| {
        vars.iter().any(|(name, _)| name.to_string_lossy().starts_with("HUBBUB_PUSH_SECRET"))
    };
    if service.kind == NodeKind::Gateway && !is_told(&vars) {
        vars.push(("HUBBUB_PUSH_SECRET".into(), (&*addresses.push_secret).into()));
    }
    if service.kind == NodeKind::Gateway && !vars.iter().any(|(name, _)| name == FILES) {
        vars.push((FILES.into(), addresses.files.clone().into()));
    }
    vars
}

fn is_ours_alone(name: &OsStr) -> bool {
    let told = [
        "DATABASE_URL",
        "NATS_URL",
        "HUBBUB_CLAIM_CODE",
        "HUBBUB_LISTEN",
        "HUBBUB_OPS_LISTEN",
        "HUBBUB_GATEWAY_DRAIN_SECONDS",
    ];
    let name = name.to_string_lossy();
    let name = name.strip_suffix("_FILE").unwrap_or(&name);
    told.contains(&name) || name.starts_with("PG")
}

fn is_of_mail(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.strip_prefix("HUBBUB_").is_some_and(|name| name.starts_with("MAIL_"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    fn options(words: &[&str]) -> Up {
        crate::cli::Cli::try_parse_from(["hubbub"].iter().chain(words)).expect("understood").up
    }

    fn told(kind: NodeKind) -> Vec<(OsString, OsString)> {
        let all = services(&options(&[]), 8080, || 20_000);
        let service = all.into_iter().find(|one| one.kind == kind).expect("one");
        let database =
            |kind: NodeKind| format!("postgres://hubbub_{}:deep@127.0.0.1:1/hubbub", kind.as_str());
        let nats = |kind: NodeKind| format!("nats://{}:dark@127.0.0.1:2", kind.as_str());
        let addresses = Addresses {
            database: [NodeKind::Room, NodeKind::Auth].map(|kind| (kind, database(kind))).into(),
            nats: NodeKind::ALL.map(|kind| (kind, nats(kind))).into(),
            claim_code: Some("red-fox-12".into()),
            metrics_token: "figures".into(),
            push_secret: "for push services alone, and long enough".into(),
            files: "/data/files".into(),
        };
        let ours = [
            ("PATH", "/bin"),
            ("DATABASE_URL", "postgres://other:deep@db/x"),
            ("DATABASE_URL_FILE", "/run/secrets/deep"),
            ("PGPASSWORD", "deep"),
            ("HUBBUB_MAIL_PASSWORD", "deep"),
            ("HUBBUB_NAME", "Ours"),
        ];
        let ours = ours.into_iter().map(|(name, value)| (name.into(), value.into()));
        environment(&service, &addresses, ours)
    }

    fn value(vars: &[(OsString, OsString)], name: &str) -> Option<String> {
        vars.iter().find(|(have, _)| have == name).map(|(_, value)| value.to_string_lossy().into_owned())
    }

    #[test]
    fn a_gateway_is_told_nothing_that_opens_the_database() {
        let vars = told(NodeKind::Gateway);
        let leak = vars.iter().find(|(_, value)| value.to_string_lossy().contains("deep"));
        assert!(leak.is_none(), "{leak:?}");
        assert_eq!(value(&vars, "HUBBUB_LISTEN").as_deref(), Some("127.0.0.1:8080"));
        assert_eq!(value(&vars, "HUBBUB_NAME").as_deref(), Some("Ours"));
        assert_eq!(value(&vars, "HUBBUB_CLAIM_CODE"), None);
        assert_eq!(value(&vars, "HUBBUB_GATEWAY_FILES").as_deref(), Some("/data/files"));
        assert_eq!(value(&vars, "HUBBUB_METRICS_TOKEN").as_deref(), Some("figures"));
        let push = value(&vars, "HUBBUB_PUSH_SECRET");
        assert_eq!(push.as_deref(), Some("for push services alone, and long enough"));
    }

    #[test]
    fn auth_and_room_services_are_told_the_database_once() {
        for kind in [NodeKind::Auth, NodeKind::Room] {
            let vars = told(kind);
            let addresses: Vec<_> = vars.iter().filter(|(name, _)| name == "DATABASE_URL").collect();
            assert_eq!(addresses.len(), 1);
            assert_eq!(value(&vars, "HUBBUB_PUSH_SECRET"), None);
            let own = format!("postgres://hubbub_{}:deep@127.0.0.1:1/hubbub", kind.as_str());
            assert_eq!(value(&vars, "DATABASE_URL"), Some(own));
            assert_eq!(value(&vars, "NATS_URL"), Some(format!("nats://{}:dark@127.0.0.1:2", kind.as_str())));
            assert_eq!(value(&vars, "HUBBUB_LISTEN"), None);
        }
        assert_eq!(value(&told(NodeKind::Auth), "HUBBUB_CLAIM_CODE").as_deref(), Some("red-fox-12"));
    }

    #[test]
    fn the_password_of_the_server_of_mail_is_told_auth_alone() {
        for kind in NodeKind::ALL {
            let told = value(&told(kind), "HUBBUB_MAIL_PASSWORD").is_some();
            assert_eq!(told, kind == NodeKind::Auth, "{kind:?}");
        }
    }

    #[test]
    fn gateways_listen_on_the_port_and_those_after_it() {
        let all = services(&options(&["--gateways", "3", "--rooms", "2"]), 9000, || 20_000);
        let ports: Vec<u16> = all.iter().filter_map(|one| one.listen).map(|listen| listen.port()).collect();
        assert_eq!(ports, [9000, 9001, 9002]);
        assert_eq!(all.iter().filter(|one| one.kind == NodeKind::Room).count(), 2);
    }
}
