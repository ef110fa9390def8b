//! What was typed, as safe HTML: the chat dialect of Markdown that `docs/markdown.md` describes.
//!
//! Called once per message, at the command listener, outside any room's mailbox. Two guards stand one behind the other: the
//! text is drawn with all HTML escaped, and the result is cleaned down to the few tags below.

mod dialect;
mod draw;
mod escape;
mod highlight;
mod links;
mod mention;
mod room_ref;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use proto::UserId;
use proto::room::Named;
use proto::text::Username;

pub use links::links;

/// The renderer's version, kept with each message: raised when the same text should look different.
pub const VERSION: i32 = 6;

/// HTML longer than this is not worth its formatting: the text is shown as it was typed. In bytes.
const LONGEST: usize = 128 * 1024;
/// Nor is HTML of more tags and escaped characters than this: each costs the cleaner as much as a line of words.
const MARKS: usize = 4_096;

/// A number of a list, the host behind a link, what may be a room, and the parts of code.
const SPAN_CLASSES: [&str; 13] = [
    "mention",
    "emoji-name",
    "number",
    "host",
    "room-ref",
    "comment",
    "string",
    "constant",
    "keyword",
    "function",
    "type",
    "inserted",
    "deleted",
];

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = ammonia::Builder::empty();
    cleaner
        .tags(HashSet::from([
            "a",
            "blockquote",
            "br",
            "code",
            "del",
            "div",
            "em",
            "figcaption",
            "figure",
            "hr",
            "input",
            "label",
            "li",
            "ol",
            "p",
            "pre",
            "span",
            "strong",
            "table",
            "tbody",
            "td",
            "th",
            "thead",
            "tr",
            "ul",
        ]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href", "data-user"])),
            ("span", HashSet::from(["data-slug"])),
            ("input", HashSet::from(["disabled", "checked", "data-at", "aria-label"])),
        ]))
        .tag_attribute_values(HashMap::from([(
            "input",
            HashMap::from([("type", HashSet::from(["checkbox"]))]),
        )]))
        .set_tag_attribute_values(HashMap::from([("input", HashMap::from([("type", "checkbox")]))]))
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .allowed_classes(HashMap::from([
            ("a", HashSet::from(["mention"])),
            ("div", HashSet::from(["table"])),
            ("figure", HashSet::from(["code"])),
            ("label", HashSet::from(["spoiler"])),
            ("li", HashSet::from(["task"])),
            ("p", HashSet::from(["large"])),
            ("span", HashSet::from(SPAN_CLASSES)),
            ("td", HashSet::from(["center", "end"])),
            ("th", HashSet::from(["center", "end"])),
        ]))
        .url_relative(ammonia::UrlRelative::Custom(Box::new(card)))
        .link_rel(Some("nofollow noopener noreferrer"));
    cleaner
});

/// A message's words as they are kept, and whom they mention.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Safe HTML.
    pub html: String,
    /// Who is named in it, each once; whether they are inside is the room's to say.
    pub named: Vec<UserId>,
}

/// Of the addresses of this installation, words lead to people's cards alone.
fn card(address: &str) -> Option<Cow<'_, str>> {
    let name = address.strip_prefix("/u/")?;
    Username::parse(name).is_ok_and(|parsed| parsed.as_str() == name).then_some(Cow::Borrowed(address))
}

/// Renders a message that names nobody.
pub fn html(body: &str) -> String {
    words(body, &[]).html
}

/// Renders a message. `known` is who goes by the names in it.
pub fn words(body: &str, known: &[Named]) -> Words {
    let Words { html: drawn, named } = draw(body, known);
    if is_mere_text(&drawn) && drawn.len() <= LONGEST {
        return Words { html: drawn, named };
    }
    let clean = is_worth_it(&drawn).then(|| CLEANER.clean(&drawn).to_string());
    match clean.filter(|clean| clean.len() <= LONGEST) {
        Some(html) => Words { html, named },
        None => Words { html: plain(body), named: Vec::new() },
    }
}

/// The message drawn, and not cleaned yet.
fn draw(body: &str, known: &[Named]) -> Words {
    let mut named = Vec::new();
    let html = draw::draw(body, known, &mut named);
    Words { html, named }
}

/// Whether a text may take long to draw, however short it is: it holds code, to be drawn in colours.
pub fn is_costly(body: &str) -> bool {
    body.contains("```") || body.contains("~~~")
}

fn is_worth_it(drawn: &str) -> bool {
    drawn.len() <= LONGEST && drawn.bytes().filter(|byte| matches!(byte, b'<' | b'&')).count() <= MARKS
}

/// Whether it is one paragraph of nothing but text, which cleaning leaves as it is. Nearly every message is, and cleaning it was half
/// of what drawing it took.
fn is_mere_text(drawn: &str) -> bool {
    let paragraph =
        drawn.strip_prefix("<p>").and_then(|rest| rest.trim_end_matches('\n').strip_suffix("</p>"));
    // The last one is written as an entity.
    let is_special = |c: char| matches!(c, '<' | '>' | '&' | '\u{a0}') || c.is_control() && c != '\n';
    paragraph.is_some_and(|text| !text.contains(is_special))
}

/// The text as it was typed.
pub fn plain(body: &str) -> String {
    let mut html = String::with_capacity(body.len() + 16);
    html.push_str("<p>");
    escape::escape(&mut html, body);
    html.push_str("</p>");
    html
}

#[cfg(test)]
mod tests;
