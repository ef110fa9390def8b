//! Names that people see: of themselves, of rooms; and the slug a room's address is made of.

use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

use super::alike::{self, is_unseen, trim_unseen};
use super::{is_bidi_control, is_invisible, parsed};
use crate::{Reason, Refusal};

parsed!(
    /// The name of a room: 1 to 80 characters of any script, in NFC, with single spaces inside, at most four combining
    /// marks on a letter, and something to see at either end.
    RoomName
);
parsed!(
    /// How a person is called in messages: 1 to 60 characters of any script, in NFC, otherwise as a room's name.
    DisplayName
);
parsed!(
    /// What an installation is called: 1 to 60 characters of any script, in NFC, otherwise as a room's name.
    InstallationName
);
parsed!(
    /// The part of a room's address made from its name: letters and digits of any script and `-`, 1 to 60 characters.
    Slug
);

/// The most combining marks on one letter: no script needs more, and further ones are drawn over the neighbours.
pub(super) const MARKS: usize = 4;

impl RoomName {
    /// The most characters a room's name may have.
    pub const MAX: usize = 80;

    /// Reads the name of a room.
    ///
    /// # Errors
    /// Blank, too long, without a letter, digit or symbol, with control or bidirectional characters, or with too many
    /// marks on a letter.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        name(text, Self::MAX, "name").map(Self)
    }

    /// What two names are compared by; the same for `Straße` and `STRASSE`, and with or without joiners. Never empty.
    pub fn key(&self) -> String {
        alike::key(&self.0)
    }

    /// What names share that look alike, as `Team 1` and `Team I` do; shown to nobody.
    pub fn skeleton(&self) -> String {
        alike::skeleton(&self.0)
    }
}

impl DisplayName {
    /// The most characters a display name may have.
    pub const MAX: usize = 60;

    /// Reads a display name.
    ///
    /// # Errors
    /// As for a room's name; or with an `@`, which stands before usernames, and beside a display name tells people apart.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let name = name(text, Self::MAX, "display_name")?;
        if alike::key(&name).contains('@') {
            return Err(Refusal::new(Reason::NameHasAt).on("display_name"));
        }
        Ok(Self(name))
    }

    /// What names share that look alike; shown to nobody.
    pub fn skeleton(&self) -> String {
        alike::skeleton(&self.0)
    }
}

impl InstallationName {
    /// The most characters the name of an installation may have.
    pub const MAX: usize = 60;

    /// Reads the name of an installation.
    ///
    /// # Errors
    /// As for a room's name.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        name(text, Self::MAX, "installation").map(Self)
    }
}

impl Slug {
    /// The most characters a slug may have.
    pub const MAX: usize = 60;

