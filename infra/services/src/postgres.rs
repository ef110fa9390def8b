//! A private Postgres: made once, started at each run, loopback only, passwords by scram.

mod data;

use std::path::Path;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, NoTls};

use crate::home::Home;
use crate::managed_child::{ChildCommand, ManagedChild, Stop};
use crate::register::Register;
use crate::{Say, ServiceError, last_words, ports, programs};

/// Who owns everything in it.
pub const USER: &str = "hubbub";

/// The database that a new one is a copy of when it begins with nothing.
pub(crate) const EMPTY: &str = "template0";

/// How long a server may take to its first answer: after a crash it reads its log first.
const READY: Duration = Duration::from_secs(60);

/// How long a server may take to let somebody in.
const CONNECTING: Duration = Duration::from_secs(5);

/// How long we try to start one: the last one may still be closing its books when we were killed and started again.
const START: Duration = Duration::from_secs(30);

/// A running Postgres.
#[derive(Debug)]
pub struct Postgres {
    /// The process.
    pub process: ManagedChild,
    /// Where it listens.
    pub port: u16,
    password: String,
}

/// What a private Postgres is made of.
#[derive(Debug)]
pub struct Plan<'a> {
    /// The programs.
    pub programs: &'a programs::Postgres,
    /// Where it lives and as whom.
    pub home: &'a Home,
    /// The file with its password, in a folder of ours.
    pub password: &'a Path,
    /// Where its words go.
    pub log: &'a Path,
    /// The port it must have: others know it already. None: any free one.
    pub port: Option<u16>,
    /// The home goes when the server does.
    pub fleeting: bool,
    /// What is committed is forced to disk; without it a crash of the machine may cost everything.
    pub durable: bool,
    /// Where its processes are noted.
    pub register: &'a Register,
}

/// The major that made the database in this home, if there is one.
pub fn major(home: &Home) -> Option<u32> {
    data::major(&data::folder(home))
}

/// Makes the database if it is not there, starts it, and waits until it answers.
pub async fn start(plan: &Plan<'_>, say: Say<'_>) -> Result<Postgres, ServiceError> {
    let password = data::prepare(plan, say).await?;
    let deadline = Instant::now() + START;
    loop {
        let port = plan.port.unwrap_or_else(ports::private);
        let process = spawn(plan, port)?;
        let server = Postgres { process, port, password: password.clone() };
        match server.lets_us_in().await {
            Entry::Open => return Ok(server),
            Entry::Never => {}
            Entry::WrongPassword => {
                server.process.stop().await;
                return Err(ServiceError::WrongPassword { file: plan.password.to_owned() });
            }
        }
        server.process.stop().await;
        if Instant::now() > deadline {
            return Err(ServiceError::Failed { program: "Postgres".into(), words: last_words(plan.log) });
        }
        sleep(Duration::from_millis(200)).await;
    }
}

fn spawn(plan: &Plan<'_>, port: u16) -> Result<ManagedChild, ServiceError> {
    let mut command = ChildCommand::new(&plan.programs.server).arg("-D").arg(data::folder(plan.home));
    for setting in settings(port, plan.durable) {
        command = command.arg("-c").arg(setting);
    }
    if let Some(libraries) = &plan.programs.libraries {
        command = command.env("LD_LIBRARY_PATH", libraries);
    }
    if plan.fleeting {
        command = command.remove_afterwards(&plan.home.folder);
    }
    // A fast shutdown writes a checkpoint, which takes its time on a slow disk.
    command = command.owner(plan.home.owner.clone()).folder(&plan.home.folder);
    let grace = Duration::from_secs(if plan.fleeting { 5 } else { 60 });
    command.log(plan.log).stop(Stop::Int, grace).noted(plan.register, "Postgres").start()
}

fn settings(port: u16, durable: bool) -> Vec<String> {
    let mut settings = vec![
        format!("port={port}"),
        "listen_addresses=127.0.0.1".into(),
        // A socket's path may not be longer than 107 bytes, and data folders may lie deep.
        "unix_socket_directories=".into(),
        "max_connections=200".into(),
        "password_encryption=scram-sha-256".into(),
        "log_line_prefix=%m [%p] ".into(),
        // Our queries are short; and the unpacked packages come without the compiler it needs.
        "jit=off".into(),
        // A client that vanished must not hold a row for two hours.
        "tcp_keepalives_idle=30".into(),
        "idle_in_transaction_session_timeout=60s".into(),
    ];
    if !durable {
        settings.extend(["fsync=off", "full_page_writes=off", "max_wal_size=4GB"].map(str::to_owned));
    }
    settings
}

impl Postgres {
    /// The address of one of its databases: a secret.
    pub fn url(&self, database: &str) -> String {
        url(&self.password, self.port, database)
    }

    /// Makes an empty database, if it is not there.
    pub async fn create(&self, database: &str) -> Result<(), ServiceError> {
        self.create_from(EMPTY, database).await
    }

    /// Makes a copy of another database, which nobody is connected to, if it is not there.
    pub async fn create_from(&self, template: &str, database: &str) -> Result<(), ServiceError> {
        let client = connect(&self.url("postgres")).await?;
        let there = client.query_opt("select from pg_database where datname = $1", &[&database]).await?;
        if there.is_none() {
            client.batch_execute(&format!("create database \"{database}\" template \"{template}\"")).await?;
        }
        Ok(())
    }

    async fn lets_us_in(&self) -> Entry {
        let deadline = Instant::now() + READY;
        while Instant::now() < deadline && !self.process.has_ended() {
            // Nobody else knows the password, so whoever lets us in is ours. Another server on the port would have kept ours from
            // starting, so whoever refuses it is ours, too, once ours has had time to find out.
            match connect(&self.url("postgres")).await {
                Ok(_) => return Entry::Open,
                Err(ServiceError::Database(error)) if error.code() == Some(&SqlState::INVALID_PASSWORD) => {
                    sleep(Duration::from_secs(1)).await;
                    return if self.process.has_ended() { Entry::Never } else { Entry::WrongPassword };
                }
                Err(_) => sleep(Duration::from_millis(20)).await,
            }
        }
        Entry::Never
    }
}

/// What became of knocking at a server that was started.
enum Entry {
    Open,
    Never,
    WrongPassword,
}

/// The address of a database of a private Postgres: a secret.
pub fn url(password: &str, port: u16, database: &str) -> String {
    format!("postgres://{USER}:{password}@127.0.0.1:{port}/{database}")
}

/// Asks a server a question over a connection of its own. One that refuses has answered.
///
/// # Errors
/// Nobody is there, or it says nothing.
pub async fn answers(url: &str) -> Result<(), ServiceError> {
    let asking = async { Ok(connect(url).await?.batch_execute("select 1").await?) };
    match asking.await {
        Err(ServiceError::Database(error)) if error.as_db_error().is_some() => Ok(()),
        answer => answer,
    }
}

/// A connection that lives as long as the client.
pub async fn connect(url: &str) -> Result<Client, ServiceError> {
    let mut config: tokio_postgres::Config = url.parse()?;
    config.connect_timeout(CONNECTING);
    // The time-out of the library ends with the handshake of TCP: a server that is stopped still has that done for it.
    let connected = timeout(CONNECTING, config.connect(NoTls)).await;
    let (client, connection) = connected.map_err(|_| ServiceError::Silent(CONNECTING.as_secs()))??;
    tokio::spawn(connection);
    Ok(client)
}
