//! An installation with its database, its auth-services, and people who ask them.

use std::net::IpAddr;
use std::time::Duration;

use auth_service::admin::People;
use auth_service::{App, Config, Hashing, Limits, Sessions, migrate};
use chassis::{Bus, BusConfig, Lifecycle, Secret};
use proto::auth::{
    Access, Action, AdminAction, Answer, AuditEntry, ClientInfo, Command, Feed, Link, NewAccount, NewInvite,
    NewSession, Query, Reply, Session, Token, TokenHash,
};
use proto::room::OrgRole;
use proto::text::{DisplayName, Email, Password, Username};
use proto::{NodeId, Refusal, UserId, subject};
use tokio_postgres::{Client, NoTls};

use super::operator::new_user;

/// Long enough for a busy machine; nothing waits for it when all is well.
pub(crate) const DEADLINE: Duration = Duration::from_secs(20);
pub(crate) const PASSWORD: &str = "a yellow boat";
pub(crate) const HERE: &str = "192.0.2.7";

/// An installation of its own: a fresh database and one auth-service.
pub(crate) struct Fixture {
    pub(crate) bus: Bus,
    /// A bare connection, to look at rows and to hold locks.
    pub(crate) db: Client,
    /// What the operator does from the command line.
    pub(crate) people: People,
    pub(crate) service: Service,
    pub(crate) config: Config,
}

/// A running auth-service; it stops when dropped.
pub(crate) struct Service {
    pub(crate) node: NodeId,
    pub(crate) hashes: Box<dyn Fn() -> u64 + Send + Sync>,
    pub(crate) life: Lifecycle,
}

/// Somebody signed in.
pub(crate) struct SignedIn {
    /// The hash of the token in their cookie.
    pub(crate) token: TokenHash,
    pub(crate) session: Session,
}

/// An invite or a link that was made.
pub(crate) struct Made {
    /// The hash of what stands in its address.
    pub(crate) token: TokenHash,
    pub(crate) link: Link,
}

impl Drop for Service {
    fn drop(&mut self) {
        self.life.stop();
    }
}

impl Fixture {
    pub(crate) async fn open() -> Self {
        Self::open_with(|_| ()).await
    }

    /// One that has an owner, so that others can be deactivated in it.
    pub(crate) async fn owned() -> Self {
        Self::open().await.with_owner().await
    }

    pub(crate) async fn with_owner(self) -> Self {
        self.people.create(new_user("owner", OrgRole::Owner)).await.expect("an owner");
        self
    }

    pub(crate) async fn open_with(change: impl FnOnce(&mut Config)) -> Self {
        let migrate = async |url: &str| {
            migrate(&mut connect(url).await).await.unwrap_or_else(|error| panic!("{error}"));
        };
        let database = services::testbed::postgres_with(migrate).await;
        let db = connect(&database).await;
        let bus_config = BusConfig {
            url: Secret::new(services::testbed::nats().await),
            prefix: format!("t{}", NodeId::new()),
            name: "people".into(),
            tls: chassis::BusTls::default(),
        };
        let people = People::at(&database).expect("an address");
        let mut config = Config {
            node: NodeId::new(),
            database: Secret::new(database),
            connections: 8,
            bus: bus_config.clone(),
            ops_listen: None,
            metrics_token: None,
            claim_code: None,
            in_flight: 512,
            sessions: Sessions::default(),
            limits: Limits::default(),
            hashing: Hashing { memory_kib: 64, passes: 1, at_once: 2, ..Hashing::default() },
            mail: None,
        };
        change(&mut config);
        let bus = Bus::connect(&bus_config).await.expect("a bus");
        assert!(bus.ready(DEADLINE).await, "NATS is there");
        let service = Service::start(config.clone(), &bus).await;
        Self { bus, db, people, service, config }
    }

    /// One more auth-service on the same database.
    pub(crate) async fn another_service(&self) -> Service {
        Service::start(Config { node: NodeId::new(), ..self.config.clone() }, &self.bus).await
    }

    /// The same, set up in another way.
    pub(crate) async fn another_service_with(&self, change: impl FnOnce(&mut Config)) -> Service {
        let mut config = Config { node: NodeId::new(), ..self.config.clone() };
        change(&mut config);
        Service::start(config, &self.bus).await
    }

    /// One more auth-service on the same database, which it reaches by this address.
    pub(crate) async fn service_at(&self, url: &str) -> Service {
        let database = Secret::new(url.to_owned());
        Service::start(Config { node: NodeId::new(), database, ..self.config.clone() }, &self.bus).await
    }

    /// One more bare connection.
    pub(crate) async fn another_connection(&self) -> Client {
        connect(self.config.database.reveal()).await
    }

    /// One more operator.
    pub(crate) fn another_operator(&self) -> People {
        People::at(self.config.database.reveal()).expect("an address")
    }

    pub(crate) async fn ask(&self, query: &Query) -> Reply {
        self.ask_of(&self.service, query).await
    }

    pub(crate) async fn ask_of(&self, service: &Service, query: &Query) -> Reply {
        self.bus.ask(&subject::auth_query(service.node), query, DEADLINE).await.expect("a reply")
    }

    pub(crate) async fn send(&self, action: &Action) -> Answer {
        self.send_to(&self.service, action).await
    }

    pub(crate) async fn send_to(&self, service: &Service, action: &Action) -> Answer {
        self.command(service, &Command::new(action.clone())).await
    }

    pub(crate) async fn command(&self, service: &Service, command: &Command) -> Answer {
        self.bus.ask(&subject::auth_command(service.node), command, DEADLINE).await.expect("an answer")
    }

