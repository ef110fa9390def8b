//! The words of a mail. A gateway writes them, in the language of whoever asks; auth puts in what only auth knows, and sends
//! it: neither addresses nor the tokens of links that are mailed ever cross the bus.

use serde::{Deserialize, Serialize};

/// A mail before it is known whom it goes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// One line.
    pub subject: String,
    /// As plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}

impl Letter {
    /// Stands for the name of whoever it goes to: of Unicode's private use, which no template and no name has.
    pub const NAME: &str = "\u{e000}";
    /// Stands for the token at the end of a link.
    pub const TOKEN: &str = "\u{e001}";
    /// Characters of the subject.
    pub const SUBJECT: usize = 200;
    /// Bytes of each of the others.
    pub const BODY: usize = 32 * 1024;

    /// With the name and the token put in. None: it is too long, or its subject no single line.
    pub fn fill(&self, name: &str, token: &str) -> Option<Self> {
        let fits = self.subject.chars().count() <= Self::SUBJECT
            && !self.subject.contains(char::is_control)
            && self.text.len().max(self.html.len()) <= Self::BODY;
        let put = |text: &str, name: &str| {
            let parts: Vec<String> =
                text.split(Self::NAME).map(|part| part.replace(Self::TOKEN, token)).collect();
            parts.join(name)
        };
        let name: String = name.chars().filter(|c| !c.is_control()).collect();
        fits.then(|| Self {
            subject: put(&self.subject, &name),
            text: put(&self.text, &name),
            html: put(&self.html, &escaped(&name)),
        })
    }
}

/// As text of a page.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(subject: &str) -> Letter {
        let words = format!("{}: {}", Letter::NAME, Letter::TOKEN);
        Letter { subject: subject.to_owned(), text: words.clone(), html: words }
    }

    #[test]
    fn names_and_tokens_are_put_in_once_and_escaped_where_that_matters() {
        let filled = letter("For you").fill("Ro\u{e001}sa & <Co>\r\n", "abc").expect("filled");
        assert_eq!(filled.text, "Ro\u{e001}sa & <Co>: abc");
        assert_eq!(filled.html, "Ro\u{e001}sa &amp; &lt;Co&gt;: abc");
    }

    #[test]
    fn what_is_no_line_or_too_long_is_no_letter() {
        for bad in ["a\r\nBcc: b@example.org", "a\nb", "a\0", &"x".repeat(201)] {
            assert_eq!(letter(bad).fill("Rosa", "abc"), None, "{bad:?}");
        }
        let long = Letter { text: "x".repeat(Letter::BODY + 1), ..letter("Hello") };
        assert_eq!(long.fill("Rosa", "abc"), None);
    }
}
