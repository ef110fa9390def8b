//! The real processes, each a child, on a database of their own and a NATS of their own.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::path::Path;

use rustix::process::Signal;
use services::{nats, ports, postgres, testbed};

use crate::links::{self, Link};
use crate::node::{Node, Who};
use crate::tap::Tap;

/// A running cluster. Gone when dropped; when a test fails, the ends of its logs are shown first.
pub struct Cluster {
    nodes: Vec<Node>,
    nats: nats::Nats,
    database: String,
    postgres: Option<postgres::Postgres>,
    links: Vec<Link>,
    folder: tempfile::TempDir,
}

impl Cluster {
    /// Starts so many of each and waits until all serve. `program` is `env!("CARGO_BIN_EXE_hubbub-e2e")`, which only an
    /// integration test knows.
    ///
    /// # Panics
    /// When anything of it does not start.
    pub async fn start(program: &str, gateways: usize, rooms: usize, auths: usize) -> Self {
        Self::start_with(program, gateways, rooms, auths, &[]).await
    }

    /// The same, and every process is told these settings too.
    ///
    /// # Panics
    /// When anything of it does not start.
    pub async fn start_with(
        program: &str,
        gateways: usize,
        rooms: usize,
        auths: usize,
        settings: &[(&str, &str)],
    ) -> Self {
        let database = testbed::postgres_with(async |url: &str| prepare(program, url).await).await;
        Self::on(program, database, [gateways, rooms, auths], settings, false).await
    }

    /// The same by way of proxies, on a Postgres of its own that writes as in earnest: see [`Self::links`].
    ///
    /// # Panics
    /// When anything of it does not start.
    pub async fn start_linked(program: &str, counts: [usize; 3], settings: &[(&str, &str)]) -> Self {
        let server = testbed::start_durable_postgres().await.expect("a Postgres");
        server.create("hubbub").await.expect("a database");
        let mut cluster = Self::on(program, server.url("hubbub"), counts, settings, true).await;
        cluster.postgres = Some(server);
        cluster
    }

    /// So many gateways, room-services and auth-services on a Postgres of their own that writes as in earnest, for
    /// figures.
    ///
    /// # Errors
    /// When there is no such Postgres.
    ///
    /// # Panics
    /// When anything else of it does not start.
    pub async fn start_durable(
        program: &str,
        counts: [usize; 3],
        settings: &[(&str, &str)],
    ) -> Result<Self, services::ServiceError> {
        let server = testbed::start_durable_postgres().await?;
        server.create("hubbub").await?;
        let mut cluster = Self::on(program, server.url("hubbub"), counts, settings, false).await;
        cluster.postgres = Some(server);
        Ok(cluster)
    }

