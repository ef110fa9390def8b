//! A mail of unread messages: the same words as text and as HTML.

use std::fmt::Write;

use serde::Serialize;

use super::Page;

/// What it says, in words.
#[derive(Clone, Debug, Serialize)]
pub struct UnreadLetterPage {
    /// What it is about, in a line.
    pub subject: String,
    /// The first line.
    pub hello: String,
    /// How much there is.
    pub lead: String,
    /// Conversation by conversation.
    pub parts: Vec<UnreadLetterPart>,
    /// Why it is sent.
    pub why: String,
    /// Where that is changed: the words of the link, and its whole address.
    pub settings: (String, String),
    /// Where it is ended, without signing in.
    pub stop: (String, String),
    /// Who sends it.
    pub about: String,
}

/// A conversation.
#[derive(Clone, Debug, Serialize)]
pub struct UnreadLetterPart {
    /// What it is called.
    pub name: String,
    /// Where it is read: a whole address.
    pub link: String,
    /// What is said there.
    pub lines: Vec<UnreadLetterLine>,
    /// How much there is besides.
    pub more: Option<String>,
}

/// A message.
#[derive(Clone, Debug, Serialize)]
pub struct UnreadLetterLine {
    /// Who says it, with a colon.
    pub author: String,
    /// Its beginning.
    pub said: String,
}

impl UnreadLetterPage {
    /// As plain text.
    pub fn text(&self) -> String {
        let Self { hello, lead, parts, why, settings, stop, about, .. } = self;
        let mut text = format!("{hello}\n\n{lead}\n\n");
        for part in parts {
            let _ = writeln!(text, "{}", part.name);
            for line in &part.lines {
                let _ = writeln!(text, "{} {}", line.author, line.said);
            }
            if let Some(more) = &part.more {
                let _ = writeln!(text, "{more}");
            }
            let _ = write!(text, "{}\n\n", part.link);
        }
        let _ = write!(text, "-- \n{why}\n{}:\n{}\n{}:\n{}\n", settings.0, settings.1, stop.0, stop.1);
        let _ = writeln!(text, "{about}");
        text
    }
}

impl Page for UnreadLetterPage {
    const TEMPLATE: &'static str = "mail/unread.html";
}
