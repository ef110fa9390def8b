//! One page for everything that cannot be shown: a plain sentence, what to do, and the number to quote.

use proto::Refusal;
use serde::Serialize;
use serde_json::Value;

use super::Page;
use crate::catalogue::Text;

/// Any error, frozen and unavailable included.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorPage {
    /// The HTTP status.
    pub status: u16,
    /// What happened, in a few words: the heading.
    pub title: Text,
    /// One plain sentence that says what to do next.
    pub message: Text,
    /// What a person quotes when they ask for help.
    pub request_id: String,
    /// The client is signed in: the way on leads to their rooms, else to signing in.
    pub signed_in: bool,
    /// The same address may work in a moment: offer to try again there.
    pub retry: Option<String>,
    /// The browser asks again without being told to.
    pub by_itself: bool,
    /// What they had written, to be copied: the page it was written on cannot be drawn again.
    pub typed: Option<String>,
}

impl ErrorPage {
    /// The page for a status, with the sentence that fits it, or with why something was refused: that says more.
    pub fn of(
        status: u16,
        refusal: Option<&Refusal>,
        request_id: impl Into<String>,
        signed_in: bool,
    ) -> Self {
        Self {
            status,
            title: Text::new("error-title").with("status", kind(status)),
            message: refusal.map_or_else(|| Text::new("error-text").with("status", kind(status)), Text::from),
            request_id: request_id.into(),
            signed_in,
            retry: None,
            by_itself: false,
            typed: None,
        }
    }

    /// The same, with a link to try `path` again.
    #[must_use]
    pub fn with_retry(mut self, path: impl Into<String>) -> Self {
        self.retry = Some(path.into());
        self
    }
}

impl Page for ErrorPage {
    const TEMPLATE: &'static str = "errors/error.html";
}

/// The status where it has words of its own, else whose fault it is.
fn kind(status: u16) -> Value {
    match status {
        401 | 403 | 404 | 405 | 409 | 413 | 429 | 503 | 504 => status.into(),
        400..=499 => "client".into(),
        _ => "server".into(),
    }
}
