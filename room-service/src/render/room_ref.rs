//! `#room` in running text: what may be the address of a room. Who may see that room is found for each who looks; all share only what
//! was typed.

use proto::text::Slug;

use super::escape::escape;

/// Draws words.
pub(super) fn draw(html: &mut String, text: &str) {
    let mut done = 0;
    for (at, _) in text.match_indices('#') {
        let Some((typed, slug)) = slug(text, at) else { continue };
        if text[done..at].ends_with('\\') {
            escape(html, &text[done..at - 1]);
            done = at;
            continue;
        }
        escape(html, &text[done..at]);
        html.push_str(&format!("<span class=\"room-ref\" data-slug=\"{slug}\">#"));
        escape(html, typed);
        html.push_str("</span>");
        done = at + 1 + typed.len();
    }
    escape(html, &text[done..]);
}

/// What is typed behind the `#` at `at`, and the slug that it is. Not inside words and addresses, and numbers count something.
fn slug(text: &str, at: usize) -> Option<(&str, Slug)> {
    let before = text[..at].chars().next_back();
    if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '#' | '&' | '/')) {
        return None;
    }
    let rest = &text[at + 1..];
    let most = rest.floor_char_boundary(4 * Slug::MAX);
    let len = rest[..most].find(|c: char| c != '-' && !c.is_alphanumeric()).unwrap_or(most);
    let typed = rest[..len].trim_end_matches('-');
    if typed.starts_with('-') || typed.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some((typed, Slug::parse(typed).ok()?))
}
