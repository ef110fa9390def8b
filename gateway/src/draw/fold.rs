//! Messages so long that only their beginning is shown at first.

/// From so many lines on, `--fold` in `static/css/base.css` being as many.
const LINES: usize = 25;
/// Of so many letters: as wide as a phone. Where there is more room and all of it fits, the page folds nothing.
const LETTERS: usize = 40;

/// Whether a message may have to be folded, by what was typed.
pub(super) fn is_long(body: &str) -> bool {
    let lines = |line: &str| line.chars().map(width).sum::<usize>().div_ceil(LETTERS).max(1);
    body.lines().map(lines).sum::<usize>() > LINES
}

/// Letters of Chinese, Japanese and Korean, and emoji, are as wide as two.
fn width(c: char) -> usize {
    if c >= '\u{1100}' { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_fill_a_screen_is_long() {
        assert!(!is_long(&"a line\n".repeat(25)));
        assert!(is_long(&"a line\n".repeat(26)));
        assert!(!is_long(&"x".repeat(1_000)));
        assert!(is_long(&"x".repeat(1_001)));
        assert!(is_long(&"漢".repeat(501)));
        assert!(!is_long(""));
    }
}
