//! What a socket reads: a form and a language.

use crate::catalogue::Language;

/// In which form messages are drawn.
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

/// What a socket reads: events in the form of its subprotocol, and words in the language of its person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reader {
    /// The form of events.
    pub form: Form,
    /// The language of what is drawn, and of refusals.
    pub language: Language,
}

impl From<Form> for Reader {
    /// In the usual language.
    fn from(form: Form) -> Self {
        Self { form, language: Language::default() }
    }
}
