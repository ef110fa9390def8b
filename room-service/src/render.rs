//! What was typed, as safe HTML: markdown with neither images nor raw HTML.
//!
//! Called once per message, at the command listener, outside any room's mailbox. Two guards stand one behind the other: the
//! markdown is drawn with all HTML escaped, and the result is cleaned down to the few tags below.

mod link;
mod mention;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use proto::UserId;
use proto::room::Named;
use proto::text::Username;
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, TextMergeStream};

/// The renderer's version, kept with each message: raised when the same text should look different.
pub const VERSION: i32 = 2;

/// Quotes and lists deeper than this are drawn at this depth.
const DEPTH: usize = 8;
/// HTML longer than this is not worth its formatting: the text is shown as it was typed. In bytes.
const LONGEST: usize = 128 * 1024;

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = ammonia::Builder::empty();
    cleaner
        .tags(HashSet::from([
            "a",
            "blockquote",
            "br",
            "code",
            "del",
            "em",
            "hr",
            "li",
            "ol",
            "p",
            "pre",
            "strong",
            "ul",
        ]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href", "data-user"])),
            ("ol", HashSet::from(["start"])),
        ]))
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .allowed_classes(HashMap::from([("a", HashSet::from(["mention"]))]))
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
    let options = Options::ENABLE_STRIKETHROUGH;
    let (mut drawn, mut named) = (String::with_capacity(body.len() * 2), Vec::new());
    let linked = link::found(TextMergeStream::new(events(Parser::new_ext(body, options))));
    pulldown_cmark::html::push_html(&mut drawn, mention::found(linked, known, &mut named));
    let clean = if drawn.len() > LONGEST { drawn } else { CLEANER.clean(&drawn).to_string() };
    if clean.len() > LONGEST {
        return Words { html: plain(body), named: Vec::new() };
    }
    Words { html: clean.trim_end().to_owned(), named }
}

/// The text as it was typed.
pub fn plain(body: &str) -> String {
    let mut html = String::with_capacity(body.len() + 16);
    html.push_str("<p>");
    for c in body.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '\n' => html.push_str("<br>\n"),
            c => html.push(c),
        }
    }
    html.push_str("</p>");
    html
}

/// The parts of markdown that belong in a conversation.
fn events<'a>(parser: Parser<'a>) -> impl Iterator<Item = Event<'a>> {
    let mut depth = 0;
    let mut dropped = Vec::new();
    parser.filter_map(move |event| {
        Some(match event {
            // Raw HTML is words like any others.
            Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
            Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            // Nobody's message is a chapter of the page.
            Event::Start(Tag::Heading { .. }) => pair("<p><strong>"),
            Event::End(TagEnd::Heading(_)) => pair("</strong></p>"),
            // A picture from elsewhere would tell its owner who reads here: a link instead.
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                Event::Start(Tag::Link { link_type, dest_url, title, id })
            }
            Event::End(TagEnd::Image) => Event::End(TagEnd::Link),
            // In a conversation a line's end is a line's end.
            Event::SoftBreak => Event::HardBreak,
            Event::Start(tag @ (Tag::BlockQuote(_) | Tag::List(_) | Tag::Item)) => {
                depth += 1;
                dropped.push(depth > 2 * DEPTH);
                if depth > 2 * DEPTH {
                    return None;
                }
                Event::Start(tag)
            }
            Event::End(tag @ (TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item)) => {
                depth -= 1;
                if dropped.pop() == Some(true) {
                    return None;
                }
                Event::End(tag)
            }
            event => event,
        })
    })
}

fn pair(html: &'static str) -> Event<'static> {
    Event::InlineHtml(CowStr::Borrowed(html))
}

#[cfg(test)]
mod tests;