    /// Reads a slug from an address, forgiving in case and form.
    ///
    /// # Errors
    /// Not the form of a slug: then no room has this address.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let slug: String = folded(text).collect();
        let fits = !slug.is_empty() && slug.chars().count() <= Self::MAX && slug.len() <= 4 * Self::MAX;
        if fits && slug.chars().all(|c| c == '-' || c.is_alphanumeric() || is_mark(c)) {
            Ok(Self(slug))
        } else {
            Err(Refusal::not_found())
        }
    }

    /// The slug of a private room: its name and seven digits, so that it neither tells that another room has the
    /// name nor is guessed. `any` is random.
    pub fn unlisted(name: &RoomName, any: u32) -> Self {
        Self::of(name, 1_000_000 + any % 9_000_000 - 1)
    }

    /// The slug of a room's name: NFKC, lower case, letters and digits of any script, the rest `-`. On the
    /// `clash`-th clash it ends in `-2`, `-3`, …; a name without letters or digits becomes `room`.
    pub fn of(name: &RoomName, clash: u32) -> Self {
        let ending = if clash == 0 { String::new() } else { format!("-{}", clash + 1) };
        let mut slug = String::new();
        for c in folded(&name.0) {
            if c.is_alphanumeric() || (is_mark(c) && !slug.is_empty() && !slug.ends_with('-')) {
                slug.push(c);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        // Ids are addresses of direct conversations.
        if Uuid::try_parse(&slug).is_ok() {
            slug.insert_str(0, "room-");
        }
        let room_left = Self::MAX - ending.len();
        let slug: String = slug.chars().take(room_left).collect();
        let slug = slug.trim_end_matches('-');
        Self(format!("{}{ending}", if slug.is_empty() { "room" } else { slug }))
    }
}

/// The characters of a slug: a small letter may compose with marks where its capital does not.
fn folded(text: &str) -> impl Iterator<Item = char> {
    text.nfkc().filter(|c| !is_unseen(*c)).flat_map(char::to_lowercase).nfkc()
}

/// Combining marks: vowel signs and accents without which words of many scripts fall apart.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

fn name(text: &str, max: usize, field: &'static str) -> Result<String, Refusal> {
    let text: String = text.nfc().collect();
    let words: Vec<&str> = trim_unseen(&text).split_whitespace().collect();
    let name = words.join(" ");
    if name.chars().any(|c| c.is_control() || is_bidi_control(c)) {
        return Err(Refusal::new(Reason::InvisibleCharacters).on(field));
    }
    if alike::key(&name).chars().all(|c| c.is_whitespace() || is_mark(c)) {
        return Err(Refusal::new(Reason::NameMissing).on(field));
    }
    if name.chars().any(is_invisible) {
        return Err(Refusal::new(Reason::InvisibleCharacters).on(field));
    }
    if most_marks(&name) > MARKS {
        return Err(Refusal::new(Reason::TooManyMarks { max: MARKS }).on(field));
    }
    if name.chars().count() > max || name.len() > 4 * max {
        return Err(Refusal::new(Reason::TooLong { max }).on(field));
    }
    Ok(name)
}

/// The most combining marks on one letter. Joiners between them are no letters.
pub(super) fn most_marks(name: &str) -> usize {
    let (mut most, mut marks) = (0, 0);
    for c in name.nfd() {
        if is_mark(c) {
            marks += 1;
            most = most.max(marks);
        } else if !is_unseen(c) {
            marks = 0;
        }
    }
    most
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn slug(name: &str, clash: u32) -> String {
        Slug::of(&RoomName::parse(name).expect("a name"), clash).to_string()
    }

    #[test]
    fn slugs_keep_every_script() {
        assert_eq!(slug("Harbour  Festival!", 0), "harbour-festival");
        assert_eq!(slug("日本語クラブ", 0), "日本語クラブ");
        assert_eq!(slug("Ελληνικά & more", 0), "ελληνικά-more");
        assert_eq!(slug("हिन्दी", 0), "हिन्दी");
        assert_eq!(slug("🎉", 0), "room");
        assert_eq!(slug("design", 1), "design-2");
        assert_eq!(slug(&"x".repeat(80), 1).chars().count(), 60);
    }

    #[test]
    fn names_that_cannot_be_told_apart_are_refused() {
        for bad in ["", "  ", "a\u{202e}b", "a\u{200b}b", "\u{3164}", "a\0b", &"x".repeat(81)] {
            assert!(RoomName::parse(bad).is_err(), "{bad:?}");
        }
        let key = |text: &str| RoomName::parse(text).expect("a name").key();
        assert_eq!(key("ÜBER Uns"), key("über  uns"));
        assert_eq!(key("ｈａｒｂｏｕｒ"), key("Harbour"));
    }

    #[test]
    fn a_blank_author_or_room_is_refused_and_edges_are_trimmed() {
        for blank in ["\u{2800}", "\u{200d}", "\u{fe0f}", "\u{34f}\u{2800}"] {
            let refusal = DisplayName::parse(blank).expect_err("blank");
            assert_eq!(
                (refusal.reason, refusal.field.as_deref()),
                (Reason::NameMissing, Some("display_name"))
            );
            assert!(RoomName::parse(blank).is_err(), "{blank:?}");
        }
        for (typed, kept) in [("Rosa\u{200d}", "Rosa"), ("\u{206a}abc", "abc"), ("a\u{2800} ", "a")] {
            assert_eq!(DisplayName::parse(typed).expect("a name").as_str(), kept);
        }
    }

    #[test]
    fn nobody_is_called_by_another_s_username() {
        for name in ["Rosa Silva (@rosa)", "@rosa", "Rosa ＠rosa", "Rosa ﹫rosa"] {
            assert_eq!(DisplayName::parse(name).expect_err("an at").reason, Reason::NameHasAt, "{name}");
        }
        assert!(RoomName::parse("Lunch @ noon").is_ok());
    }

    #[test]
    fn joiners_stay_where_scripts_and_emoji_need_them() {
        for name in ["می\u{200c}خواهم", "👩\u{200d}💻 Li", "Tea ☕\u{fe0f}"] {
            assert_eq!(DisplayName::parse(name).expect("a name").as_str(), name);
        }
    }

    #[test]
    fn four_marks_on_a_letter_are_enough() {
        let marked = |marks: usize| format!("Ro{}sa", "\u{301}".repeat(marks));
        assert!(DisplayName::parse(&marked(4)).is_ok() && RoomName::parse(&marked(4)).is_ok());
        for bad in [marked(5), "a\u{301}\u{302}\u{303}\u{200d}\u{304}\u{305}".into(), marked(30)] {
            let refusal = DisplayName::parse(&bad).expect_err("too many");
            assert_eq!(refusal.reason, Reason::TooManyMarks { max: 4 });
        }
        for name in ["Nguyễn Thế", "हिन्दी", "שָׁלוֹם", "ที่นี่"] {
            assert!(DisplayName::parse(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn an_address_holds_nothing_unseen() {
        assert_eq!(slug("Harbour\u{fe0f}", 0), "harbour");
        assert_eq!(slug("har\u{200d}bour", 0), "harbour");
    }

    #[test]
    fn a_small_letter_composes_with_marks_where_its_capital_does_not() {
        assert_eq!(slug("T\u{344}ea", 0), "ẗ\u{301}ea");
        assert_eq!(Slug::parse("T\u{308}ea").expect("a slug").as_str(), "ẗea");
    }

    proptest! {
        #[test]
        fn every_slug_made_is_a_slug_read(name in "\\PC{1,80}", clash in 0u32..20) {
            if let Ok(name) = RoomName::parse(&name) {
                let slug = Slug::of(&name, clash);
                prop_assert_eq!(Slug::parse(slug.as_str()).expect("reads back"), slug);
            }
        }

        #[test]
        fn a_parsed_name_parses_to_itself(name in "\\PC{0,90}") {
            if let Ok(name) = RoomName::parse(&name) {
                prop_assert_eq!(RoomName::parse(name.as_str()).expect("parses again"), name);
            }
        }
    }
}
