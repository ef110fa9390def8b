//! An installation to visit: one gateway, one auth-service, one room-service, a database and a bus of its own.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use auth_service::Hashing;
use chassis::{Bus, BusConfig, Lifecycle, Peers, Subscription, Vars};
use gateway::cluster::Cluster;
use gateway::{App, Config};
use tempfile::TempDir;
use tokio::task::JoinHandle;

use crate::browser::Browser;

/// Until what starts has started, on a busy machine.
const DEADLINE: Duration = Duration::from_secs(60);

/// Ends with the test.
pub(crate) struct Fixture {
    address: SocketAddr,
    /// As the operator named it, else as it is reached.
    host: String,
    /// Where its pages come from.
    origin: String,
    database: String,
    nats: String,
    prefix: String,
    gateway: Lifecycle,
    auth: Lifecycle,
    rooms: Lifecycle,
    /// Its room-services, until each has ended.
    running: Mutex<Vec<JoinHandle<()>>>,
    /// The store of all its gateways.
    files: TempDir,
}

impl Fixture {
    /// With the settings it comes with.
    pub(crate) async fn open() -> Self {
        Self::open_with(&[]).await
    }

    /// With some settings of the test's own.
    pub(crate) async fn open_with(settings: &[(&str, &str)]) -> Self {
        let fixture = Self::without_services(settings).await;
        fixture.start_auth(settings).await;
        fixture.start_rooms(settings).await;
        fixture.stranger().until("/register", 200, DEADLINE).await;
        fixture
    }

    /// A gateway whose services have not started yet.
    pub(crate) async fn without_services(settings: &[(&str, &str)]) -> Self {
        let database = services::testbed::postgres_with(migrate).await;
        let prefix = format!("test{}", uuid::Uuid::new_v4().simple());
        let nats = services::testbed::nats().await;
        let mut fixture = Self {
            address: ([127, 0, 0, 1], 0).into(),
            host: String::new(),
            origin: String::new(),
            database,
            nats,
            prefix,
            gateway: Lifecycle::new(),
            auth: Lifecycle::new(),
            rooms: Lifecycle::new(),
            running: Mutex::default(),
            files: tempfile::tempdir().expect("a folder"),
        };
        let config = Config::from_vars(&mut fixture.vars(settings, &[("HUBBUB_LISTEN", "127.0.0.1:0")]));
        let app = App::build(config).await.expect("the gateway builds");
        fixture.address = app.address();
        let url = settings.iter().find(|(name, _)| *name == "HUBBUB_PUBLIC_URL");
        fixture.origin =
            url.map_or_else(|| format!("http://{}", app.address()), |(_, url)| (*url).to_owned());
        fixture.host = fixture.origin.split_once("://").expect("an origin").1.to_owned();
        tokio::spawn(app.run_until(fixture.gateway.clone()));
        fixture
    }

    /// Another gateway of the same installation, of a release with these static files.
    pub(crate) async fn another_gateway(&self, static_files: &Path, life: &Lifecycle) -> Browser {
        let mut config = Config::from_vars(&mut self.vars(&[], &[("HUBBUB_LISTEN", "127.0.0.1:0")]));
        config.static_files = Some(static_files.to_owned());
        let app = App::build(config).await.expect("the gateway builds");
        let browser = Browser::at(app.address(), &self.host);
        tokio::spawn(app.run_until(life.clone()));
        browser.until("/register", 200, DEADLINE).await;
        browser
    }

    /// Another gateway of the same release, with settings of its own.
    pub(crate) async fn second_gateway(&self, settings: &[(&str, &str)]) -> SocketAddr {
        let config = Config::from_vars(&mut self.vars(settings, &[("HUBBUB_LISTEN", "127.0.0.1:0")]));
        let app = App::build(config).await.expect("the gateway builds");
        let address = app.address();
        tokio::spawn(app.run_until(self.gateway.clone()));
        Browser::at(address, &self.host).until("/register", 200, DEADLINE).await;
        address
    }

    /// Where the files are.
    pub(crate) fn files(&self) -> &Path {
        self.files.path()
    }

    /// The auth-service comes.
    pub(crate) async fn start_auth(&self, settings: &[(&str, &str)]) {
        let mut config = auth_service::Config::from_vars(&mut self.vars(settings, &[]));
        config.hashing = Hashing { memory_kib: 64, passes: 1, ..config.hashing };
        let app = auth_service::App::build(config).await.expect("the auth-service builds");
        tokio::spawn(app.run_until(self.auth.clone()));
    }

