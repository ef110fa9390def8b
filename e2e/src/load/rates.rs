//! What people who talk at given rates found, here and at the bare server, side by side.

use std::collections::BTreeMap;

use serde::Serialize;

use super::budget;
use super::error::LoadError;
use super::figures::Faults;
use super::histogram::Percentiles;
use super::layout::Layout;
use super::phase::{Measured, PerMessage};
use super::report::{Chart, Findings, GENERATOR, Table, figure};

/// Rates, one after the other.
#[derive(Debug, Default, Serialize)]
pub(super) struct Rates {
    #[serde(flatten)]
    pub(super) layout: Layout,
    pub(super) seconds: u32,
    pub(super) warm_up: u32,
    /// A bare commit at the database of the run, in ms.
    pub(super) bare_commit: Option<Percentiles>,
    pub(super) rates: Vec<Rate>,
    /// Whether a message may not cost more than it must.
    #[serde(skip)]
    pub(super) within_budget: bool,
}

/// One rate, at both.
#[derive(Debug, Serialize)]
pub(super) struct Rate {
    pub(super) rate: u32,
    pub(super) hubbub: Side,
    pub(super) raw: Side,
    ratio: Ratio,
}

/// One rate at one of them. Times in ms, memory in KiB.
#[derive(Debug, Serialize)]
pub(super) struct Side {
    pub(super) messages: u64,
    pub(super) deliveries: u64,
    /// Acknowledged messages a second.
    pub(super) reached: f64,
    pub(super) latency: Option<Percentiles>,
    pub(super) ack: Option<Percentiles>,
    /// From the intended time to the writing: what the generator itself adds.
    pub(super) lateness: Option<Percentiles>,
    pub(super) faults: Faults,
    /// Of all processes but the generator; none of a cluster that is not ours.
    pub(super) cpu_ms_per_message: Option<f64>,
    pub(super) cpu_us_per_delivery: Option<f64>,
    pub(super) processes: BTreeMap<&'static str, Process>,
    pub(super) counted: Option<PerMessage>,
}

/// What a group of processes used.
#[derive(Debug, Serialize)]
pub(super) struct Process {
    pub(super) cpu_ms_per_message: f64,
    pub(super) cpu_ms: u64,
    pub(super) memory_kib: u64,
}

/// Ours divided by the bare server's.
#[derive(Debug, Serialize)]
struct Ratio {
    p50: Option<f64>,
    p99: Option<f64>,
    cpu_per_delivery: Option<f64>,
}

impl Side {
    /// Divides what was used by what was done.
    pub(super) fn of(measured: Measured) -> Self {
        let Measured { figures, used, took, .. } = measured;
        let messages = figures.messages.max(1) as f64;
        let processes: BTreeMap<_, _> = used
            .into_iter()
            .map(|(group, usage)| {
                let cpu_ms_per_message = usage.cpu_ms as f64 / messages;
                (group, Process { cpu_ms_per_message, cpu_ms: usage.cpu_ms, memory_kib: usage.memory_kib })
            })
            .collect();
        let servers =
            processes.iter().filter(|(group, _)| **group != GENERATOR).map(|(_, process)| process.cpu_ms);
        let cpu_ms = (processes.len() > 1).then(|| servers.sum::<u64>() as f64);
        Self {
            messages: figures.messages,
            deliveries: figures.deliveries,
            reached: figures.messages as f64 / took.as_secs_f64().max(0.001),
            latency: figures.latency.percentiles(),
            ack: figures.ack.percentiles(),
            lateness: figures.lateness.percentiles(),
            faults: figures.faults,
            cpu_ms_per_message: cpu_ms.map(|cpu| cpu / messages),
            cpu_us_per_delivery: cpu_ms.map(|cpu| cpu * 1_000.0 / figures.deliveries.max(1) as f64),
            processes,
            counted: None,
        }
    }
}

impl Rate {
    pub(super) fn new(rate: u32, hubbub: Side, raw: Side) -> Self {
        let of = |side: fn(&Side) -> Option<f64>| Some(side(&hubbub)? / side(&raw)?);
        let ratio = Ratio {
            p50: of(|side| Some(side.latency?.p50)),
            p99: of(|side| Some(side.latency?.p99)),
            cpu_per_delivery: of(|side| side.cpu_us_per_delivery).filter(|ratio| ratio.is_finite()),
        };
        Self { rate, hubbub, raw, ratio }
    }

