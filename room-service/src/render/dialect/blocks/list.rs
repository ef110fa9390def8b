//! Lists. An entry's further lines are indented; a line that is not stands outside.

use super::{Block, blocks, is_blank};

/// Digits of a number.
const DIGITS: usize = 9;
/// So far a line is indented to belong to the entry above it.
const INDENT: usize = 2;

/// An entry of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::render) struct Item<'a> {
    /// As it was typed, `2.` or `2)`; none where there is no number.
    pub(in crate::render) number: Option<&'a str>,
    /// It is something to be done.
    pub(in crate::render) task: Option<Task<'a>>,
    pub(in crate::render) blocks: Vec<Block<'a>>,
}

/// The box of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) struct Task<'a> {
    /// `[ ]` or `[x]`, where it stands in the message.
    pub(in crate::render) mark: &'a str,
    pub(in crate::render) done: bool,
}

/// What an entry begins with.
#[derive(Clone, Copy)]
pub(super) struct Marker<'a> {
    number: Option<&'a str>,
    /// Its bytes, the blank after it included.
    len: usize,
}

/// The marker of a line, if something stands behind it.
pub(super) fn marker(line: &str) -> Option<Marker<'_>> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (end, number) = match line.as_bytes().get(digits)? {
        b'-' | b'*' | b'+' if digits == 0 => (1, None),
        b'.' | b')' if (1..=DIGITS).contains(&digits) => (digits + 1, Some(&line[..=digits])),
        _ => return None,
    };
    let text = line[end..].strip_prefix(' ')?;
    (!is_blank(text)).then_some(Marker { number, len: end + 1 })
}

pub(super) fn list<'a>(lines: &[&'a str], depth: usize) -> (Option<Block<'a>>, usize) {
    let (mut items, mut at) = (Vec::new(), 0);
    let mut kind = None;
    while let Some(marker) = lines.get(at).and_then(|line| marker(line)) {
        if *kind.get_or_insert(marker.number.is_some()) != marker.number.is_some() {
            break;
        }
        let (task, first) = task(&lines[at][marker.len..]);
        let mut inner = vec![first];
        at += 1;
        at += rest_of_item(&lines[at..], &mut inner);
        items.push(Item { number: marker.number, task, blocks: blocks(&inner, depth + 1) });
        // One blank line may stand between two entries.
        if lines.get(at).is_some_and(|line| is_blank(line))
            && lines.get(at + 1).is_some_and(|line| self::marker(line).is_some())
        {
            at += 1;
        }
    }
    (Some(Block::List(items)), at)
}

/// The box that an entry's text begins with, if something stands behind it, and that. A backslash makes words of it.
fn task(text: &str) -> (Option<Task<'_>>, &str) {
    let is_box = |text: &str| {
        let done = text.starts_with("[x] ") || text.starts_with("[X] ");
        ((done || text.starts_with("[ ] ")) && !is_blank(&text[4..])).then_some(done)
    };
    if let Some(done) = is_box(text) {
        return (Some(Task { mark: &text[..3], done }), &text[4..]);
    }
    (None, text.strip_prefix('\\').filter(|rest| is_box(rest).is_some()).unwrap_or(text))
}

/// The indented lines that follow, with blank ones between them; how many lines that is. The first of them says how far they are
/// indented: some go by the marker's width, some by two blanks.
fn rest_of_item<'a>(lines: &[&'a str], inner: &mut Vec<&'a str>) -> usize {
    let (mut at, mut width) = (0, None);
    loop {
        let blank = lines[at..].iter().take_while(|line| is_blank(line)).count();
        let Some(line) = lines.get(at + blank) else { return at };
        let indent = line.len() - line.trim_start_matches(' ').len();
        if blank > 1 || indent < INDENT {
            return at;
        }
        inner.extend(std::iter::repeat_n("", blank));
        inner.push(&line[indent.min(*width.get_or_insert(indent))..]);
        at += blank + 1;
    }
}
