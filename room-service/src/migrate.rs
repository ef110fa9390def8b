//! Brings schema `chat` to this release's form. Called by `hubbub migrate` and `hubbub up`, and by tests.

pub use chassis::postgres::MigrateError;
use chassis::postgres::{Schema, SqlFile};
use chassis::sql_files;
use tokio_postgres::Client;

mod embedded {
    refinery::embed_migrations!("migrations");
}

/// Each after those it needs. A changed body serves the neighbouring release too; a changed signature is a new file.
const FILES: &[SqlFile] = sql_files![
    "claim_name",
    "claim_address",
    "claim_rename",
    "create_room",
    "make_direct",
    "append_threads",
    "append_files",
    "append_revisions",
    "unclaimed_files",
    "append_rest",
    "append",
    "empty_rooms",
];

/// Schema `chat` as this release wants it.
pub fn schema() -> Schema {
    Schema::new("chat", embedded::migrations::runner(), FILES)
}

/// Migrates schema `chat`; what has been done already is not done again.
///
/// # Errors
/// Postgres refuses, is away, or holds a schema of another making.
pub async fn migrate(client: &mut Client) -> Result<(), MigrateError> {
    schema().migrate(client).await
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_file_of_sql_is_applied() {
        let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/sql")).expect("the folder");
        let there: BTreeSet<String> =
            folder.map(|file| file.expect("a file").file_name().into_string().expect("a name")).collect();
        let listed = FILES.iter().map(|file| format!("{}.sql", file.name)).collect();
        assert_eq!(there, listed);
    }
}
