//! `@name` in running text becomes a link to that person's card; in code, and in links, it stays as it is.

use proto::room::{MENTIONS, Named};
use proto::text::mentions;
use proto::{UserId, text::Username};
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

/// Finds them in a stream of markdown. `known` is who goes by which name; those found are added to `found`, each once.
pub(super) fn found<'a>(
    events: impl Iterator<Item = Event<'a>>,
    known: &[Named],
    found: &mut Vec<UserId>,
) -> impl Iterator<Item = Event<'a>> {
    let mut quiet = 0_usize;
    events.flat_map(move |event| {
        match &event {
            Event::Start(Tag::Link { .. } | Tag::CodeBlock(_)) => quiet += 1,
            Event::End(TagEnd::Link | TagEnd::CodeBlock) => quiet = quiet.saturating_sub(1),
            _ => {}
        }
        match event {
            Event::Text(text) if quiet == 0 && !known.is_empty() && text.contains('@') => {
                split(&text, known, found)
            }
            event => vec![event],
        }
    })
}

fn split<'a>(text: &str, known: &[Named], found: &mut Vec<UserId>) -> Vec<Event<'a>> {
    let owned = |text: &str| Event::Text(CowStr::from(text.to_owned()));
    let (mut events, mut done) = (Vec::new(), 0);
    for mention in mentions(text) {
        let person = |name: &Username| known.iter().find(|known| known.name == *name);
        let Some(Named { name, user }) = mention.names.iter().find_map(person) else { continue };
        if !found.contains(user) {
            if found.len() >= MENTIONS {
                continue;
            }
            found.push(*user);
        }
        let range = mention.range(name);
        // A username, an id and the same username as it was typed: nothing that could be anything but text.
        let link = format!(
            "<a class=\"mention\" href=\"/u/{name}\" data-user=\"{user}\">{}</a>",
            &text[range.clone()]
        );
        events.extend([owned(&text[done..range.start]), Event::InlineHtml(CowStr::from(link))]);
        done = range.end;
    }
    events.push(owned(&text[done..]));
    events
}
