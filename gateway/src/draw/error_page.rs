//! One page for everything that cannot be shown: a plain sentence, what to do, and the number to quote.

use serde::Serialize;

use super::Page;

/// Any error, frozen and unavailable included.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorPage {
    /// The HTTP status.
    pub status: u16,
    /// What happened, in a few words: the heading.
    pub title: String,
    /// One plain sentence that says what to do next.
    pub message: String,
    /// What a person quotes when they ask for help.
    pub request_id: String,
    /// The client is signed in: the way on leads to their rooms, else to the door.
    pub signed_in: bool,
    /// The same address may work in a moment: offer to try again there.
    pub retry: Option<String>,
    /// What they had written, to be copied: the page it was written on cannot be drawn again.
    pub typed: Option<String>,
}

impl ErrorPage {
    /// The page for a status, with the sentence that fits it; `message` replaces ours where there is a better one.
    pub fn of(status: u16, message: Option<String>, request_id: impl Into<String>, signed_in: bool) -> Self {
        let (title, sentence) = words(status);
        // A refusal may open with the very words of the heading; once is enough.
        let message = message.unwrap_or_else(|| sentence.to_owned());
        let rest = message.strip_prefix(title).map(|rest| rest.trim_start_matches(['.', ' ']));
        Self {
            status,
            title: title.to_owned(),
            message: rest.filter(|rest| !rest.is_empty()).map_or_else(|| message.clone(), str::to_owned),
            request_id: request_id.into(),
            signed_in,
            retry: None,
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

fn words(status: u16) -> (&'static str, &'static str) {
    match status {
        401 => (
            "Sign in to go on",
            "This page is for people who are signed in. Sign in, and you come back here.",
        ),
        403 => ("This is not yours to do", "You are signed in, but this needs a right you do not have."),
        404 => (
            "There is nothing here for you",
            "The address may be mistyped, or the room is not yours to see. Check it, or go back to your rooms.",
        ),
        405 => ("This address does something else", "Go back and use the form there."),
        409 => ("Somebody was faster", "This has changed meanwhile. Go back, look again, and try once more."),
        413 => {
            ("That is too long", "Shorten it, or send it in parts. Go back: your text is still in the form.")
        }
        429 => ("That was a lot at once", "Wait a moment, then try again."),
        400..=499 => (
            "This was not understood",
            "Something in the address or the form has a shape we do not know. Go back and try again.",
        ),
        503 => (
            "Back in a moment",
            "A part of this place is being restarted. What you wrote is kept; this page works again shortly.",
        ),
        504 => ("This took too long", "An answer did not come in time. Try again in a few seconds."),
        _ => (
            "Something broke on our side",
            "It is not your doing. Try again; if it stays, tell whoever runs this place the number below.",
        ),
    }
}
