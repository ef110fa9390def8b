//! A place with its database, its auth-services, and people who ask them.

use std::net::IpAddr;
use std::time::Duration;

use auth_service::{App, Config, Hashing, Limits, Sessions, admin, migrate};
use chassis::{Bus, BusConfig, Lifecycle, Secret};
use proto::auth::{AuditEntry, ClientInfo, Feed, Link, Query, Reply, Session, SignedIn, TokenHash};
use proto::room::OrgRole;
use proto::text::{DisplayName, Email, Password, Username};
use proto::{NodeId, Refusal, UserId, subject};
use sha2::{Digest, Sha256};
use tokio_postgres::{Client, NoTls};

use super::admin::new_user;

/// Long enough for a busy machine; nothing waits for it when all is well.
pub(crate) const DEADLINE: Duration = Duration::from_secs(20);
pub(crate) const PASSWORD: &str = "a yellow boat";
pub(crate) const HERE: &str = "192.0.2.7";

/// A place of its own: a fresh database and one auth-service.
pub(crate) struct Place {
    pub(crate) bus: Bus,
    /// The operator's own connection.
    pub(crate) db: Client,
    pub(crate) service: Service,
    pub(crate) config: Config,
}

/// A running auth-service; it stops when dropped.
pub(crate) struct Service {
    pub(crate) node: NodeId,
    pub(crate) hashes: Box<dyn Fn() -> u64 + Send + Sync>,
    pub(crate) life: Lifecycle,
}

impl Drop for Service {
    fn drop(&mut self) {
        self.life.stop();
    }
}

impl Place {
    pub(crate) async fn open() -> Self {
        Self::open_with(|_| ()).await
    }

    /// One that has an owner, so that others can be deactivated in it.
    pub(crate) async fn owned() -> Self {
        Self::open().await.with_owner().await
    }

    pub(crate) async fn with_owner(self) -> Self {
        admin::create(&self.db, new_user("owner", OrgRole::Owner)).await.expect("an owner");
        self
    }

    pub(crate) async fn open_with(change: impl FnOnce(&mut Config)) -> Self {
        let database = services::testbed::postgres().await;
        let mut db = connect(&database).await;
        migrate(&mut db).await.unwrap_or_else(|error| panic!("{error}"));
        let bus_config = BusConfig {
            url: Secret::new(services::testbed::nats().await),
            prefix: format!("t{}", NodeId::new()),
            name: "people".into(),
        };
        let mut config = Config {
            node: NodeId::new(),
            database: Secret::new(database),
            connections: 8,
            bus: bus_config.clone(),
            ops_listen: None,
            claim_code: None,
            in_flight: 512,
            sessions: Sessions::default(),
            limits: Limits::default(),
            hashing: Hashing { memory_kib: 64, passes: 1, at_once: 2, waiting: 200 },
        };
        change(&mut config);
        let bus = Bus::connect(&bus_config).await.expect("a bus");
        assert!(bus.ready(DEADLINE).await, "NATS is there");
        let service = Service::start(config.clone(), &bus).await;
        Self { bus, db, service, config }
    }

    /// One more auth-service on the same database.
    pub(crate) async fn another_service(&self) -> Service {
        Service::start(Config { node: NodeId::new(), ..self.config.clone() }, &self.bus).await
    }

    /// One more connection of the operator.
    pub(crate) async fn another_connection(&self) -> Client {
        connect(self.config.database.reveal()).await
    }

    pub(crate) async fn ask(&self, query: &Query) -> Reply {
        self.ask_of(&self.service, query).await
    }

    pub(crate) async fn ask_of(&self, service: &Service, query: &Query) -> Reply {
        let subject = subject::auth_ask(service.node);
        self.bus.ask(&subject, query, DEADLINE).await.expect("an answer")
    }

    pub(crate) async fn register(&self, name: &str) -> SignedIn {
        signed_in(self.ask(&registration(name)).await).expect("registered")
    }

    pub(crate) async fn log_in(&self, login: &str, password: &str) -> Result<SignedIn, Refusal> {
        signed_in(self.ask(&login_from(login, password, HERE)).await)
    }

