//! Why the database did not do it, in words that may stand in a log.

use std::fmt;

use tokio_postgres::error::SqlState;

/// A statement that came to nothing. Shows no value of any row: Postgres puts those into the details of its messages.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No connection could be had: nothing was sent.
    #[error("no connection to the database")]
    Away,
    /// No answer in time: whether it was done is unknown.
    #[error("the database did not answer in time")]
    TooSlow,
    /// Postgres refused, or the connection broke.
    #[error("the database: {}", Shown(.0))]
    Failed(#[from] tokio_postgres::Error),
    /// A row that this release cannot read.
    #[error("a row that cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
}

impl StoreError {
    /// The constraint that was violated, if that is what went wrong.
    pub fn constraint(&self) -> Option<&str> {
        let Self::Failed(error) = self else { return None };
        error.as_db_error()?.constraint()
    }

    /// The SQLSTATE, if Postgres said one.
    pub fn sql_state(&self) -> Option<&SqlState> {
        let Self::Failed(error) = self else { return None };
        error.code()
    }

    /// It in one word, of which there are few: an SQLSTATE, or why there is none.
    pub fn word(&self) -> &str {
        match self {
            Self::Away => "away",
            Self::TooSlow => "too_slow",
            Self::Failed(error) => error.code().map_or("broken", SqlState::code),
            Self::Unreadable(_) => "unreadable",
        }
    }

    /// The server ended the connection, or it broke.
    pub(super) fn is_broken_connection(&self) -> bool {
        let Self::Failed(error) = self else { return false };
        match error.code() {
            Some(code) => [SqlState::ADMIN_SHUTDOWN, SqlState::CRASH_SHUTDOWN].contains(code),
            None => {
                error.is_closed()
                    || std::error::Error::source(error).is_some_and(|cause| cause.is::<std::io::Error>())
            }
        }
    }
}

/// The state and constraint of an error, and nothing it quotes.
struct Shown<'a>(&'a tokio_postgres::Error);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_db_error() {
            Some(error) => match error.constraint() {
                Some(constraint) => write!(f, "SQLSTATE {} on {constraint}", error.code().code()),
                None => write!(f, "SQLSTATE {}", error.code().code()),
            },
            None if self.0.is_closed() => f.write_str("the connection closed"),
            None => f.write_str("the statement failed on its way"),
        }
    }
}
