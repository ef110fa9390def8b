//! `@name` in running text becomes a link to that person's card; in code, links and addresses it stays as it is. What stands between
//! may name rooms.

use proto::UserId;
use proto::room::{MENTIONS, Named};
use proto::text::{Username, mentions};

use super::escape::escape;
use super::room_ref;

/// Draws words. `known` is who goes by which name; those mentioned are added to `named`, each once.
pub(super) fn draw(html: &mut String, text: &str, known: &[Named], named: &mut Vec<UserId>) {
    let mut done = 0;
    if !known.is_empty() && text.contains('@') {
        for mention in mentions(text) {
            let person = |name: &Username| known.iter().find(|known| known.name == *name);
            let Some(Named { name, user }) = mention.names.iter().find_map(person) else { continue };
            let range = mention.range(name);
            if text[..range.start].ends_with('\\') {
                room_ref::draw(html, &text[done..range.start - 1]);
                escape(html, &text[range.clone()]);
                done = range.end;
                continue;
            }
            if !named.contains(user) {
                if named.len() >= MENTIONS {
                    continue;
                }
                named.push(*user);
            }
            room_ref::draw(html, &text[done..range.start]);
            // A username, an id and the same username as it was typed: nothing that could be anything but text.
            html.push_str(&format!("<a class=\"mention\" href=\"/u/{name}\" data-user=\"{user}\">"));
            escape(html, &text[range.clone()]);
            html.push_str("</a>");
            done = range.end;
        }
    }
    room_ref::draw(html, &text[done..]);
}
