//! The database as the command line sees it: where it is, and bringing it up to this release.

use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use chassis::config::Vars;
use services::{postgres, secret};
use tokio_postgres::Client;

use crate::cli::Target;
use crate::error::CliError;
use crate::up::folder::{self, Folder};

/// How long Postgres may take for a question that costs it nothing.
const ANSWER: Duration = Duration::from_secs(10);

/// What the private Postgres calls our database.
pub(crate) const NAME: &str = "hubbub";

/// `hubbub migrate`
pub(crate) async fn migrate_from(target: &Target) -> Result<(), CliError> {
    migrate(&mut open(target).await?).await
}

/// Every service's tables. Auth first: rooms read its feed.
pub(crate) async fn migrate(client: &mut Client) -> Result<(), CliError> {
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
    let Ok(config) = url.parse::<tokio_postgres::Config>() else {
        return Err(CliError::Refused(format!(
            "DATABASE_URL is not the address of a Postgres database; for example: {EXAMPLE}"
        )));
    };
    let client = postgres::connect(url).await.map_err(|error| explain(error, &config))?;
    let row = in_time(client.query_one(VERSION, &[])).await?;
    fit(row.map_err(CliError::while_doing("cannot read the version of Postgres"))?.get(0))?;
    Ok(client)
}

/// A server that stops answering is not waited for without end.
async fn in_time<T>(answer: impl Future<Output = T>) -> Result<T, CliError> {
    let silent = |_| CliError::Failed(format!("Postgres does not answer within {} s", ANSWER.as_secs()));
    tokio::time::timeout(ANSWER, answer).await.map_err(silent)
}

const VERSION: &str = "select current_setting('server_version_num')::int";

fn fit(version: i32) -> Result<(), CliError> {
    let (major, oldest) = (version / 10_000, services::programs::OLDEST_POSTGRES);
    if i64::from(major) >= i64::from(oldest) {
        return Ok(());
    }
    Err(CliError::Failed(format!(
        "the database in DATABASE_URL is Postgres {major}; Hubbub needs {oldest} or newer"
    )))
}

/// Which of the things that are usually wrong it is. Names the server, and never the password.
fn explain(failed: services::ServiceError, config: &tokio_postgres::Config) -> CliError {
    use tokio_postgres::error::SqlState;
    let server = server(config);
    let error = match &failed {
        services::ServiceError::Database(error) => error,
        services::ServiceError::Silent(seconds) => {
            return CliError::Failed(format!(
                "Postgres at {server} takes the connection and says nothing for {seconds} s. Is it stopped, or is it another program?"
            ));
        }
        _ => return failed.into(),
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

fn server(config: &tokio_postgres::Config) -> String {
    use tokio_postgres::config::Host;
    let host = match config.get_hosts().first() {
        Some(Host::Tcp(name)) => name.clone(),
        Some(Host::Unix(path)) => path.display().to_string(),
        None => "localhost".to_owned(),
    };
    format!("{host}:{}", config.get_ports().first().copied().unwrap_or(5432))
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
        ErrorKind::PermissionDenied => CliError::Refused(format!("you may not read {}", data.display())),
        _ => folder::unusable(data, error),
    })?;
    let port = port.trim().parse().map_err(|_| away())?;
    Ok(postgres::url(&secret::kept_in(&folder.postgres_password())?, port, NAME))
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
    fn a_postgres_that_is_too_old_is_refused_in_one_sentence() {
        let words = fit(130_022).expect_err("too old").to_string();
        assert!(
            words.contains("Postgres 13") && words.contains("14 or newer") && !words.contains('\n'),
            "{words}"
        );
        fit(140_000).expect("new enough");
        fit(180_001).expect("newer");
    }
}
