//! One line about something: what a room is for, why somebody was removed, what new people read first.

use unicode_normalization::UnicodeNormalization;

use super::{is_bidi_control, parsed};
use crate::{Reason, Refusal};

parsed!(
    /// What a room is about: up to 250 characters of any script on one line, in NFC; may be empty.
    Topic
);
parsed!(
    /// What new people read first: up to 500 characters of any script in one paragraph, in NFC; may be empty.
    Greeting
);
parsed!(
    /// Why somebody was removed or muted, or a message deleted: 1 to 200 characters of any script on one line, in NFC.
    ModerationReason
);

parsed!(
    /// What somebody calls a section of their list of rooms: 1 to 40 characters of any script on one line, in NFC.
    SectionName
);

parsed!(
    /// What a picture shows, for those who do not see it: 1 to 500 characters of any script in one paragraph, in NFC.
    AltText
);

parsed!(
    /// What somebody says of a message they report: 1 to 500 characters of any script in one paragraph, in NFC.
    ReportNote
);

impl ReportNote {
    /// The most characters of it.
    pub const MAX: usize = 500;

    /// Reads a note.
    ///
    /// # Errors
    /// Empty, too long, or with control or bidirectional characters.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        Self::optional(text)?.ok_or_else(|| Refusal::new(Reason::Malformed).on("note"))
    }

    /// The same of a field that may be left empty.
    ///
    /// # Errors
    /// As for [`Self::parse`], but empty.
    pub fn optional(text: &str) -> Result<Option<Self>, Refusal> {
        Ok(Some(line(text, Self::MAX, "note")?).filter(|note| !note.is_empty()).map(Self))
    }
}

impl SectionName {
    /// The most characters of a name.
    pub const MAX: usize = 40;

    /// Reads a name.
    ///
    /// # Errors
    /// Empty, too long, or with control or bidirectional characters.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let name = line(text, Self::MAX, "name")?;
        if name.is_empty() {
            Err(Refusal::new(Reason::SectionNameMissing).on("name"))
        } else {
            Ok(Self(name))
        }
    }
}

impl AltText {
    /// The most characters of it.
    pub const MAX: usize = 500;

    /// Reads a description.
    ///
    /// # Errors
    /// Empty, too long, or with control or bidirectional characters.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        Self::optional(text)?.ok_or_else(|| Refusal::new(Reason::Malformed).on("alt"))
    }

    /// The same of a field that may be left empty.
    ///
    /// # Errors
    /// As for [`Self::parse`], but empty.
    pub fn optional(text: &str) -> Result<Option<Self>, Refusal> {
        Ok(Some(line(text, Self::MAX, "alt")?).filter(|alt| !alt.is_empty()).map(Self))
    }
}

impl Topic {
    /// The most characters of a topic.
    pub const MAX: usize = 250;

    /// Reads a topic.
    ///
    /// # Errors
    /// Too long, or with control or bidirectional characters.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        line(text, Self::MAX, "topic").map(Self)
    }
}

impl Greeting {
    /// The most characters of a greeting.
    pub const MAX: usize = 500;

    /// Reads a greeting.
    ///
    /// # Errors
    /// Too long, or with control or bidirectional characters.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        line(text, Self::MAX, "greeting").map(Self)
    }
}

impl ModerationReason {
    /// The most characters of a reason.
    pub const MAX: usize = 200;

    /// Reads a reason.
    ///
    /// # Errors
    /// Empty, too long, or with control or bidirectional characters.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let reason = line(text, Self::MAX, "reason")?;
        if reason.is_empty() {
            return Err(Refusal::new(Reason::ReasonMissing).on("reason"));
        }
        Ok(Self(reason))
    }
}

pub(crate) fn line(text: &str, max: usize, field: &'static str) -> Result<String, Refusal> {
    let text: String = text.nfc().collect();
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().any(|c| c.is_control() || is_bidi_control(c)) {
        return Err(Refusal::new(Reason::InvisibleCharacters).on(field));
    }
    if line.chars().count() > max {
        return Err(Refusal::new(Reason::TooLong { max }).on(field));
    }
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line_of_bounded_length() {
        assert_eq!(Topic::parse(" Tea \n and  cake ").expect("a topic").as_str(), "Tea and cake");
        assert_eq!(Topic::parse("").expect("none").as_str(), "");
        assert!(Topic::parse(&"ä".repeat(250)).is_ok());
        for bad in [&*"x".repeat(251), "a\0b", "a\u{202e}b"] {
            assert_eq!(Topic::parse(bad).expect_err("refused").field.as_deref(), Some("topic"), "{bad:?}");
        }
        assert_eq!(Greeting::parse("Hello.\r\n\r\nAsk us.").expect("a greeting").as_str(), "Hello. Ask us.");
        let long = Greeting::parse(&"x".repeat(501)).expect_err("too long");
        assert_eq!(long.field.as_deref(), Some("greeting"));
        assert_eq!(SectionName::parse(" Work \n stuff").expect("a name").as_str(), "Work stuff");
        for bad in [" ", &"x".repeat(41)] {
            assert_eq!(
                SectionName::parse(bad).expect_err("refused").field.as_deref(),
                Some("name"),
                "{bad:?}"
            );
        }
        assert_eq!(AltText::optional(" \n").expect("nothing"), None);
        assert_eq!(AltText::parse("Lanterns \n at dusk").expect("words").as_str(), "Lanterns at dusk");
        assert_eq!(ReportNote::optional(" ").expect("nothing"), None);
        assert_eq!(ReportNote::parse(&"x".repeat(501)).expect_err("too long").field.as_deref(), Some("note"));
        assert!(AltText::parse("").is_err() && AltText::optional(&"x".repeat(501)).is_err());
        for bad in ["", "   ", &"x".repeat(201)] {
            assert_eq!(
                ModerationReason::parse(bad).expect_err("refused").field.as_deref(),
                Some("reason"),
                "{bad:?}"
            );
        }
    }
}
