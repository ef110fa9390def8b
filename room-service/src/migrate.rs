//! Brings schema `chat` to this release's form. Called by `hubbub migrate` and `hubbub up`, and by tests.

use refinery::Runner;
use tokio_postgres::Client;

mod embedded {
    refinery::embed_migrations!("migrations");
}

/// Any number that nobody else uses: two processes that migrate at once do it one after the other.
const LOCK: i64 = 0x6875_6262_7562_0001;

/// Why a migration failed.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// The schema could not be made or locked.
    #[error("schema chat could not be prepared: {0}")]
    Postgres(#[from] tokio_postgres::Error),
    /// A migration failed; those before it stand.
    #[error("schema chat could not be migrated: {0}")]
    Refinery(#[source] refinery::Error),
    /// A release that knows more was here.
    #[error(
        "schema chat belongs to a newer release, which knows {0}: run that one, or restore a backup of this one"
    )]
    Newer(String),
}

impl From<refinery::Error> for MigrateError {
    fn from(error: refinery::Error) -> Self {
        match error.kind() {
            refinery::error::Kind::MissingVersion(step) => Self::Newer(step.to_string()),
            _ => Self::Refinery(error),
        }
    }
}

/// Migrates schema `chat`; what has been done already is not done again.
///
/// # Errors
/// Postgres refuses, is away, or holds a schema of another making.
pub async fn migrate(client: &mut Client) -> Result<(), MigrateError> {
    client.query("select pg_advisory_lock($1)", &[&LOCK]).await?;
    let done = run(client).await;
    client.query("select pg_advisory_unlock($1)", &[&LOCK]).await?;
    done
}

async fn run(client: &mut Client) -> Result<(), MigrateError> {
    client.batch_execute("create schema if not exists chat").await?;
    let mut runner: Runner = embedded::migrations::runner();
    runner.set_migration_table_name("chat.migrations");
    runner.run_async(client).await?;
    Ok(())
}
