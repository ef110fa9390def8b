//! `hubbub up`: the whole cluster on this machine, each process a child of ours, until Ctrl-C.
//!
//! Starts servers, prepares the database, starts services, waits until all are ready; stops in the opposite order, so that
//! nobody loses what they are still using.

mod address;
pub(crate) mod folder;
mod job;
mod liveness;
mod plan;
mod screen;
mod servers;
mod settings;
mod watch;

use std::collections::HashSet;
use std::time::Duration;

use chassis::{Lifecycle, lifecycle};
use futures_util::future::join_all;
use proto::node::NodeKind;
use services::managed_child::ManagedChild;
use services::ports;
use services::register::{self, Register};
use services::secret;
use tokio::signal::unix::SignalKind;
use tokio::time::{Instant, sleep};

use crate::cli::Up;
use crate::error::CliError;
use crate::up::address::Address;
use crate::up::folder::{Folder, Lock};
use crate::up::job::{Job, Own};
use crate::up::plan::Addresses;
use crate::up::screen::Screen;
use crate::up::servers::Given;
use crate::up::watch::Watched;
use crate::{database, health, roles};

/// How long a service may take to its first `ready`.
const READY: Duration = Duration::from_secs(30);

/// Everything that runs, to be stopped in this order of kinds: gateways, rooms, auths, NATS, Postgres.
#[derive(Default)]
struct Cluster {
    services: Vec<(NodeKind, Watched)>,
    /// Services that have not been ready yet: nobody starts them again.
    starting: Vec<(Own, ManagedChild)>,
    servers: Vec<Watched>,
}

/// What the environment would tell the processes of an `up`.
///
/// # Errors
/// One of them would refuse it.
pub(crate) fn check_settings() -> Result<(), CliError> {
    settings::check(&Given::from_env()?)
}

/// The verb.
pub(crate) async fn up(options: Up) -> Result<(), CliError> {
    let screen = Screen::new()?;
    let outcome = run(options, &screen).await;
    screen.close();
    outcome
}

async fn run(options: Up, screen: &Screen) -> Result<(), CliError> {
    let life = life()?;
    let given = Given::from_env()?;
    settings::check(&given)?;
    let Entered { address, folder, register, _lock } = tokio::select! {
        entered = enter(&options, given.has_database(), screen) => entered?,
        () = life.stopped() => return Ok(()),
    };
    screen.say(format_args!("Hubbub {}, data in {}", chassis::VERSION, folder.path().display()));
    if let Some(words) = address.remark() {
        screen.say(words);
    }
    let mut cluster = Cluster::default();
    let outcome = tokio::select! {
        outcome = cluster.start(&options, &given, &address, &folder, &register, screen) => outcome,
        () = life.stopped() => Ok(()),
    };
    if outcome.is_ok() {
        life.stopped().await;
        screen.say("stopping");
    } else {
        screen.say("cannot start; stopping what has been started");
    }
    cluster.stop().await;
    // What a start that did not come to its end had begun.
    let ended = register::end(&register.left(), "waiting for", &|step| screen.say(step)).await;
    folder.is_at_rest();
    outcome?;
    ended?;
    screen.say("stopped");
    Ok(())
}

/// A folder that is ours, and the address its gateways are to have.
struct Entered {
    address: Address,
    folder: Folder,
    register: Register,
    _lock: Lock,
}

/// What is left of the last run in this folder is ended first: it may have our port. Where there was none, nothing is made
/// before the port is known to be free.
async fn enter(options: &Up, has_database: bool, screen: &Screen) -> Result<Entered, CliError> {
    if !Folder::at(&options.data).is_used() {
        Address::choose(options, None)?;
        if !has_database {
            folder::has_space(&folder::nearest(&options.data))?;
        }
    }
    let (folder, mut lock) = Folder::enter(&options.data)?;
    let register = lock.take_over(screen).await?;
    let address = Address::choose(options, folder.remembered_port())?;
    folder.remember_port(address.port())?;
    Ok(Entered { address, folder, register, _lock: lock })
}

