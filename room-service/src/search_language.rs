//! The language in which a search finds words in other forms, too: *meetings* where somebody looks for *meeting*. The stems are those
//! of dictionaries that every Postgres has.

use std::fmt;
use std::str::FromStr;

/// The languages that Postgres brings a stemmer for, and none.
const KNOWN: [&str; 29] = [
    "none",
    "arabic",
    "armenian",
    "basque",
    "catalan",
    "danish",
    "dutch",
    "english",
    "finnish",
    "french",
    "german",
    "greek",
    "hindi",
    "hungarian",
    "indonesian",
    "irish",
    "italian",
    "lithuanian",
    "nepali",
    "norwegian",
    "portuguese",
    "romanian",
    "russian",
    "serbian",
    "spanish",
    "swedish",
    "tamil",
    "turkish",
    "yiddish",
];

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchLanguage(&'static str);

/// Postgres knows no such language.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("is not a language that Postgres knows; use its English name, such as german, or none")]
pub struct UnknownLanguage;

impl SearchLanguage {
    /// The dictionary that knows its stems.
    pub(crate) fn stemmer(self) -> Option<String> {
        (self.0 != "none").then(|| format!("{}_stem", self.0))
    }
}

impl Default for SearchLanguage {
    /// English.
    fn default() -> Self {
        Self("english")
    }
}

impl FromStr for SearchLanguage {
    type Err = UnknownLanguage;

    fn from_str(name: &str) -> Result<Self, UnknownLanguage> {
        KNOWN.into_iter().find(|known| *known == name).map(Self).ok_or(UnknownLanguage)
    }
}

impl fmt::Display for SearchLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
