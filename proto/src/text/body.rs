//! The text of a message.

use super::parsed;
use crate::{Reason, Refusal};

parsed!(
    /// The text of a message: 1 byte to 16 KiB of UTF-8, not blank, with `\n` for line ends and no control characters.
    Body
);

impl Body {
    /// The most a message may hold, in bytes of UTF-8.
    pub const MAX: usize = 16 * 1024;

    /// Reads a body: line ends become `\n`, blank lines around it go, and so do characters that turn the
    /// direction of the text around them (UAX #9 embeddings and overrides; isolates stay, they end with the paragraph).
    ///
    /// # Errors
    /// Blank, control characters, or over [`Body::MAX`].
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let mut body = String::with_capacity(text.len().min(Self::MAX));
        let unified = text.replace("\r\n", "\n").replace('\r', "\n");
        for c in unified.chars() {
            match c {
                '\n' | '\t' => body.push(c),
                '\u{202a}'..='\u{202e}' => {}
                c if c.is_control() => {
                    return Err(Refusal::new(Reason::InvisibleCharacters).on("body"));
                }
                c => body.push(c),
            }
        }
        let body = body.trim_end().trim_start_matches(['\n', '\r']);
        if body.chars().all(|c| c.is_whitespace() || super::is_invisible(c)) {
            return Err(Refusal::new(Reason::MessageEmpty).on("body"));
        }
        if body.len() > Self::MAX {
            return Err(Refusal::new(Reason::MessageTooLong { max: Self::MAX / 1024 }).on("body"));
        }
        Ok(Self(body.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Code;

    fn code(text: &str) -> Code {
        Body::parse(text).expect_err("refused").code
    }

    #[test]
    fn a_body_keeps_its_lines_and_loses_blank_edges() {
        assert_eq!(
            Body::parse("\r\n  one\r\n\r\ntwo\t.\r\n\r\n").expect("parses").as_str(),
            "  one\n\ntwo\t."
        );
    }

    #[test]
    fn a_blank_body_is_refused() {
        for blank in ["", "   ", "\n\n\t", "\u{200b}\u{feff}"] {
            assert_eq!(code(blank), Code::BadRequest, "{blank:?}");
        }
    }

    #[test]
    fn a_body_of_exactly_the_limit_passes_and_one_more_byte_does_not() {
        assert!(Body::parse(&"é".repeat(Body::MAX / 2)).is_ok());
        assert_eq!(code(&"x".repeat(Body::MAX + 1)), Code::TooLarge);
    }

    #[test]
    fn control_characters_are_refused_and_overrides_dropped() {
        assert_eq!(code("a\0b"), Code::BadRequest);
        assert_eq!(code("a\u{1b}[31mb"), Code::BadRequest);
        assert_eq!(Body::parse("a\u{202e}b").expect("parses").as_str(), "ab");
    }
}
