//! Tables: a line of headings, a line of rules below it, then a row on every line.

use std::borrow::Cow;

use super::super::code_spans::CodeSpans;
use super::{Block, begins_block, is_blank};

/// A table. Rows may have fewer cells than there are columns, never more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::render) struct Table<'a> {
    /// On which side the cells of each column stand.
    pub(in crate::render) columns: Vec<Side>,
    pub(in crate::render) head: Vec<Cow<'a, str>>,
    pub(in crate::render) rows: Vec<Vec<Cow<'a, str>>>,
}

/// Where the words of a column stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum Side {
    Start,
    Center,
    End,
}

/// The table that begins with the first of these lines, and how many lines it has. One in which nothing stands is none.
pub(super) fn table<'a>(lines: &[&'a str]) -> Option<(Block<'a>, usize)> {
    let sides = sides(lines.get(1)?)?;
    let head = cells(lines[0]).filter(|head| head.len() == sides.len())?;
    let of_table = |line: &&'a str| {
        let cells = cells(line).filter(|cells| cells.len() <= sides.len())?;
        (!is_blank(line) && !begins_block(line)).then_some(cells)
    };
    let rows: Vec<_> = lines[2..].iter().map_while(of_table).collect();
    let says = |cells: &Vec<Cow<'_, str>>| cells.iter().any(|cell| !is_blank(cell));
    if !says(&head) && !rows.iter().any(says) {
        return None;
    }
    let taken = rows.len() + 2;
    let numeric = numeric(sides.len(), &rows);
    let or_numeric = |(side, is_numeric): (Option<Side>, bool)| {
        side.unwrap_or(if is_numeric { Side::End } else { Side::Start })
    };
    let columns = sides.into_iter().zip(numeric).map(or_numeric).collect();
    Some((Block::Table(Table { columns, head, rows }), taken))
}

/// The line between head and rows: `|---|:-:|`. None of a side: the column does not say.
fn sides(line: &str) -> Option<Vec<Option<Side>>> {
    // Most lines are none, and are not taken apart to know.
    if line.contains(|c| !matches!(c, '|' | '-' | ':' | ' ' | '\t')) {
        return None;
    }
    let side = |cell: Cow<'_, str>| {
        let (start, end) = (cell.starts_with(':'), cell.ends_with(':'));
        let rule = cell.trim_matches(':');
        let is_rule = !rule.is_empty() && rule.bytes().all(|byte| byte == b'-');
        let is_rule = is_rule && cell.len() == rule.len() + usize::from(start) + usize::from(end);
        is_rule.then_some(match (start, end) {
            (true, true) => Some(Side::Center),
            (true, false) => Some(Side::Start),
            (false, true) => Some(Side::End),
            (false, false) => None,
        })
    };
    cells(line)?.into_iter().map(side).collect()
}

/// What stands between the bars of a line. A bar in code, or behind a backslash, is a bar.
fn cells(line: &str) -> Option<Vec<Cow<'_, str>>> {
    if !line.contains('|') {
        return None;
    }
    let code = CodeSpans::of(line);
    let (mut bars, mut skip) = (Vec::new(), 0);
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            _ if at < skip => {}
            b'`' => skip = code.end(at).unwrap_or(at),
            b'|' if !line[..at].ends_with('\\') => bars.push(at),
            _ => {}
        }
    }
    if bars.is_empty() {
        return None;
    }
    let mut cells: Vec<&str> = Vec::with_capacity(bars.len() + 1);
    let mut start = 0;
    for bar in bars {
        cells.push(&line[start..bar]);
        start = bar + 1;
    }
    cells.push(&line[start..]);
    // The outer bars may be left out: outside of them nothing stands.
    if is_blank(cells[0]) {
        cells.remove(0);
    }
    if cells.last().is_some_and(|cell| is_blank(cell)) {
        cells.pop();
    }
    Some(cells.into_iter().map(|cell| unescaped(cell.trim())).collect())
}

fn unescaped(cell: &str) -> Cow<'_, str> {
    if cell.contains("\\|") { Cow::Owned(cell.replace("\\|", "|")) } else { Cow::Borrowed(cell) }
}

/// Of each column, whether numbers stand in it and nothing else.
fn numeric(columns: usize, rows: &[Vec<Cow<'_, str>>]) -> Vec<bool> {
    let (mut some, mut others) = (vec![false; columns], vec![false; columns]);
    for (column, cell) in rows.iter().flat_map(|row| row.iter().enumerate()) {
        match cell.as_ref() {
            "" => {}
            cell if is_number(cell) => some[column] = true,
            _ => others[column] = true,
        }
    }
    some.into_iter().zip(others).map(|(some, other)| some && !other).collect()
}

fn is_number(cell: &str) -> bool {
    let of_currency = |c: char| matches!(c, '€' | '$' | '£' | '¥' | '%' | ' ' | '+' | '-' | '−');
    let digits = cell.trim_matches(of_currency);
    let of_number =
        |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '’' | '\'' | ' ' | '\u{a0}' | '\u{202f}');
    digits.starts_with(|c: char| c.is_ascii_digit()) && digits.chars().all(of_number)
}