    /// The room-service comes.
    pub(crate) async fn start_rooms(&self, settings: &[(&str, &str)]) {
        self.run_rooms(settings, self.rooms.clone()).await;
    }

    async fn run_rooms(&self, settings: &[(&str, &str)], life: Lifecycle) {
        let config = room_service::Config::from_vars(&mut self.vars(settings, &[]));
        let app = room_service::App::build(config).await.expect("the room-service builds");
        self.running.lock().expect("a list").push(tokio::spawn(app.run_until(life)));
    }

    /// The room-service goes, and another one comes, with settings of its own.
    pub(crate) async fn restart_rooms(&self, settings: &[(&str, &str)]) {
        self.rooms.stop();
        let running = std::mem::take(&mut *self.running.lock().expect("a list"));
        for ending in running {
            ending.await.expect("it ends");
        }
        self.run_rooms(settings, self.gateway.clone()).await;
    }

    /// The auth-service goes.
    pub(crate) fn stop_auth(&self) {
        self.auth.stop();
    }

    /// The room-service goes.
    pub(crate) fn stop_rooms(&self) {
        self.rooms.stop();
    }

    /// Somebody nobody knows yet.
    pub(crate) fn stranger(&self) -> Browser {
        Browser::at(self.address, &self.host)
    }

    /// Somebody with an account, signed in and in `general`.
    pub(crate) async fn person(&self, username: &str) -> Browser {
        let browser = self.stranger();
        let page = browser.register(username).await;
        let is_in = page.status == 303 && ["/r/general", "/setup"].contains(&page.location());
        assert!(is_in, "{username} registers: {} {}", page.location(), page.body);
        browser
    }

    /// What browsers call it.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// Where its pages come from.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// Where it is.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Changes the database behind everyone's back.
    pub(crate) async fn sql(&self, statement: &str) {
        let (client, connection) = connect(&self.database).await;
        let carrying = tokio::spawn(connection);
        client.batch_execute(statement).await.expect("the statement runs");
        drop(client);
        carrying.await.unwrap().expect("the connection closes");
    }

    /// Reads the database behind everyone's back: what one column says, line by line.
    pub(crate) async fn sql_lines(&self, query: &str) -> Vec<String> {
        let (client, connection) = connect(&self.database).await;
        tokio::spawn(connection);
        let rows = client.query(query, &[]).await.expect("the query runs");
        rows.iter().map(|row| row.get(0)).collect()
    }

    /// Everything that is said on the bus from now on, answers too: in the subjects of the whole server.
    pub(crate) async fn overhear(&self) -> Subscription {
        let bus = BusConfig { prefix: String::new(), ..self.bus("hubbub-witness") };
        let bus = Bus::connect(&bus).await.expect("a bus");
        assert!(bus.ready(DEADLINE).await);
        let everything = bus.subscribe(">").await.expect("subscribed");
        bus.barrier().await.expect("in force");
        everything
    }

    /// The services, asked without a gateway: for what a test only prepares.
    pub(crate) async fn services(&self) -> Cluster {
        let bus = Bus::connect(&self.bus("hubbub-test")).await.expect("a bus");
        let peers = Peers::watch(bus.clone(), self.gateway.clone()).await.expect("peers");
        Cluster::new(bus, peers)
    }

    pub(crate) fn bus(&self, name: &str) -> BusConfig {
        BusConfig::from_vars(&mut self.vars(&[], &[]), name)
    }

    fn vars(&self, settings: &[(&str, &str)], more: &[(&str, &str)]) -> Vars {
        let ours = [
            ("DATABASE_URL", &*self.database),
            ("NATS_URL", &self.nats),
            ("HUBBUB_NATS_PREFIX", &self.prefix),
            ("HUBBUB_GATEWAY_FILES", self.files.path().to_str().expect("a path")),
        ];
        let all = ours.iter().chain(more).chain(settings);
        Vars::from_map(all.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        for life in [&self.gateway, &self.auth, &self.rooms] {
            life.stop();
        }
    }
}

async fn connect(
    url: &str,
) -> (
    tokio_postgres::Client,
    tokio_postgres::Connection<tokio_postgres::Socket, tokio_postgres::tls::NoTlsStream>,
) {
    tokio_postgres::connect(url, tokio_postgres::NoTls).await.expect("the database is there")
}

async fn migrate(url: &str) {
    let (mut client, connection) = connect(url).await;
    tokio::spawn(connection);
    auth_service::migrate(&mut client).await.expect("schema auth");
    room_service::migrate(&mut client).await.expect("schema chat");
}