    pub(crate) async fn resume(&self, signed_in: &SignedIn) -> Option<Session> {
        match self.ask(&Query::Resume { token: hash(&signed_in.token) }).await {
            Reply::Session(session) => session,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn log_out(&self, signed_in: &SignedIn) {
        let reply = self.ask(&Query::LogOut { token: hash(&signed_in.token) }).await;
        assert!(matches!(reply, Reply::Ended), "{reply:?}");
    }

    pub(crate) async fn feed(&self, after: i64) -> Feed {
        match self.ask(&Query::Feed { after }).await {
            Reply::Feed(feed) => feed,
            other => panic!("{other:?}"),
        }
    }

    /// Asks for what is simply done, or refused.
    pub(crate) async fn act(&self, query: Query) -> Result<(), Refusal> {
        done(self.ask(&query).await)
    }

    /// Asks for a link.
    pub(crate) async fn link(&self, query: Query) -> Result<Link, Refusal> {
        match self.ask(&query).await {
            Reply::Link(link) => Ok(link),
            Reply::Refused(refusal) => Err(refusal),
            other => panic!("{other:?}"),
        }
    }

    /// The id of somebody with an account.
    pub(crate) async fn id(&self, name: &str) -> UserId {
        let find = "select id from auth.account where username = $1";
        UserId(self.db.query_one(find, &[&name]).await.expect("somebody").get(0))
    }

    /// Makes an account with this organisation role, without a session.
    pub(crate) async fn someone(&self, name: &str, org_role: OrgRole) -> UserId {
        admin::create(&self.db, new_user(name, org_role)).await.expect("created")
    }

    pub(crate) async fn audit(&self, actor: UserId) -> Vec<AuditEntry> {
        match self.ask(&Query::Audit { actor, before: None, only: Default::default(), limit: 100 }).await {
            Reply::Audit { entries, .. } => entries,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn count(&self, query: &str) -> i64 {
        self.db.query_one(query, &[]).await.expect("counted").get(0)
    }

    /// Waits until somebody waits for a lock in this database.
    pub(crate) async fn somebody_waits(&self) {
        let blocked = "select count(*) from pg_stat_activity
                       where datname = current_database() and wait_event_type = 'Lock'";
        let waits = async {
            while self.count(blocked).await == 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(DEADLINE, waits).await.expect("somebody waits for the lock");
    }

    pub(crate) fn hashes(&self) -> u64 {
        (self.service.hashes)()
    }
}

impl Service {
    async fn start(config: Config, bus: &Bus) -> Self {
        let app = App::build(config).await.expect("built");
        let (node, hashes, life) = (app.node(), Box::new(app.hashes()), Lifecycle::new());
        tokio::spawn(app.run_until(life.clone()));
        let service = Self { node, hashes, life };
        // It may not have told NATS yet that it listens.
        let subject = subject::auth_ask(node);
        let there = async {
            while bus.ask::<_, Reply>(&subject, &Query::Installation, DEADLINE).await.is_err() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(DEADLINE, there).await.expect("the service listens");
        service
    }
}

pub(crate) fn registration(name: &str) -> Query {
    registration_with(name, &format!("{name}@example.org"), None)
}

pub(crate) fn registration_with(name: &str, email: &str, claim: Option<&str>) -> Query {
    Query::Register {
        username: username(name),
        email: Email::parse(email).expect("an address"),
        display_name: DisplayName::parse(name).expect("a display name"),
        password: Password::choose(PASSWORD, name).expect("a password"),
        claim: claim.map(str::to_owned),
        invite: None,
        from: client_info(HERE),
    }
}

pub(crate) fn login_from(login: &str, password: &str, address: &str) -> Query {
    let (login, password) = (login.to_owned(), Password::try_out(password));
    Query::LogIn { login, password, from: client_info(address) }
}

pub(crate) fn username(name: &str) -> Username {
    Username::parse(name).expect("a username")
}

pub(crate) fn client_info(address: &str) -> ClientInfo {
    let address: IpAddr = address.parse().expect("an address");
    ClientInfo { address, agent: "Lynx/2.9".into() }
}

pub(crate) fn done(reply: Reply) -> Result<(), Refusal> {
    match reply {
        Reply::Done => Ok(()),
        Reply::Refused(refusal) => Err(refusal),
        other => panic!("{other:?}"),
    }
}

pub(crate) fn signed_in(reply: Reply) -> Result<SignedIn, Refusal> {
    match reply {
        Reply::SignedIn(signed_in) => Ok(signed_in),
        Reply::Refused(refusal) => Err(refusal),
        other => panic!("{other:?}"),
    }
}

pub(crate) fn hash(token: &str) -> TokenHash {
    TokenHash(Sha256::digest(token).iter().map(|byte| format!("{byte:02x}")).collect())
}

async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("connected");
    tokio::spawn(connection);
    client
}
