//! Figures as a person reads them: on the screen, and as Markdown.

use std::fmt::Write;

/// Names on the left, figures on the right, remarks below.
#[derive(Debug, Default)]
pub(in crate::load) struct Table {
    title: String,
    columns: Vec<String>,
    rows: Vec<(String, Vec<String>)>,
    notes: Vec<String>,
}

impl Table {
    /// An empty one.
    pub(in crate::load) fn new(title: impl Into<String>, columns: &[&str]) -> Self {
        let columns = columns.iter().map(|&column| column.to_owned()).collect();
        Self { title: title.into(), columns, ..Self::default() }
    }

    /// One more row: a figure for each column.
    pub(in crate::load) fn row(&mut self, name: impl Into<String>, figures: &[String]) {
        self.rows.push((name.into(), figures.to_vec()));
    }

    /// A remark.
    pub(in crate::load) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// For the screen.
    pub(in crate::load) fn text(&self) -> String {
        let names = self.rows.iter().map(|(name, _)| name).chain([&self.title]);
        let width = names.map(|name| name.chars().count()).max().unwrap_or(0) + 2;
        let columns = |n: usize| {
            let figures = self.rows.iter().filter_map(|(_, figures)| figures.get(n));
            figures.chain(self.columns.get(n)).map(|text| text.chars().count()).max().unwrap_or(0) + 2
        };
        let widths: Vec<usize> = (0..self.columns.len()).map(columns).collect();
        let mut text = String::new();
        let lines = [(&self.title, &self.columns)].into_iter();
        for (name, figures) in lines.chain(self.rows.iter().map(|(name, figures)| (name, figures))) {
            let _ = write!(text, "{name:<width$}");
            for (figure, width) in figures.iter().zip(&widths) {
                let _ = write!(text, "{figure:>width$}");
            }
            text.push('\n');
        }
        self.notes.iter().for_each(|note| text.extend([note, "\n"]));
        text
    }

    /// For a document.
    pub(in crate::load) fn markdown(&self) -> String {
        let mut text = format!("| {} | {} |\n|---|", self.title, self.columns.join(" | "));
        text.extend(self.columns.iter().map(|_| "--:|"));
        text.push('\n');
        for (name, figures) in &self.rows {
            let _ = writeln!(text, "| {} | {} |", name.trim(), figures.join(" | "));
        }
        if !self.notes.is_empty() {
            let _ = writeln!(text, "\n{}", self.notes.join("\n"));
        }
        text
    }
}

/// A figure with so many digits, or a dash.
pub(in crate::load) fn figure(value: Option<f64>, digits: usize) -> String {
    match value.filter(|value| value.is_finite()) {
        Some(value) if digits == 0 => grouped(value),
        Some(value) => format!("{value:.digits$}"),
        None => "–".into(),
    }
}

/// `12,345`.
fn grouped(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut text = if value < -0.5 { "-".to_owned() } else { String::new() };
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_reads_the_same_on_a_screen_and_in_a_document() {
        let mut table = Table::new("at 5/s", &["hubbub", "raw"]);
        table.row("p50, ms", &[figure(Some(1.234), 2), figure(None, 2)]);
        table.row("deliveries", &[figure(Some(1_234_567.0), 0), figure(Some(12.0), 0)]);
        table.note("nothing lost");
        assert_eq!(
            table.text(),
            "at 5/s           hubbub  raw\np50, ms            1.23    –\ndeliveries    1,234,567   12\nnothing lost\n"
        );
        assert_eq!(
            table.markdown(),
            "| at 5/s | hubbub | raw |\n|---|--:|--:|\n| p50, ms | 1.23 | – |\n| deliveries | 1,234,567 | 12 |\n\nnothing lost\n"
        );
    }

    #[test]
    fn a_ratio_with_nothing_below_it_is_a_dash() {
        assert_eq!(figure(Some(1.0 / 0.0), 1), "–");
        assert_eq!([figure(Some(-1_000.0), 0), figure(Some(-0.2), 0)], ["-1,000", "0"]);
    }
}
