//! One page for everything that cannot be shown: a plain sentence, what to do, and where it helps the number to quote.

use proto::auth::Person;
use proto::{Refusal, UserId};
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
    /// What a person quotes when they ask for help; none where nobody could help.
    pub request_id: Option<String>,
    /// The client is signed in: the way on leads home, else to signing in.
    pub signed_in: bool,
    /// Who is signed in, where another account might do.
    pub account: Option<Account>,
    /// The same address may work in a moment: offer to try again there.
    pub retry: Option<String>,
    /// From when on, in seconds; none: at once.
    pub wait: Option<u64>,
    /// The browser asks again without being told to.
    pub by_itself: bool,
    /// What they had written, to be copied: the page it was written on cannot be drawn again.
    pub typed: Option<String>,
}

/// Who is signed in.
#[derive(Clone, Debug, Serialize)]
pub struct Account {
    id: UserId,
    name: String,
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
            request_id: Some(request_id.into()).filter(|_| is_worth_asking(status)),
            signed_in,
            account: None,
            retry: None,
            wait: None,
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

    /// The same, counting down to when the browser asks again.
    #[must_use]
    pub fn with_wait(mut self, seconds: u64) -> Self {
        (self.wait, self.by_itself) = (Some(seconds), true);
        self
    }

    /// The same to somebody whose other account might do.
    #[must_use]
    pub fn with_account(mut self, person: &Person) -> Self {
        self.account = Some(Account { id: person.id, name: person.display_name.clone() });
        self
    }
}

/// What stands for a page when nobody answers and none was kept. It is about nobody.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct OfflinePage {}

impl Page for OfflinePage {
    const TEMPLATE: &'static str = "errors/offline.html";
}

impl Page for ErrorPage {
    const TEMPLATE: &'static str = "errors/error.html";
}

/// What is mistyped, not theirs, too large or too fast is so whomever they ask.
fn is_worth_asking(status: u16) -> bool {
    !matches!(status, 401 | 403 | 404 | 410 | 413 | 429)
}

/// The status where it has words of its own, else whose fault it is.
fn kind(status: u16) -> Value {
    match status {
        401 | 403 | 404 | 405 | 409 | 410 | 413 | 429 | 503 | 504 => status.into(),
        400..=499 => "client".into(),
        _ => "server".into(),
    }
}
