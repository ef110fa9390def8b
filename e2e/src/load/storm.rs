//! `storm`: some people talk while the sockets of all others are cut at the same moment, and all of them come back at
//! once. How long it takes until each has heard what it missed; that nothing is lost, doubled or out of order.

use std::time::Duration;

use clap::Args;
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::crowd::Crowd;
use super::error::{LoadError, unless_stopped};
use super::figures::Faults;
use super::histogram::Percentiles;
use super::layout::Layout;
use super::options::{ClusterOptions, Form, OutputOptions};
use super::process::{Processes, between};
use super::progress::Progress;
use super::report::{Findings, Measure, Table, figure};
use super::setup::SignedIn;
use super::{pacer, returns::Returns};

/// How long it is waited for the last of them.
const PATIENCE: Duration = Duration::from_secs(60);

/// How many people, and where.
#[derive(Clone, Debug, Args)]
pub(super) struct StormOptions {
    /// How many people, each with one socket; one of each room talks and is not cut
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(2..))]
    pub(super) people: u32,
    /// Over how many rooms they are spread
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) rooms: u32,
    /// Messages a second meanwhile
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub(super) rate: u32,
    /// How long is talked: the sockets are cut after a quarter of it
    #[arg(long, value_name = "SECONDS", default_value_t = 12, value_parser = clap::value_parser!(u32).range(4..=600))]
    pub(super) seconds: u32,
    /// Over how many milliseconds they come back, as clients do that wait a random time; 0 is the worst
    #[arg(long, value_name = "MS", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=60_000))]
    pub(super) spread: u32,
    #[command(flatten)]
    pub(super) cluster: ClusterOptions,
    #[command(flatten)]
    pub(super) output: OutputOptions,
}

/// What it found.
#[derive(Debug, Default, Serialize)]
pub(super) struct StormFindings {
    pub(super) storm: Option<Storm>,
}

/// Times in ms, from when the sockets were cut.
#[derive(Debug, Serialize)]
pub(super) struct Storm {
    cut: usize,
    pub(super) back: usize,
    /// Attempts to connect that failed.
    failed: u64,
    /// Rooms that the gateway could not open at once.
    put_off: u64,
    welcomed: Option<Percentiles>,
    /// Each had heard what it missed.
    pub(super) caught_up: Option<Percentiles>,
    /// Of all processes, from the cut until all were back; none of a cluster that is not ours.
    cpu_ms_each: Option<f64>,
    messages: u64,
    pub(super) faults: Faults,
}

impl Measure for StormOptions {
    type Findings = StormFindings;

    fn name(&self) -> &'static str {
        "storm"
    }

    fn common(&self) -> (&ClusterOptions, &OutputOptions) {
        (&self.cluster, &self.output)
    }

    fn sockets(&self) -> usize {
        2 * self.people as usize
    }

    async fn measure(&self, stop: &CancellationToken, findings: &mut StormFindings) -> Result<(), LoadError> {
        let layout = Layout { form: Form::Json, ..Layout::new(self.people, self.rooms)? };
        if self.people == self.rooms {
            return Err(LoadError::Refused("one of each room talks: give more --people than --rooms".into()));
        }
        let setting_up = async {
            let ours = SignedIn::provide(layout, &self.cluster).await?;
            let crowd = ours.connect("hubbub", &ours.accounts.rooms()).await?;
            Ok((ours.target, crowd))
        };
        let (target, crowd) = unless_stopped(stop, setting_up).await?;
        let storm = stop.run_until_cancelled(self.blow(&crowd, &target.processes(), stop)).await;
        drop(crowd);
        target.end().await;
        findings.storm = Some(storm.ok_or(LoadError::Interrupted)?);
        Ok(())
    }
}

impl StormOptions {
    /// They talk, are cut and come back; all of it is over when everything said has been heard.
    async fn blow(&self, crowd: &Crowd, processes: &Processes, stop: &CancellationToken) -> Storm {
        let _progress =
            Progress::start(format!("{} people are cut off", self.people - self.rooms), self.seconds);
        let count = (self.rate * self.seconds) as usize;
        crowd.only_first_talk(self.rooms as usize);
        crowd.begin(0..count);
        let talking = async {
            let mut due = pacer::start(self.rate, count, stop.clone());
            while let Some(intended) = due.recv().await {
                crowd.say(intended);
            }
        };
        let cutting = async {
            tokio::time::sleep(Duration::from_secs(self.seconds.into()) / 4).await;
            let (_, before) = processes.snapshot_aside().await;
            let cut = crowd.cut(self.rooms as usize, Duration::from_millis(self.spread.into()));
            crowd.all_back(cut, PATIENCE).await;
            let (_, after) = processes.snapshot_aside().await;
            (cut, between(&before, &after))
        };
        let ((), (cut, used)) = tokio::join!(talking, cutting);
        crowd.all_resolved().await;
        let figures = crowd.finish();
        let Returns { back, failed, put_off, welcomed, caught_up } = crowd.returns();
        let cpu_ms = used.values().map(|usage| usage.cpu_ms).sum::<u64>() as f64;
        Storm {
            cut,
            back,
            failed,
            put_off,
            welcomed: welcomed.percentiles(),
            caught_up: caught_up.percentiles(),
            cpu_ms_each: (!used.is_empty()).then(|| cpu_ms / cut.max(1) as f64),
            messages: figures.messages,
            faults: figures.faults,
        }
    }
}

impl Findings for StormFindings {
    fn is_empty(&self) -> bool {
        self.storm.is_none()
    }

    fn tables(&self) -> Vec<Table> {
        let Some(storm) = &self.storm else { return Vec::new() };
        let mut table = Table::new(format!("{} sockets cut at once", storm.cut), &["hubbub"]);
        let mut row =
            |name: &str, value: Option<f64>, digits: usize| table.row(name, &[figure(value, digits)]);
        row("back", Some(storm.back as f64), 0);
        row("attempts that failed", Some(storm.failed as f64), 0);
        row("rooms put off", Some(storm.put_off as f64), 0);
        row("welcomed p50, ms", storm.welcomed.map(|times| times.p50), 0);
        row("caught up p50, ms", storm.caught_up.map(|times| times.p50), 0);
        row("caught up p99, ms", storm.caught_up.map(|times| times.p99), 0);
        row("all caught up, ms", storm.caught_up.map(|times| times.max), 0);
        row("CPU each, ms", storm.cpu_ms_each, 2);
        row("messages said meanwhile", Some(storm.messages as f64), 0);
        table.note(format!("{}", storm.faults));
        vec![table]
    }

    fn verdict(&self) -> Result<(), LoadError> {
        match &self.storm {
            Some(storm) if storm.back < storm.cut || !storm.faults.is_none() => {
                Err(LoadError::Failed(format!("{} of {} came back; {}", storm.back, storm.cut, storm.faults)))
            }
            _ => Ok(()),
        }
    }
}