    async fn on(
        program: &str,
        database: String,
        [gateways, rooms, auths]: [usize; 3],
        settings: &[(&str, &str)],
        linked: bool,
    ) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        prepare(program, &database).await;
        let users = hubbub::bus::users(|_| services::secret::generate()).expect("random numbers");
        let nats = testbed::start_nats_with(&users, "").await.expect("a NATS");
        let mut told = vec![("DATABASE_URL".to_owned(), database.clone())];
        // Nobody here is a crowd, but everybody comes from the same address.
        for (name, value) in [
            ("HUBBUB_REGISTRATIONS_PER_ADDRESS", "10000"),
            ("HUBBUB_GATEWAY_CONNECTIONS_PER_ADDRESS", "100000"),
            ("HUBBUB_GATEWAY_ADDRESS_PERCENT", "100"),
        ] {
            told.push((name.into(), value.into()));
        }
        let files = folder.path().join("files").to_string_lossy().into_owned();
        told.push(("HUBBUB_GATEWAY_FILES".into(), files));
        told.extend(settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));

        let who =
            (0..auths).map(Who::Auth).chain((0..rooms).map(Who::Room)).chain((0..gateways).map(Who::Gateway));
        let mut seen = HashSet::new();
        let (mut nodes, mut links) = (Vec::new(), Vec::new());
        for who in who {
            let (addresses, mut told) = ((address(&mut seen), address(&mut seen)), told.clone());
            let user = users.iter().find(|user| user.name == who.verb()).expect("a user for each kind");
            told.push(("NATS_URL".into(), nats.url_of(user)));
            if linked {
                links.extend(links::between(who, &mut told, addresses.0).await);
            }
            nodes.push(Node::new(who, addresses, Path::new(program), folder.path(), &told));
        }
        nodes.iter_mut().for_each(Node::start);
        let cluster = Self { nodes, nats, database, postgres: None, links, folder };
        for node in &cluster.nodes {
            node.ready().await;
        }
        cluster
    }

    /// `127.0.0.1:20001`: where people reach that gateway.
    pub fn address(&self, gateway: usize) -> SocketAddr {
        self.node(Who::Gateway(gateway)).listen
    }

    /// The folder that the gateways keep files in.
    pub fn files(&self) -> std::path::PathBuf {
        self.folder.path().join("files")
    }

    /// Its connections, if it was started with proxies.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// One process.
    ///
    /// # Panics
    /// When there is no such process.
    pub fn node(&self, who: Who) -> &Node {
        self.nodes.iter().find(|node| node.who == who).unwrap_or_else(|| panic!("no {who:?}"))
    }

    /// All of them.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The process of NATS.
    pub fn nats_pid(&self) -> u32 {
        self.nats.process.pid()
    }

    /// The process of Postgres, if it serves this cluster alone.
    pub fn postgres_pid(&self) -> Option<u32> {
        self.postgres.as_ref().map(|server| server.process.pid())
    }

    /// Stops everything and waits until it is gone: the processes first, then what they need.
    pub async fn end(self) {
        futures_util::future::join_all(self.nodes.iter().map(Node::end)).await;
        self.nats.process.stop().await;
        if let Some(server) = &self.postgres {
            server.process.stop().await;
        }
    }

    /// Whoever listens to the wire between the processes.
    ///
    /// # Panics
    /// When the bus does not let them.
    pub async fn tap(&self) -> Tap {
        Tap::open(&self.nats.url).await
    }

    fn node_mut(&mut self, who: Who) -> &mut Node {
        self.nodes.iter_mut().find(|node| node.who == who).unwrap_or_else(|| panic!("no {who:?}"))
    }

    /// SIGKILL, and waits until it is gone.
    pub async fn kill(&mut self, who: Who) {
        self.node_mut(who).kill().await;
    }

    /// SIGTERM, and waits until it has gone by itself.
    pub async fn stop(&mut self, who: Who) {
        self.node_mut(who).stop().await;
    }

    /// SIGSTOP.
    pub fn freeze(&self, who: Who) {
        self.node(who).freeze();
    }

    /// SIGCONT.
    pub fn thaw(&self, who: Who) {
        self.node(who).thaw();
    }

    /// Kills it if it still runs, starts it at the same address, waits until it serves.
    pub async fn restart(&mut self, who: Who) {
        let node = self.node_mut(who);
        node.kill().await;
        node.start_again().await;
    }

    /// NATS does nothing, and its connections stay.
    pub fn freeze_nats(&self) {
        self.nats.process.signal(Signal::STOP);
    }

    /// NATS goes on.
    pub fn thaw_nats(&self) {
        self.nats.process.signal(Signal::CONT);
    }

    /// The database ends every connection and takes no new one.
    ///
    /// # Panics
    /// When it cannot be told to.
    pub async fn close_database(&self) {
        let (server, name) = self.database.rsplit_once('/').expect("an address with a name");
        let maintenance = postgres::connect(&format!("{server}/postgres")).await.expect("the server");
        let close = format!(
            "alter database {name} allow_connections false;
             select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"
        );
        maintenance.batch_execute(&close).await.expect("closed");
    }

    /// The database takes connections again.
    ///
    /// # Panics
    /// When it cannot be told to.
    pub async fn open_database(&self) {
        let (server, name) = self.database.rsplit_once('/').expect("an address with a name");
        let maintenance = postgres::connect(&format!("{server}/postgres")).await.expect("the server");
        maintenance
            .batch_execute(&format!("alter database {name} allow_connections true"))
            .await
            .expect("open");
    }

    /// A connection of the test's own, for checking what was promised.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn database(&self) -> tokio_postgres::Client {
        postgres::connect(&self.database).await.expect("the database")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if std::thread::panicking() {
            for node in &self.nodes {
                eprintln!("--- {} ---\n{}", node.who.name(), node.last_words());
            }
        }
    }
}

/// What `hubbub migrate` does before anybody starts.
async fn prepare(program: &str, database: &str) {
    let mut migrate = tokio::process::Command::new(program);
    migrate.arg("migrate").env("DATABASE_URL", database).kill_on_drop(true);
    let output = migrate.output().await.expect("run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn address(seen: &mut HashSet<u16>) -> SocketAddr {
    loop {
        let port = ports::private();
        if seen.insert(port) {
            return SocketAddr::from(([127, 0, 0, 1], port));
        }
    }
}
