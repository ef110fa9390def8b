//! Lists, for people and for programs.

use proto::At;
use serde::Serialize;

use super::say;
use crate::error::CliError;

/// One JSON array, as it is on the wire.
pub(super) fn json<T: Serialize>(lines: &[T]) -> Result<(), CliError> {
    say(&serde_json::to_string_pretty(lines).map_err(CliError::while_doing("cannot write JSON"))?);
    Ok(())
}

/// A table with the names of its columns above it.
pub(super) fn table<const N: usize>(columns: &[&str; N], rows: impl Iterator<Item = Vec<String>>) {
    let head = columns.map(str::to_owned).to_vec();
    let all: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    let widths: Vec<usize> =
        (0..N).map(|column| all.iter().map(|row| width(&row[column])).max().unwrap_or(0)).collect();
    for row in &all {
        let cells = row.iter().zip(&widths).map(|(cell, wide)| {
            let space = " ".repeat(wide - width(cell));
            format!("{cell}{space}")
        });
        say(cells.collect::<Vec<_>>().join("  ").trim_end());
    }
}

/// 2026-11-24
pub(super) fn day(at: At) -> String {
    at.date().to_string()
}

/// Columns of a terminal; near enough for what stands in the middle of a line.
fn width(text: &str) -> usize {
    text.chars().map(|c| if ('\u{1100}'..'\u{ffdd}').contains(&c) && c > '\u{2e7f}' { 2 } else { 1 }).sum()
}
