//! `@name` in running text becomes a link to that person's card, `@room` and `@here` stand out; in code, links and addresses it stays as it is. What stands between
//! may name rooms.

use proto::UserId;
use proto::room::{MENTIONS, Named};
use proto::text::{Username, mentions};

use super::escape::escape;
use super::room_ref;

/// Draws words. `known` is who goes by which name; those mentioned are added to `named`, each once.
pub(super) fn draw(html: &mut String, text: &str, known: &[Named], named: &mut Vec<UserId>) {
    let mut done = 0;
    if text.contains('@') {
        for mention in mentions(text) {
            let person = |name: &Username| known.iter().find(|known| known.name == *name);
            let person = mention.names.iter().find_map(person);
            let (range, user) = match (person, mention.broadcast) {
                (Some(Named { name, user }), _) => (mention.range(name), *user),
                (None, Some(broadcast)) => (mention.named(broadcast.as_str()), broadcast.id()),
                (None, None) => continue,
            };
            if text[..range.start].ends_with('\\') {
                room_ref::draw(html, &text[done..range.start - 1]);
                escape(html, &text[range.clone()]);
                done = range.end;
                continue;
            }
            if !named.contains(&user) {
                // Those who are named are bounded; what stands for everyone is one more at most, of each.
                if named.len() >= MENTIONS && person.is_some() {
                    continue;
                }
                named.push(user);
            }
            room_ref::draw(html, &text[done..range.start]);
            // A username, an id and the same username as it was typed: nothing that could be anything but text.
            let tag = match person {
                Some(Named { name, .. }) => {
                    html.push_str(&format!("<a class=\"mention\" href=\"/u/{name}\" data-user=\"{user}\">"));
                    "</a>"
                }
                None => {
                    html.push_str("<span class=\"mention\">");
                    "</span>"
                }
            };
            escape(html, &text[range.clone()]);
            html.push_str(tag);
            done = range.end;
        }
    }
    room_ref::draw(html, &text[done..]);
}
