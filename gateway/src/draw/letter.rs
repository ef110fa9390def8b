//! A mail: the same words as text and as HTML.

use serde::Serialize;

use super::Page;

/// What a mail says, in words.
#[derive(Clone, Debug, Serialize)]
pub struct LetterPage {
    /// What it is about, in a line.
    pub subject: String,
    /// The first line.
    pub hello: String,
    /// Why it is sent.
    pub before: String,
    /// What the link does.
    pub label: String,
    /// Its whole address.
    pub link: String,
    /// What else there is to do.
    pub after: String,
    /// Who sends it.
    pub about: String,
}

impl LetterPage {
    /// As plain text.
    pub fn text(&self) -> String {
        let Self { hello, before, label, link, after, about, .. } = self;
        format!("{hello}\n\n{before}\n\n{label}:\n{link}\n\n{after}\n\n-- \n{about}\n")
    }
}

impl Page for LetterPage {
    const TEMPLATE: &'static str = "mail/letter.html";
}
