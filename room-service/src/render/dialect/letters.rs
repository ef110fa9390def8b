//! What kind of letter stands beside a mark.

/// Neither a letter nor a digit nor a blank: what CommonMark calls punctuation, symbols included.
pub(super) fn is_punctuation(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}

/// Of a script that is written without blanks between words: Chinese, Japanese, Korean, with their punctuation.
pub(super) fn is_cjk(c: char) -> bool {
    matches!(u32::from(c),
        0x2e80..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0xfe30..=0xfe4f | 0xff00..=0xffef | 0x20000..=0x3ffff)
}
