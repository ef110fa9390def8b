//! Brings schema `auth` to the form this release expects.

use tokio_postgres::Client;

mod embedded {
    refinery::embed_migrations!("migrations");
}

/// Any number will do, as long as it stays and no other schema of ours uses it.
const LOCK: &str = "select pg_advisory_lock(7261150401)";
const UNLOCK: &str = "select pg_advisory_unlock(7261150401)";
const SCHEMA: &str = "create schema if not exists auth";
const DEADLINE: &str = "set lock_timeout = '60s'";
const RESET: &str = "reset lock_timeout";

/// Why the schema could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// The database would not.
    #[error("the database refused: {0}")]
    Database(#[from] tokio_postgres::Error),
    /// A step failed, or differs from the one that was applied under its number.
    #[error("schema auth could not be brought up to date: {0}")]
    Step(#[source] refinery::Error),
    /// A release that knows more was here.
    #[error(
        "schema auth belongs to a newer release, which knows {0}: run that one, or restore a backup of this one"
    )]
    Newer(String),
}

impl From<refinery::Error> for MigrateError {
    fn from(error: refinery::Error) -> Self {
        match error.kind() {
            refinery::error::Kind::MissingVersion(step) => Self::Newer(step.to_string()),
            _ => Self::Step(error),
        }
    }
}

/// Creates or updates schema `auth`. Run by several at once, one works and the others wait for it, at most a minute.
///
/// # Errors
/// See [`MigrateError`]. What was applied before stays applied.
pub async fn migrate(client: &mut Client) -> Result<(), MigrateError> {
    client.batch_execute(DEADLINE).await?;
    client.batch_execute(LOCK).await?;
    let outcome = bring_up(client).await;
    client.batch_execute(UNLOCK).await?;
    client.batch_execute(RESET).await?;
    outcome
}

async fn bring_up(client: &mut Client) -> Result<(), MigrateError> {
    client.batch_execute(SCHEMA).await?;
    let report =
        embedded::migrations::runner().set_migration_table_name("auth.migrations").run_async(client).await?;
    for step in report.applied_migrations() {
        tracing::info!(step = %step, "schema auth");
    }
    Ok(())
}
