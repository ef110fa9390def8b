//! Emoji by their names: `:tada:`.

use proto::text::EmojiName;

use super::inline::Piece;
use super::letters::is_cjk;

/// The most bytes of a name.
const LONGEST: usize = 64;

/// The emoji whose name stands at `start` between two colons, and how many bytes that is: one that everybody has, or what may be one of
/// the installation's. `follows_another`: something that is no word ends here, perhaps the name of another one.
pub(super) fn at(text: &str, start: usize, follows_another: bool) -> Option<(Piece<'_>, usize)> {
    let rest = &text[start + 1..];
    let len = rest.bytes().take(LONGEST + 1).take_while(|byte| is_of_name(*byte)).count();
    if len == 0 || rest.as_bytes().get(len) != Some(&b':') {
        return None;
    }
    let before = text[..start].chars().next_back();
    let after = rest[len + 1..].chars().next();
    let in_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_cjk(c));
    if in_word(after) || !follows_another && (in_word(before) || before == Some(':')) {
        return None;
    }
    if let Some(emoji) = emojis::get_by_shortcode(&rest[..len]) {
        return Some((Piece::Emoji(emoji.as_str()), len + 2));
    }
    let name = EmojiName::between_colons(&text[start..start + len + 2])?;
    Some((Piece::Named(name), len + 2))
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_+-".contains(&byte)
}
