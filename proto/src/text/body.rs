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

    /// No words: what is said with files alone.
    pub fn none() -> Self {
        Self(String::new())
    }

    /// There are no words.
    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads a body: line ends of every kind become `\n`, blank lines around it go, and so do control characters and those that
    /// turn the direction of the text around them (UAX #9 embeddings and overrides; isolates stay, they end with the paragraph).
    ///
    /// # Errors
    /// Blank, or over [`Body::MAX`].
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let mut body = String::with_capacity(text.len().min(Self::MAX));
        for c in text.replace("\r\n", "\n").chars() {
            match c {
                '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => body.push('\n'),
                '\n' | '\t' => body.push(c),
                '\u{202a}'..='\u{202e}' => {}
                c if c.is_control() => {}
                c => body.push(c),
            }
        }
        let body = body.trim_end().trim_start_matches('\n');
        if body.chars().all(|c| c.is_whitespace() || super::is_unseen(c)) {
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
        let unseen =
            ["\u{200e}", "\u{2800}", "\u{3164}", "\u{200d}", "\u{fe0f}", "\u{34f}", "\u{7f}", "\u{2028}"];
        for blank in ["", "   ", "\n\n\t", "\u{200b}\u{feff}"].into_iter().chain(unseen) {
            assert_eq!(code(blank), Code::BadRequest, "{blank:?}");
        }
    }

    #[test]
    fn a_body_of_exactly_the_limit_passes_and_one_more_byte_does_not() {
        assert!(Body::parse(&"é".repeat(Body::MAX / 2)).is_ok());
        assert_eq!(code(&"x".repeat(Body::MAX + 1)), Code::TooLarge);
    }

    #[test]
    fn line_ends_of_every_kind_are_line_ends_and_other_controls_are_dropped() {
        let parsed = |text| Body::parse(text).expect("parses").to_string();
        assert_eq!(parsed("a\u{b}b\u{c}c\u{85}d\u{2028}e\u{2029}f\rg\r\nh"), "a\nb\nc\nd\ne\nf\ng\nh");
        assert_eq!(parsed("a\0b\u{1b}[31mc\u{7f}\u{9b}d\u{202e}e"), "ab[31mcde");
    }
}
