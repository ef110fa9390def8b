//! Strangers' words, made fit to stand in a page of ours: one line, so long, with nothing in it that is not seen.

/// At most so many characters of a text, on one line. What was cut ends in an ellipsis.
pub(super) fn one_line(text: &str, most: usize) -> String {
    let mut line = String::new();
    let words = text.split(char::is_whitespace).map(visible).filter(|word| !word.is_empty());
    for word in words {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
        if line.len() > most * 4 + 4 {
            break;
        }
    }
    if line.chars().count() <= most {
        return line;
    }
    let cut: String = line.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

fn visible(word: &str) -> String {
    word.chars().filter(|c| !c.is_control() && !is_unseen(*c)).collect()
}

/// Marks that turn text round, hide in it or are no characters.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffd}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_no_longer_than_it_may_be() {
        assert_eq!(one_line(" a \n\t b ", 10), "a b");
        assert_eq!(one_line("abcdef", 6), "abcdef");
        assert_eq!(one_line("abcdefg", 6), "abcde…");
        assert_eq!(one_line("abcd efg", 6), "abcd…");
        assert_eq!(one_line("\u{202e}\u{200b} \u{7}", 6), "");
        assert_eq!(one_line(&"x".repeat(1 << 20), 3), "xx…");
        assert_eq!(
            one_line("می\u{200c}خواهم 👩\u{200d}🚀", 20),
            "می\u{200c}خواهم 👩\u{200d}🚀",
            "what joins letters stays"
        );
    }
}
