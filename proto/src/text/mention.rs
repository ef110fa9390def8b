//! `@name` in running text: where one begins and ends, and which usernames it may stand for.
//!
//! The gateway looks with it for whom to ask about, room-service for what to draw: one rule for both.

use std::ops::Range;

use super::Username;

/// An `@name` as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where the `@` stands in the text.
    pub start: usize,
    /// What it may stand for, the longest first: a full stop at its end may be the sentence's or the name's.
    pub names: Vec<Username>,
}

impl Mention {
    /// Where it stands in the text, taken for this one of its names.
    pub fn range(&self, name: &Username) -> Range<usize> {
        self.start..self.start + 1 + name.as_str().len()
    }
}

/// Every `@name` of a text, in order. An `@` inside a word or an address is none.
pub fn mentions(text: &str) -> impl Iterator<Item = Mention> {
    text.match_indices('@').filter_map(|(start, _)| {
        let fresh = text[..start].chars().next_back().is_none_or(|c| {
            !c.is_alphanumeric() && !matches!(c, '@' | '/' | '.' | '_' | '-' | '+' | ':' | '=' | '&' | '#')
        });
        let rest = &text[start + 1..];
        let long = &rest[..rest.find(|c| !is_of_name(c)).unwrap_or(rest.len())];
        // `@rosa@example.org` and `@rosaé` are something else.
        let ends = rest[long.len()..].chars().next().is_none_or(|c| c != '@' && !c.is_alphanumeric());
        let short = long.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        let mut names: Vec<Username> =
            [long, short].into_iter().filter_map(|n| Username::parse(n).ok()).collect();
        names.dedup();
        (fresh && ends && !names.is_empty()).then_some(Mention { start, names })
    })
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')
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
        assert_eq!(found("@rosa, ask @Tomas.K or (@li)!"), ["rosa", "tomas.k", "li"]);
        assert_eq!(found("It was @rosa."), ["rosa.|rosa"], "the full stop is the sentence's or the name's");
        assert_eq!(found("¿@rosa? «@tomas»\n@li"), ["rosa", "tomas", "li"]);
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
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn it_is_known_where_each_stands() {
        let text = "Ask @Rosa.";
        let mention = mentions(text).next().expect("one");
        assert_eq!(&text[mention.range(&mention.names[0])], "@Rosa.");
        assert_eq!(&text[mention.range(&mention.names[1])], "@Rosa");
    }
}
