//! The figures of a run: gathered, and written as JSON. `report/table.rs` shows them.

mod table;

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::budget;
use super::error::LoadError;
use super::figures::Faults;
use super::histogram::Percentiles;
use super::phase::{Measured, PerMessage};
use super::scenario::{Kind, Plan};

/// The group of the generator itself: shown, and no part of any sum.
pub(super) const GENERATOR: &str = "generator";

/// All of one run.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    scenario: Kind,
    people: usize,
    rooms: usize,
    seconds: u32,
    warm_up: u32,
    form: &'static str,
    gateways: usize,
    room_services: usize,
    machine: Machine,
    /// A bare commit at the database of the run, in ms.
    pub(super) commit: Option<Percentiles>,
    /// The last rate was cut short.
    pub(super) interrupted: bool,
    rates: Vec<Rate>,
    idle: Option<Idle>,
    /// Whether a message may not cost more than it must.
    #[serde(skip)]
    quick: bool,
}

#[derive(Debug, Serialize)]
struct Machine {
    cores: usize,
    processor: String,
    kernel: String,
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

#[derive(Debug, Serialize)]
struct Idle {
    hubbub: IdleSide,
    raw: IdleSide,
}

/// Sockets that do nothing.
#[derive(Debug, Serialize)]
pub(super) struct IdleSide {
    pub(super) sockets: usize,
    pub(super) memory_kib: u64,
    pub(super) memory_kib_per_socket: f64,
    /// Of all processes.
    pub(super) cpu_ms_per_second: f64,
    pub(super) closed: u64,
}

impl Side {
    /// Divides what was used by what was done.
    pub(super) fn of(measured: Measured) -> Self {
        let Measured { figures, used, took } = measured;
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
}

impl Report {
    pub(super) fn new(plan: &Plan) -> Self {
        Self {
            scenario: plan.kind,
            people: plan.people,
            rooms: plan.rooms,
            seconds: plan.seconds,
            warm_up: plan.warm_up,
            form: plan.form.protocol(),
            gateways: plan.gateways,
            room_services: plan.room_services,
            machine: Machine::here(),
            commit: None,
            interrupted: false,
            rates: Vec::new(),
            idle: None,
            quick: plan.quick,
        }
    }

    pub(super) fn rate(&mut self, rate: Rate) {
        self.rates.push(rate);
    }

    pub(super) fn idle(&mut self, hubbub: IdleSide, raw: IdleSide) {
        self.idle = Some(Idle { hubbub, raw });
    }

    pub(super) fn has_results(&self) -> bool {
        !self.rates.is_empty() || self.idle.is_some()
    }

    /// As JSON, if that is wanted.
    pub(super) fn write(&self, path: Option<&Path>) -> Result<(), LoadError> {
        let Some(path) = path else { return Ok(()) };
        let text = serde_json::to_string_pretty(self).map_err(LoadError::doing("the results are no JSON"))?;
        std::fs::write(path, text + "\n")
            .map_err(LoadError::doing(format!("cannot write {}", path.display())))
    }

    /// Whether the figures are those of a cluster that did what it must.
    pub(super) fn verdict(&self) -> Result<(), LoadError> {
        if let Some(rate) = self.rates.iter().find(|rate| !rate.hubbub.faults.is_none()) {
            return Err(LoadError::Failed(format!("faults at {} messages a second, see above", rate.rate)));
        }
        if self.quick {
            let counted =
                self.rates.iter().filter_map(|rate| Some((rate.rate, rate.hubbub.counted.as_ref()?)));
            counted.into_iter().try_for_each(|(rate, counted)| budget::check(rate, counted))?;
        }
        if self.interrupted { Err(LoadError::Interrupted) } else { Ok(()) }
    }
}

impl Machine {
    fn here() -> Self {
        let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
        let processors = read("/proc/cpuinfo");
        let processor = processors.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
        Self {
            cores: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            processor: processor.map(|(_, name)| name.to_owned()).unwrap_or_default(),
            kernel: read("/proc/sys/kernel/osrelease").trim().to_owned(),
        }
    }
}
