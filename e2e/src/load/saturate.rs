//! `saturate`: the rate is raised until deliveries grow no more, here and at the bare server. Then twice what saturates the
//! cluster is asked of it: what it refuses, how long what it accepts takes, what memory it takes, and how soon it is well
//! again.

mod beyond;

use clap::Args;
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::crowd::Crowd;
use super::error::{LoadError, unless_stopped};
use super::figures::Faults;
use super::histogram::Percentiles;
use super::layout::Layout;
use super::options::{ClusterOptions, Form, OutputOptions};
use super::phase::{self, Measured, Pace};
use super::process::Processes;
use super::ramp::Ramp;
use super::report::{Chart, Findings, GENERATOR, Measure, Table, figure};
use super::setup::Setup;
use beyond::Beyond;

/// The first rate makes about so many deliveries a second.
const FIRST_DELIVERIES: u32 = 10_000;

/// How many people and rooms, and where.
#[derive(Clone, Debug, Args)]
pub(super) struct SaturateOptions {
    /// How many people, each with one socket; the cluster takes 10 messages a second from each
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) people: u32,
    /// Over how many rooms they are spread; 1 is a hall
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) rooms: u32,
    /// Messages a second, one after the other [default: raised until nothing is gained]
    #[arg(long, value_name = "RATE,…", value_delimiter = ',', value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(super) rate: Vec<u32>,
    /// How long each rate is measured, after a second of warm-up
    #[arg(long, value_name = "SECONDS", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=600))]
    pub(super) seconds: u32,
    /// In which form the sockets hear messages
    #[arg(long, value_enum, default_value_t = Form::Json)]
    pub(super) form: Form,
    #[command(flatten)]
    pub(super) cluster: ClusterOptions,
    #[command(flatten)]
    pub(super) output: OutputOptions,
}

/// What it found.
#[derive(Debug, Default, Serialize)]
pub(super) struct SaturateFindings {
    #[serde(flatten)]
    layout: Layout,
    pub(super) hubbub: Vec<Point>,
    pub(super) raw: Vec<Point>,
    /// Deliveries a second at most, ours by the bare server's.
    pub(super) share_of_raw: Option<f64>,
    pub(super) beyond: Option<Beyond>,
}

/// One rate. Times in ms.
#[derive(Debug, Serialize)]
pub(super) struct Point {
    pub(super) rate: u32,
    /// Heard a second, while it was said.
    pub(super) deliveries: f64,
    pub(super) latency: Option<Percentiles>,
    pub(super) ack: Option<Percentiles>,
    /// By groups of processes, the generator's among them.
    pub(super) cpu_ms_per_message: std::collections::BTreeMap<&'static str, f64>,
    pub(super) faults: Faults,
}

impl Measure for SaturateOptions {
    type Findings = SaturateFindings;

    fn name(&self) -> &'static str {
        "saturate"
    }

    fn common(&self) -> (&ClusterOptions, &OutputOptions) {
        (&self.cluster, &self.output)
    }

    fn sockets(&self) -> usize {
        2 * self.people as usize
    }

    async fn measure(
        &self,
        stop: &CancellationToken,
        findings: &mut SaturateFindings,
    ) -> Result<(), LoadError> {
        let layout = Layout { form: self.form, ..Layout::new(self.people, self.rooms)? };
        findings.layout = layout;
        let setup = unless_stopped(stop, Setup::new(layout, &self.cluster, 1)).await?;
        self.saturate(&setup, stop, findings).await;
        setup.end().await;
        Ok(())
    }
}

impl SaturateOptions {
    /// Both ramps and what is beyond, in what is set up already.
    pub(super) async fn saturate(
        &self,
        setup: &Setup,
        stop: &CancellationToken,
        findings: &mut SaturateFindings,
    ) {
        let hearers = (self.people / self.rooms).max(1);
        let first = (FIRST_DELIVERIES / hearers).max(1);
        self.raise(&setup.ours, first, &setup.our_processes(), stop, &mut findings.hubbub).await;
        let (most, calm) = (most(&findings.hubbub), findings.hubbub.first());
        if let (Some(calm), false) = (calm, stop.is_cancelled()) {
            let rate = (2.0 * most / f64::from(hearers)).max(1.0) as u32;
            let calm = (calm.rate, calm.latency);
            let beyond =
                beyond::measure(&setup.ours, rate, self.seconds, calm, &setup.our_processes(), stop).await;
            findings.beyond = Some(beyond);
        }
        self.raise(&setup.raw, 2 * first, &setup.raw_processes(), stop, &mut findings.raw).await;
        let raw = self::most(&findings.raw);
        findings.share_of_raw = (raw > 0.0).then(|| most / raw);
    }

