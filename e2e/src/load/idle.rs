//! `idle`: sockets that do nothing, and what each holds in memory at the server.

use std::ops::Range;
use std::time::Duration;

use clap::Args;
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::crowd::Crowd;
use super::error::{LoadError, unless_stopped};
use super::layout::Layout;
use super::options::{ClusterOptions, Form, OutputOptions};
use super::process::{Processes, Snapshot};
use super::progress::Progress;
use super::raw::RawServer;
use super::report::{Findings, Measure, Table, figure};
use super::setup::SignedIn;
use crate::Who;

/// Connected before anything is measured: what the first socket brings about is not what a socket costs.
const FIRST: usize = 16;
/// Until memory is what it stays.
const STEADY_AFTER: Duration = Duration::from_secs(2);

/// How many sockets, and where.
#[derive(Clone, Debug, Args)]
pub(super) struct IdleOptions {
    /// How many people, each with one socket
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(FIRST as i64 + 1..))]
    pub(super) people: u32,
    /// For how long it is watched what they cost
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=3_600))]
    pub(super) seconds: u32,
    /// In which form the sockets would hear messages
    #[arg(long, value_enum, default_value_t = Form::Json)]
    pub(super) form: Form,
    #[command(flatten)]
    pub(super) cluster: ClusterOptions,
    #[command(flatten)]
    pub(super) output: OutputOptions,
}

/// Sockets that do nothing, at both.
#[derive(Debug, Default, Serialize)]
pub(super) struct IdleFindings {
    pub(super) idle: Option<Idle>,
}

#[derive(Debug, Serialize)]
pub(super) struct Idle {
    pub(super) hubbub: Side,
    pub(super) raw: Side,
}

/// At one of them.
#[derive(Debug, Serialize)]
pub(super) struct Side {
    sockets: usize,
    memory_kib: u64,
    pub(super) memory_kib_per_socket: f64,
    /// Of all processes.
    cpu_ms_per_second: f64,
    closed: u64,
}

impl Measure for IdleOptions {
    type Findings = IdleFindings;

    fn name(&self) -> &'static str {
        "idle"
    }

    fn common(&self) -> (&ClusterOptions, &OutputOptions) {
        (&self.cluster, &self.output)
    }

    fn sockets(&self) -> usize {
        2 * self.people as usize
    }

    async fn measure(&self, stop: &CancellationToken, findings: &mut IdleFindings) -> Result<(), LoadError> {
        findings.idle = Some(unless_stopped(stop, self.both()).await?);
        Ok(())
    }
}

impl IdleOptions {
    async fn both(&self) -> Result<Idle, LoadError> {
        let layout = Layout { form: self.form, ..Layout::new(self.people, 0)? };
        let mut ours = SignedIn::provide(layout, &self.cluster).await?;
        if let Some(cluster) = &mut ours.target.cluster {
            // What registering needed has been given back by nobody: it would hide what sockets take.
            for n in 0..self.cluster.gateways() {
                cluster.restart(Who::Gateway(n)).await;
            }
        }
        let SignedIn { target, accounts, .. } = ours;
        let connect = async |people: Range<usize>| {
            Crowd::connect("gateway", layout, &target.endpoints, &accounts.cookies[people], &[]).await
        };
        let hubbub = self.fill(connect, "gateway", &target.processes()).await?;
        target.end().await;
        let server = RawServer::start().await?;
        let connect = async |people: Range<usize>| server.connect("raw", layout, people.len(), &[]).await;
        let raw = self.fill(connect, "raw", &server.processes()).await?;
        Ok(Idle { hubbub, raw })
    }

    async fn fill(
        &self,
        connect: impl AsyncFn(Range<usize>) -> Result<Crowd, LoadError>,
        group: &'static str,
        processes: &Processes,
    ) -> Result<Side, LoadError> {
        let _progress = Progress::start(format!("{} idle sockets, {group}", self.people), 4 + self.seconds);
        let (sockets, measured) = (self.people as usize, self.people as usize - FIRST);
        let first = connect(0..FIRST).await?;
        tokio::time::sleep(STEADY_AFTER).await;
        let before = processes.snapshot();
        let others = connect(FIRST..sockets).await?;
        tokio::time::sleep(STEADY_AFTER).await;
        let filled = processes.snapshot();
        tokio::time::sleep(Duration::from_secs(self.seconds.into())).await;
        let after = processes.snapshot();
        let of = |snapshot: &Snapshot| snapshot.get(group).copied().unwrap_or_default();
        let grown = of(&filled).memory_kib.saturating_sub(of(&before).memory_kib);
        let cpu_ms = |snapshot: &Snapshot| snapshot.values().map(|usage| usage.cpu_ms).sum::<u64>();
        Ok(Side {
            sockets,
            memory_kib: of(&filled).memory_kib,
            memory_kib_per_socket: grown as f64 / measured as f64,
            cpu_ms_per_second: cpu_ms(&after).saturating_sub(cpu_ms(&filled)) as f64
                / f64::from(self.seconds),
            closed: first.finish().faults.closed + others.finish().faults.closed,
        })
    }
}

impl Findings for IdleFindings {
    fn is_empty(&self) -> bool {
        self.idle.is_none()
    }

    fn tables(&self) -> Vec<Table> {
        let Some(Idle { hubbub, raw }) = &self.idle else { return Vec::new() };
        let mut table = Table::new(format!("{} idle sockets", hubbub.sockets), &["hubbub", "raw"]);
        let mut row = |name: &str, of: fn(&Side) -> f64| {
            table.row(name, &[hubbub, raw].map(|side| figure(Some(of(side)), 1)));
        };
        row("memory per socket, KiB", |side| side.memory_kib_per_socket);
        row("memory of the server, MiB", |side| side.memory_kib as f64 / 1_024.0);
        row("CPU in all, ms per second", |side| side.cpu_ms_per_second);
        row("sockets closed", |side| side.closed as f64);
        vec![table]
    }
}
