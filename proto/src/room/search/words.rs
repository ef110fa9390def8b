//! The words of a text, in any script, as they are searched for and in.
//!
//! A word is a run of letters and digits, regardless of case and accents. Scripts that put no spaces between words (Chinese,
//! Japanese, Thai and others) have no words to be told apart without a dictionary: each two neighbouring characters are one, and the
//! last one by itself, so that any part of such a text is found by the pairs in it. An emoji is a word.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use crate::text::search_key;

/// The most words of one text: what comes after them is not found.
pub const WORDS_MAX: usize = 10_000;
/// The most characters by which a word is told apart.
const LONGEST: usize = 64;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// What it is compared by.
    pub key: String,
    /// Where it stands in the text, in bytes. Those of a script without spaces overlap.
    pub place: Range<usize>,
}

/// The words of a text, in their order.
pub fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((start, first)) = rest.next() {
        let Some(script) = Script::of(first) else { continue };
        let mut end = start + first.len_utf8();
        while let Some((at, next)) = rest.next_if(|(_, next)| script.goes_on(*next)) {
            end = at + next.len_utf8();
        }
        match script {
            Script::Unspaced => pairs(text, start..end, &mut found),
            Script::Spaced | Script::Symbol => push(text, start..end, &mut found),
        }
        if found.len() >= WORDS_MAX {
            found.truncate(WORDS_MAX);
            break;
        }
    }
    found
}

/// Whether words of the script that a key begins with are pairs of characters.
pub(super) fn is_unspaced(key: &str) -> bool {
    key.chars().next().and_then(Script::of) == Some(Script::Unspaced)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Spaced,
    Unspaced,
    Symbol,
}

impl Script {
    /// Of a character that a word may begin with.
    fn of(c: char) -> Option<Self> {
        match c {
            '\u{ff9e}' | '\u{ff9f}' => None,
            _ if is_combining_mark(c) => None,
            '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
                if c.is_alphanumeric() =>
            {
                Some(Self::Unspaced)
            }
            '\u{3005}'..='\u{3007}'
            | '\u{3040}'..='\u{30ff}'
            | '\u{31f0}'..='\u{31ff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{ff66}'..='\u{ff9d}'
            | '\u{20000}'..='\u{3ffff}'
                if c.is_alphanumeric() =>
            {
                Some(Self::Unspaced)
            }
            '\u{2600}'..='\u{27bf}' | '\u{1f300}'..='\u{1faff}' => Some(Self::Symbol),
            _ if c.is_alphanumeric() => Some(Self::Spaced),
            _ => None,
        }
    }

    /// Whether such a word goes on with this character.
    fn goes_on(self, next: char) -> bool {
        // Joiners stand within words of some scripts, marks on any character; those of narrow katakana are characters.
        let is_part = is_combining_mark(next)
            || matches!(next, '\u{200c}' | '\u{200d}' | '\u{ad}' | '\u{ff9e}' | '\u{ff9f}');
        match self {
            Self::Symbol => matches!(next, '\u{fe0e}' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}'),
            script => is_part || Self::of(next) == Some(script),
        }
    }
}

fn push(text: &str, place: Range<usize>, found: &mut Vec<Word>) {
    let key = key(&text[place.clone()]);
    if !key.is_empty() {
        found.push(Word { key, place });
    }
}

/// Each character of a run with the one after it, and the last by itself.
fn pairs(text: &str, run: Range<usize>, found: &mut Vec<Word>) {
    let starts = text[run.clone()].char_indices().filter(|(_, c)| Script::of(*c).is_some());
    let mut edges: Vec<usize> = starts.map(|(at, _)| run.start + at).collect();
    edges.push(run.end);
    for at in 0..edges.len() - 1 {
        let end = edges.get(at + 2).unwrap_or(&run.end);
        push(text, edges[at]..*end, found);
    }
}

fn key(word: &str) -> String {
    // One character may stand for several words: a ligature of a whole phrase.
    let key = if word.is_ascii() { word.to_ascii_lowercase() } else { search_key(word).replace(' ', "") };
    match key.char_indices().nth(LONGEST) {
        Some((end, _)) => key[..end].to_owned(),
        None => key,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keys(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.key).collect()
    }

    #[test]
    fn words_are_letters_and_digits_regardless_of_case_and_accents() {
        for (text, expected) in [
            ("The jetty_4 is *booked*, v2!", &["the", "jetty", "4", "is", "booked", "v2"][..]),
            ("Tomáš Krejčí: Straße", &["tomas", "krejci", "strasse"]),
            ("Tom\u{e1}s toma\u{301}s", &["tomas", "tomas"]),
            ("don't https://example.org/a?b=c", &["don", "t", "https", "example", "org", "a", "b", "c"]),
            ("학교에 갔다", &["학교에", "갔다"]),
            ("نَادِيَة می\u{200c}خواهم", &["نادية", "میخواهم"]),
            ("ship it 🚀👍🏽", &["ship", "it", "🚀", "👍🏽"]),
            (" \u{200d} .* [] () \\ ", &[]),
            ("", &[]),
        ] {
            assert_eq!(keys(text).len(), expected.len(), "{text}: {:?}", keys(text));
            for (key, expected) in keys(text).iter().zip(expected) {
                assert_eq!(key, &search_key(expected), "{text}");
            }
        }
    }

    #[test]
    fn scripts_without_spaces_are_pairs_of_characters() {
        for (text, expected) in [
            ("日本語", &["日本", "本語", "語"][..]),
            ("語", &["語"]),
            ("東京A社", &["東京", "京", "a", "社"]),
            ("がんばる", &["かん", "んは", "はる", "る"]),
            ("ｶﾞﾝ", &["カン", "ン"]),
        ] {
            assert_eq!(keys(text), expected, "{text}");
        }
        assert_eq!(keys("สวัสดี").len(), 4, "marks stay with their letters");
    }

    #[test]
    fn a_text_has_no_more_words_than_are_kept_and_a_word_no_more_letters() {
        assert_eq!(words(&"a ".repeat(WORDS_MAX + 9)).len(), WORDS_MAX);
        assert_eq!(words(&"日".repeat(WORDS_MAX + 9)).len(), WORDS_MAX);
        assert_eq!(keys(&"x".repeat(900)), ["x".repeat(LONGEST)]);
    }

    proptest! {
        #[test]
        fn a_place_is_a_part_of_the_text_and_a_key_is_its_own_key(text in "\\PC{0,60}") {
            for word in words(&text) {
                prop_assert!(text.get(word.place.clone()).is_some());
                prop_assert!(!word.key.is_empty() && !word.key.contains(' '));
            }
        }
    }
}
