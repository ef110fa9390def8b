//! What the person who typed `hubbub` sees: one line a step as it happens, and a box at the end.

use std::fmt::Display;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// Where the lines go. Several processes are watched at once, so it is shared.
#[derive(Clone, Debug)]
pub(crate) struct Screen {
    began: Instant,
    /// One line at a time, whole.
    turn: Arc<Mutex<()>>,
}

impl Screen {
    /// Time is counted from here.
    pub(crate) fn new() -> Self {
        Self { began: Instant::now(), turn: Arc::default() }
    }

    /// A step, as it happens.
    pub(crate) fn say(&self, words: impl Display) {
        self.line(format_args!("{:>6.1} s  {words}", self.began.elapsed().as_secs_f32()));
    }

    /// The end of the steps.
    pub(crate) fn boxed(&self, lines: &[String]) {
        self.line(format_args!("\n{}\n", boxed(lines)));
    }

    fn line(&self, words: impl Display) {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        // Whoever closed our output does not want to know.
        let _ = writeln!(std::io::stdout(), "{words}");
    }
}

fn boxed(lines: &[String]) -> String {
    let width = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    let edge = "─".repeat(width + 4);
    let rows: String = lines.iter().map(|line| format!("│  {line:width$}  │\n")).collect();
    format!("╭{edge}╮\n{rows}╰{edge}╯")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_as_wide_as_its_longest_line_in_any_language() {
        let drawn = boxed(&["Grüße".into(), "a".into()]);
        assert_eq!(drawn, "╭─────────╮\n│  Grüße  │\n│  a      │\n╰─────────╯");
    }
}
