//! What the person who typed `hubbub` sees: one line a step as it happens, and a box at the end.

use std::fmt::Display;
use std::time::{Duration, Instant};

use chassis::telemetry::Lines;

use crate::error::CliError;

/// How long the end of a run waits for whoever reads what it says.
const LAST_LINES: Duration = Duration::from_secs(1);

/// Where the lines go. Several processes are watched at once, so it is shared.
#[derive(Clone, Debug)]
pub(crate) struct Screen {
    began: Instant,
    /// Whoever has the other end of our output may not read: nobody waits for them.
    lines: Lines,
}

impl Screen {
    /// Time is counted from here.
    pub(crate) fn new() -> Result<Self, CliError> {
        let told = |lines: &Lines, lost| lines.put(format!("({lost} lines were lost)\n").as_bytes());
        let lines =
            Lines::new(std::io::stdout(), told).map_err(CliError::while_doing("cannot start a thread"))?;
        Ok(Self { began: Instant::now(), lines })
    }

    /// Waits a moment for the last lines to be taken.
    pub(crate) fn close(&self) {
        self.lines.flush(LAST_LINES);
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
        self.lines.put(format!("{words}\n").as_bytes());
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
