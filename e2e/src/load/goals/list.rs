//! The goals, and what was measured beside them. Pure.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::report::{Table, figure};

/// What was measured, run by run, by the key of its goal.
pub(super) type Samples = BTreeMap<String, Vec<f64>>;

/// A goal: the figure with its unit, what it must be and what it shall be.
pub(super) struct Goal {
    pub(super) key: &'static str,
    what: &'static str,
    must: f64,
    aim: f64,
    better: Better,
    digits: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Better {
    Less,
    More,
    /// In every run, not only in the one in the middle.
    Never,
}

/// A goal with what was measured.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    what: &'static str,
    must: f64,
    aim: f64,
    median: f64,
    runs: Vec<f64>,
    met: bool,
}

const fn less(key: &'static str, what: &'static str, must: f64, aim: f64, digits: usize) -> Goal {
    Goal { key, what, must, aim, better: Better::Less, digits }
}

const fn more(key: &'static str, what: &'static str, must: f64, aim: f64, digits: usize) -> Goal {
    Goal { key, what, must, aim, better: Better::More, digits }
}

/// In the order of the table.
pub(super) const GOALS: [Goal; 30] = [
    less("team 100 p50", "team 100/s, p50, ms", 1.8, 1.0, 2),
    less("team 500 p50", "team 500/s, p50, ms", 1.2, 1.0, 2),
    less("team 1000 p50", "team 1,000/s, p50, ms", 1.2, 1.0, 2),
    less("team 100 p99", "team 100/s, p99, ms", 8.0, 5.0, 2),
    less("team 500 p99", "team 500/s, p99, ms", 8.0, 5.0, 2),
    less("team 1000 p99", "team 1,000/s, p99, ms", 8.0, 5.0, 2),
    less("team 100 cpu", "team 100/s, CPU per message, ms", 2.0, 1.2, 2),
    less("team 500 cpu", "team 500/s, CPU per message, ms", 1.0, 0.6, 2),
    less("team 1000 cpu", "team 1,000/s, CPU per message, ms", 0.7, 0.4, 2),
    more("team share", "team saturated, % of raw", 20.0, 33.0, 0),
    more("hall share", "hall saturated, % of raw", 33.0, 50.0, 0),
    less("hall cpu", "hall 20/s, CPU per delivery, µs", 11.0, 9.0, 1),
    less("bus", "bus messages a post", 3.4, 3.0, 2),
    less("sql", "statements a post", 1.2, 1.0, 2),
    less("socket", "memory per idle socket, KiB", 12.0, 10.0, 1),
    more("connects", "connections a second with a session", 2_500.0, 4_000.0, 0),
    more("pages", "room pages a second", 1_000.0, 3_000.0, 0),
    less("page p50", "room page at 200/s, p50, ms", 4.0, 2.0, 2),
    less("cold p99", "waking a sleeping room, p99, ms", 15.0, 15.0, 1),
    less("grown members", "ack p99 with the most members, of that of a small room", 1.2, 1.2, 2),
    less("grown messages", "ack p99 with the most messages stored, of that of a small room", 1.2, 1.2, 2),
    less("beyond p99", "accepted beyond saturation, p99 of that at saturation", 2.0, 2.0, 2),
    less("beyond memory", "memory beyond saturation, of that before", 1.1, 1.1, 2),
    less("beyond well", "well again after, s", 5.0, 5.0, 1),
    Goal {
        key: "wrong",
        what: "lost, doubled, out of order at any load",
        must: 0.0,
        aim: 0.0,
        better: Better::Never,
        digits: 0,
    },
    // Beside the goals, to read them by.
    less("commit p50", "a bare commit, p50, ms", f64::INFINITY, f64::INFINITY, 2),
    less("raw 100 p50", "raw, team 100/s, p50, ms", f64::INFINITY, f64::INFINITY, 2),
    less("raw 500 p50", "raw, team 500/s, p50, ms", f64::INFINITY, f64::INFINITY, 2),
    less("raw 1000 p50", "raw, team 1,000/s, p50, ms", f64::INFINITY, f64::INFINITY, 2),
    less("raw hall cpu", "raw, hall 20/s, CPU per delivery, µs", f64::INFINITY, f64::INFINITY, 1),
];

/// Those that were measured.
pub(super) fn rows(samples: &Samples) -> Vec<Row> {
    GOALS.iter().filter_map(|goal| goal.row(samples.get(goal.key)?)).collect()
}

pub(super) fn table(samples: &Samples) -> Table {
    let mut table = Table::new("goal", &["must", "aim", "measured", "runs", "met"]);
    for goal in &GOALS {
        let Some(row) = samples.get(goal.key).and_then(|runs| goal.row(runs)) else { continue };
        let show = |value: f64| figure(Some(value), goal.digits);
        let runs: Vec<String> = row.runs.iter().map(|run| show(*run)).collect();
        let met = match (goal.must.is_finite(), row.met) {
            (false, _) => "",
            (true, true) => "yes",
            (true, false) => "NO",
        };
        table
            .row(goal.what, &[show(goal.must), show(goal.aim), show(row.median), runs.join(" "), met.into()]);
    }
    table
}

impl Goal {
    fn row(&self, runs: &[f64]) -> Option<Row> {
        let median = match self.better {
            Better::Never => runs.iter().copied().max_by(f64::total_cmp)?,
            Better::Less | Better::More => median(runs)?,
        };
        let met = match self.better {
            Better::Less | Better::Never => median <= self.must,
            Better::More => median >= self.must,
        };
        Some(Row { what: self.what, must: self.must, aim: self.aim, median, runs: runs.to_vec(), met })
    }
}

fn median(runs: &[f64]) -> Option<f64> {
    let mut sorted = runs.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_run_in_the_middle_counts_and_is_held_against_the_goal() {
        let samples = Samples::from([
            ("team 100 p50".to_owned(), vec![9.0, 1.5, 1.0]),
            ("connects".to_owned(), vec![100.0]),
            ("wrong".to_owned(), vec![0.0, 0.0, 1.0]),
        ]);
        let rows = rows(&samples);
        assert_eq!(
            rows.iter().map(|row| (row.median, row.met)).collect::<Vec<_>>(),
            [(1.5, true), (100.0, false), (1.0, false)]
        );
        let text = table(&samples).text();
        assert!(text.contains("9.00 1.50 1.00") && text.contains("NO"), "{text}");
    }
}
