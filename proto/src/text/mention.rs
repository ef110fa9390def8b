//! `@name` in running text: where one begins and ends, and which usernames it may stand for.
//!
//! The gateway looks with it for whom to ask about, room-service for what to draw: one rule for both.

use std::ops::Range;

use icu_properties::CodePointMapData;
use icu_properties::props::Script;

use super::{Broadcast, Username};

/// So many bytes are looked back for an address that an `@` may be part of.
const ADDRESS: usize = 128;

/// An `@name` as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where the `@` stands in the text.
    pub start: usize,
    /// What it may stand for, the longest first: marks at its end may be the sentence's or the name's.
    pub names: Vec<Username>,
    /// Whom it calls, if it is a word for more than one.
    pub broadcast: Option<Broadcast>,
}

impl Mention {
    /// Where it stands in the text, taken for this one of its names.
    pub fn range(&self, name: &Username) -> Range<usize> {
        self.named(name.as_str())
    }

    /// Where it stands, taken for this word.
    pub fn named(&self, word: &str) -> Range<usize> {
        self.start..self.start + 1 + word.len()
    }
}

/// Every `@name` of a text, in order. An `@` inside a word or an address is none.
pub fn mentions(text: &str) -> impl Iterator<Item = Mention> {
    signs(text).filter_map(|(start, typed, whole)| {
        let names = names(typed, whole);
        let broadcast = Broadcast::parse(typed).filter(|_| whole);
        (!names.is_empty() || broadcast.is_some()).then_some(Mention { start, names, broadcast })
    })
}

/// Where an `@` begins a name, what was typed after it, and whether the word ends with that.
pub(super) fn signs(text: &str) -> impl Iterator<Item = (usize, &str, bool)> {
    text.match_indices('@').filter_map(|(start, _)| {
        let rest = &text[start + 1..];
        let typed = &rest[..rest.find(|c| !is_of_name(c)).unwrap_or(rest.len())];
        let next = rest[typed.len()..].chars().next();
        // `@rosa@example.org` is something else, and so is `@rosaé`.
        if next == Some('@') || !may_begin_after(&text[..start]) {
            return None;
        }
        Some((start, typed, !next.is_some_and(is_of_word)))
    })
}

/// The names that what was typed may begin with: all of it if it is `whole`, and what stands before each of its marks.
fn names(typed: &str, whole: bool) -> Vec<Username> {
    let marks = typed.rmatch_indices(['.', '_', '-']).map(|(at, _)| at);
    let ends = whole.then_some(typed.len()).into_iter().chain(marks);
    ends.filter(|end| *end <= Username::MAX).filter_map(|end| Username::parse(&typed[..end]).ok()).collect()
}

/// Whether an `@` after this text names somebody: not inside a word, nor in an address as `example.org/@rosa` is one.
fn may_begin_after(text: &str) -> bool {
    let Some(last) = text.chars().next_back() else { return true };
    if last == '@' || is_of_word(last) {
        return false;
    }
    if !matches!(last, '/' | '.' | ':' | '=' | '&' | '#' | '?' | '+' | '-' | '_') {
        return true;
    }
    let near = &text[text.floor_char_boundary(text.len().saturating_sub(ADDRESS))..];
    let run = near.rsplit(char::is_whitespace).next().unwrap_or_default();
    let run = run.trim_start_matches(|c: char| c != '@' && !c.is_alphanumeric());
    let before = run.trim_end_matches(|c: char| !c.is_alphanumeric());
    before.is_empty() || before.starts_with('@') || !(last == '.' || before.contains(['.', '/']))
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')
}

/// Whether a word goes on with it. In scripts that put no blanks between words none does.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() && !is_unspaced(c)
}

fn is_unspaced(c: char) -> bool {
    const UNSPACED: [Script; 10] = [
        Script::Han,
        Script::Hiragana,
        Script::Katakana,
        Script::Hangul,
        Script::Bopomofo,
        Script::Thai,
        Script::Lao,
        Script::Khmer,
        Script::Myanmar,
        Script::Tibetan,
    ];
    // The mark of a long vowel is of two of them.
    !c.is_ascii() && (c == 'ー' || UNSPACED.contains(&CodePointMapData::<Script>::new().get(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        mentions(text)
            .map(|mention| mention.names.iter().map(Username::as_str).collect::<Vec<_>>().join("|"))
            .collect()
    }

    #[test]
    fn names_are_found_where_somebody_is_meant() {
        assert_eq!(found("@rosa, ask @Tomas.K or (@li)!"), ["rosa", "tomas.k|tomas", "li"]);
        assert_eq!(found("It was @rosa."), ["rosa"], "the full stop is the sentence's");
        assert_eq!(found("It was @rosa_."), ["rosa_|rosa"], "the other may be the name's");
        assert_eq!(found("@rosa.k.-_x"), ["rosa.k.-_x|rosa.k|rosa"], "the longest first");
        assert_eq!(found("¿@rosa? «@tomas»\n@li"), ["rosa", "tomas", "li"]);
    }

    #[test]
    fn marks_around_a_name_are_no_part_of_a_word() {
        for (text, names) in [
            ("_@robin_", vec!["robin_|robin"]),
            ("__@robin__", vec!["robin__|robin_|robin"]),
            ("@rosa_/@robin", vec!["rosa_|rosa", "robin"]),
            ("@rosa_+@robin", vec!["rosa_|rosa", "robin"]),
            ("@rosa.k/@robin", vec!["rosa.k|rosa", "robin"]),
            ("cc:@robin", vec!["robin"]),
            ("-@robin", vec!["robin"]),
            ("@robin...thanks", vec!["robin...thanks|robin"]),
            ("@robin--thanks", vec!["robin--thanks|robin"]),
            ("see x.y (@robin)", vec!["robin"]),
        ] {
            assert_eq!(found(text), names, "{text}");
        }
    }

    #[test]
    fn scripts_without_blanks_between_words_need_none_around_a_name() {
        for text in ["你好@robin", "@robinさん", "コーヒー@robin", "สวัสดี@robin", "@robin님"]
        {
            assert_eq!(found(text), ["robin"], "{text}");
        }
    }

    #[test]
    fn a_long_text_of_marks_is_looked_through_in_no_time() {
        let marks = "@a.".repeat(5_000) + &"/.".repeat(5_000);
        assert!(found(&marks).len() <= 1);
        assert!(found(&"./@".repeat(5_000)).is_empty());
    }

    #[test]
    fn an_at_in_a_word_or_an_address_means_nobody() {
        for text in [
            "rosa@example.org",
            "https://x.y/@rosa",
            "@@rosa",
            "@",
            "@a",
            "@rosa@example.org",
            "@rosaé",
            "a.@rosa",
            "example.org/@rosa",
            "example.org/x?of=@rosa",
            "@rosa.k@example.org",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn it_is_known_where_each_stands() {
        let text = "Ask @Rosa_.";
        let mention = mentions(text).next().expect("one");
        assert_eq!(&text[mention.range(&mention.names[0])], "@Rosa_");
        assert_eq!(&text[mention.range(&mention.names[1])], "@Rosa");
    }
}
