//! The connections of a cluster, each by way of a proxy: what networks and hosts do to them can be done to each.

use std::net::SocketAddr;

use services::testbed::proxy::{Behaviour, Proxy};

use crate::node::Who;

/// What is at the other end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The bus.
    Nats,
    /// The database.
    Postgres,
    /// Browsers: the process is the one that is called.
    Browsers,
}

/// All connections of one process with one of its ends.
#[derive(Debug)]
pub struct Link {
    /// The process.
    pub who: Who,
    /// What is at the other end.
    pub end: End,
    proxy: Proxy,
}

impl Link {
    /// `room-0 with postgres`.
    pub fn name(&self) -> String {
        format!("{} with {}", self.who.name(), format!("{:?}", self.end).to_lowercase())
    }

    /// How the connections that are open fare from now on.
    pub fn set_open(&self, behaviour: Behaviour) {
        self.proxy.set_open(behaviour);
    }

    /// How all of them fare from now on, new ones included.
    pub fn set(&self, behaviour: Behaviour) {
        self.proxy.set(behaviour);
    }

    /// Where the proxy listens.
    pub fn address(&self) -> SocketAddr {
        self.proxy.address()
    }
}

/// The links of one process, as it is told of them: `told` is what it would be told without.
pub(crate) async fn between(who: Who, told: &mut [(String, String)], listen: SocketAddr) -> Vec<Link> {
    let mut links = Vec::new();
    for (name, url) in told {
        let end = match name.as_str() {
            "NATS_URL" => End::Nats,
            "DATABASE_URL" if !matches!(who, Who::Gateway(_)) => End::Postgres,
            _ => continue,
        };
        let proxy = Proxy::to(url).await.expect("a proxy");
        *url = proxy.url().to_owned();
        links.push(Link { who, end, proxy });
    }
    if let Who::Gateway(_) = who {
        let proxy = Proxy::to(&listen.to_string()).await.expect("a proxy");
        links.push(Link { who, end: End::Browsers, proxy });
    }
    links
}
