//! A real Postgres and a real nats-server for tests: started at the first call in a test process, shared by its tests, and
//! gone with it, however it ends. What the machine lacks is fetched once, into `.hubbub` beside the project's own data.
//! Nothing here panics quietly: a test without its servers fails with the reason.

pub mod pooler;
pub mod proxy;
pub mod smtp;

use std::fs::File;
use std::path::{Path, PathBuf};

use tokio::sync::OnceCell;

use crate::home::Home;
use crate::programs::Shelf;
use crate::provide::{Needs, Programs, provide};
use crate::register::Register;
use crate::{ServiceError, nats, postgres, secret};

static POSTGRES: OnceCell<postgres::Postgres> = OnceCell::const_new();
static TEMPLATE: OnceCell<String> = OnceCell::const_new();
static NATS: OnceCell<nats::Nats> = OnceCell::const_new();

/// The address of a fresh, empty database.
///
/// # Panics
/// When there is no Postgres on this machine or it does not start.
pub async fn postgres() -> String {
    fresh_database(postgres::EMPTY).await.unwrap_or_else(|error| panic!("no Postgres for the test: {error}"))
}

/// The address of a fresh database with what `fill` leaves in one: it is called once in a test process, for what every one of its
/// tests begins with, and each gets a copy.
///
/// # Panics
/// When there is no Postgres on this machine or it does not start.
pub async fn postgres_with(fill: impl AsyncFnOnce(&str)) -> String {
    let template = TEMPLATE.get_or_init(async || {
        let url = postgres().await;
        fill(&url).await;
        url.rsplit('/').next().unwrap_or_default().to_owned()
    });
    let copied = fresh_database(template.await);
    copied.await.unwrap_or_else(|error| panic!("no Postgres for the test: {error}"))
}

/// The address of a nats-server, shared by the tests of this process: each takes a prefix of its own.
///
/// # Panics
/// When there is no nats-server on this machine or it does not start.
pub async fn nats() -> String {
    let server = NATS.get_or_try_init(start_nats).await;
    server.unwrap_or_else(|error| panic!("no NATS for the test: {error}")).url.clone()
}

/// A nats-server of the test's own, to be killed and started again.
pub async fn start_nats() -> Result<nats::Nats, ServiceError> {
    start_nats_with(&[], "").await
}

/// The same with these users, and with further lines in its configuration. Its `url` is that of a witness, who may do everything.
pub async fn start_nats_with(users: &[nats::User], extra: &str) -> Result<nats::Nats, ServiceError> {
    let programs = found(Needs { postgres: false, nats: true }).await?.nats.ok_or_else(missing)?;
    let folder = folder()?;
    let log = folder.join("nats.log");
    let (programs, folder, log) = (&programs, folder.as_path(), log.as_path());
    let (witness, register) = (witness()?, &Register::none());
    let users = if users.is_empty() { Vec::new() } else { [users, std::slice::from_ref(&witness)].concat() };
    let plan =
        nats::Plan { programs, folder, log, port: None, fleeting: true, register, users: &users, extra };
    let mut server = nats::start(&plan).await.inspect_err(|_| remove(folder))?;
    if !users.is_empty() {
        server.url = server.url_of(&witness);
    }
    Ok(server)
}

/// Another nats-server in the place of one that is gone: at its port and with its token, as empty as when it began.
pub async fn start_nats_in_place_of(gone: &nats::Nats, extra: &str) -> Result<nats::Nats, ServiceError> {
    let programs = found(Needs { postgres: false, nats: true }).await?.nats.ok_or_else(missing)?;
    let folder = folder()?;
    let token = gone.url.split_once("://").and_then(|(_, rest)| rest.split_once('@')).map(|(token, _)| token);
    secret::write(&folder.join("nats.token"), token.unwrap_or_default())?;
    let log = folder.join("nats.log");
    let (programs, folder, log, port) = (&programs, folder.as_path(), log.as_path(), Some(gone.port));
    let register = &Register::none();
    let plan = nats::Plan { programs, folder, log, port, fleeting: true, register, users: &[], extra };
    nats::start(&plan).await.inspect_err(|_| remove(folder))
}

fn witness() -> Result<nats::User, ServiceError> {
    let (name, all) = ("witness".to_owned(), vec![">".to_owned()]);
    Ok(nats::User { name, password: secret::generate()?, publish: all.clone(), subscribe: all })
}

/// A Postgres of the test's own, to be killed and started again.
pub async fn start_postgres() -> Result<postgres::Postgres, ServiceError> {
    start_own_postgres(false).await
}

/// The same with the settings of people's data, for figures: every commit is forced to disk.
pub async fn start_durable_postgres() -> Result<postgres::Postgres, ServiceError> {
    start_own_postgres(true).await
}

async fn start_own_postgres(durable: bool) -> Result<postgres::Postgres, ServiceError> {
    let programs = found(Needs { postgres: true, nats: false }).await?.postgres.ok_or_else(missing)?;
    let folder = folder()?;
    start_postgres_in(&folder, &programs, durable).await.inspect_err(|_| remove(&folder))
}

async fn start_postgres_in(
    folder: &Path,
    programs: &crate::programs::Postgres,
    durable: bool,
) -> Result<postgres::Postgres, ServiceError> {
    let home = Home::of(folder)?;
    home.give(&home.folder).map_err(ServiceError::file(folder))?;
    let (password, log) = (folder.join("postgres.password"), folder.join("postgres.log"));
    let (home, password, log) = (&home, password.as_path(), log.as_path());
    let register = &Register::none();
    let plan =
        postgres::Plan { programs, home, password, log, port: None, fleeting: true, durable, register };
    postgres::start(&plan, &|_| ()).await
}

async fn fresh_database(template: &str) -> Result<String, ServiceError> {
    let server = POSTGRES.get_or_try_init(start_postgres).await?;
    let name = format!("test_{}", secret::generate()?);
    server.create_from(template, &name).await?;
    Ok(server.url(&name))
}

/// A folder that the server's watcher removes.
fn folder() -> Result<PathBuf, ServiceError> {
    use std::os::unix::fs::PermissionsExt;
    let path = std::env::temp_dir().join(format!("hubbub-test-{}", secret::generate()?));
    let make = |path: &Path| {
        std::fs::create_dir(path)?;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o711))
    };
    make(&path).map_err(ServiceError::file(&path))?;
    Ok(path)
}

/// A server that never ran has no watcher. Should this fail too, the first error is the one to tell.
fn remove(folder: &Path) {
    let _ = std::fs::remove_dir_all(folder);
}

/// The machine's programs; else fetched or installed, by one test process while the others wait.
async fn found(needs: Needs) -> Result<Programs, ServiceError> {
    let look = move || {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.hubbub/test");
        std::fs::create_dir_all(&folder).map_err(ServiceError::file(&folder))?;
        let turn = File::create(folder.join("fetch.lock")).map_err(ServiceError::file(&folder))?;
        turn.lock().map_err(ServiceError::file(&folder))?;
        provide(needs, &Shelf::machine(), &Home::of(&folder)?, &|step| eprintln!("{step}"))
    };
    // apt takes its time: not on a thread that others need.
    tokio::task::spawn_blocking(look).await.unwrap_or_else(|_| Err(missing()))
}

fn missing() -> ServiceError {
    ServiceError::Missing(
        "Postgres or nats-server could not be had: sudo apt install postgresql nats-server".into(),
    )
}
