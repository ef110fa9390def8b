//! What somebody types to find messages: words, "a phrase", `-without` and operators (`from:rosa`). Pure: who and where a name
//! means is for others to say.

use std::str::FromStr;

use time::Date;

use super::{Days, Has, Is, Term};
use crate::{Reason, Refusal};

/// The most characters of a question.
const LONGEST: usize = 500;
/// The most words and phrases in it.
const TERMS: usize = 20;
/// The most words in a row.
const ROW: usize = 40;
/// The most names after `from:`, and after `in:`.
const NAMES: usize = 10;

/// What stands before a colon, in the order in which they are offered.
pub const OPERATORS: [&str; 8] = ["from", "in", "has", "is", "before", "after", "on", "during"];

/// What was typed, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// What is looked for.
    pub terms: Vec<Term>,
    /// The same as it was typed, without what must not be there: for names of people and rooms.
    pub plain: String,
    /// After `from:`, without an `@`.
    pub from: Vec<String>,
    /// After `in:`, without a `#`.
    pub within: Vec<String>,
    /// After `has:`.
    pub has: Vec<Has>,
    /// After `is:`.
    pub is: Vec<Is>,
    /// What dates there are.
    pub days: Days,
}

impl Typed {
    /// Takes apart what was typed on a day.
    ///
    /// # Errors
    /// It is too long, has too many words, or something after a colon means nothing.
    pub fn parse(text: &str, today: Date) -> Result<Self, Refusal> {
        if text.chars().count() > LONGEST {
            return Err(Reason::SearchTooLong { max: LONGEST }.into());
        }
        let mut typed = Self::default();
        for part in parts(text) {
            typed.take(&part, today)?;
        }
        let is_too_long = |term: &Term| term.words.len() > ROW;
        if typed.terms.len() > TERMS || typed.terms.iter().any(is_too_long) {
            return Err(Reason::SearchTooManyWords { max: TERMS }.into());
        }
        if typed.from.len() > NAMES || typed.within.len() > NAMES {
            return Err(Reason::SearchTooManyNames { max: NAMES }.into());
        }
        if typed == Self::default() && !text.trim().is_empty() {
            return Err(Reason::SearchNoWord.into());
        }
        Ok(typed)
    }

    /// Nothing is looked for.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn take(&mut self, part: &Part, today: Date) -> Result<(), Refusal> {
        let value = part.text.trim();
        let Some(operator) = part.operator else {
            let Some(term) = Term::of(value, part.quoted) else { return Ok(()) };
            if !part.not {
                self.plain.extend([if self.plain.is_empty() { "" } else { " " }, value]);
            }
            self.terms.push(Term { not: part.not, ..term });
            return Ok(());
        };
        if part.not {
            return Err(Reason::SearchWithoutOperator { operator: operator.into() }.into());
        }
        if value.is_empty() {
            return Err(Reason::SearchValueMissing { operator: operator.into() }.into());
        }
        match operator {
            "from" => self.from.push(value.trim_start_matches('@').to_owned()),
            "in" => self.within.push(value.trim_start_matches('#').to_owned()),
            "has" => self.has.push(named(value, Reason::SearchHasUnknown { value: short(value) })?),
            "is" => self.is.push(named(value, Reason::SearchIsUnknown { value: short(value) })?),
            _ => {
                let no_date = || Refusal::new(Reason::SearchNoDate { date: short(value) });
                self.days =
                    self.days.and(Days::of(operator, &value.to_lowercase(), today).ok_or_else(no_date)?);
            }
        }
        Ok(())
    }
}

/// One of a few words, in any case.
fn named<T: FromStr>(value: &str, unknown: Reason) -> Result<T, Refusal> {
    value.to_lowercase().parse().map_err(|_| Refusal::new(unknown))
}

/// The beginning of what was typed, to be repeated in a sentence.
fn short(value: &str) -> String {
    value.chars().take(40).collect()
}

/// A part of what was typed.
#[derive(Debug, Default)]
struct Part {
    not: bool,
    operator: Option<&'static str>,
    text: String,
    quoted: bool,
}

/// The parts, which spaces outside of quotes stand between. A quote that is not closed ends with the text.
fn parts(text: &str) -> Vec<Part> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (part, after) = next(rest);
        found.push(part);
        rest = after.trim_start();
    }
    found
}

fn next(text: &str) -> (Part, &str) {
    let (not, text) = match text.strip_prefix(['-', '−']) {
        Some(rest) if !rest.starts_with(char::is_whitespace) && !rest.is_empty() => (true, rest),
        _ => (false, text),
    };
    let (operator, text) = operator(text).map_or((None, text), |(operator, rest)| (Some(operator), rest));
    let closes = |open: char| {
        if open == '„' {
            ['“', '”']
        } else if open == '«' {
            ['»', '»']
        } else {
            ['"', '”']
        }
    };
    match text.chars().next().filter(|c| matches!(c, '"' | '“' | '„' | '«')) {
        Some(open) => {
            let inside = &text[open.len_utf8()..];
            let end = inside.find(closes(open));
            let (quoted, rest) =
                end.map_or((inside, ""), |end| (&inside[..end], after_first(&inside[end..])));
            (Part { not, operator, text: quoted.to_owned(), quoted: true }, rest)
        }
        None => {
            let end = text.find(char::is_whitespace).unwrap_or(text.len());
            (Part { not, operator, text: text[..end].to_owned(), quoted: false }, &text[end..])
        }
    }
}

