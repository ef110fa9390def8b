//! Addresses of mail in running text: found before any mark is, as other addresses are.

use std::borrow::Cow;

use super::address::Address;
use super::letters::is_cjk;

/// The most bytes before the `@`, and after it.
const LOCAL: usize = 64;
const DOMAIN: usize = 255;

/// The address that begins at `start`, if one does. Each start is looked at a bounded number of bytes far.
pub(super) fn at(text: &str, start: usize) -> Option<Address<'_>> {
    let rest = &text[start..];
    let local = rest.bytes().take(LOCAL + 1).take_while(|byte| is_local(*byte)).count();
    if rest.as_bytes().get(local) != Some(&b'@') || rest[..local].ends_with('.') || !is_fresh(text, start) {
        return None;
    }
    let domain = domain(&rest[local + 1..])?;
    let text = &rest[..local + 1 + domain.len()];
    Some(Address { text, href: Cow::Owned(format!("mailto:{text}")) })
}

fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._%+-".contains(&byte)
}

/// Not in the middle of a word, of a path or of another address; marks may stand around it.
fn is_fresh(text: &str, start: usize) -> bool {
    let before = text[..start].trim_end_matches(['*', '_', '~', '|']).chars().next_back();
    before.is_none_or(|c| !".-+%@/".contains(c) && (!c.is_alphanumeric() || is_cjk(c)))
}

/// The host that a text begins with, the sentence's own full stop left out. None where an address of another kind goes on, as in
/// `git@example.org:rosa/hubbub`.
fn domain(text: &str) -> Option<&str> {
    let is_of_host = |c: char| matches!(c, '.' | '-') || c.is_alphanumeric() && !is_cjk(c);
    let len =
        text.char_indices().find(|(at, c)| !is_of_host(*c) || *at > DOMAIN).map_or(text.len(), |(at, _)| at);
    let mut after = text[len..].chars();
    let goes_on = match after.next() {
        Some('@' | '/') => true,
        Some(':') => after.next().is_some_and(|c| !c.is_whitespace()),
        _ => false,
    };
    let host = text[..len].trim_end_matches(['.', '-']);
    let is_label = |label: &str| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-');
    let (_, last) = host.rsplit_once('.')?;
    let is_host = host.len() <= DOMAIN
        && host.split('.').all(is_label)
        && last.chars().all(char::is_alphabetic)
        && last.chars().count() > 1;
    (is_host && !goes_on).then_some(host)
}
