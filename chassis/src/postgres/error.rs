//! Why the database did not do it, in words that may stand in a log.

use std::fmt;

use tokio_postgres::error::SqlState;

/// A statement that came to nothing. Shows no value of any row: Postgres puts those into the details of its messages.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No connection could be had: nothing was sent.
    #[error("no connection to the database")]
    Away,
    /// All connections were at work for too long: nothing was sent.
    #[error("no connection to the database was free in time")]
    NoSlot,
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
            Self::NoSlot => "no_slot",
            Self::TooSlow => "too_slow",
            Self::Failed(error) => word(error),
            Self::Unreadable(_) => "unreadable",
        }
    }

    /// The server ended the connection, or it broke, or leads to a server that only reads.
    pub(super) fn is_broken_connection(&self) -> bool {
        let Self::Failed(error) = self else { return false };
        match error.code() {
            // What is read-only now may have been the primary before: another connection may find the new one.
            Some(code) => {
                [SqlState::ADMIN_SHUTDOWN, SqlState::CRASH_SHUTDOWN, SqlState::READ_ONLY_SQL_TRANSACTION]
                    .contains(code)
            }
            None => {
                error.is_closed()
                    || std::error::Error::source(error).is_some_and(|cause| cause.is::<std::io::Error>())
            }
        }
    }
}

/// An error in one word: its SQLSTATE if Postgres said one.
pub(super) fn word(error: &tokio_postgres::Error) -> &str {
    error.code().map_or("broken", SqlState::code)
}

/// What Postgres said, values included: for whoever holds the database in their hands. Where it said nothing, why: the library
/// keeps that one level down.
pub(super) fn said(error: &tokio_postgres::Error) -> String {
    match (error.as_db_error(), std::error::Error::source(error)) {
        (Some(error), _) => format!("{} (SQLSTATE {})", error.message(), error.code().code()),
        (None, Some(cause)) => cause.to_string(),
        (None, None) => error.to_string(),
    }
}

/// The state, message and constraint of an error, and nothing it quotes.
struct Shown<'a>(&'a tokio_postgres::Error);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(error) = self.0.as_db_error() else {
            return f.write_str(match self.0 {
                error if error.is_closed() => "the connection closed",
                _ => "the statement failed on its way",
            });
        };
        write!(f, "SQLSTATE {}", error.code().code())?;
        if !quotes_values(error.code()) {
            write!(f, ": {}", error.message())?;
        }
        match error.constraint() {
            Some(constraint) => write!(f, " (constraint {constraint})"),
            None => Ok(()),
        }
    }
}

/// Class 22, "data exception", says in its message which value it could not take; the others say so in their details, if at
/// all.
fn quotes_values(code: &SqlState) -> bool {
    code.code().starts_with("22")
}
