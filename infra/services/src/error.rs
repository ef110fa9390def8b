//! What can go wrong, each as one sentence for the person who typed the command.

use std::path::{Path, PathBuf};

/// Why a service is not running.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// A file or folder would not do what it must.
    #[error("{}: {cause}", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// A program could not be started at all.
    #[error("cannot run {}: {cause}", program.display())]
    Run {
        /// Its file.
        program: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// A program said no.
    #[error("{program} failed: {words}")]
    Failed {
        /// Its name.
        program: String,
        /// Its last words.
        words: String,
    },
    /// The folder was made by a Postgres that is not here.
    #[error("{} was made by Postgres {found}, and its programs are not on this machine: install postgresql-{found}", folder.display())]
    OtherMajor {
        /// The database's folder.
        folder: PathBuf,
        /// The major that made it.
        found: u32,
    },
    /// The private database was made with another password than its file holds.
    #[error("the password in {} is not that of the database beside it: restore the file, or remove it to set a new one at the next start", file.display())]
    WrongPassword {
        /// The file.
        file: PathBuf,
    },
    /// Where the database would be there is something else.
    #[error("{} holds something, but no whole database (PG_VERSION is missing): restore all of it from a backup, or move it away to begin with an empty one", folder.display())]
    NoDatabase {
        /// The folder.
        folder: PathBuf,
    },
    /// Nothing suitable on this machine, and no way to get it.
    #[error("{0}")]
    Missing(String),
    /// The database took the connection and said nothing.
    #[error("Postgres does not answer within {0} s")]
    Silent(u64),
    /// The database answered with an error.
    #[error("Postgres says: {}", said(.0))]
    Database(#[from] tokio_postgres::Error),
}

/// What Postgres said, or why it could not be asked: its library keeps the reason one level down.
pub fn said(error: &tokio_postgres::Error) -> String {
    let cause = std::error::Error::source(error).map(ToString::to_string);
    let answer = error.as_db_error().map(|error| error.message().to_owned());
    answer.or(cause).unwrap_or_else(|| error.to_string())
}

impl ServiceError {
    /// A file's error, for `map_err`.
    pub(crate) fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        move |cause| Self::File { path: path.to_owned(), cause }
    }

    /// A program's error, for `map_err`.
    pub(crate) fn run(program: &Path) -> impl FnOnce(std::io::Error) -> Self {
        move |cause| Self::Run { program: program.to_owned(), cause }
    }
}