    fn table(&self) -> Table {
        let (ours, raw) = (&self.hubbub, &self.raw);
        let mut table = Table::new(format!("{} messages/s", self.rate), &["hubbub", "raw", "ratio"]);
        let mut row = |name: &str, of: &dyn Fn(&Side) -> Option<f64>, digits: usize| {
            let (ours, raw) = (of(ours), of(raw));
            let ratio = ours.zip(raw).map(|(ours, raw)| ours / raw);
            table.row(name, &[figure(ours, digits), figure(raw, digits), figure(ratio, 1)]);
        };
        row("reached, messages/s", &|side| Some(side.reached), 0);
        row("deliveries", &|side| Some(side.deliveries as f64), 0);
        row("latency p50, ms", &|side| Some(side.latency?.p50), 2);
        row("latency p90, ms", &|side| Some(side.latency?.p90), 2);
        row("latency p99, ms", &|side| Some(side.latency?.p99), 2);
        row("latency max, ms", &|side| Some(side.latency?.max), 2);
        row("ack p50, ms", &|side| Some(side.ack?.p50), 2);
        row("ack p99, ms", &|side| Some(side.ack?.p99), 2);
        row("generator lateness p99, ms", &|side| Some(side.lateness?.p99), 2);
        row("CPU per message, ms", &|side| side.cpu_ms_per_message, 3);
        row("CPU per delivery, µs", &|side| side.cpu_us_per_delivery, 1);
        let sides = ours.processes.keys().chain(raw.processes.keys());
        for group in sides.filter(|group| **group != GENERATOR) {
            row(&format!("  {group}, ms"), &|side| Some(side.processes.get(group)?.cpu_ms_per_message), 3);
            row(
                &format!("  {group}, MiB"),
                &|side| Some(side.processes.get(group)?.memory_kib as f64 / 1_024.0),
                0,
            );
        }
        if let Some(counted) = &ours.counted {
            count(&mut table, "bus messages per message", &counted.bus);
            count(&mut table, "SQL statements per message", &counted.sql);
            count(&mut table, "bytes per message, bus and log", &counted.bytes);
        }
        table.note(format!("hubbub: {}", ours.faults));
        table.note(format!("raw: {}", raw.faults));
        table
    }
}

fn count(table: &mut Table, what: &str, counted: &BTreeMap<String, f64>) {
    let mut row =
        |name: String, share: f64| table.row(name, &[figure(Some(share), 2), String::new(), String::new()]);
    row(what.to_owned(), counted.values().sum());
    counted.iter().for_each(|(name, share)| row(format!("  {name}"), *share));
}

impl Findings for Rates {
    fn is_empty(&self) -> bool {
        self.rates.is_empty()
    }

    fn tables(&self) -> Vec<Table> {
        let mut about = Table::new(
            format!("{} people, {} rooms", self.layout.people, self.layout.rooms),
            &["p50", "p99"],
        );
        let commit = |of: fn(&Percentiles) -> f64| figure(self.bare_commit.as_ref().map(of), 2);
        about.row("a bare commit, ms", &[commit(|times| times.p50), commit(|times| times.p99)]);
        [about].into_iter().chain(self.rates.iter().map(Rate::table)).collect()
    }

    fn charts(&self) -> Vec<Chart> {
        let name = if self.layout.rooms == 1 { "hall" } else { "team" };
        let mut chart = Chart::new(name, "From due to heard", ["messages a second", "ms"]);
        let mut curve = |name: &str, of: fn(&Rate) -> Option<f64>| {
            chart.curve(name, self.rates.iter().map(|rate| (f64::from(rate.rate), of(rate))));
        };
        curve("hubbub p50", |rate| Some(rate.hubbub.latency?.p50));
        curve("raw p50", |rate| Some(rate.raw.latency?.p50));
        curve("hubbub p99", |rate| Some(rate.hubbub.latency?.p99));
        curve("raw p99", |rate| Some(rate.raw.latency?.p99));
        vec![chart]
    }

    fn verdict(&self) -> Result<(), LoadError> {
        if let Some(rate) = self.rates.iter().find(|rate| !rate.hubbub.faults.is_none()) {
            return Err(LoadError::Failed(format!("faults at {} messages a second, see above", rate.rate)));
        }
        let counted = self.rates.iter().filter_map(|rate| Some((rate.rate, rate.hubbub.counted.as_ref()?)));
        let mut counted = counted.filter(|_| self.within_budget);
        counted.try_for_each(|(rate, counted)| budget::check(rate, counted))
    }
}
