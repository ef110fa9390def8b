//! In which form messages are drawn for a socket.

/// The two forms there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// As JSON, for programs.
    Json,
    /// As HTML, for browsers.
    Html,
}

impl Form {
    /// It in one word, for metrics.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Html => "html",
        }
    }
}