    /// Rate by rate, until nothing is gained.
    pub(super) async fn raise(
        &self,
        crowd: &Crowd,
        first: u32,
        processes: &Processes,
        stop: &CancellationToken,
        points: &mut Vec<Point>,
    ) {
        let mut ramp = Ramp::new(&self.rate, first);
        while let Some(rate) = ramp.next().filter(|_| !stop.is_cancelled()) {
            let pace = Pace { rate, warm_up: 1, seconds: self.seconds };
            let point = Point::of(rate, phase::measure(crowd, pace, processes, stop).await);
            ramp.reached(point.deliveries);
            let broken = point.faults.closed > 0;
            points.push(point);
            if broken {
                break;
            }
        }
    }
}

impl Point {
    pub(super) fn of(rate: u32, measured: Measured) -> Self {
        let Measured { figures, used, took, heard, .. } = measured;
        let messages = figures.messages.max(1) as f64;
        Self {
            rate,
            deliveries: heard as f64 / took.as_secs_f64().max(0.001),
            latency: figures.latency.percentiles(),
            ack: figures.ack.percentiles(),
            cpu_ms_per_message: used
                .iter()
                .map(|(group, usage)| (*group, usage.cpu_ms as f64 / messages))
                .collect(),
            faults: figures.faults,
        }
    }

    /// Of all processes but the generator.
    pub(super) fn cpu_ms(&self) -> Option<f64> {
        let servers = self.cpu_ms_per_message.iter().filter(|(group, _)| **group != GENERATOR);
        (self.cpu_ms_per_message.len() > 1).then(|| servers.map(|(_, cpu)| cpu).sum())
    }
}

/// The most that was delivered a second.
pub(super) fn most(points: &[Point]) -> f64 {
    points.iter().map(|point| point.deliveries).fold(0.0, f64::max)
}

impl Findings for SaturateFindings {
    fn is_empty(&self) -> bool {
        self.hubbub.is_empty()
    }

    fn tables(&self) -> Vec<Table> {
        let mut tables = vec![table("hubbub", &self.hubbub), table("raw", &self.raw)];
        if let Some(share) = self.share_of_raw {
            tables[1].note(format!(
                "saturated, hubbub delivers {:.0} % of what the bare server does",
                share * 100.0
            ));
        }
        tables.extend(self.beyond.as_ref().map(Beyond::table));
        tables
    }

    fn charts(&self) -> Vec<Chart> {
        let axes = ["deliveries a second", "ms"];
        let mut chart = Chart::new("saturate", "From due to heard, as the rate is raised", axes);
        for (whose, points) in [("hubbub", &self.hubbub), ("raw", &self.raw)] {
            chart.times(whose, points.iter().map(|point| (point.deliveries, point.latency)));
        }
        vec![chart]
    }

    /// Refusals and gaps are how a cluster says that it has enough.
    fn verdict(&self) -> Result<(), LoadError> {
        let wrong = |faults: &Faults| faults.lost + faults.duplicated + faults.out_of_order;
        let all = self.hubbub.iter().map(|point| (point.rate, &point.faults));
        let mut all = all.chain(self.beyond.as_ref().map(|beyond| (beyond.rate, &beyond.faults)));
        match all.find(|(_, faults)| wrong(faults) > 0) {
            None => Ok(()),
            Some((rate, faults)) => Err(LoadError::Failed(format!("at {rate} messages a second: {faults}"))),
        }
    }
}

fn table(whose: &str, points: &[Point]) -> Table {
    let columns =
        ["deliveries/s", "p50, ms", "p99, ms", "ack p99, ms", "CPU per message, ms", "refused", "gaps"];
    let mut table = Table::new(format!("{whose}: messages a second"), &columns);
    for point in points {
        table.row(
            point.rate.to_string(),
            &[
                figure(Some(point.deliveries), 0),
                figure(point.latency.map(|times| times.p50), 2),
                figure(point.latency.map(|times| times.p99), 2),
                figure(point.ack.map(|times| times.p99), 2),
                figure(point.cpu_ms(), 3),
                figure(Some(point.faults.refused.values().sum::<u64>() as f64), 0),
                figure(Some(point.faults.gaps as f64), 0),
            ],
        );
    }
    table.note(format!("at most {} deliveries a second", figure(Some(most(points)), 0)));
    table
}
