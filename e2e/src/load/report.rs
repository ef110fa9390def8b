//! What a scenario is to the program: it measures as far as it gets, and what it has found is shown, written and judged.

mod chart;
mod machine;
mod table;

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::error::LoadError;
use super::options::{ClusterOptions, OutputOptions};
pub(super) use chart::Chart;
use machine::Machine;
pub(super) use table::{Table, figure};

/// The group of the generator itself: shown, and no part of any sum.
pub(super) const GENERATOR: &str = "generator";

/// Something that is measured.
pub(super) trait Measure {
    /// What it finds.
    type Findings: Findings;

    /// As it is typed.
    fn name(&self) -> &'static str;

    /// Which cluster, and where the results go.
    fn common(&self) -> (&ClusterOptions, &OutputOptions);

    /// How many sockets are open at once, at the cluster and at the bare server together.
    fn sockets(&self) -> usize;

    /// Fills the findings as far as it gets: what is there when it fails or is stopped is shown all the same.
    async fn measure(&self, stop: &CancellationToken, findings: &mut Self::Findings)
    -> Result<(), LoadError>;
}

/// What a scenario has found.
pub(super) trait Findings: Default + Serialize {
    /// Whether nothing has been found yet.
    fn is_empty(&self) -> bool;

    /// For people.
    fn tables(&self) -> Vec<Table>;

    /// Curves, where it has some.
    fn charts(&self) -> Vec<Chart> {
        Vec::new()
    }

    /// Whether the cluster did what it must.
    fn verdict(&self) -> Result<(), LoadError> {
        Ok(())
    }
}

/// What each group of processes took of something, the generator left out, in one line.
pub(super) fn shares(by_process: &BTreeMap<&'static str, f64>) -> String {
    let servers = by_process.iter().filter(|(group, _)| **group != GENERATOR);
    servers.map(|(group, cpu)| format!("{group} {cpu:.3}")).collect::<Vec<_>>().join(", ")
}

/// All of one run.
#[derive(Debug, Serialize)]
struct Report<'a, F> {
    scenario: &'static str,
    /// What was typed.
    command: String,
    commit: String,
    machine: Machine,
    gateways: usize,
    room_services: usize,
    /// It was cut short: the last of it is incomplete.
    interrupted: bool,
    #[serde(flatten)]
    findings: &'a F,
}

/// Measures, shows, writes and judges.
pub(super) async fn carry_out<M: Measure>(scenario: &M, stop: &CancellationToken) -> Result<(), LoadError> {
    let (cluster, output) = scenario.common();
    if let Some(folder) = &output.out {
        std::fs::create_dir_all(folder)
            .map_err(LoadError::doing(format!("cannot make the folder {}", folder.display())))?;
    }
    let mut findings = M::Findings::default();
    let done = scenario.measure(stop, &mut findings).await;
    if !findings.is_empty() {
        let report = Report {
            scenario: scenario.name(),
            command: command(std::env::args()),
            commit: machine::commit(),
            machine: Machine::here(),
            gateways: cluster.gateways(),
            room_services: cluster.room_services(),
            interrupted: stop.is_cancelled(),
            findings: &findings,
        };
        report.show();
        report.write(output)?;
    }
    done?;
    findings.verdict()?;
    if stop.is_cancelled() { Err(LoadError::Interrupted) } else { Ok(()) }
}

impl<F: Findings> Report<'_, F> {
    #[allow(clippy::print_stdout, reason = "figures are for people")]
    fn show(&self) {
        println!("{}", self.heading());
        self.findings.tables().iter().for_each(|table| println!("\n{}", table.text().trim_end()));
        if self.interrupted {
            println!("\ninterrupted: the last figures are incomplete");
        }
    }

    fn heading(&self) -> String {
        let Self { command, commit, machine, .. } = self;
        let Machine { cores, processor, kernel } = machine;
        format!("`{command}` at commit {commit}, {cores} cores, {processor}, Linux {kernel}")
    }

    fn write(&self, output: &OutputOptions) -> Result<(), LoadError> {
        if let Some(path) = &output.json {
            let text = serde_json::to_string_pretty(self);
            write(path, &(text.map_err(LoadError::doing("the results are no JSON"))? + "\n"))?;
        }
        let Some(folder) = &output.out else { return Ok(()) };
        let tables: Vec<String> = self.findings.tables().iter().map(Table::markdown).collect();
        let page = format!("{}\n\n{}", self.heading(), tables.join("\n"));
        write(&folder.join(format!("{}.md", self.scenario)), &page)?;
        for chart in self.findings.charts() {
            if let Some(svg) = chart.svg() {
                write(&folder.join(format!("{}.svg", chart.name)), &svg)?;
            }
        }
        Ok(())
    }
}

fn write(path: &Path, text: &str) -> Result<(), LoadError> {
    std::fs::write(path, text).map_err(LoadError::doing(format!("cannot write {}", path.display())))
}

/// As it is typed, wherever the program stands.
fn command(mut arguments: impl Iterator<Item = String>) -> String {
    arguments.next();
    ["load".to_owned()].into_iter().chain(arguments).collect::<Vec<_>>().join(" ")
}
