//! The three kinds of process `up` runs, and how each is started.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use services::home::Home;
use services::managed_child::{ChildCommand, ManagedChild, Stop};
use services::register::Register;
use services::{nats, postgres, programs};

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
#[derive(Clone, Debug)]
pub(crate) struct Postgres {
    pub(crate) programs: programs::Postgres,
    pub(crate) home: Home,
    pub(crate) password: PathBuf,
    pub(crate) log: PathBuf,
    pub(crate) port: Option<u16>,
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

    /// Where it can be asked whether it lives, if it can.
    pub(crate) fn ops(&self) -> Option<SocketAddr> {
        match self {
            Self::Postgres(_) | Self::Nats(_) => None,
            Self::Service(own) => Some(own.service.ops),
        }
    }

    /// Starts it once more, on the ports that the others know.
    pub(crate) async fn start_again(&self) -> Result<ManagedChild, services::ServiceError> {
        match self {
            Self::Postgres(postgres) => Ok(postgres.start(&|_| ()).await?.process),
            Self::Nats(nats) => Ok(nats.start().await?.process),
            Self::Service(own) => own.start(),
        }
    }
}

impl Postgres {
    pub(crate) async fn start(
        &self,
        say: services::Say<'_>,
    ) -> Result<postgres::Postgres, services::ServiceError> {
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
    pub(crate) async fn start(&self) -> Result<nats::Nats, services::ServiceError> {
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
    pub(crate) fn start(&self) -> Result<ManagedChild, services::ServiceError> {
        let mut command =
            ChildCommand::new(&self.program).arg(self.service.kind.as_str()).only_this_environment();
        for (name, value) in environment(&self.service, &self.addresses, std::env::vars_os()) {
            command = command.env(name, value);
        }
        let command = command.folder(Path::new("/")).log(&self.log).stop(Stop::Term, GRACE);
        command.noted(&self.register, &self.service.name).start()
    }
}

impl std::fmt::Debug for Own {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Own").field("service", &self.service).finish_non_exhaustive()
    }
}
