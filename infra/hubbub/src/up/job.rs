//! The three kinds of process `up` runs, and how each is started.

use std::path::{Path, PathBuf};
use std::time::Duration;

use services::home::Home;
use services::managed_child::{ChildCommand, ManagedChild, Stop};
use services::register::Register;
use services::{ServiceError, nats, postgres, programs};
use tokio::time::timeout;

use crate::health;
use crate::up::plan::{Addresses, Service, environment};

/// How long a service may take to finish what is under way: a gateway lets requests end for ten seconds.
const GRACE: Duration = Duration::from_secs(15);

/// What must run.
#[derive(Debug)]
pub(crate) enum Job {
    /// The private database.
    Postgres(Postgres),
    /// The private bus.
    Nats(Nats),
    /// One of our own.
    Service(Box<Own>),
}

/// A private Postgres: what it is made of, and the port it has got.
#[derive(Clone)]
pub(crate) struct Postgres {
    pub(crate) programs: programs::Postgres,
    pub(crate) home: Home,
    pub(crate) password: PathBuf,
    pub(crate) log: PathBuf,
    pub(crate) port: Option<u16>,
    /// Where its owner asks it whether it answers: a secret. Known once it has started.
    pub(crate) url: String,
    pub(crate) register: Register,
}

/// A private nats-server: what it is made of, and the port it has got.
#[derive(Clone, Debug)]
pub(crate) struct Nats {
    pub(crate) programs: programs::Nats,
    pub(crate) folder: PathBuf,
    pub(crate) log: PathBuf,
    pub(crate) port: Option<u16>,
    pub(crate) register: Register,
    pub(crate) users: Vec<nats::User>,
}

/// A gateway, room-service or auth-service.
pub(crate) struct Own {
    pub(crate) program: PathBuf,
    pub(crate) service: Service,
    pub(crate) addresses: Addresses,
    pub(crate) log: PathBuf,
    pub(crate) register: Register,
}

impl Job {
    /// What it is called on the screen.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Postgres(_) => "Postgres",
            Self::Nats(_) => "NATS",
            Self::Service(own) => &own.service.name,
        }
    }

    /// Asks it whether it makes progress.
    ///
    /// # Errors
    /// Why it does not seem to.
    pub(crate) async fn answers(&self) -> Result<(), String> {
        match self {
            Self::Postgres(postgres) => in_time(postgres.answers()).await,
            Self::Nats(nats) => in_time(nats.answers()).await,
            Self::Service(own) => health::live(own.service.ops).await,
        }
    }

    /// Starts it once more, on the ports that the others know.
    pub(crate) async fn start_again(&self) -> Result<ManagedChild, ServiceError> {
        match self {
            Self::Postgres(postgres) => Ok(postgres.start(&|_| ()).await?.process),
            Self::Nats(nats) => Ok(nats.start().await?.process),
            Self::Service(own) => own.start(),
        }
    }
}

async fn in_time(answer: impl Future<Output = Result<(), ServiceError>>) -> Result<(), String> {
    let answer = timeout(health::DEADLINE, answer).await.map_err(|_| "no answer".to_owned())?;
    answer.map_err(|error| error.to_string())
}

impl Postgres {
    /// A question over a connection of its own: those that are there may go on while no new one is taken.
    async fn answers(&self) -> Result<(), ServiceError> {
        postgres::answers(&self.url).await
    }

    pub(crate) async fn start(&self, say: services::Say<'_>) -> Result<postgres::Postgres, ServiceError> {
        let plan = postgres::Plan {
            programs: &self.programs,
            home: &self.home,
            password: &self.password,
            log: &self.log,
            port: self.port,
            fleeting: false,
            durable: true,
            register: &self.register,
        };
        postgres::start(&plan, say).await
    }
}

impl Nats {
    async fn answers(&self) -> Result<(), ServiceError> {
        let (Some(port), Some(user)) = (self.port, self.users.first()) else { return Ok(()) };
        let failed =
            |error: std::io::Error| ServiceError::Failed { program: "NATS".into(), words: error.to_string() };
        nats::answers(port, user).await.map_err(failed)
    }

    pub(crate) async fn start(&self) -> Result<nats::Nats, ServiceError> {
        let plan = nats::Plan {
            programs: &self.programs,
            folder: &self.folder,
            log: &self.log,
            port: self.port,
            fleeting: false,
            register: &self.register,
            users: &self.users,
            extra: "",
        };
        nats::start(&plan).await
    }
}

impl Own {
    pub(crate) fn start(&self) -> Result<ManagedChild, ServiceError> {
        let mut command =
            ChildCommand::new(&self.program).arg(self.service.kind.as_str()).only_this_environment();
        for (name, value) in environment(&self.service, &self.addresses, std::env::vars_os()) {
            command = command.env(name, value);
        }
        let command = command.folder(Path::new("/")).log(&self.log).stop(Stop::Term, GRACE);
        command.noted(&self.register, &self.service.name).start()
    }
}

impl std::fmt::Debug for Postgres {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Postgres").field("port", &self.port).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Own {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Own").field("service", &self.service).finish_non_exhaustive()
    }
}
