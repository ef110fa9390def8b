//! The database and the bus: those that are given, else private ones.

use std::collections::HashMap;
use std::sync::Arc;

use chassis::config::{Secret, Vars};
use proto::node::NodeKind;
use services::home::Home;
use services::programs::Shelf;
use services::provide::{Needs, Programs, provide};
use services::register::Register;
use services::secret;

use crate::error::CliError;
use crate::up::folder::Folder;
use crate::up::job::{Job, Nats, Postgres};
use crate::up::screen::Screen;
use crate::up::watch::Watched;
use crate::{bus, database};

/// Both of them, running.
pub(crate) struct Servers {
    /// The database's address, for its owner.
    pub(crate) database: String,
    /// The database is ours alone: it gets a role for each service.
    pub(crate) private_database: bool,
    /// The bus's, for each kind of process.
    pub(crate) nats: HashMap<NodeKind, String>,
    /// Those that are ours to stop, in the order of stopping.
    pub(crate) watched: Vec<Watched>,
}

/// What the person gave.
pub(crate) struct Given {
    database: Option<Secret>,
    nats: Option<Secret>,
    /// What the first account must show.
    pub(crate) claim_code: Option<Secret>,
    /// The address people type, if it is another than ours.
    pub(crate) public_url: Option<String>,
}

impl Given {
    /// Reads it from the environment; all that is wrong at once.
    pub(crate) fn from_env() -> Result<Self, CliError> {
        let mut vars = Vars::from_env();
        let given = Self {
            database: vars.optional_secret("DATABASE_URL", database::EXAMPLE, "where the database is"),
            nats: vars.optional_secret("NATS_URL", "nats://127.0.0.1:4222", "where NATS is"),
            claim_code: vars.optional_secret(
                "HUBBUB_CLAIM_CODE",
                "blue-kite-74",
                "what the first account must show",
            ),
            public_url: vars.optional(
                "HUBBUB_PUBLIC_URL",
                "https://chat.example.org",
                "the address people open",
            ),
        };
        vars.finish()?;
        Ok(given)
    }

    /// Whether there is a database already.
    pub(crate) fn has_database(&self) -> bool {
        self.database.is_some()
    }

    /// The database's address, or another one where we start it ourselves.
    pub(crate) fn database_or(&self, other: &str) -> String {
        self.database.as_ref().map_or(other, Secret::reveal).to_owned()
    }

    /// The same of NATS.
    pub(crate) fn nats_or(&self, other: &str) -> String {
        self.nats.as_ref().map_or(other, Secret::reveal).to_owned()
    }
}

/// Starts what is not given.
pub(crate) async fn start(
    given: &Given,
    folder: &Folder,
    register: &Register,
    screen: &Screen,
) -> Result<Servers, CliError> {
    let needs = Needs { postgres: given.database.is_none(), nats: given.nats.is_none() };
    let home = Home::of(folder.path())?;
    if home.elsewhere && needs.postgres {
        let elsewhere = home.folder.display();
        screen.say(format_args!(
            "{} is not accessible to Postgres; the database is in {elsewhere}",
            folder.path().display()
        ));
    }
    let programs = find(needs, &home, screen).await?;
    folder.leave_to_its_owner()?;
    let (database, nats) = tokio::join!(
        postgres(given.database.as_ref(), programs.postgres, &home, folder, register, screen),
        nats(given.nats.as_ref(), programs.nats, folder, register, screen),
    );
    let ((database, postgres), (nats, bus)) = (database?, nats?);
    folder.leave_to_its_owner()?;
    let private_database = postgres.is_some();
    Ok(Servers { database, private_database, nats, watched: bus.into_iter().chain(postgres).collect() })
}

/// apt takes its time: not on a thread that others need.
async fn find(needs: Needs, home: &Home, screen: &Screen) -> Result<Programs, CliError> {
    let (home, screen) = (home.clone(), Arc::new(screen.clone()));
    let search = move || provide(needs, &Shelf::machine(), &home, &|step| screen.say(step));
    let found = tokio::task::spawn_blocking(search).await;
    Ok(found.map_err(CliError::while_doing("cannot search for Postgres and NATS"))??)
}

type Server<Address> = (Address, Option<Watched>);

async fn postgres(
    given: Option<&Secret>,
    programs: Option<services::programs::Postgres>,
    home: &Home,
    folder: &Folder,
    register: &Register,
    screen: &Screen,
) -> Result<Server<String>, CliError> {
    let Some(programs) = programs else {
        screen.say("using the database in DATABASE_URL");
        return Ok((given.map(Secret::reveal).unwrap_or_default().to_owned(), None));
    };
    let as_whom = home.owner.as_ref().map(|owner| format!(" as {}", owner.name)).unwrap_or_default();
    screen.say(format_args!("starting Postgres {}{as_whom}", programs.major));
    let mut job = Postgres {
        programs,
        home: home.clone(),
        password: folder.postgres_password(),
        log: folder.log("postgres"),
        port: None,
        url: String::new(),
        register: register.clone(),
    };
    let server = job.start(&|step| screen.say(step)).await?;
    server.create(database::NAME).await?;
    (job.port, job.url) = (Some(server.port), server.url("postgres"));
    secret::write(&folder.postgres_port(), &server.port.to_string())?;
    screen.say(format_args!("Postgres is ready on port {}", server.port));
    let url = server.url(database::NAME);
    Ok((url, Some(Watched::new(Job::Postgres(job), server.process, screen.clone()))))
}

async fn nats(
    given: Option<&Secret>,
    programs: Option<services::programs::Nats>,
    folder: &Folder,
    register: &Register,
    screen: &Screen,
) -> Result<Server<HashMap<NodeKind, String>>, CliError> {
    let Some(programs) = programs else {
        screen.say("using the NATS server in NATS_URL");
        bus::check_given().await?;
        let url = given.map(Secret::reveal).unwrap_or_default();
        return Ok((NodeKind::ALL.map(|kind| (kind, url.to_owned())).into(), None));
    };
    let (major, minor) = programs.version;
    screen.say(format_args!("starting NATS {major}.{minor}"));
    let users = bus::users(|_| secret::generate())?;
    let (folder, log) = (folder.nats(), folder.log("nats"));
    let mut job = Nats { programs, folder, log, port: None, register: register.clone(), users };
    let server = job.start().await?;
    job.port = Some(server.port);
    screen.say(format_args!("NATS is ready on port {}", server.port));
    let urls = NodeKind::ALL.into_iter().zip(job.users.iter().map(|user| server.url_of(user))).collect();
    Ok((urls, Some(Watched::new(Job::Nats(job), server.process, screen.clone()))))
}
