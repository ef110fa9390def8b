//! Words that call somebody wherever they are used.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::search::{Term, Word};
use crate::text::line;
use crate::{Reason, Refusal};

/// A word, or a few in a row, that calls its person: 1 to 40 characters of any script on one line, at least two letters of a script
/// that has letters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Keyword {
    typed: String,
    term: Term,
}

impl Keyword {
    /// The most characters of it.
    pub const MAX: usize = 40;

    /// Reads what was typed.
    ///
    /// # Errors
    /// Empty, too long, a single letter, or nothing that a message could be searched for.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let typed = line(text, Self::MAX, "keyword")?;
        let term = Term::of(&typed, true).ok_or_else(no_word)?;
        let is_letter = matches!(&term.words[..], [word] if word.len() < 2);
        if is_letter { Err(no_word()) } else { Ok(Self { typed, term }) }
    }

    /// As it was typed.
    pub fn as_str(&self) -> &str {
        &self.typed
    }

    /// What it is compared by: two that have it in common are one.
    pub fn key(&self) -> String {
        self.term.words.join(" ")
    }

    /// The first of its words, by which it is looked for.
    pub fn first(&self) -> &str {
        self.term.words.first().map_or("", |word| word)
    }

    /// Whether a text of these words uses it: whole words in a row, regardless of case and accents.
    pub fn is_in(&self, text: &[Word]) -> bool {
        !self.term.places(text).is_empty()
    }

    /// The first words of keywords that a text of these words may use. A character of a script without spaces may begin a pair.
    pub fn firsts(text: &[Word]) -> Vec<&str> {
        fn both(word: &Word) -> [&str; 2] {
            let first = word.key.chars().next().map_or(0, char::len_utf8);
            [&word.key, &word.key[..first]]
        }
        text.iter().flat_map(both).collect::<BTreeSet<_>>().into_iter().collect()
    }
}

fn no_word() -> Refusal {
    Refusal::new(Reason::KeywordTooShort).on("keyword")
}

impl TryFrom<String> for Keyword {
    type Error = Refusal;

    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::parse(&text)
    }
}

impl From<Keyword> for String {
    fn from(keyword: Keyword) -> Self {
        keyword.typed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::room::search::words;

    fn is_in(keyword: &str, text: &str) -> bool {
        let (keyword, text) = (Keyword::parse(keyword).expect("a keyword"), words(text));
        let is_in = keyword.is_in(&text);
        assert!(!is_in || Keyword::firsts(&text).contains(&keyword.first()), "it is looked for: {keyword:?}");
        is_in
    }

    #[test]
    fn a_keyword_is_whole_words_in_a_row_in_any_script_and_spelling() {
        for (keyword, text) in [
            ("permit", "The PERMIT came."),
            ("shed key", "Who has the shed-key?"),
            ("krejci", "Ask Krejčí"),
            ("Straße", "in der STRASSE"),
            ("日本", "日本語クラブ"),
            ("語", "語学の本"),
            ("語", "日本語"),
            ("v2", "ship v2!"),
            ("🚀", "up 🚀"),
        ] {
            assert!(is_in(keyword, text), "{keyword}: {text}");
        }
        for (keyword, text) in
            [("permit", "permits"), ("shed key", "key shed"), ("日本", "本日"), ("rain", "train")]
        {
            assert!(!is_in(keyword, text), "{keyword}: {text}");
        }
    }

    #[test]
    fn what_is_no_word_is_too_long_or_a_single_letter_is_refused() {
        let long = "x".repeat(1_000);
        for bad in ["", " ", "a", "é", "C++", "***", "\u{200d}", "a\u{202e}b", &*long] {
            let refusal = Keyword::parse(bad).expect_err(bad);
            assert_eq!(refusal.field.as_deref(), Some("keyword"), "{bad:?}");
        }
        assert!(serde_json::from_str::<Keyword>("\"a\"").is_err());
        assert!(Keyword::parse(&"ä".repeat(40)).is_ok() && Keyword::parse(&"ä".repeat(41)).is_err());
    }

    #[test]
    fn spellings_of_one_keyword_are_one() {
        let key = |text| Keyword::parse(text).expect("a keyword").key();
        assert_eq!(key("Shed  KEY"), key("shed-key"));
        assert_ne!(key("shed key"), key("shedkey"));
    }
}