impl Cluster {
    async fn start(
        &mut self,
        options: &Up,
        given: &Given,
        address: &Address,
        folder: &Folder,
        register: &Register,
        screen: &Screen,
    ) -> Result<(), CliError> {
        let servers = servers::start(given, folder, register, screen).await?;
        self.servers = servers.watched;
        database::migrate(&servers.database).await?;
        let client = database::connect(&servers.database).await?;
        screen.say("database is up to date");
        let claim_code = address.claim_code(given, folder)?;
        let unclaimed = !database::is_claimed(&client).await?;
        let database = if servers.private_database {
            roles::grant(&client, &servers.database).await?
        } else {
            roles::ALL.map(|kind| (kind, servers.database.clone())).into()
        };
        drop(client);
        let metrics_token = secret::kept_in(&folder.metrics_token())?;
        let push_secret = secret::kept_in(&folder.push_secret())?;
        let files = folder.files();
        let addresses =
            Addresses { database, nats: servers.nats, claim_code, metrics_token, push_secret, files };
        self.start_services(options, address, &addresses, folder, register, screen).await?;
        screen.boxed(&address.welcome(given, unclaimed, addresses.claim_code.as_deref()));
        Ok(())
    }

    async fn start_services(
        &mut self,
        options: &Up,
        address: &Address,
        addresses: &Addresses,
        folder: &Folder,
        register: &Register,
        screen: &Screen,
    ) -> Result<(), CliError> {
        let program = std::env::current_exe().map_err(CliError::while_doing("cannot find my own program"))?;
        let services = plan::services(options, address.port(), distinct_ports());
        let names: Vec<&str> = services.iter().map(|service| service.name.as_str()).collect();
        screen.say(format_args!("starting {}", names.join(", ")));
        for service in services {
            let (addresses, log) = (addresses.clone(), folder.log(&service.name));
            let register = register.clone();
            let own = Own { program: program.clone(), service, addresses, log, register };
            let process = own.start()?;
            self.starting.push((own, process));
        }
        folder.leave_to_its_owner()?;
        wait_until_ready(&self.starting).await?;
        for (own, process) in self.starting.drain(..) {
            let kind = own.service.kind;
            self.services.push((kind, Watched::new(Job::Service(Box::new(own)), process, screen.clone())));
        }
        Ok(())
    }

    async fn stop(self) {
        join_all(self.starting.iter().map(|(_, process)| process.stop())).await;
        let mut services = self.services;
        for kind in [NodeKind::Gateway, NodeKind::Room, NodeKind::Auth] {
            let (now, later) = services.into_iter().partition(|(one, _)| *one == kind);
            services = later;
            stop_all(now.into_iter().map(|(_, watched): (NodeKind, Watched)| watched).collect()).await;
        }
        for server in self.servers {
            stop_all(vec![server]).await;
        }
    }
}

async fn stop_all(watched: Vec<Watched>) {
    watched.iter().for_each(Watched::ask_to_stop);
    for one in watched {
        one.gone().await;
    }
}

async fn wait_until_ready(started: &[(Own, ManagedChild)]) -> Result<(), CliError> {
    let deadline = Instant::now() + READY;
    let mut waiting: Vec<&Own> = started.iter().map(|(own, _)| own).collect();
    loop {
        if let Some((own, _)) = started.iter().find(|(_, process)| process.has_ended()) {
            let words = services::last_words(&own.log);
            return Err(CliError::Failed(format!("{} does not start: {words}", own.service.name)));
        }
        let Some(first) = waiting.first() else { return Ok(()) };
        match health::ready(first.service.ops).await {
            Ok(()) => {
                waiting.remove(0);
            }
            Err(why) if Instant::now() > deadline => {
                let (name, log) = (&first.service.name, first.log.display());
                return Err(CliError::Failed(format!(
                    "{name} is not ready after 30 s ({why}); its log is {log}"
                )));
            }
            Err(_) => sleep(Duration::from_millis(20)).await,
        }
    }
}

/// Ports that nobody listens on yet are told apart by remembering them.
fn distinct_ports() -> impl FnMut() -> u16 {
    let mut seen = HashSet::new();
    move || {
        loop {
            let port = ports::private();
            if seen.insert(port) {
                return port;
            }
        }
    }
}

/// Stopped by Ctrl-C, by a kill, or when the terminal goes. Asked once more we end at once, and the watchers of our children
/// stop them.
fn life() -> Result<Lifecycle, CliError> {
    let life = Lifecycle::new();
    let kinds = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
    lifecycle::on_signals(&life, &kinds).map_err(CliError::while_doing("cannot listen for signals"))?;
    Ok(life)
}
