//! A TCP proxy between two programs, by which tests do to a connection what networks and hosts do to it.
//!
//! It stands between any two: a service and Postgres or NATS, a client and a gateway. It reads nothing of what it carries.

mod carry;

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

/// What becomes of the bytes of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaviour {
    /// They pass, as if there were no proxy.
    Pass,
    /// Neither direction passes. Both ends stay open, and the kernel goes on acknowledging what is sent; it arrives when
    /// the connection passes again.
    Hold,
    /// What the client sends is held, what the server sends passes.
    HoldRequests,
    /// What the server sends is held, what the client sends passes.
    HoldAnswers,
    /// They arrive so much later, in order, in both directions.
    Delay(Duration),
    /// So many bytes a second pass, in each direction. Not 0: that is `Hold`.
    Throttle(u32),
    /// Both ends are closed (FIN), as by a program that ends. A new connection is accepted and closed.
    Cut,
    /// Both ends are reset (RST), as by a host that has restarted or a firewall. A new connection is accepted and reset.
    Reset,
    /// The server's end is closed; the client's stays open and silent, as when the server's host is gone. It is reset when
    /// anything else is set.
    LoseServer,
    /// The same the other way about: the server goes on waiting for a client that is gone.
    LoseClient,
}

/// A proxy in front of one server. Gone with its connections when dropped.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    url: String,
    links: Arc<Links>,
    accepting: JoinHandle<()>,
}

#[derive(Debug)]
struct Links {
    state: Mutex<State>,
    accepted: watch::Sender<u64>,
}

#[derive(Debug)]
struct State {
    new: Behaviour,
    open: Vec<watch::Sender<Behaviour>>,
}

impl Proxy {
    /// Starts one in front of `url`: `postgres://user:password@host:port/name`, `nats://token@host:port`, or only `host:port`.
    ///
    /// # Errors
    /// No port could be opened.
    pub async fn to(url: &str) -> io::Result<Self> {
        let server = host_and_port(url).to_owned();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let state = Mutex::new(State { new: Behaviour::Pass, open: Vec::new() });
        let links = Arc::new(Links { state, accepted: watch::Sender::new(0) });
        let url = url.replacen(&server, &address.to_string(), 1);
        let accepting = tokio::spawn(accept(listener, server, links.clone()));
        Ok(Self { address, url, links, accepting })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The server's address, as it was given, by way of the proxy.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// How open connections and new ones fare from now on.
    pub fn set(&self, behaviour: Behaviour) {
        self.set_new(behaviour);
        self.set_open(behaviour);
    }

    /// How those fare that are open now.
    pub fn set_open(&self, behaviour: Behaviour) {
        for link in self.links.open() {
            link.send_replace(behaviour);
        }
    }

    /// How those fare that are opened from now on.
    pub fn set_new(&self, behaviour: Behaviour) {
        self.links.state().new = behaviour;
    }

    /// How many connections are open.
    pub fn open(&self) -> usize {
        self.links.open().len()
    }

    /// Counts the connections there ever were.
    pub fn accepted(&self) -> watch::Receiver<u64> {
        self.links.accepted.subscribe()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Links {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A connection's receiver goes with it, and so its sender here.
    fn open(&self) -> Vec<watch::Sender<Behaviour>> {
        let mut state = self.state();
        state.open.retain(|link| !link.is_closed());
        state.open.clone()
    }

    fn admit(&self) -> watch::Receiver<Behaviour> {
        let mut state = self.state();
        let (link, behaviour) = watch::channel(state.new);
        state.open.push(link);
        behaviour
    }
}

async fn accept(listener: TcpListener, server: String, links: Arc<Links>) {
    let mut connections = JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        let (behaviour, server) = (links.admit(), server.clone());
        links.accepted.send_modify(|count| *count += 1);
        connections.spawn(async move {
            match TcpStream::connect(server).await {
                Ok(server) => carry::carry(client, server, behaviour).await,
                Err(_) => carry::reset([client]),
            }
        });
        while connections.try_join_next().is_some() {}
    }
}

fn host_and_port(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?']).next().unwrap_or(rest);
    authority.rsplit_once('@').map_or(authority, |(_, host)| host)
}

#[cfg(test)]
mod tests;
