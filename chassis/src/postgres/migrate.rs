//! Bringing a schema to the form this release expects: first its tables, which have a history, then its functions and
//! views, which have only a present.
//!
//! Tables are migrated step by step, each step once, in a transaction of its own. Functions and views stand in one file
//! each, and a file is applied whenever it differs from what was applied last; all of them in one transaction. A release
//! older than the one that applied a file last leaves it alone, so neighbouring releases may migrate in any order.

use sha2::{Digest, Sha256};
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Transaction};

use super::Release;
use super::error::said;
use super::requirements::{self, ExpectedSchema, Problem, Step, Wanted};

/// A role or database may have bounds for everyday statements; a step takes as long as its tables are large.
const UNBOUNDED: &str = "select set_config(name, '0', false) from pg_settings where name in
    ('statement_timeout', 'transaction_timeout', 'idle_in_transaction_session_timeout', 'idle_session_timeout')";
/// How long to wait for another process that migrates.
const OTHER: &str = "set lock_timeout = '60s'";
/// How long a step waits for a table that is in use: meanwhile whoever wants the table waits behind it.
const TABLE: &str = "set lock_timeout = '10s'";
/// A schema with tables and no history of ours.
const FOREIGN: &str = "
    select n.nspname::text from pg_namespace n
    where n.nspname = any ($1)
        and exists (select from pg_class c where c.relnamespace = n.oid and c.relkind in ('r', 'p', 'v', 'm', 'f'))
        and not exists (select from pg_class c where c.relnamespace = n.oid and c.relkind = 'r' and c.relname = 'migrations')
    order by n.nspname limit 1";
const RESET: &str = "reset all";
const LOCK: &str = "select pg_advisory_lock($1)";
const UNLOCK: &str = "select pg_advisory_unlock($1)";

/// A schema as a release wants it.
pub struct Schema {
    /// What it is called.
    pub name: &'static str,
    /// The steps of its tables, as `refinery::embed_migrations!` gives them.
    pub tables: refinery::Runner,
    /// Its functions and views, each after those it needs.
    pub files: &'static [SqlFile],
    /// The release that migrates.
    pub release: Release,
}

/// A function or view, in a file of its own. Applying it twice does no harm: `create or replace …`.
#[derive(Clone, Copy, Debug)]
pub struct SqlFile {
    /// What the file is called, without `.sql`.
    pub name: &'static str,
    /// What stands in it.
    pub text: &'static str,
}

/// The files of these names in the folder `sql` of the crate, each after those it needs.
#[macro_export]
macro_rules! sql_files {
    ($($name:literal),+ $(,)?) => {
        &[$($crate::postgres::SqlFile {
            name: $name,
            text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/sql/", $name, ".sql")),
        }),+]
    };
}

/// Why a schema is not as this release expects it.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// The database would not.
    #[error("the database refused: {0}")]
    Database(String),
    /// The database is none that Hubbub can work in.
    #[error("{0}")]
    Unfit(Problem),
    /// Something else lives where a schema is to be.
    #[error("schema {0} holds tables of something else: give Hubbub a database of its own")]
    Foreign(String),
    /// Another process has been at it for a minute.
    #[error("another process migrates schema {schema} and does not come to an end")]
    Busy {
        /// The schema.
        schema: &'static str,
    },
    /// A step failed, or differs from the one that was applied under its number. Those before it stand.
    #[error("schema {schema} could not be brought up to date: {why}")]
    Step {
        /// The schema.
        schema: &'static str,
        /// At which step, and what Postgres says.
        why: String,
    },
    /// A function or view was not taken. Of the files none is applied.
    #[error("{schema}.{file} could not be applied: {why}")]
    File {
        /// The schema.
        schema: &'static str,
        /// The file.
        file: &'static str,
        /// What Postgres says.
        why: String,
    },
    /// A release that knows more was here.
    #[error(
        "schema {schema} belongs to a newer release, which knows {step}: run that one, or restore a backup of this one"
    )]
    Newer {
        /// The schema.
        schema: &'static str,
        /// The step that this release does not know.
        step: String,
    },
}

/// Whether these schemas are there for us: empty, not there, or made by a release of ours. Nothing is written.
///
/// # Errors
/// See [`MigrateError`].
pub async fn check_free(client: &Client, schemas: &[&str]) -> Result<(), MigrateError> {
    let foreign = client.query_opt(FOREIGN, &[&schemas]).await?;
    foreign.map_or(Ok(()), |row| Err(MigrateError::Foreign(row.get(0))))
}

impl Schema {
    /// What the running release wants.
    pub fn new(name: &'static str, mut tables: refinery::Runner, files: &'static [SqlFile]) -> Self {
        tables.set_migration_table_name(format!("{name}.migrations"));
        Self { name, tables, files, release: Release::this() }
    }

