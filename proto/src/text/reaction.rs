//! What somebody reacts to a message with: an emoji, or a word.

use emojis::{Emoji, SkinTone};
use unicode_normalization::UnicodeNormalization;

use super::alike::is_unseen;
use super::name::{MARKS, most_marks};
use super::{EmojiName, is_bidi_control, parsed};
use crate::{Reason, Refusal};

parsed!(
    /// A reaction as its person chose it: an emoji of the Unicode list, fully qualified and in the tone of skin they chose; the name of
    /// one of the installation's between colons, whether or not there is one; or
    /// 1 to 16 characters of any script on one line, in NFC, with something to read in them.
    Reaction
);

impl Reaction {
    /// The most characters of a reaction that is no emoji.
    pub const MAX: usize = 16;

    /// Reads a reaction. An emoji is the same with and without its variation selectors.
    ///
    /// # Errors
    /// Blank, too long, with control or bidirectional characters, with too many marks on a letter, or neither an emoji of the
    /// list nor anything to read.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let refuse = |reason: Reason| Err(Refusal::new(reason).on("reaction"));
        let text = text.trim();
        if let Some(emoji) = emojis::get(text) {
            return Ok(Self(emoji.as_str().to_owned()));
        }
        if EmojiName::between_colons(text).is_some() {
            return Ok(Self(text.to_owned()));
        }
        // Longer than any emoji and than any word with its marks: not worth the reading.
        if text.len() > 16 * Self::MAX {
            return refuse(Reason::TooLong { max: Self::MAX });
        }
        if text.chars().any(|c| c.is_control() && !c.is_whitespace() || is_bidi_control(c)) {
            return refuse(Reason::InvisibleCharacters);
        }
        let words = seen(&text.nfc().collect::<String>());
        if words.is_empty() {
            return refuse(Reason::ReactionMissing);
        }
        if !words.chars().any(|c| c.is_alphanumeric() || c.is_ascii_punctuation()) {
            return refuse(Reason::NoSuchEmoji);
        }
        if most_marks(&words) > MARKS {
            return refuse(Reason::TooManyMarks { max: MARKS });
        }
        if words.chars().count() > Self::MAX {
            return refuse(Reason::TooLong { max: Self::MAX });
        }
        Ok(Self(words))
    }

    /// What Unicode calls it, in English; none for words.
    pub fn name(&self) -> Option<&'static str> {
        emojis::get(&self.0).map(Emoji::name)
    }

    /// What it counts as: the emoji without a tone of skin, or the words.
    pub fn token(&self) -> &str {
        let untoned = emojis::get(&self.0).and_then(|emoji| emoji.with_skin_tone(SkinTone::Default));
        untoned.map_or(&self.0, Emoji::as_str)
    }
}

/// One line without what shows nothing: two reactions that look alike are one. Joiners stay between letters that are not ASCII,
/// for scripts that need them.
fn seen(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let joins = |at: usize| {
        let letter = |at: Option<usize>| {
            at.and_then(|at| chars.get(at)).is_some_and(|c| !c.is_ascii() && !is_unseen(*c))
        };
        matches!(chars[at], '\u{200c}' | '\u{200d}') && letter(at.checked_sub(1)) && letter(Some(at + 1))
    };
    let kept = chars.iter().enumerate().filter(|(at, c)| !is_unseen(**c) || joins(*at));
    let kept: String = kept.map(|(_, c)| *c).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        Reaction::parse(text).unwrap_or_else(|refusal| panic!("{text:?}: {refusal}")).to_string()
    }

    fn refused(text: &str) -> Reason {
        let refusal = Reaction::parse(text).map(|read| panic!("{text:?} is {read}")).unwrap_err();
        assert_eq!(refusal.field.as_deref(), Some("reaction"), "{text:?}");
        refusal.reason
    }

    #[test]
    fn an_emoji_is_the_same_however_its_keyboard_spells_it() {
        for spelling in ["\u{2764}\u{fe0f}", "\u{2764}", " \u{2764}\u{fe0f}\n"] {
            assert_eq!(read(spelling), "\u{2764}\u{fe0f}", "{spelling:?}");
        }
        for emoji in ["👍", "👩‍🚀", "🇵🇹", "1️⃣", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🧑🏻‍❤️‍🧑🏿"]
        {
            assert_eq!(read(emoji), emoji);
        }
    }

    #[test]
    fn tones_of_skin_are_kept_and_count_as_one() {
        let token = |text: &str| Reaction::parse(text).expect("a reaction").token().to_owned();
        for toned in ["👍", "👍🏻", "👍🏽", "👍🏿"] {
            assert_eq!((read(toned), token(toned)), (toned.to_owned(), "👍".to_owned()));
        }
        assert_eq!(token("✌🏽"), "✌\u{fe0f}");
        assert_eq!(token("👩🏽‍🚀"), "👩‍🚀");
        for other in ["🎉", "lgtm", "👍 yes"] {
            assert_eq!(token(other), other);
        }
        for emoji in emojis::iter() {
            let tones = emoji.skin_tones().into_iter().flatten();
            for toned in tones {
                assert_eq!(token(toned.as_str()), emoji.as_str(), "{}", toned.name());
            }
        }
    }

    #[test]
    fn words_are_short_and_say_something() {
        for word in ["+1", "lgtm", "да", "ありがとう", "می\u{200c}خواهم", "👍 yes", "(╯°□°)╯", "…?"]
        {
            assert_eq!(read(word), word);
        }
        assert_eq!(read("  on \u{200b} my\tway "), "on my way");
        assert_eq!(read("lo\u{200d}l\u{fe0f}"), "lol", "two that look alike are one");
        assert_eq!(read(&"é".repeat(16)), "é".repeat(16));
        assert_eq!(refused(&"x".repeat(17)), Reason::TooLong { max: 16 });
        assert_eq!(refused(&"x".repeat(100_000)), Reason::TooLong { max: 16 });
        assert_eq!(refused("a\u{301}\u{302}\u{303}\u{304}\u{305}"), Reason::TooManyMarks { max: 4 });
        let name = format!(":{}:", "x".repeat(32));
        assert_eq!(read(&name), name, "an emoji of the installation may be called so");
        for bad in ["a\0b", "a\u{202e}b"] {
            assert_eq!(refused(bad), Reason::InvisibleCharacters, "{bad:?}");
        }
    }

    #[test]
    fn what_is_neither_is_refused() {
        for blank in ["", " ", "\u{200d}", "\u{fe0f}", "\u{2800}", &"\u{200d}".repeat(16)] {
            assert_eq!(refused(blank), Reason::ReactionMissing, "{blank:?}");
        }
        for none in ["👍👍", "👍\u{200d}👍", "🏽🏽", "🇵", "\u{20e3}", "🏳️‍🌈🏳️‍🌈"]
        {
            assert_eq!(refused(none), Reason::NoSuchEmoji, "{none:?}");
        }
        assert_eq!(refused(&"👩\u{200d}".repeat(100)), Reason::TooLong { max: 16 });
    }
}
