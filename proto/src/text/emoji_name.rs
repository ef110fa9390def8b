//! How an emoji of the installation is called.

use super::parsed;
use crate::{Reason, Refusal};

parsed!(
    /// The name of an emoji that somebody added: 2 to 32 of `a–z 0–9 _ + -` with a letter among them, and not the name of one that
    /// everybody has. It is written between two colons.
    EmojiName
);

impl EmojiName {
    /// The fewest characters.
    pub const MIN: usize = 2;
    /// The most characters.
    pub const MAX: usize = 32;

    /// Reads a name, with or without its colons, in any case.
    ///
    /// # Errors
    /// Not the form of a name, or the name of an emoji of the Unicode list.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = text.trim();
        let inside = text.strip_prefix(':').and_then(|rest| rest.strip_suffix(':'));
        let name = inside.unwrap_or(text).to_ascii_lowercase();
        if !Self::is_formed(&name) {
            return Err(Refusal::new(Reason::EmojiNameForm { min: Self::MIN, max: Self::MAX }).on("name"));
        }
        if emojis::get_by_shortcode(&name).is_some() {
            return Err(Refusal::new(Reason::EmojiNameTaken).on("name"));
        }
        Ok(Self(name))
    }

    /// The name in what is written between two colons: `:name:`.
    pub fn between_colons(text: &str) -> Option<&str> {
        let name = text.strip_prefix(':')?.strip_suffix(':')?;
        (Self::is_formed(name) && emojis::get_by_shortcode(name).is_none()).then_some(name)
    }

    fn is_formed(name: &str) -> bool {
        let is_inside =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_+-".contains(&byte);
        (Self::MIN..=Self::MAX).contains(&name.len())
            && name.bytes().all(is_inside)
            && name.bytes().any(|byte| byte.is_ascii_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_none_that_everybody_has() {
        for (typed, name) in
            [("party_parrot", "party_parrot"), (" :Party-2: ", "party-2"), ("c++", "c++"), ("abba", "abba")]
        {
            assert_eq!(EmojiName::parse(typed).expect(typed).as_str(), name);
        }
        let refused = |typed: &str| EmojiName::parse(typed).expect_err(typed).reason;
        for odd in ["", "a", ":a", "10", "party parrot", "fête", "a:b", &"x".repeat(33)] {
            assert_eq!(refused(odd), Reason::EmojiNameForm { min: 2, max: 32 }, "{odd:?}");
        }
        assert_eq!(refused("tada"), Reason::EmojiNameTaken);
    }

    #[test]
    fn what_stands_between_colons_may_be_a_name() {
        assert_eq!(EmojiName::between_colons(":party:"), Some("party"));
        for none in ["party", ":tada:", ":10:", "::", ":", ":Party:", ": party:"] {
            assert_eq!(EmojiName::between_colons(none), None, "{none}");
        }
    }
}
