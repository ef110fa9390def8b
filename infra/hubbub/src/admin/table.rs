//! Lists, for people and for programs.

use serde::Serialize;

use super::say;
use crate::trouble::Trouble;

/// One JSON array, as it is on the wire.
pub(super) fn json<T: Serialize>(lines: &[T]) -> Result<(), Trouble> {
    say(&serde_json::to_string_pretty(lines).map_err(Trouble::while_doing("cannot write JSON"))?);
    Ok(())
}

/// A table; the first row names the columns.
pub(super) fn table(rows: &[Vec<String>]) {
    let widths: Vec<usize> = (0..rows.first().map_or(0, Vec::len))
        .map(|column| rows.iter().map(|row| width(&row[column])).max().unwrap_or(0))
        .collect();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, wide)| {
            let space = " ".repeat(wide - width(cell));
            format!("{cell}{space}")
        });
        say(cells.collect::<Vec<_>>().join("  ").trim_end());
    }
}

/// Columns of a terminal; near enough for what stands in the middle of a line.
fn width(text: &str) -> usize {
    text.chars().map(|c| if ('\u{1100}'..'\u{ffdd}').contains(&c) && c > '\u{2e7f}' { 2 } else { 1 }).sum()
}
