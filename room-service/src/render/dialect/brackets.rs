//! Links: `[label](address)`, and `![label](address)` for pictures, which are links here, too.

use std::collections::HashMap;

/// The schemes a link may lead to.
const SCHEMES: [&str; 3] = ["http://", "https://", "mailto:"];
/// Longer addresses are words.
const LONGEST: usize = 2_048;

/// The closing bracket of each opening one.
#[derive(Debug, Default)]
pub(super) struct Brackets(HashMap<usize, usize>);

/// A link that begins where it was looked for. Positions are in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link<'a> {
    pub(super) label: &'a str,
    pub(super) href: &'a str,
    /// Where it ends.
    pub(super) end: usize,
}

impl Brackets {
    /// Of a text, code left out: `code` says where a span that begins here ends.
    pub(super) fn of(text: &str, code: impl Fn(usize) -> Option<usize>) -> Self {
        let (mut pairs, mut open, mut skip) = (HashMap::new(), Vec::new(), 0);
        for (at, byte) in text.bytes().enumerate() {
            if at < skip {
                continue;
            }
            match byte {
                b'`' => skip = code(at).unwrap_or(at),
                b'[' => open.push(at),
                b']' => {
                    if let Some(start) = open.pop() {
                        pairs.insert(start, at);
                    }
                }
                _ => {}
            }
        }
        Self(pairs)
    }

    /// The link whose `[` stands at `start`. One that shows nothing or leads nowhere is none.
    pub(super) fn link<'a>(&self, text: &'a str, start: usize) -> Option<Link<'a>> {
        let close = *self.0.get(&start)?;
        let label = &text[start + 1..close];
        let rest = text[close + 1..].strip_prefix('(')?;
        let (href, after) = destination(rest)?;
        let shows = label.chars().any(|c| !c.is_whitespace() && !proto::text::is_unseen(c));
        let leads = SCHEMES.iter().any(|scheme| {
            href.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme))
                && href.len() > scheme.len()
        });
        let end = text.len() - after.len();
        (shows && leads).then_some(Link { label, href, end })
    }
}

/// What stands between the brackets, a title left out, and what follows them.
fn destination(text: &str) -> Option<(&str, &str)> {
    let trimmed = text.trim_start_matches(' ');
    let mut depth = 0_usize;
    let mut end = trimmed.len();
    for (at, c) in trimmed.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => {
                end = at;
                break;
            }
            ')' => depth -= 1,
            c if c.is_whitespace() || c == '[' || c == '<' || c == '"' || at > LONGEST => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    let (href, rest) = trimmed.split_at(end);
    let rest = rest.trim_start_matches(' ');
    let rest = match rest.strip_prefix('"') {
        Some(title) => {
            title.split_once('"').filter(|(title, _)| !title.contains('\n') && title.len() <= LONGEST)?.1
        }
        None => rest,
    };
    Some((href, rest.trim_start_matches(' ').strip_prefix(')')?))
}
