//! The database as the command line sees it: where it is, and bringing it up to this release.

use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use chassis::config::Vars;
use chassis::postgres::{
    Address, ConnectError, Problem, Requirement, Settings, Wanted, check_free, long_work, requirements,
};
use services::{postgres, secret};
use tokio_postgres::Client;

use crate::cli::Target;
use crate::error::CliError;
use crate::up::folder::{self, Folder};

/// How long a server may take to let us in.
const CONNECTING: Duration = Duration::from_secs(5);
/// How long Postgres may take for a question that costs it nothing.
const ANSWERING: Duration = Duration::from_secs(10);

/// What the private Postgres calls our database.
pub(crate) const NAME: &str = "hubbub";

/// `hubbub migrate`
pub(crate) async fn migrate_from(target: &Target) -> Result<(), CliError> {
    migrate(&address(target)?).await
}

/// Brings the database at this address up to this release, for as long as it takes; only silence is not waited for.
pub(crate) async fn migrate(url: &str) -> Result<(), CliError> {
    const WHAT: &str = "cannot prepare the database";
    let mut client = connect(url).await?;
    let session = long_work::session_of(&client).await.map_err(CliError::while_doing(WHAT))?;
    let watching =
        Settings::new(url, "hubbub-migrate watch", ANSWERING).map_err(CliError::while_doing(WHAT))?;
    let migrated = long_work::unless_silent(session, &watching, migrate_over(&mut client)).await;
    migrated.map_err(CliError::while_doing(WHAT))?
}

/// Every service's tables. Auth first: rooms read its feed.
async fn migrate_over(client: &mut Client) -> Result<(), CliError> {
    // Both of them, before either is touched.
    let free = check_free(client, &["auth", "chat"]).await;
    free.map_err(|error| CliError::Failed(format!("the database will not do: {error}")))?;
    auth_service::migrate(client).await.map_err(CliError::while_doing("cannot prepare the schema `auth`"))?;
    room_service::migrate(client).await.map_err(CliError::while_doing("cannot prepare the schema `chat`"))?;
    Ok(())
}

/// A connection to the database that is meant: DATABASE_URL's, else that of a running `up`.
pub(crate) async fn open(target: &Target) -> Result<Client, CliError> {
    connect(&address(target)?).await
}

/// The address of the database that is meant.
pub(crate) fn address(target: &Target) -> Result<String, CliError> {
    let mut vars = Vars::from_env();
    let given = vars.optional_secret("DATABASE_URL", EXAMPLE, "where the database is");
    vars.finish()?;
    match given {
        Some(url) => Ok(url.reveal().to_owned()),
        None => private(&target.data),
    }
}

/// A connection to a database that will do; else what is wrong with DATABASE_URL, or with what is there.
pub(crate) async fn connect(url: &str) -> Result<Client, CliError> {
    let address = Address::parse(url)
        .map_err(|error| CliError::Refused(format!("DATABASE_URL {error}; for example: {EXAMPLE}")))?;
    let client = enter(&address).await?;
    let other = enter(&address).await?;
    let pooled = in_time(requirements::pooled(&client, &other)).await?;
    let will_not_do =
        |problem: Problem| CliError::Failed(format!("the database in DATABASE_URL will not do: {problem}"));
    // Before anything else is asked: over such a pooler any question may fail for a reason that tells nobody anything.
    if let Some(problem) = pooled.map_err(CliError::while_doing("cannot ask the database what it is"))? {
        return Err(will_not_do(problem));
    }
    let unmet = ask(&client, &Wanted::to_migrate()).await?;
    let version = unmet.into_iter().find(|problem| problem.requirement == Requirement::Version);
    version.map_or(Ok(client), |problem| Err(will_not_do(problem)))
}

async fn enter(address: &Address) -> Result<Client, CliError> {
    let client = chassis::postgres::connect_once(address, CONNECTING).await;
    client.map_err(|error| explain(&error, &address.server()))
}

