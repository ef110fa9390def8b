//! Twice what saturates it.

use std::time::{Duration, Instant};

use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::super::crowd::Crowd;
use super::super::figures::Faults;
use super::super::histogram::Percentiles;
use super::super::phase::{self, Pace};
use super::super::process::{Processes, Snapshot};
use super::super::report::{GENERATOR, Table, figure};

/// It is well again when a message takes no longer than twice what it took before, or this many ms.
const WELL_MS: f64 = 25.0;
/// After this it is not well again.
const PATIENCE: Duration = Duration::from_secs(30);

/// What became of it. Times in ms, memory in KiB.
#[derive(Debug, Serialize)]
pub(in crate::load) struct Beyond {
    pub(in crate::load) rate: u32,
    pub(in crate::load) deliveries: f64,
    /// Of what was accepted.
    pub(in crate::load) ack: Option<Percentiles>,
    /// Refusals among them, by code.
    pub(in crate::load) faults: Faults,
    memory_kib_before: u64,
    memory_kib_after: u64,
    /// From the last message on; none: not within half a minute.
    pub(in crate::load) well_again_seconds: Option<f64>,
}

/// Asks for it; `calm` is a rate that is nothing to it, with the times it takes then.
pub(super) async fn measure(
    crowd: &Crowd,
    rate: u32,
    seconds: u32,
    (calm, before): (u32, Option<Percentiles>),
    processes: &Processes,
    stop: &CancellationToken,
) -> Beyond {
    let memory_kib_before = memory(&processes.snapshot());
    let measured = phase::measure(crowd, Pace { rate, warm_up: 1, seconds }, processes, stop).await;
    let well = before.map_or(WELL_MS, |times| (2.0 * times.p99).max(WELL_MS));
    Beyond {
        rate,
        deliveries: measured.heard as f64 / measured.took.as_secs_f64().max(0.001),
        ack: measured.figures.ack.percentiles(),
        faults: measured.figures.faults,
        memory_kib_before,
        memory_kib_after: memory(&measured.used),
        well_again_seconds: well_again(crowd, calm, well, measured.ended, stop).await,
    }
}

/// Second by second at the calm rate, until nothing takes longer than it may.
async fn well_again(
    crowd: &Crowd,
    rate: u32,
    well: f64,
    since: Instant,
    stop: &CancellationToken,
) -> Option<f64> {
    while since.elapsed() < PATIENCE && !stop.is_cancelled() {
        let begun = since.elapsed();
        let pace = Pace { rate, warm_up: 0, seconds: 1 };
        let figures = phase::measure(crowd, pace, &Processes::default(), stop).await.figures;
        let is_well = figures.latency.percentiles().is_some_and(|times| times.p99 <= well);
        if is_well && figures.faults.refused.is_empty() {
            return Some(begun.as_secs_f64());
        }
    }
    None
}

fn memory(snapshot: &Snapshot) -> u64 {
    let servers = snapshot.iter().filter(|(group, _)| **group != GENERATOR);
    servers.map(|(_, usage)| usage.memory_kib).sum()
}

impl Beyond {
    /// Memory in the end by that before.
    pub(in crate::load) fn memory_growth(&self) -> f64 {
        self.memory_kib_after as f64 / self.memory_kib_before.max(1) as f64
    }

    pub(super) fn table(&self) -> Table {
        let mut table = Table::new(format!("beyond: {} messages/s", self.rate), &["hubbub"]);
        let mut row =
            |name: &str, value: Option<f64>, digits: usize| table.row(name, &[figure(value, digits)]);
        row("deliveries/s", Some(self.deliveries), 0);
        row("accepted, ack p50, ms", self.ack.map(|times| times.p50), 2);
        row("accepted, ack p99, ms", self.ack.map(|times| times.p99), 2);
        for (code, count) in &self.faults.refused {
            row(&format!("refused: {code}"), Some(*count as f64), 0);
        }
        row("memory before, MiB", Some(self.memory_kib_before as f64 / 1_024.0), 0);
        row("memory in the end, MiB", Some(self.memory_kib_after as f64 / 1_024.0), 0);
        row("well again after, s", self.well_again_seconds, 1);
        table.note(format!("{}", self.faults));
        table
    }
}
