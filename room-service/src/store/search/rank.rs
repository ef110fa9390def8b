//! How well a message fits what is looked for. Pure.

use proto::room::search::{Term, Word};

/// The more of its words are meant the better, the first time each most of all; the same in a longer text counts less.
pub(super) fn rank(terms: &[Term], text: &[Word]) -> f64 {
    let found = terms.iter().filter(|term| !term.not).map(|term| term.places(text).len());
    let found: f64 = found.map(|times| (1.0 + count(times)).ln()).sum();
    found / (2.0 + count(text.len())).ln()
}

#[expect(clippy::cast_precision_loss, reason = "words of one message")]
fn count(words: usize) -> f64 {
    words as f64
}

#[cfg(test)]
mod tests {
    use proto::room::search::words;

    use super::*;

    fn of(looked_for: &[&str], text: &str) -> f64 {
        let terms: Vec<Term> = looked_for.iter().filter_map(|word| Term::of(word, false)).collect();
        rank(&terms, &words(text))
    }

    #[test]
    fn what_is_said_more_often_in_fewer_words_and_has_more_of_what_is_meant_fits_better() {
        for (looked_for, better, worse) in [
            (&["jetty"][..], "jetty jetty", "jetty boat"),
            (&["jetty"], "the jetty", "the jetty and much else besides"),
            (&["jetty", "boat"], "jetty boat sea", "jetty jetty sea"),
            (&["jetty"], "the jetty", "the boat"),
        ] {
            assert!(of(looked_for, better) > of(looked_for, worse), "{better} / {worse}");
        }
    }
}
