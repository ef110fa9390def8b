//! Rates that were asked one after the other, here and at a bare server: as a table and as curves.

use serde::Serialize;

use super::report::{Chart, Table, figure, shares};
use super::requests::{Step, most};

/// Rates, one after the other.
#[derive(Debug, Default, Serialize)]
pub(super) struct Steps {
    pub(super) hubbub: Vec<Step>,
    pub(super) raw: Vec<Step>,
}

impl Steps {
    /// Whether nothing has been measured.
    pub(super) fn is_empty(&self) -> bool {
        self.hubbub.is_empty()
    }

    /// A table for each server; `what` is asked for.
    pub(super) fn tables(&self, what: &str) -> Vec<Table> {
        let sides = [("hubbub", &self.hubbub), ("raw", &self.raw)].into_iter();
        sides.filter(|(_, steps)| !steps.is_empty()).map(|(whose, steps)| table(what, whose, steps)).collect()
    }

    /// From due to answered, over the rate.
    pub(super) fn chart(&self, name: &'static str, what: &str) -> Chart {
        let mut chart =
            Chart::new(name, format!("{what}: from due to answered"), [&format!("{what} a second"), "ms"]);
        for (whose, steps) in [("hubbub", &self.hubbub), ("raw", &self.raw)] {
            chart.times(whose, steps.iter().map(|step| (f64::from(step.rate), step.latency)));
        }
        chart
    }
}

fn table(what: &str, whose: &str, steps: &[Step]) -> Table {
    let columns = ["answered/s", "p50, ms", "p90, ms", "p99, ms", "failed", "CPU each, ms"];
    let mut table = Table::new(format!("{whose}: {what} a second"), &columns);
    for step in steps {
        let times = step.latency;
        table.row(
            step.rate.to_string(),
            &[
                figure(Some(step.reached), 0),
                figure(times.map(|times| times.p50), 2),
                figure(times.map(|times| times.p90), 2),
                figure(times.map(|times| times.p99), 2),
                figure(Some(step.failed.values().sum::<u64>() as f64), 0),
                figure(step.cpu_ms_each, 3),
            ],
        );
    }
    table.note(format!("at most {} a second", figure(Some(most(steps)), 0)));
    if let Some(step) = steps.iter().rfind(|step| step.is_kept_up() && !step.cpu_ms_by_process.is_empty()) {
        table.note(format!("CPU each at {} a second, ms: {}", step.rate, shares(&step.cpu_ms_by_process)));
    }
    for step in steps {
        for (why, count) in &step.failed {
            table.note(format!("at {} a second {count} times: {why}", step.rate));
        }
    }
    table
}
