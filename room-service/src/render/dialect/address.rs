//! Addresses in running text: found before any mark is, so that each keeps all of its letters.

use std::borrow::Cow;

/// An address that begins where it was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address<'a> {
    /// As it was typed.
    pub(super) text: &'a str,
    /// Where it leads.
    pub(super) href: Cow<'a, str>,
}

const SCHEMES: [&str; 2] = ["https://", "http://"];
/// Longer ones are words.
const LONGEST: usize = 2_048;

/// The address that begins at `start`, if one does.
pub(super) fn at(text: &str, start: usize) -> Option<Address<'_>> {
    let rest = &text[start..];
    let head = rest.as_bytes().first()?;
    if !matches!(head, b'h' | b'H' | b'w' | b'W') || !is_fresh(text, start) {
        return None;
    }
    let scheme = SCHEMES.into_iter().find(|scheme| starts_with(rest, scheme));
    let (name, prefix) = match scheme {
        Some(scheme) => (&rest[scheme.len()..], ""),
        None if starts_with(rest, "www.") => (&rest["www.".len()..], "https://"),
        None => return None,
    };
    if !name.starts_with(char::is_alphanumeric) {
        return None;
    }
    let found = &rest[..end(rest, &text[..start])];
    let is_whole = found.len() <= LONGEST && (scheme.is_some() || found["www.".len()..].contains('.'));
    let href = if prefix.is_empty() { Cow::Borrowed(found) } else { Cow::Owned(format!("{prefix}{found}")) };
    is_whole.then_some(Address { text: found, href })
}

/// Whether this, alone, is an address or what looks like one; then its host.
pub(super) fn host(text: &str) -> Option<&str> {
    let text = text.trim();
    let rest = SCHEMES
        .into_iter()
        .find(|scheme| starts_with(text, scheme))
        .map_or(text, |scheme| &text[scheme.len()..]);
    let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = host.split_once(':').map_or(host, |(host, _)| host);
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    let (labels, last) = (host.split('.'), host.rsplit('.').next().unwrap_or_default());
    let looks = host.contains('.')
        && labels.into_iter().all(is_label)
        && last.chars().all(char::is_alphabetic)
        && last.chars().count() > 1;
    looks.then_some(host)
}

/// Not in the middle of a word.
fn is_fresh(text: &str, start: usize) -> bool {
    text[..start].chars().next_back().is_none_or(|c| !c.is_alphanumeric() || super::letters::is_cjk(c))
}

fn starts_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix))
}

/// Where it ends: at a blank, at what no address holds, at a bracket that was opened before it, at the sentence's own marks.
fn end(text: &str, before: &str) -> usize {
    let mut open = [0_usize; 3];
    let mut end = text.len();
    for (at, c) in text.char_indices() {
        if c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`') || closes_in_any_script(c) || at > LONGEST
        {
            end = at;
            break;
        }
        if let Some(kind) = "([{".find(c) {
            open[kind] += 1;
        } else if let Some(kind) = ")]}".find(c) {
            if open[kind] == 0 {
                end = at;
                break;
            }
            open[kind] -= 1;
        }
    }
    let trailing = |c: char| {
        matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '…' | '*' | '~')
            || c == '_' && before.trim_end_matches(['*', '~']).ends_with('_')
    };
    text[..end].trim_end_matches(trailing).len()
}

/// Quotes, brackets and the marks of sentences outside ASCII. In an address they are written as `%…`.
fn closes_in_any_script(c: char) -> bool {
    matches!(c,
        '\u{2018}'..='\u{201f}' | '«' | '»' | '‹' | '›'
        | '、' | '。' | '〈'..='】' | '〔'..='〟' | '・'
        | '！' | '（' | '）' | '，' | '．' | '：' | '；' | '？' | '［' | '］' | '｛' | '｝' | '｡'..='､'
        | '،' | '؛' | '؟' | '۔' | '।' | '॥')
}
