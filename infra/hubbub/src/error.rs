//! Why a command failed: one sentence for whoever typed it.

use std::process::ExitCode;

use gateway::catalogue::Language;
use proto::Refusal;

/// Why something was refused, in the words of the one catalogue.
pub(crate) fn worded(refusal: &Refusal) -> String {
    Language::English.catalogue().refusal(refusal)
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    /// The person must decide something; nothing was tried.
    #[error("{0}")]
    Refused(String),
    /// Settings are missing or wrong.
    #[error("{0}")]
    Settings(#[from] chassis::config::Problems),
    /// A server that we start does not run.
    #[error("{0}")]
    Server(#[from] services::ServiceError),
    /// A file cannot be read or written.
    #[error("{0}: {1}")]
    File(String, std::io::Error),
    /// Something else went wrong on the way.
    #[error("{0}")]
    Failed(String),
}

impl CliError {
    /// 2 for what the person typed or set, 1 for the rest.
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Refused(_) | Self::Settings(_) => ExitCode::from(2),
            Self::Server(_) | Self::File(..) | Self::Failed(_) => ExitCode::FAILURE,
        }
    }

    /// For `map_err`: what was being done, and why it failed, down to the first cause.
    pub(crate) fn while_doing<E: std::error::Error + 'static>(what: &str) -> impl FnOnce(E) -> Self {
        move |error| {
            let mut words = what.to_owned();
            let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
            while let Some(deeper) = cause {
                let database = deeper.downcast_ref().map(services::said);
                let deeper_words = database.clone().unwrap_or_else(|| deeper.to_string());
                if !words.contains(&deeper_words) {
                    words = format!("{words}: {deeper_words}");
                }
                // The library of Postgres calls its answers "db error", and keeps the answer below.
                cause = deeper.source().filter(|_| database.is_none());
            }
            Self::Failed(words)
        }
    }

    /// For `map_err`: which file.
    pub(crate) fn file(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self {
        move |error| Self::File(path.display().to_string(), error)
    }
}