/// What does not hold of a database in which services are to work, as sentences.
pub(crate) async fn problems(client: &Client) -> Result<Vec<String>, CliError> {
    let auth = ask(client, &Wanted::to_use(auth_service::schema().expected())).await?;
    let chat = ask(client, &Wanted::to_use(room_service::schema().expected())).await?;
    // The role may be that of one service, which has no rights in the other's schema.
    let may_nothing = [&auth, &chat].into_iter().all(|problems| problems.iter().any(is_about_rights));
    let mut sentences = Vec::new();
    for problem in auth.into_iter().chain(chat) {
        if (may_nothing || !is_about_rights(&problem)) && !sentences.contains(&problem.sentence) {
            sentences.push(problem.sentence);
        }
    }
    Ok(sentences)
}

fn is_about_rights(problem: &Problem) -> bool {
    problem.requirement == Requirement::Rights
}

async fn ask(client: &Client, wanted: &Wanted) -> Result<Vec<Problem>, CliError> {
    let unmet = in_time(requirements::unmet_on(client, wanted)).await?;
    unmet.map_err(CliError::while_doing("cannot ask the database what it is"))
}

/// A server that stops answering is not waited for without end.
async fn in_time<T>(answer: impl Future<Output = T>) -> Result<T, CliError> {
    let silent =
        |_| CliError::Failed("the database in DATABASE_URL lets us in and then says nothing".to_owned());
    tokio::time::timeout(ANSWERING, answer).await.map_err(silent)
}

/// Which of the things that are usually wrong it is. Names the server, and never the password.
fn explain(failed: &ConnectError, server: &str) -> CliError {
    use tokio_postgres::error::SqlState;
    let ConnectError::Database(error) = failed else {
        return CliError::Failed(format!(
            "Postgres at {server} takes the connection and says nothing: {failed}. Is it stopped, or is it another program?"
        ));
    };
    let said = services::said(error);
    CliError::Failed(match error.code() {
        Some(&SqlState::INVALID_PASSWORD | &SqlState::INVALID_AUTHORIZATION_SPECIFICATION) => {
            format!(
                "Postgres at {server} refused the login: {said}. Check the user and password in DATABASE_URL"
            )
        }
        Some(&SqlState::INVALID_CATALOG_NAME) => {
            format!("Postgres at {server} says: {said}. Create it, or use another in DATABASE_URL")
        }
        Some(_) => format!("Postgres at {server} says: {said}"),
        None => {
            format!("can't reach Postgres at {server}: {said}. Is it running, and is DATABASE_URL right?")
        }
    })
}

/// An address, for settings' examples.
pub(crate) const EXAMPLE: &str = "postgres://hubbub:secret@127.0.0.1/hubbub";

fn private(data: &Path) -> Result<String, CliError> {
    let away = || {
        let data = data.display();
        CliError::Refused(format!("no `hubbub up` is running in {data}; start it first, or set DATABASE_URL"))
    };
    let folder = Folder::at(data);
    let port = std::fs::read_to_string(folder.postgres_port()).map_err(|error| match error.kind() {
        ErrorKind::NotFound => away(),
        _ => unreadable(data, error),
    })?;
    let port = port.trim().parse().map_err(|_| away())?;
    Ok(postgres::url(&secret::kept_in(&folder.postgres_password())?, port, NAME))
}

fn unreadable(data: &Path, error: std::io::Error) -> CliError {
    match error.kind() {
        ErrorKind::PermissionDenied => CliError::Refused(format!("you may not read {}", data.display())),
        _ => folder::unusable(data, error),
    }
}

/// Whether there is an owner already.
pub(crate) async fn is_claimed(client: &Client) -> Result<bool, CliError> {
    let row = in_time(client.query_one(IS_CLAIMED, &[])).await?;
    Ok(row.map_err(CliError::while_doing("cannot read who owns this installation"))?.get(0))
}

const IS_CLAIMED: &str = "select claimed_by is not null from auth.org";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_not_read_a_folder_is_told_so_and_not_that_nothing_runs_there() {
        let told = |kind: ErrorKind| unreadable(Path::new("/srv/hubbub"), kind.into()).to_string();
        assert_eq!(told(ErrorKind::PermissionDenied), "you may not read /srv/hubbub");
        assert!(told(ErrorKind::NotADirectory).contains("is not a folder"));
    }
}