    pub(crate) async fn register(&self, name: &str) -> SignedIn {
        self.sign_in(&registration(name)).await.expect("registered")
    }

    pub(crate) async fn log_in(&self, login: &str, password: &str) -> Result<SignedIn, Refusal> {
        self.sign_in(&login_from(login, password, HERE)).await
    }

    /// Registers, or logs in.
    pub(crate) async fn sign_in(&self, action: &Action) -> Result<SignedIn, Refusal> {
        signed_in(action, self.send(action).await)
    }

    pub(crate) async fn resume(&self, signed_in: &SignedIn) -> Option<Session> {
        match self.ask(&Query::Resume { token: signed_in.token.clone() }).await {
            Reply::Session(session) => session,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn log_out(&self, signed_in: &SignedIn) {
        self.act(Action::LogOut { token: signed_in.token.clone() }).await.expect("signed out");
    }

    pub(crate) async fn feed(&self, after: i64) -> Feed {
        match self.ask(&Query::Feed { after }).await {
            Reply::Feed(feed) => feed,
            other => panic!("{other:?}"),
        }
    }

    /// Has something done that is answered with no more than that.
    pub(crate) async fn act(&self, action: Action) -> Result<(), Refusal> {
        done(self.send(&action).await)
    }

    /// Has an invite or a link made.
    pub(crate) async fn link(&self, action: Action) -> Result<Made, Refusal> {
        match self.send(&action).await {
            Answer::Link(link) => Ok(Made { token: token_of(&action), link }),
            Answer::Refused(refusal) => Err(refusal),
            other => panic!("{other:?}"),
        }
    }

    /// The id of somebody with an account.
    pub(crate) async fn id(&self, name: &str) -> UserId {
        let find = "select id from auth.account where username = $1";
        UserId(self.db.query_one(find, &[&name]).await.expect("somebody").get(0))
    }

    /// Makes an account with this role, without a session.
    pub(crate) async fn someone(&self, name: &str, org_role: OrgRole) -> UserId {
        self.people.create(new_user(name, org_role)).await.expect("created")
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
        let (queries, commands) = (subject::auth_query(node), subject::auth_command(node));
        let there = async {
            while bus.ask::<_, Reply>(&queries, &Query::Installation, DEADLINE).await.is_err()
                || bus.ask::<_, Answer>(&commands, &(), DEADLINE).await.is_err()
            {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(DEADLINE, there).await.expect("the service listens");
        service
    }
}

pub(crate) fn registration(name: &str) -> Action {
    registration_with(name, &format!("{name}@example.org"), None)
}

pub(crate) fn registration_with(name: &str, email: &str, claim: Option<&str>) -> Action {
    Action::Register {
        username: username(name),
        email: Email::parse(email).expect("an address"),
        display_name: DisplayName::parse(name).expect("a display name"),
        password: Password::choose(PASSWORD, name).expect("a password"),
        claim: claim.map(str::to_owned),
        installation: None,
        invite: None,
        session: new_session(HERE),
    }
}

pub(crate) fn login_from(login: &str, password: &str, address: &str) -> Action {
    let (login, password) = (login.to_owned(), Password::try_out(password));
    Action::LogIn { login, password, session: new_session(address) }
}

pub(crate) fn by_admin(actor: UserId, change: AdminAction) -> Action {
    Action::Admin { actor, change }
}

pub(crate) fn make_reset_link(actor: UserId, user: UserId) -> Action {
    by_admin(actor, AdminAction::MakeResetLink { user, link: fresh_hash() })
}

pub(crate) fn make_invite(actor: UserId, id: uuid::Uuid, uses: u16, days: u16) -> Action {
    let invite = NewInvite { id, code: fresh_hash(), uses, days, room: None };
    by_admin(actor, AdminAction::MakeInvite(invite))
}

/// Has somebody deactivated, or gives them a role.
pub(crate) fn set_role(actor: UserId, user: UserId, org_role: OrgRole) -> Action {
    by_admin(
        actor,
        match org_role {
            OrgRole::Inactive => AdminAction::Deactivate { user },
            org_role => AdminAction::SetRole { user, org_role },
        },
    )
}

pub(crate) fn username(name: &str) -> Username {
    Username::parse(name).expect("a username")
}

pub(crate) fn fresh_hash() -> TokenHash {
    Token::generate().expect("random").hash()
}

fn new_session(address: &str) -> NewSession {
    let address: IpAddr = address.parse().expect("an address");
    NewSession { token: fresh_hash(), from: ClientInfo { address, agent: "Lynx/2.9".into() } }
}

/// The hash that an action carries of what only the sender knows.
fn token_of(action: &Action) -> TokenHash {
    match action {
        Action::Register { session, .. } | Action::LogIn { session, .. } => session.token.clone(),
        Action::Admin { change: AdminAction::MakeInvite(invite), .. } => invite.code.clone(),
        Action::Admin {
            change:
                AdminAction::CreateAccount(NewAccount { access: Access::Link(link), .. })
                | AdminAction::MakeResetLink { link, .. },
            ..
        } => link.clone(),
        other => panic!("{other:?}"),
    }
}

pub(crate) fn done(answer: Answer) -> Result<(), Refusal> {
    match answer {
        Answer::Done => Ok(()),
        Answer::Refused(refusal) => Err(refusal),
        other => panic!("{other:?}"),
    }
}

pub(crate) fn signed_in(action: &Action, answer: Answer) -> Result<SignedIn, Refusal> {
    match answer {
        Answer::SignedIn(session) => Ok(SignedIn { token: token_of(action), session }),
        Answer::Refused(refusal) => Err(refusal),
        other => panic!("{other:?}"),
    }
}

async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("connected");
    tokio::spawn(connection);
    client
}