fn after_first(text: &str) -> &str {
    let mut rest = text.chars();
    rest.next();
    rest.as_str()
}

/// The operator that a text begins with, and what comes after its colon.
fn operator(text: &str) -> Option<(&'static str, &str)> {
    let (name, rest) = text.split_once([':', '：'])?;
    let operator = OPERATORS.into_iter().find(|operator| name.eq_ignore_ascii_case(operator))?;
    Some((operator, rest))
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const TODAY: Date = date!(2026 - 11 - 23);

    fn parse(text: &str) -> Result<Typed, Reason> {
        Typed::parse(text, TODAY).map_err(|refusal| refusal.reason)
    }

    fn term(text: &str, quoted: bool) -> Term {
        Term::of(text, quoted).expect("a term")
    }

    #[test]
    fn words_phrases_and_operators_are_told_apart() {
        let typed = parse(
            "jetty -rain \"by the harbour\" from:@rosa from:me in:#general in:\"harbour festival\" has:file HAS:Link is:saved",
        );
        let expected = Typed {
            terms: vec![
                term("jetty", false),
                Term { not: true, ..term("rain", false) },
                term("by the harbour", true),
            ],
            plain: "jetty by the harbour".into(),
            from: vec!["rosa".into(), "me".into()],
            within: vec!["general".into(), "harbour festival".into()],
            has: vec![Has::File, Has::Link],
            is: vec![Is::Saved],
            days: Days::default(),
        };
        assert_eq!(typed, Ok(expected));
        assert_eq!(parse("“by the sea” „am Meer“ «au bord»").expect("phrases").terms.len(), 3);
        assert_eq!(
            parse("-\"by the sea\"").expect("one").terms,
            [Term { not: true, ..term("by the sea", true) }]
        );
        let days = parse("after:2026-11-01 before:today").expect("days").days;
        assert_eq!(days, Days { from: Some(date!(2026 - 11 - 02)), until: Some(TODAY) });
    }

    #[test]
    fn what_only_looks_like_an_operator_is_words() {
        for text in ["https://example.org", "note: this", "http:", "a:b", "c++", "half-time", "- this"] {
            let typed = parse(text).expect(text);
            assert!(!typed.terms.is_empty() && typed.terms.iter().all(|term| !term.not), "{text}: {typed:?}");
        }
        assert_eq!(parse(""), Ok(Typed::default()));
        assert_eq!(parse("  \n "), Ok(Typed::default()));
    }

    #[test]
    fn what_means_nothing_is_refused_in_words() {
        let operator = String::from;
        for (text, reason) in [
            ("x".repeat(10_000), Reason::SearchTooLong { max: LONGEST }),
            ("ab ".repeat(30), Reason::SearchTooManyWords { max: TERMS }),
            (format!("\"{}\"", "ab ".repeat(60)), Reason::SearchTooManyWords { max: TERMS }),
            ("in:a ".repeat(11), Reason::SearchTooManyNames { max: NAMES }),
            ("from:".into(), Reason::SearchValueMissing { operator: operator("from") }),
            ("in:\"\"".into(), Reason::SearchValueMissing { operator: operator("in") }),
            ("-from:rosa".into(), Reason::SearchWithoutOperator { operator: operator("from") }),
            ("has:cake".into(), Reason::SearchHasUnknown { value: "cake".into() }),
            ("is:urgent".into(), Reason::SearchIsUnknown { value: "urgent".into() }),
            ("before:soon".into(), Reason::SearchNoDate { date: "soon".into() }),
            ("on:2026-02-30".into(), Reason::SearchNoDate { date: "2026-02-30".into() }),
            (".*[]()^$|\\".into(), Reason::SearchNoWord),
            ("\"".into(), Reason::SearchNoWord),
            ("- -- \"\"".into(), Reason::SearchNoWord),
        ] {
            assert_eq!(parse(&text), Err(reason), "{text:.40}");
        }
    }

    #[test]
    fn a_quote_that_is_not_closed_goes_on_to_the_end() {
        assert_eq!(parse("\"by the").expect("a phrase").terms, [term("by the", true)]);
        assert_eq!(parse("jetty \"").expect("a word").terms, [term("jetty", false)]);
        assert_eq!(parse(".*jetty[0-9]+").expect("words").terms, [term("jetty 0 9", false)]);
    }
}
