//! Templates, source and catalogues fit: every message that is said is there in every language, takes exactly what it is given,
//! and is said somewhere; and no words stand anywhere else.

mod literals;
mod messages;
mod uses;

use std::collections::{BTreeMap, BTreeSet};

use proto::text::Username;
use proto::{Code, Reason, Refusal};

use super::*;

/// The arguments of each message, by its key.
type Messages = BTreeMap<String, BTreeSet<String>>;

#[test]
fn every_message_that_is_said_is_there_and_takes_what_it_is_given() {
    for language in Language::ALL {
        let messages = messages::of(language.source());
        for said in uses::all() {
            let takes = messages.get(&said.key);
            let takes =
                takes.unwrap_or_else(|| panic!("{}: `{}` is not in {language:?}", said.file, said.key));
            assert_eq!(takes, &said.arguments, "{}: `{}` in {language:?}", said.file, said.key);
        }
    }
}

#[test]
fn every_language_tells_the_same_cases_apart() {
    let english = messages::cases(Language::English.source());
    for language in Language::ALL {
        let cases = messages::cases(language.source());
        for (key, expected) in &english {
            assert_eq!(cases.get(key), Some(expected), "`{key}` in {language:?}");
        }
    }
}

#[test]
fn every_message_is_said_somewhere() {
    let said: BTreeSet<String> = uses::all().into_iter().map(|said| said.key).collect();
    for language in Language::ALL {
        let unsaid: Vec<_> =
            messages::of(language.source()).into_keys().filter(|key| !said.contains(key)).collect();
        assert!(unsaid.is_empty(), "nothing says {unsaid:?} in {language:?}");
    }
}

#[test]
fn every_refusal_can_be_worded_and_says_something_of_its_own() {
    for language in Language::ALL {
        let catalogue = language.catalogue();
        let mut sentences = BTreeSet::new();
        for reason in Reason::examples() {
            let refusal = Refusal::new(reason);
            let text = Text::from(&refusal);
            let sentence = catalogue.format(text.key(), &text.arguments()).expect("words");
            assert!(sentence.ends_with('.'), "{refusal}: {sentence}");
            sentences.insert(sentence);
        }
        assert!(sentences.len() > 80, "{}", sentences.len());
    }
}

#[test]
fn a_reason_of_a_later_release_is_worded_by_its_code() {
    let refusal = |code| Refusal { code, ..Refusal::new(Reason::Other) };
    let say = |code| Language::English.catalogue().refusal(&refusal(code));
    assert_eq!(say(Code::TooLarge), "This is too long.");
    assert_ne!(say(Code::Limit), say(Code::Busy));
}

#[test]
fn arguments_and_plurals_go_into_the_sentence() {
    let say = |text: Text| Language::English.catalogue().say(&text);
    assert_eq!(
        say(Reason::TooManyAttempts { minutes: 1 }.into()),
        "Too many attempts. Try again in 1 minute."
    );
    assert_eq!(
        say(Reason::TooManyAttempts { minutes: 12 }.into()),
        "Too many attempts. Try again in 12 minutes."
    );
    let refusal = Username::parse("ö").expect_err("no username");
    let sentence = Language::English.catalogue().refusal(&refusal);
    assert!(sentence.starts_with("Use 2 to 32 "), "{sentence}");
}

#[test]
fn large_numbers_are_written_as_the_language_writes_them() {
    let say =
        |count: i64| Language::English.catalogue().say(&Text::new("messages-count").with("count", count));
    assert_eq!(say(1), "1 message");
    assert_eq!(say(999), "999 messages");
    assert_eq!(say(1_234_567), "1,234,567 messages");
    let many = Text::new("messages-count").with("count", 1_234_567);
    assert_eq!(Language::German.catalogue().say(&many), "1.234.567 Nachrichten");
    let none = Text::new("messages-count").with("count", 0);
    assert_eq!(Language::French.catalogue().say(&none), "0 message", "nothing is one in French");
}

#[test]
fn dates_are_written_as_the_language_writes_them() {
    let catalogue = Language::English.catalogue();
    let at = || Text::new("moment").with("at", "2026-03-01T07:05:00Z");
    assert_eq!(catalogue.say(&at()), "1 March 2026, 07:05 UTC");
    let day = Text::new("date-weekday").with("at", "2026-03-01T07:05:00Z");
    assert_eq!(catalogue.say(&day), "Sunday, 1 March 2026");
    assert_eq!(Language::German.catalogue().say(&day), "Sonntag, 1. März 2026");
    assert_eq!(Language::French.catalogue().say(&day), "dimanche 1 mars 2026");
}

#[test]
fn no_words_stand_in_a_template() {
    let found = literals::in_templates();
    assert!(found.is_empty(), "words outside the catalogue:\n{}", found.join("\n"));
}
