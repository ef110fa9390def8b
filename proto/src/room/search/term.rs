//! One thing that is looked for: a word, or some words in a row.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::words::{Word, is_unspaced, words};

/// A shorter word is meant as it stands; a longer one also as the beginning of others.
const PREFIX: usize = 3;

/// Some words in a row, of which at least one is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// What its words are compared by.
    pub words: Vec<String>,
    /// Its last word may be the beginning of one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub open: bool,
    /// What its last word may begin with as well: the part of it that does not change in the language of the installation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stem: Option<String>,
    /// Messages that have it are not meant.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not: bool,
}

impl Term {
    /// What is meant by some text that was typed; none where nothing in it can be looked for. Words in quotes are meant as they stand.
    pub fn of(text: &str, quoted: bool) -> Option<Self> {
        let words: Vec<String> = words(text).into_iter().map(|word| word.key).collect();
        let last = words.last()?;
        let is_long = last.chars().count() >= PREFIX;
        let is_single = words.len() == 1 && last.chars().count() == 1 && is_unspaced(last);
        let words = if is_unspaced(last) && words.len() > 1 { pairs_alone(words) } else { words };
        let open = is_single || !quoted && is_long;
        Some(Self { words, open, stem: None, not: false })
    }

    /// The word that may have a stem, if there is one.
    pub fn stemmed(&self) -> Option<&str> {
        self.words
            .last()
            .filter(|word| self.open && self.words.len() == 1 && !is_unspaced(word))
            .map(|word| &**word)
    }

    /// Where it stands in a text of these words, in bytes.
    pub fn places(&self, text: &[Word]) -> Vec<Range<usize>> {
        let is_there = |row: &&[Word]| {
            row.iter().zip(&self.words).enumerate().all(|(at, (word, key))| self.fits(at, word, key))
        };
        let place = |row: &[Word]| Some(row.first()?.place.start..row.last()?.place.end);
        text.windows(self.words.len().max(1)).filter(is_there).filter_map(place).collect()
    }

    fn fits(&self, at: usize, word: &Word, key: &str) -> bool {
        let is_last = at + 1 == self.words.len();
        let begins = |key: &str| word.key.starts_with(key);
        word.key == key || is_last && self.open && (begins(key) || self.stem.as_deref().is_some_and(begins))
    }
}

/// Without the last character by itself, which is the end of a text and not of what is looked for in it.
fn pairs_alone(mut words: Vec<String>) -> Vec<String> {
    let before = words.len().checked_sub(2).and_then(|at| words.get(at));
    if before.is_some_and(|pair| is_unspaced(pair) && pair.chars().count() > 1) {
        words.pop();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(term: &Term, text: &str) -> Vec<String> {
        term.places(&words(text)).into_iter().map(|place| text[place].to_owned()).collect()
    }

    #[test]
    fn a_word_is_found_by_its_beginning_and_a_short_one_as_it_stands() {
        for (typed, text, places) in [
            ("harb", "The Harbour, harbours and Łódź harbor", &["Harbour", "harbours", "harbor"][..]),
            ("is", "This is it. Island", &["is"]),
            ("krejci", "Tomáš Krejčí", &["Krejčí"]),
            ("don't", "I don't; dont", &["don't"]),
            ("本語", "日本語クラブ", &["本語"]),
            ("日本語", "日本語クラブ。本日", &["日本語"]),
            ("語", "日本語", &["語"]),
            ("日", "日本語 本日", &["日本", "日"]),
            ("jetty_4", "see jetty_4_contract.pdf", &["jetty_4"]),
            ("🚀", "up 🚀!", &["🚀"]),
        ] {
            let term = Term::of(typed, false).expect("a term");
            assert_eq!(found(&term, text), places, "{typed}");
        }
    }

    #[test]
    fn words_in_quotes_stand_in_a_row_and_as_they_are() {
        let term = Term::of("the jetty is", true).expect("a term");
        assert_eq!(found(&term, "The JETTY is; the jetty was, the jetty island"), ["The JETTY is"]);
        let whole = Term::of("jett", true).expect("a term");
        assert!(found(&whole, "jetty").is_empty());
    }

    #[test]
    fn a_stem_finds_what_the_word_itself_does_not() {
        let term = Term { stem: Some("meet".into()), ..Term::of("meetings", false).expect("a term") };
        assert_eq!(found(&term, "We meet, after the meeting"), ["meet", "meeting"]);
        assert_eq!(term.stemmed(), Some("meetings"));
        for typed in ["to", "日本", "two_words"] {
            assert_eq!(Term::of(typed, false).expect("a term").stemmed(), None, "{typed}");
        }
    }

    #[test]
    fn what_has_no_word_is_no_term() {
        for typed in ["", "-", "***", ".*[]()", "\u{200d}"] {
            assert_eq!(Term::of(typed, false), None, "{typed}");
        }
    }
}
