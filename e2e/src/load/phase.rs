//! One rate: messages sent as they are due, and what they cost.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::bus::{BusCount, Counts, Traffic};
use super::crowd::Crowd;
use super::error::LoadError;
use super::figures::{Faults, Figures};
use super::process::{Processes, Snapshot, between};
use super::progress::Progress;
use super::{pacer, sql};
use crate::Cluster;

/// What is counted is counted over so many seconds at most: it does not depend on time as latencies do.
const COUNTING: u32 = 5;
/// After the last message: what is gathered for a second is sent, too.
const AFTERWARDS: Duration = Duration::from_millis(1_500);

/// What Postgres calls what it writes first.
const LOG: &str = "write-ahead log";

/// How fast, and for how long: seconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    pub(super) rate: u32,
    pub(super) warm_up: u32,
    pub(super) seconds: u32,
}

/// What one rate gave.
pub(super) struct Measured {
    pub(super) figures: Figures,
    /// What each group of processes used while it was measured, memory as it was in the end.
    pub(super) used: Snapshot,
    /// For how long it was measured.
    pub(super) took: Duration,
    /// Until when.
    pub(super) ended: Instant,
    /// What was heard meanwhile, whenever it was said.
    pub(super) heard: u64,
}

/// How often something happens for one message, by what it is.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct PerMessage {
    pub(super) bus: BTreeMap<String, f64>,
    pub(super) sql: BTreeMap<String, f64>,
    /// Over the bus by subject, and those the database writes ahead of its tables.
    pub(super) bytes: BTreeMap<String, f64>,
}

/// What happened while it was watched.
struct Observed {
    bus: Counts,
    sql: Counts,
    bytes: Counts,
    took: Duration,
}

/// What happens in a cluster in which nobody says anything, a second.
pub(super) type Idle = PerMessage;

/// Warms up, measures, and waits for the last delivery. A stop ends it early with what there is.
pub(super) async fn measure(
    crowd: &Crowd,
    pace: Pace,
    processes: &Processes,
    stop: &CancellationToken,
) -> Measured {
    let progress = format!("{}, {} messages a second", crowd.name, pace.rate);
    let _progress = Progress::start(progress, pace.warm_up + pace.seconds);
    let [warm_up, measured] = [pace.warm_up, pace.seconds].map(|seconds| (pace.rate * seconds) as usize);
    crowd.begin(warm_up..warm_up + measured);
    let mut due = pacer::start(pace.rate, warm_up + measured, stop.clone());
    let mut before = None;
    while let Some(intended) = due.recv().await {
        if crowd.sent() == warm_up {
            before = Some((crowd.heard(), processes.snapshot_aside()));
        }
        crowd.say(intended);
    }
    let (heard, after) = (crowd.heard(), processes.snapshot_aside());
    crowd.all_resolved().await;
    // Stopped while it was warming up: nothing was used in no time.
    let (heard_before, before) = before.unwrap_or_else(|| (heard, processes.snapshot_aside()));
    let ((begun, before), (ended, after)) = tokio::join!(before, after);
    // From the first message to the last it is one interval less than it was measured for.
    let took = ended.saturating_duration_since(begun) + Duration::from_secs(1) / pace.rate;
    let used = between(&before, &after);
    Measured { figures: crowd.finish(), used, took, ended, heard: heard - heard_before }
}

/// What one message costs on the bus and in statements. What goes wrong meanwhile is told, too.
pub(super) async fn count(
    crowd: &Crowd,
    pace: Pace,
    cluster: &Cluster,
    idle: &Idle,
    stop: &CancellationToken,
) -> Result<(PerMessage, Faults), LoadError> {
    let messages = (pace.rate * pace.seconds.min(COUNTING)) as usize;
    let talking = async {
        crowd.begin(0..0);
        let mut due = pacer::start(pace.rate, messages, stop.clone());
        while let Some(intended) = due.recv().await {
            crowd.say(intended);
        }
        crowd.all_resolved().await;
        tokio::time::sleep(AFTERWARDS).await;
    };
    let Observed { bus, sql, bytes, took } = observe(cluster, talking).await?;
    let sent = crowd.sent();
    let share = |counts: Counts, idle: &BTreeMap<String, f64>| each(counts, idle, took, sent);
    let counted = PerMessage {
        bus: share(bus, &idle.bus),
        sql: share(sql, &idle.sql),
        bytes: share(bytes, &idle.bytes),
    };
    Ok((counted, crowd.finish().faults))
}

/// What happens while nobody says anything, watched for so many seconds at most.
pub(super) async fn idle(cluster: &Cluster, seconds: u32) -> Result<Idle, LoadError> {
    let watching = tokio::time::sleep(Duration::from_secs(seconds.min(COUNTING).into()));
    let Observed { bus, sql, bytes, took } = observe(cluster, watching).await?;
    let a_second =
        |counts: Counts| counts.into_iter().map(|(name, n)| (name, n as f64 / took.as_secs_f64())).collect();
    Ok(Idle { bus: a_second(bus), sql: a_second(sql), bytes: a_second(bytes) })
}

async fn observe(cluster: &Cluster, doing: impl Future<Output = ()>) -> Result<Observed, LoadError> {
    let before = sql::statements(cluster).await;
    let log_before = sql::log_bytes(cluster).await?;
    let (bus, begun) = (BusCount::start(cluster).await, Instant::now());
    doing.await;
    let (Traffic { messages, mut bytes }, took) = (bus.stop()?, begun.elapsed());
    bytes.insert(LOG.to_owned(), sql::log_bytes(cluster).await?.saturating_sub(log_before));
    let mut statements = sql::statements(cluster).await;
    for (name, count) in &mut statements {
        *count -= before.get(name).copied().unwrap_or(0).min(*count);
    }
    Ok(Observed { bus: messages, sql: statements, bytes, took })
}

/// What is left for each message when what would have happened anyhow is taken away.
fn each(
    counts: Counts,
    idle: &BTreeMap<String, f64>,
    took: Duration,
    messages: usize,
) -> BTreeMap<String, f64> {
    let share = |(name, count): (String, u64)| {
        let anyhow = idle.get(&name).copied().unwrap_or(0.0) * took.as_secs_f64();
        let share = (count as f64 - anyhow) / messages.max(1) as f64;
        (share >= 0.005).then_some((name, share))
    };
    counts.into_iter().filter_map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happens_anyhow_is_no_messages_cost() {
        let counts = Counts::from([("beat".to_owned(), 20), ("event".to_owned(), 300)]);
        let idle = BTreeMap::from([("beat".to_owned(), 2.0)]);
        let share = each(counts, &idle, Duration::from_secs(10), 100);
        assert_eq!(share, BTreeMap::from([("event".to_owned(), 3.0)]));
    }
}
