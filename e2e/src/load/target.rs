//! The cluster under load: one of our own on this machine, of which everything can be measured, or somebody else's.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use reqwest::Url;

use super::error::LoadError;
use super::options::ClusterOptions;
use super::process::Processes;
use super::socket::Endpoint;
use crate::{Cluster, Who};

/// How long somebody else's cluster has for its first answer.
const DEADLINE: Duration = Duration::from_secs(5);

/// Where the people go, and what is known of it.
pub(super) struct Target {
    /// The gateways.
    pub(super) endpoints: Vec<Endpoint>,
    /// The processes, where they are ours.
    pub(super) cluster: Option<Cluster>,
}

impl Target {
    /// Starts a cluster, or finds the one that was named.
    pub(super) async fn provide(options: &ClusterOptions) -> Result<Self, LoadError> {
        match &options.url {
            Some(url) => Self::at(url).await,
            None => Self::start(options).await,
        }
    }

    /// As `hubbub up` runs it: a database that forces what it has promised to the disk, and no gateway that sends its
    /// sockets elsewhere before it stops.
    async fn start(options: &ClusterOptions) -> Result<Self, LoadError> {
        let program = program(options)?;
        let told = options.settings.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let settings: Vec<_> = [("HUBBUB_GATEWAY_DRAIN_SECONDS", "0")].into_iter().chain(told).collect();
        let counts = [options.gateways(), options.room_services(), 1];
        let cluster = Cluster::start_durable(&program, counts, &settings).await;
        let cluster = cluster.map_err(LoadError::doing("there is no cluster"))?;
        let endpoints = (0..options.gateways()).map(|n| {
            let address = cluster.address(n);
            Endpoint { authority: address.to_string(), address }
        });
        Ok(Self { endpoints: endpoints.collect(), cluster: Some(cluster) })
    }

    async fn at(text: &str) -> Result<Self, LoadError> {
        let refused =
            |why: &str| LoadError::Refused(format!("--url {text}: {why}; for example http://127.0.0.1:8080"));
        let url: Url = text.parse().map_err(|_| refused("this is no URL"))?;
        let (host, port) = match (url.scheme(), url.host_str(), url.port_or_known_default()) {
            ("http", Some(host), Some(port)) => (host, port),
            _ => {
                return Err(refused("the http address of a gateway is needed, not that of a proxy with TLS"));
            }
        };
        let away = |cause: &dyn std::fmt::Display| {
            LoadError::Failed(format!("no Hubbub answers at {text}: {cause}"))
        };
        let mut addresses = tokio::net::lookup_host((host, port)).await.map_err(|error| away(&error))?;
        let address = addresses.next().ok_or_else(|| away(&"the name has no address"))?;
        let authority = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let client = reqwest::Client::builder().timeout(DEADLINE).build().map_err(|error| away(&error))?;
        let answer =
            client.get(format!("http://{authority}/login")).send().await.map_err(|error| away(&error))?;
        if !answer.status().is_success() {
            return Err(away(&format!("it says {} to /login", answer.status())));
        }
        Ok(Self { endpoints: vec![Endpoint { authority, address }], cluster: None })
    }

    /// The cluster, where it is ours.
    pub(super) fn own(&self) -> Result<&Cluster, LoadError> {
        let refused = || LoadError::Refused("this needs a cluster of our own: leave --url out".to_owned());
        self.cluster.as_ref().ok_or_else(refused)
    }

    /// The processes, by what they are; nothing of somebody else's.
    pub(super) fn processes(&self) -> Processes {
        let mut processes = Processes::default();
        let Some(cluster) = &self.cluster else { return processes };
        for node in cluster.nodes() {
            let group = match node.who {
                Who::Gateway(_) => "gateway",
                Who::Room(_) => "room",
                Who::Auth(_) => "auth",
            };
            processes.add(group, node.pid());
        }
        processes.add("nats", cluster.nats_pid());
        if let Some(pid) = cluster.postgres_pid() {
            processes.add_family("postgres", pid);
        }
        processes
    }

    /// Stops what was started, in order.
    pub(super) async fn end(self) {
        if let Some(cluster) = self.cluster {
            cluster.end().await;
        }
    }
}

/// What the services are started with: what was named, else ourselves.
fn program(options: &ClusterOptions) -> Result<String, LoadError> {
    let path: PathBuf = match &options.hubbub {
        Some(path) => hubbub(path)?,
        None => std::env::current_exe().map_err(LoadError::doing("we do not know our own program"))?,
    };
    path.into_os_string().into_string().map_err(|path| LoadError::Refused(format!("{path:?} is not UTF-8")))
}

/// The full path of a program, once it has said that it is a Hubbub.
fn hubbub(path: &Path) -> Result<PathBuf, LoadError> {
    let refused =
        |why: &dyn std::fmt::Display| LoadError::Refused(format!("--hubbub {}: {why}", path.display()));
    let path = path.canonicalize().map_err(|error| refused(&error))?;
    let said = Command::new(&path).arg("--version").output().map_err(|error| refused(&error))?;
    if said.stdout.starts_with(b"hubbub ") { Ok(path) } else { Err(refused(&"this is no hubbub")) }
}
