//! Messages of a room that stand in the index together: those whose seqs are the same but for their last four bits. Pure.
//!
//! Row headers, keys and words that are said again weigh more than short messages do; sixteen share them.

use std::collections::BTreeSet;

use proto::room::search::{Has, Term, words};
use proto::{Seq, UserId};

/// Seqs of a block.
pub const BLOCK: Seq = 16;
/// Bytes of words of a block at most: Postgres takes somewhat more.
const LONGEST: usize = 900_000;
/// What stands for all words in a block that has too many.
const ANYTHING: &str = "*";

/// The block that a message is in.
pub const fn of(seq: Seq) -> Seq {
    seq / BLOCK
}

/// The first seq of a block.
pub(super) const fn start(block: Seq) -> Seq {
    block * BLOCK
}

/// The words of a block, as they are gathered.
#[derive(Debug, Default)]
pub struct Words(BTreeSet<String>);

impl Words {
    /// Those of a text.
    pub fn text(&mut self, text: &str) {
        self.0.extend(words(text).into_iter().map(|word| word.key));
    }

    /// Somebody wrote one of the messages.
    pub fn author(&mut self, author: UserId) {
        self.0.insert(author_key(author));
    }

    /// One of the messages has that.
    pub(super) fn has(&mut self, has: Has) {
        self.0.insert(has_key(has));
    }

    /// As Postgres reads a `tsvector`.
    pub fn vector(&self) -> String {
        if self.0.iter().map(String::len).sum::<usize>() > LONGEST {
            return quoted(ANYTHING);
        }
        let words: Vec<String> = self.0.iter().map(|word| quoted(word)).collect();
        words.join(" ")
    }
}

/// What the blocks have in which a message may be that is looked for, as Postgres reads a `tsquery`; none: any.
pub(super) fn query(terms: &[Term], authors: &[UserId], has: &[Has]) -> Option<String> {
    let mut all: Vec<String> = terms.iter().filter(|term| !term.not).map(of_term).collect();
    if !authors.is_empty() {
        let authors: Vec<String> = authors.iter().map(|author| quoted(&author_key(*author))).collect();
        all.push(authors.join(" | "));
    }
    // What else a message may have changes without its words.
    let written = has.iter().filter(|has| matches!(has, Has::Link | Has::File | Has::Image));
    all.extend(written.map(|has| quoted(&has_key(*has))));
    let all: Vec<String> = all.iter().map(|one| format!("({one})")).collect();
    (!all.is_empty()).then(|| format!("{} | {}", all.join(" & "), quoted(ANYTHING)))
}

/// All of a row of words; in which order they stand the text of a message tells.
fn of_term(term: &Term) -> String {
    let last = term.words.len().saturating_sub(1);
    let of_word = |(at, key): (usize, &String)| match &term.stem {
        _ if at < last || !term.open => quoted(key),
        // What begins with the word begins with its stem.
        Some(stem) if key.starts_with(stem.as_str()) => format!("{}:*", quoted(stem)),
        Some(stem) => format!("({}:* | {}:*)", quoted(key), quoted(stem)),
        None => format!("{}:*", quoted(key)),
    };
    let words: Vec<String> = term.words.iter().enumerate().map(of_word).collect();
    words.join(" & ")
}

// No word of a text begins with these characters. That two people share a key does no harm: the messages tell.
fn author_key(author: UserId) -> String {
    let [.., a, b, c, d] = *author.0.as_bytes();
    format!("@{:08x}", u32::from_be_bytes([a, b, c, d]))
}

fn has_key(has: Has) -> String {
    format!("#{}", <&str>::from(has))
}

/// A word as `tsvector` and `tsquery` spell it.
fn quoted(key: &str) -> String {
    format!("'{}'", key.replace('\\', "\\\\").replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn term(text: &str, quoted: bool) -> Term {
        Term::of(text, quoted).expect("a term")
    }

    #[test]
    fn a_block_has_each_word_of_its_messages_once() {
        let mut words = Words::default();
        words.text("The jetty, the sea");
        words.text("jetty.pdf");
        words.author(UserId(Uuid::from_u128(7)));
        words.has(Has::Link);
        assert_eq!(words.vector(), "'#link' '@00000007' 'jetty' 'pdf' 'sea' 'the'");
        assert_eq!(Words::default().vector(), "");
        assert_eq!(quoted("o'b\\"), "'o''b\\\\'");
    }

    #[test]
    fn a_block_of_more_words_than_postgres_takes_may_have_any() {
        let mut words = Words::default();
        for n in 0..20_000 {
            words.text(&format!("{n:050}"));
        }
        assert_eq!(words.vector(), "'*'");
    }

    #[test]
    fn a_question_names_what_a_block_must_have() {
        let stem = |text: &str, stem: &str| Term { stem: Some(stem.into()), ..term(text, false) };
        let not = Term { not: true, ..term("rain", false) };
        for (terms, expected) in [
            (vec![term("jetty", false)], "('jetty':*) | '*'"),
            (vec![term("is", false), not.clone()], "('is') | '*'"),
            (vec![term("by the sea", true)], "('by' & 'the' & 'sea') | '*'"),
            (vec![term("日本語", false)], "('日本' & '本語') | '*'"),
            (vec![term("語", false)], "('語':*) | '*'"),
            (vec![stem("meetings", "meet")], "('meet':*) | '*'"),
            (vec![stem("happy", "happi")], "(('happy':* | 'happi':*)) | '*'"),
        ] {
            assert_eq!(query(&terms, &[], &[]).as_deref(), Some(expected));
        }
        let two = [UserId(Uuid::from_u128(7)), UserId(Uuid::from_u128(8))];
        let (terms, has) = ([term("is", false)], [Has::File, Has::Reaction]);
        let all = "('is') & ('@00000007' | '@00000008') & ('#file') | '*'";
        assert_eq!(query(&terms, &two, &has).as_deref(), Some(all));
        assert_eq!(query(&[not], &[], &[Has::Thread]), None, "any block may have such a message");
    }
}
