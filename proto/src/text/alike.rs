//! What names are compared by: exactly, however they are spelled ([`key`]), and by what they look like ([`skeleton`]).

use icu_casemap::CaseMapper;
use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Characters that show nothing: the default-ignorable ones (UAX #44), joiners among them, and two blank symbols. Spaces
/// are not: they show as a gap.
pub fn is_unseen(c: char) -> bool {
    matches!(c, '\u{2800}' | '\u{1d159}') || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

/// The same for all spellings of one name: compatibility-normalised, case-folded (`ß` is `ss`), without what shows
/// nothing. Empty: there is nothing to see.
pub(super) fn key(text: &str) -> String {
    let seen: String = text.nfd().filter(|c| !is_unseen(*c)).nfkc().collect();
    // What is folded or decomposed may hold further characters of both kinds.
    CaseMapper::new().fold_string(&seen).nfkc().filter(|c| !is_unseen(*c)).nfkc().collect()
}

/// What is searched for and in: the key without accents and other marks, so that `krejci` finds `Krejčí`.
pub(super) fn search_key(text: &str) -> String {
    let bare: String = text.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    key(&bare).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same for all names that look alike: the skeleton of UTS #39, regardless of case. `Team 1` and `Team I` share one.
/// It is no name, and is shown to nobody.
pub(super) fn skeleton(text: &str) -> String {
    let seen: String = text.nfkc().filter(|c| !is_unseen(*c)).collect();
    let alike: String = unicode_security::skeleton(&seen).collect();
    // Capitals have other look-alikes than small letters: `I` is `l`, `m` is `rn`.
    unicode_security::skeleton(&CaseMapper::new().fold_string(&alike)).collect()
}

/// Without what shows nothing at its edges. A variation selector stays with the symbol that it draws as an emoji; tags
/// spell flags and stay.
pub(super) fn trim_unseen(text: &str) -> &str {
    let trimmed = |c: char| c.is_whitespace() || (is_unseen(c) && !matches!(c, '\u{e0000}'..='\u{e007f}'));
    let text = text.trim_start_matches(trimmed);
    let rest = text.trim_end_matches(trimmed);
    let draws_an_emoji = rest.ends_with(|c: char| !c.is_alphanumeric());
    match text[rest.len()..].chars().next() {
        Some(selector @ ('\u{fe0e}' | '\u{fe0f}')) if draws_an_emoji => {
            &text[..rest.len() + selector.len_utf8()]
        }
        _ => rest,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_search_asks_for_neither_case_nor_accents() {
        for (name, key) in [
            ("Tomáš  Krejčí", "tomas krejci"),
            ("ŁÓDŹ", "łodz"),
            ("Straße", "strasse"),
            ("日本語クラブ", "日本語クラフ"),
            ("نَادِيَة", "نادية"),
            ("har\u{200d}bour", "harbour"),
            ("\u{2800}", ""),
        ] {
            assert_eq!(search_key(name), key, "{name:?}");
        }
    }

    #[test]
    fn all_spellings_of_one_name_have_one_key() {
        let spellings = [
            "Harbour",
            "har\u{200d}bour",
            "Harbour\u{fe0f}",
            "Harbour\u{34f}",
            "Harbour\u{2800}",
            "\u{3164}ＨＡＲＢＯＵＲ\u{ad}",
        ];
        for spelling in spellings {
            assert_eq!(key(spelling), "harbour", "{spelling:?}");
        }
        assert_eq!(key("Straße"), key("STRASSE"));
        assert_eq!(key("ΟΔΟΣ"), key("οδος"));
        assert_ne!(key("harbour"), key("har bour"), "a space shows");
        for blank in ["", "\u{2800}", "\u{3164}", "\u{34f}\u{200d}"] {
            assert_eq!(key(blank), "", "{blank:?}");
        }
    }

    #[test]
    fn what_looks_alike_has_one_skeleton() {
        for (one, other) in [
            ("Рub One", "Pub One"),
            ("Team 1", "Team I"),
            ("team l", "TEAM 1"),
            ("TEAM I", "Team l"),
            ("modern", "modem"),
            ("Rosa Silva", "Rоsа Silvа"),
            ("har\u{200d}bour", "Harbour"),
        ] {
            assert_eq!(skeleton(one), skeleton(other), "{one} {other}");
        }
        for (one, other) in [("Team 1", "Team 2"), ("Rosa", "Rosi"), ("Harbour", "Harbor")] {
            assert_ne!(skeleton(one), skeleton(other), "{one} {other}");
        }
        assert_eq!(skeleton("general"), "general", "the room that is there from the beginning");
    }

    #[test]
    fn edges_lose_what_does_not_show_and_emoji_stay() {
        for (typed, kept) in [
            ("Rosa\u{200d}", "Rosa"),
            ("\u{206a}abc", "abc"),
            (" \u{2800} a b \u{3164}", "a b"),
            ("Rosa\u{fe0f}", "Rosa"),
            ("Tea ☕\u{fe0f}", "Tea ☕\u{fe0f}"),
            ("\u{2800}\u{200b}", ""),
            ("👩\u{200d}💻", "👩\u{200d}💻"),
        ] {
            assert_eq!(trim_unseen(typed), kept, "{typed:?}");
        }
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key(text in "\\PC{0,40}") {
            prop_assert_eq!(key(&key(&text)), key(&text));
        }
    }
}
