//! What can go wrong, each as one sentence for the person who typed the command.

use std::fmt::Display;
use std::process::ExitCode;

use tokio_util::sync::CancellationToken;

/// Why there are no figures, or none to rely on.
#[derive(Debug, thiserror::Error)]
pub(super) enum LoadError {
    /// What was asked for makes no sense.
    #[error("{0}")]
    Refused(String),
    /// It could not be done.
    #[error("{0}")]
    Failed(String),
    /// Somebody pressed Ctrl-C. What had been measured by then has been shown.
    #[error("interrupted")]
    Interrupted,
}

impl LoadError {
    /// For `map_err`: what was being done, and why it could not be.
    pub(super) fn doing<E: Display>(what: impl Display) -> impl FnOnce(E) -> Self {
        move |cause| Self::Failed(format!("{what}: {cause}"))
    }

    /// 2 for what was typed, 130 for Ctrl-C, 1 for everything else.
    pub(super) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Refused(_) => ExitCode::from(2),
            Self::Failed(_) => ExitCode::FAILURE,
            Self::Interrupted => ExitCode::from(130),
        }
    }
}

/// What comes of it, unless the run is stopped before that.
pub(super) async fn unless_stopped<T>(
    stop: &CancellationToken,
    work: impl Future<Output = Result<T, LoadError>>,
) -> Result<T, LoadError> {
    stop.run_until_cancelled(work).await.unwrap_or(Err(LoadError::Interrupted))
}
