//! A message as one line of text, with whoever is mentioned in it. From the HTML it was rendered to, of which the end may be
//! missing.

use proto::UserId;
use proto::id::SYSTEM;
use serde::Serialize;

/// The most characters of a line: more fits no window.
const LONGEST: usize = 240;

/// Some text of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// Text, not HTML.
    pub text: String,
    /// It mentions whoever looks.
    pub mentions_me: bool,
}

/// The line, for `me` to read.
pub(super) fn pieces(html: &str, me: UserId) -> Vec<Piece> {
    line(html, me, LONGEST)
}

/// The first characters of it as one line of text.
pub(crate) fn beginning(html: &str, longest: usize) -> String {
    let pieces = line(html, SYSTEM, longest).into_iter();
    pieces.map(|piece| piece.text).collect::<String>().trim_end().to_owned()
}

/// All of it as one line of text.
pub(super) fn text(html: &str) -> String {
    line(html, SYSTEM, usize::MAX).into_iter().map(|piece| piece.text).collect()
}

fn line(html: &str, me: UserId, longest: usize) -> Vec<Piece> {
    let mine = format!("data-user=\"{me}\"");
    let (mut line, mut inside) = (Line { longest, ..Line::default() }, false);
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        line.push(&rest[..start], inside);
        // A tag that is cut off ends it.
        let Some(end) = rest[start..].find('>') else { return line.pieces };
        let tag = &rest[start + 1..start + end];
        match tag.split([' ', '/']).find(|name| !name.is_empty()) {
            Some("a") => {
                inside = !tag.starts_with('/') && tag.contains("class=\"mention\"") && tag.contains(&mine);
            }
            // What is hidden stays so, and a language is no words of the message's.
            Some(hidden @ ("label" | "figcaption")) if !tag.starts_with('/') => {
                line.push(if hidden == "label" { "…" } else { "" }, inside);
                let close = format!("</{hidden}>");
                let Some(after) = rest.find(&close) else { return line.pieces };
                rest = &rest[after + close.len()..];
                continue;
            }
            Some("p" | "li" | "br" | "pre" | "blockquote" | "tr" | "td" | "th") => line.push(" ", inside),
            _ => {}
        }
        rest = &rest[start + end + 1..];
    }
    line.push(rest, inside);
    line.pieces
}

#[derive(Default)]
struct Line {
    pieces: Vec<Piece>,
    length: usize,
    longest: usize,
}

impl Line {
    /// Goes on with this text; white space is one space, and none stands first.
    fn push(&mut self, escaped: &str, mentions_me: bool) {
        for c in unescaped(escaped).chars() {
            let is_after_space = self.pieces.last().is_none_or(|piece| piece.text.ends_with(' '));
            if self.length >= self.longest || c.is_whitespace() && is_after_space {
                continue;
            }
            if self.pieces.last().is_none_or(|piece| piece.mentions_me != mentions_me) {
                self.pieces.push(Piece { text: String::new(), mentions_me });
            }
            if let Some(piece) = self.pieces.last_mut() {
                piece.text.push(if c.is_whitespace() { ' ' } else { c });
                self.length += 1;
            }
        }
    }
}

/// The characters that the renderer escapes.
pub(super) fn unescaped(text: &str) -> String {
    let rest = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    rest.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ME: UserId = UserId(uuid::Uuid::from_u128(7));

    fn text(html: &str) -> String {
        pieces(html, ME).into_iter().map(|piece| piece.text).collect()
    }

    #[test]
    fn a_message_is_one_line_of_its_text() {
        for (html, line) in [
            ("<p>The oven<br>is <strong>fixed</strong>.</p><p>Really</p>", "The oven is fixed. Really "),
            ("<ul><li>one</li><li>two</li></ul>", "one two "),
            ("<pre><code>a &lt; b &amp;&amp; c\n  d</code></pre>", "a < b && c d "),
            ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
            ("<p>cut in a ta<a hre", "cut in a ta"),
            ("<p>日本語クラブ</p>", "日本語クラブ "),
            ("", ""),
            (
                "<p>It is <label class=\"spoiler\"><input type=\"checkbox\"><span>the <em>cook</em></span></label>!</p>",
                "It is …! ",
            ),
            ("<p>It is <label class=\"spoiler\"><input type=\"checkbox\"><span>the co", "It is …"),
            (
                "<figure class=\"code\"><figcaption>Rust</figcaption><pre><code>let</code></pre></figure>",
                "let ",
            ),
        ] {
            assert_eq!(text(html), line, "{html}");
        }
        assert_eq!(text(&"long ".repeat(200)).chars().count(), LONGEST);
    }

    #[test]
    fn whoever_looks_stands_out_where_they_are_mentioned_and_nobody_else() {
        let link = |id: UserId| format!("<a class=\"mention\" href=\"/u/x\" data-user=\"{id}\">@x</a>");
        let other = UserId(uuid::Uuid::from_u128(8));
        let found = pieces(&format!("<p>Hello {} and {}!</p>", link(ME), link(other)), ME);
        let shown: Vec<_> = found.iter().map(|piece| (&*piece.text, piece.mentions_me)).collect();
        assert_eq!(shown, [("Hello ", false), ("@x", true), (" and @x! ", false)]);
    }
}
