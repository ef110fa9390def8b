//! Addresses in running text become links; those in code, and in links already, stay as they are.

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

/// Finds them in a stream of markdown.
pub(super) fn found<'a>(events: impl Iterator<Item = Event<'a>>) -> impl Iterator<Item = Event<'a>> {
    let mut quiet = 0_usize;
    events.flat_map(move |event| {
        match &event {
            Event::Start(Tag::Link { .. } | Tag::CodeBlock(_)) => quiet += 1,
            Event::End(TagEnd::Link | TagEnd::CodeBlock) => quiet = quiet.saturating_sub(1),
            _ => {}
        }
        match event {
            Event::Text(text) if quiet == 0 && text.contains("://") => split(&text),
            event => vec![event],
        }
    })
}

fn split<'a>(text: &str) -> Vec<Event<'a>> {
    let owned = |text: &str| Event::Text(CowStr::from(text.to_owned()));
    let mut events = Vec::new();
    let mut rest = text;
    while let Some((before, address, after)) = next(rest) {
        let link = Tag::Link {
            link_type: LinkType::Inline,
            dest_url: CowStr::from(address.to_owned()),
            title: CowStr::Borrowed(""),
            id: CowStr::Borrowed(""),
        };
        events.extend([owned(before), Event::Start(link), owned(address), Event::End(TagEnd::Link)]);
        rest = after;
    }
    events.push(owned(rest));
    events
}

/// What stands before the first address, the address, and what stands after it.
fn next(text: &str) -> Option<(&str, &str, &str)> {
    let starts = text.match_indices("http").map(|(at, _)| at);
    let start = starts.into_iter().find(|&at| {
        let fresh = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let rest = &text[at..];
        let scheme = ["https://", "http://"].into_iter().find(|scheme| rest.starts_with(scheme));
        fresh && scheme.is_some_and(|scheme| rest[scheme.len()..].starts_with(char::is_alphanumeric))
    })?;
    let rest = &text[start..];
    let end =
        rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`')).unwrap_or(rest.len());
    let mut address = &rest[..end];
    let count = |bracket: char| address.matches(bracket).count();
    let (opened, mut closed) = (count('('), count(')'));
    // The full stop after an address ends the sentence; a bracket belongs to it only if it was opened in it.
    while let Some(last) = address.chars().next_back() {
        let sentence = matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '…' | '。' | '、');
        let unopened = last == ')' && opened < closed;
        if !sentence && !unopened {
            break;
        }
        closed -= usize::from(unopened);
        address = &address[..address.len() - last.len_utf8()];
    }
    Some((&text[..start], address, &rest[address.len()..]))
}
