//! The first lines of a file that is text, to be shown with it.

/// The most lines, and characters of all of them, that are shown.
const LINES: usize = 6;
const CHARACTERS: usize = 500;

/// How a file begins, if that is text in UTF-8. `is_all`: it has no more than this.
pub(super) fn preview(head: &[u8], is_all: bool) -> Option<String> {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // A letter that is cut by the end of what was read.
        Err(error) if !is_all && error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).ok()?
        }
        Err(_) => return None,
    };
    let text = text.trim_start_matches('\u{feff}');
    if text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r')) {
        return None;
    }
    let lines: Vec<&str> = text.lines().take(LINES).map(str::trim_end).collect();
    let shown: String = lines.join("\n").chars().take(CHARACTERS).collect();
    let shown = shown.trim_end().trim_start_matches(['\n', '\r']);
    (!shown.is_empty()).then(|| shown.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_lines_of_a_text_are_shown_as_they_are() {
        assert_eq!(preview(b"\xef\xbb\xbfone\r\n\r\n  two\n", true).as_deref(), Some("one\n\n  two"));
        let long = "line\n".repeat(20);
        assert_eq!(preview(long.as_bytes(), true), Some("line\n".repeat(5) + "line"));
        assert_eq!(preview("ä".repeat(900).as_bytes(), true), Some("ä".repeat(500)));
        assert_eq!(preview(b"<script>alert(1)</script>", true).as_deref(), Some("<script>alert(1)</script>"));
    }

    #[test]
    fn a_letter_may_be_cut_where_reading_ended_and_nowhere_else() {
        let cut = &"aä".as_bytes()[..2];
        assert_eq!(preview(cut, false).as_deref(), Some("a"));
        assert_eq!(preview(cut, true), None);
        for none in [b"".as_slice(), b"\n \n", b"a\0b", b"\x1b[31mred", b"\xff\xfea\0", b"PK\x03\x04"] {
            assert_eq!(preview(none, false), None, "{none:?}");
        }
    }
}
