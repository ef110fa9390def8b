//! `cold`: thousands of rooms sleep, and people say something in one after the other: how long the first message in a
//! room takes that has to be waked for it, beside the second.

use std::time::Duration;

use clap::Args;
use proto::RoomId;
use serde::Serialize;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::accounts::username;
use super::crowd::Crowd;
use super::error::{LoadError, unless_stopped};
use super::figures::{Faults, Figures};
use super::fill::{Content, Filler};
use super::histogram::Percentiles;
use super::layout::Layout;
use super::options::{ClusterOptions, Form, OutputOptions};
use super::pacer;
use super::progress::Progress;
use super::report::{Findings, Measure, Table, figure};
use super::setup::SignedIn;
use super::target::Target;
use crate::Cluster;

/// Messages that lie in a sleeping room.
const MESSAGES: u32 = 20;
/// Until the memory of rooms that have just been waked is what it stays.
const STEADY_AFTER: Duration = Duration::from_secs(2);

/// How many rooms and people, how fast, and where.
#[derive(Clone, Debug, Args)]
pub(super) struct ColdOptions {
    /// How many rooms sleep
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(super) rooms: u32,
    /// How many people own them
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) people: u32,
    /// Rooms waked a second
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(super) rate: u32,
    /// How long rooms are waked
    #[arg(long, value_name = "SECONDS", default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..=600))]
    pub(super) seconds: u32,
    #[command(flatten)]
    pub(super) cluster: ClusterOptions,
    #[command(flatten)]
    pub(super) output: OutputOptions,
}

/// What it found. Times in ms, from due to acknowledged.
#[derive(Debug, Default, Serialize)]
pub(super) struct ColdFindings {
    rooms: u32,
    pub(super) cold: Option<Waking>,
    pub(super) awake: Option<Waking>,
    /// What a room that is awake holds at its room-service.
    pub(super) memory_kib_per_room: Option<f64>,
}

/// A message in each of the rooms.
#[derive(Debug, Serialize)]
pub(super) struct Waking {
    pub(super) ack: Option<Percentiles>,
    faults: Faults,
}

impl Measure for ColdOptions {
    type Findings = ColdFindings;

    fn name(&self) -> &'static str {
        "cold"
    }

    fn common(&self) -> (&ClusterOptions, &OutputOptions) {
        (&self.cluster, &self.output)
    }

    fn sockets(&self) -> usize {
        self.people as usize
    }

    async fn measure(&self, stop: &CancellationToken, findings: &mut ColdFindings) -> Result<(), LoadError> {
        if self.cluster.url.is_some() {
            return Err(LoadError::Refused("cold fills a database of its own: it takes no --url".into()));
        }
        if self.rate * self.seconds > self.rooms {
            return Err(LoadError::Refused(format!(
                "{} rooms are waked in {} s at {} a second: give more --rooms",
                self.rate * self.seconds,
                self.seconds,
                self.rate
            )));
        }
        if self.rate > self.people * 10 {
            return Err(LoadError::Refused(format!(
                "{} people wake at most 10 rooms a second each",
                self.people
            )));
        }
        findings.rooms = self.rooms;
        let (target, rooms, crowd) = unless_stopped(stop, self.set_up()).await?;
        let room_service = target.processes().only("room");
        let memory = || room_service.snapshot().get("room").map_or(0, |usage| usage.memory_kib);
        let before = memory();
        findings.cold = Some(self.wake(&crowd, &rooms, "rooms are waked", stop).await);
        tokio::time::sleep(STEADY_AFTER).await;
        let waked = f64::from(self.rate * self.seconds);
        findings.memory_kib_per_room = Some(memory().saturating_sub(before) as f64 / waked);
        if !stop.is_cancelled() {
            findings.awake = Some(self.wake(&crowd, &rooms, "the same, awake", stop).await);
        }
        drop(crowd);
        target.end().await;
        Ok(())
    }
}

impl ColdOptions {
    async fn set_up(&self) -> Result<(Target, Vec<RoomId>, Crowd), LoadError> {
        let layout = Layout { form: Form::Json, ..Layout::new(self.people, 0)? };
        let ours = SignedIn::provide(layout, &self.cluster).await?;
        let rooms = match &ours.target.cluster {
            Some(cluster) => self.fill(cluster).await?,
            None => Vec::new(),
        };
        let crowd = ours.connect("hubbub", &[]).await?;
        Ok((ours.target, rooms, crowd))
    }

    async fn fill(&self, cluster: &Cluster) -> Result<Vec<RoomId>, LoadError> {
        let _progress = Progress::start(format!("{} rooms are filled", self.rooms), self.rooms / 1_000);
        let filler = Filler::new(cluster.database().await).await?;
        let people = filler.people(&(0..self.people as usize).map(username).collect::<Vec<_>>()).await?;
        // The owner of a room is who is next in turn when it is its turn.
        let owners: Vec<Uuid> = people.iter().cycle().take(self.rooms as usize).copied().collect();
        let rooms = filler.rooms(&owners, &[], Content { strangers: 0, messages: MESSAGES }).await?;
        filler.settle().await?;
        Ok(rooms)
    }

    /// A message in each of them, by its owner.
    async fn wake(&self, crowd: &Crowd, rooms: &[RoomId], what: &str, stop: &CancellationToken) -> Waking {
        let _progress = Progress::start(format!("{what}, {} a second", self.rate), self.seconds);
        let count = (self.rate * self.seconds) as usize;
        crowd.begin(0..count);
        let mut due = pacer::start(self.rate, count, stop.clone());
        let mut n = 0;
        while let Some(intended) = due.recv().await {
            crowd.say_in(n % self.people as usize, rooms[n], 0, intended);
            n += 1;
        }
        crowd.all_resolved().await;
        let Figures { ack, faults, .. } = crowd.finish();
        Waking { ack: ack.percentiles(), faults }
    }
}

impl Findings for ColdFindings {
    fn is_empty(&self) -> bool {
        self.cold.is_none()
    }

    fn tables(&self) -> Vec<Table> {
        let columns = ["p50, ms", "p90, ms", "p99, ms", "max, ms"];
        let mut table = Table::new(format!("a message, of {} rooms", self.rooms), &columns);
        for (name, waking) in [("asleep", &self.cold), ("awake", &self.awake)] {
            let Some(Waking { ack: Some(ack), faults }) = waking else { continue };
            table.row(name, &[ack.p50, ack.p90, ack.p99, ack.max].map(|time| figure(Some(time), 2)));
            table.note(format!("{name}: {faults}"));
        }
        table.note(format!("memory of a room that is awake, KiB: {}", figure(self.memory_kib_per_room, 1)));
        vec![table]
    }

    fn verdict(&self) -> Result<(), LoadError> {
        let all = [&self.cold, &self.awake].into_iter().flatten();
        match all.map(|waking| &waking.faults).find(|faults| !faults.is_none()) {
            None => Ok(()),
            Some(faults) => Err(LoadError::Failed(faults.to_string())),
        }
    }
}