    /// What must be found where this release works.
    pub fn expected(&self) -> ExpectedSchema {
        let step = |step: &refinery::Migration| Step {
            version: step.version(),
            name: step.name().to_owned(),
            checksum: step.checksum().to_string(),
        };
        let steps = self.tables.get_migrations().iter().map(step).collect();
        let files = self.files.iter().map(|file| (file.name, file.hash())).collect();
        ExpectedSchema::new(self.name, self.release, steps, files)
    }

    /// Brings the schema up to date; what is so already is left alone. Run by several at once, one works and the others
    /// wait for it, at most a minute.
    ///
    /// # Errors
    /// See [`MigrateError`].
    pub async fn migrate(&self, client: &mut Client) -> Result<(), MigrateError> {
        if let Some(problem) = requirements::unmet_on(client, &Wanted::to_migrate()).await?.pop() {
            return Err(MigrateError::Unfit(problem));
        }
        check_free(client, &[self.name]).await?;
        client.batch_execute(UNBOUNDED).await?;
        client.batch_execute(OTHER).await?;
        client.query(LOCK, &[&self.lock()]).await.map_err(|error| match error.code() {
            Some(&SqlState::LOCK_NOT_AVAILABLE) => MigrateError::Busy { schema: self.name },
            _ => error.into(),
        })?;
        client.batch_execute(TABLE).await?;
        let outcome = self.bring_up(client).await;
        // Should the connection be gone, so is the lock; and then the outcome is the error to tell.
        let released = match client.query(UNLOCK, &[&self.lock()]).await {
            Ok(_) => client.batch_execute(RESET).await,
            Err(error) => Err(error),
        };
        outcome.and(released.map_err(MigrateError::from))
    }

    /// What two processes that migrate this schema meet at: a number made of its name.
    fn lock(&self) -> i64 {
        let digest = Sha256::digest(format!("hubbub migrates {}", self.name));
        let mut first = [0; 8];
        first.copy_from_slice(&digest[..8]);
        i64::from_be_bytes(first)
    }

    async fn bring_up(&self, client: &mut Client) -> Result<(), MigrateError> {
        client.batch_execute(&format!("create schema if not exists {}", self.name)).await?;
        let report = self.tables.run_async(client).await.map_err(|error| self.step(&error))?;
        for step in report.applied_migrations() {
            tracing::info!(schema = self.name, %step, "migrated");
        }
        self.apply(client).await
    }

    /// Applies the files that differ, all or none.
    async fn apply(&self, client: &mut Client) -> Result<(), MigrateError> {
        let together = client.transaction().await?;
        together
            .batch_execute(&format!(
                "create table if not exists {}.sql_file (
                    name text constraint sql_file_pkey primary key, hash text not null, release int[] not null
                )",
                self.name
            ))
            .await?;
        for file in self.files {
            let applied = self.apply_one(&together, file).await;
            applied.map_err(|error| MigrateError::File {
                schema: self.name,
                file: file.name,
                why: said(&error),
            })?;
        }
        Ok(together.commit().await?)
    }

    async fn apply_one(
        &self,
        together: &Transaction<'_>,
        file: &SqlFile,
    ) -> Result<(), tokio_postgres::Error> {
        let recorded = format!("select hash, release from {}.sql_file where name = $1", self.name);
        let recorded = together.query_opt(&recorded, &[&file.name]).await?;
        let (hash, release) = (file.hash(), self.release.numbers());
        if let Some(row) = recorded {
            let (applied, by): (&str, Vec<i32>) = (row.try_get("hash")?, row.try_get("release")?);
            if by.as_slice() > release || (applied == hash && by == release) {
                return Ok(());
            }
            if applied != hash {
                together.batch_execute(file.text).await?;
                tracing::info!(schema = self.name, file = file.name, "applied");
            }
        } else {
            together.batch_execute(file.text).await?;
        }
        let record = format!(
            "insert into {}.sql_file values ($1, $2, $3)
            on conflict (name) do update set hash = excluded.hash, release = excluded.release",
            self.name
        );
        together.execute(&record, &[&file.name, &hash, &release]).await?;
        Ok(())
    }

    fn step(&self, source: &refinery::Error) -> MigrateError {
        match source.kind() {
            refinery::error::Kind::MissingVersion(step) => {
                MigrateError::Newer { schema: self.name, step: step.to_string() }
            }
            refinery::error::Kind::Connection(doing, cause) => {
                let said = cause.downcast_ref().map_or_else(|| cause.to_string(), said);
                let step = doing.strip_prefix("error ").unwrap_or(doing);
                MigrateError::Step { schema: self.name, why: format!("{step}: {said}") }
            }
            _ => MigrateError::Step { schema: self.name, why: source.to_string() },
        }
    }
}

impl From<tokio_postgres::Error> for MigrateError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Database(said(&error))
    }
}

impl SqlFile {
    fn hash(&self) -> String {
        Sha256::digest(self.text).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
