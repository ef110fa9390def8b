//! The words that were looked for, marked in what was found. Text, not HTML: templates escape it.

use std::ops::Range;

use proto::room::search::{Term, words};
use serde::Serialize;

/// Characters before the first word that is marked.
const BEFORE: usize = 60;

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Part {
    text: String,
    /// It was looked for.
    found: bool,
}

impl Part {
    pub(super) fn is_found(&self) -> bool {
        self.found
    }
}

/// At most so many characters of a text around what was looked for.
pub(super) fn marked(text: &str, terms: &[Term], longest: usize) -> Vec<Part> {
    let places = places(text, terms);
    let shown = window(text, places.first(), longest);
    let mut parts = Vec::new();
    let mut push = |text: &str, found| {
        if !text.is_empty() {
            parts.push(Part { text: text.to_owned(), found });
        }
    };
    if shown.start > 0 {
        push("…", false);
    }
    let mut at = shown.start;
    for place in places.into_iter().filter(|place| place.start >= shown.start && place.end <= shown.end) {
        push(&text[at..place.start], false);
        push(&text[place.clone()], true);
        at = place.end;
    }
    push(&text[at..shown.end], false);
    if shown.end < text.len() {
        push("…", false);
    }
    parts
}

/// Where something that was looked for stands, in order, none in another.
fn places(text: &str, terms: &[Term]) -> Vec<Range<usize>> {
    let words = words(text);
    let mut places: Vec<_> =
        terms.iter().filter(|term| !term.not).flat_map(|term| term.places(&words)).collect();
    places.sort_by_key(|place| (place.start, place.end));
    places.into_iter().fold(Vec::new(), |mut joined: Vec<Range<usize>>, place| {
        match joined.last_mut() {
            // Pairs of characters overlap.
            Some(last) if place.start < last.end => last.end = last.end.max(place.end),
            _ => joined.push(place),
        }
        joined
    })
}

/// So much of a text, with a little before what comes first; it begins with a word, where there is one.
fn window(text: &str, first: Option<&Range<usize>>, longest: usize) -> Range<usize> {
    let mut edges: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    edges.push(text.len());
    let length = edges.len() - 1;
    if length <= longest {
        return 0..text.len();
    }
    let first = first.map_or(0, |first| edges.partition_point(|edge| *edge < first.start));
    // What is near the beginning or the end needs no gap there.
    let start = if first < longest * 2 / 3 { 0 } else { (first - BEFORE.min(first)).min(length - longest) };
    let begins = |at: &usize| text[..*at].ends_with(' ');
    let start = edges[start..=first.max(start)]
        .iter()
        .copied()
        .find(begins)
        .filter(|_| start > 0)
        .unwrap_or(edges[start]);
    let from = edges.partition_point(|edge| *edge < start);
    start..edges[(from + longest).min(length)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, typed: &[&str], longest: usize) -> String {
        let terms: Vec<Term> = typed.iter().filter_map(|text| Term::of(text, false)).collect();
        let mark = |part: Part| if part.found { format!("[{}]", part.text) } else { part.text };
        marked(text, &terms, longest).into_iter().map(mark).collect()
    }

    #[test]
    fn what_was_looked_for_is_marked_in_any_script() {
        for (text, typed, expected) in [
            ("The Jetty, jetties", &["jett"][..], "The [Jetty], [jetties]"),
            ("Tomáš Krejčí", &["krejci"], "Tomáš [Krejčí]"),
            ("日本語クラブ", &["本語"], "日[本語]クラブ"),
            ("日本語クラブ", &["日本", "本語"], "[日本語]クラブ"),
            ("<b>a & b</b>", &["b"], "<[b]>a & [b]</[b]>"),
            ("nothing", &["else"], "nothing"),
        ] {
            assert_eq!(shown(text, typed, 100), expected);
        }
        let not = Term { not: true, ..Term::of("rain", false).expect("a term") };
        assert!(marked("rain", &[not], 9).iter().all(|part| !part.found));
    }

    #[test]
    fn of_a_long_text_the_part_around_it_is_shown() {
        let text = format!("{}jetty{}", "before ".repeat(100), " after".repeat(100));
        let line = shown(&text, &["jetty"], 120);
        assert!(
            line.starts_with("…before ") && line.contains("[jetty] after") && line.ends_with('…'),
            "{line}"
        );
        assert!(line.chars().count() <= 124, "{line}");
        assert_eq!(shown(&"x".repeat(50), &["x"], 10), "xxxxxxxxxx…", "a word that does not end");
        assert!(shown(&format!("{}jetty", "before ".repeat(90)), &["jetty"], 120).ends_with("[jetty]"));
    }
}
