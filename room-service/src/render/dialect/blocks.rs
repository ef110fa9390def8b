//! Lines: quotes, lists, tables, code, headings and rules; everything else is a paragraph, line by line as it was typed.

mod fence;
mod list;
mod table;

pub(in crate::render) use list::{Item, Task};
pub(in crate::render) use table::{Side, Table};

/// Quotes and lists deeper than this are words.
const DEPTH: usize = 8;

/// A part of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::render) enum Block<'a> {
    /// Lines of text that is yet to be taken apart.
    Paragraph(String),
    Heading(&'a str),
    Quote(Vec<Block<'a>>),
    List(Vec<Item<'a>>),
    Code(Code<'a>),
    Table(Table<'a>),
    Rule,
}

/// Lines of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::render) struct Code<'a> {
    /// What stands behind the opening marks: a language, most often. Empty where nothing does.
    pub(in crate::render) info: &'a str,
    pub(in crate::render) text: String,
}

/// Takes a message apart.
pub(in crate::render) fn parse(text: &str) -> Vec<Block<'_>> {
    let lines: Vec<&str> = text.split('\n').collect();
    blocks(&lines, 0)
}

fn blocks<'a>(lines: &[&'a str], depth: usize) -> Vec<Block<'a>> {
    let (mut found, mut paragraph, mut at) = (Vec::new(), Vec::new(), 0);
    while at < lines.len() {
        let (block, next) = block(&lines[at..], depth);
        let taken = at..at + next;
        at += next;
        match block {
            Some(block) => {
                end(&mut paragraph, &mut found);
                found.push(block);
            }
            None if is_blank(lines[taken.start]) => end(&mut paragraph, &mut found),
            None => paragraph.extend(lines[taken].iter().map(|line| unescaped(line))),
        }
    }
    end(&mut paragraph, &mut found);
    found
}

/// The block that begins with the first of these lines, if one does, and how many of them were looked at: without a block
/// they are lines as they were typed.
fn block<'a>(lines: &[&'a str], depth: usize) -> (Option<Block<'a>>, usize) {
    let line = lines[0];
    if let Some(opening) = fence::opening(line) {
        return fence::code(lines, opening);
    }
    if let Some(text) = heading(line) {
        return (Some(Block::Heading(text)), 1);
    }
    if is_rule(line) {
        return (Some(Block::Rule), 1);
    }
    if depth < DEPTH && line.starts_with('>') {
        return quote(lines, depth);
    }
    if depth < DEPTH && list::marker(line).is_some() {
        return list::list(lines, depth);
    }
    match table::table(lines) {
        Some((table, taken)) => (Some(table), taken),
        None => (None, 1),
    }
}

fn quote<'a>(lines: &[&'a str], depth: usize) -> (Option<Block<'a>>, usize) {
    let inner: Vec<&str> = lines.iter().map_while(|line| line.strip_prefix('>')).collect();
    let count = inner.len();
    if inner.iter().all(|line| is_blank(line)) {
        return (None, count);
    }
    let inner: Vec<&str> = inner.into_iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    (Some(Block::Quote(blocks(&inner, depth + 1))), count)
}

/// The words after the `#`s.
fn heading(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches('#');
    let level = line.len() - rest.len();
    let text = rest.strip_prefix(' ')?;
    ((1..=6).contains(&level) && !is_blank(text)).then_some(text)
}

/// Three of them or more, and nothing else.
fn is_rule(line: &str) -> bool {
    let marks: String = line.chars().filter(|c| !matches!(c, ' ' | '\t')).collect();
    marks.len() >= 3 && ["-", "*", "_"].iter().any(|mark| marks.trim_start_matches(mark).is_empty())
}

/// A backslash that keeps a line from beginning a block is not shown.
fn unescaped(line: &str) -> &str {
    line.strip_prefix('\\').filter(|rest| begins_block(rest)).unwrap_or(line)
}

/// Whether a line alone begins a block.
fn begins_block(line: &str) -> bool {
    line.starts_with('>') && !is_blank(&line[1..])
        || heading(line).is_some()
        || is_rule(line)
        || fence::opening(line).is_some()
        || list::marker(line).is_some()
}

fn is_blank(line: &str) -> bool {
    line.chars().all(|c| c.is_whitespace() || proto::text::is_unseen(c))
}

fn end<'a>(paragraph: &mut Vec<&str>, found: &mut Vec<Block<'a>>) {
    if !paragraph.is_empty() {
        found.push(Block::Paragraph(paragraph.join("\n")));
        paragraph.clear();
    }
}
