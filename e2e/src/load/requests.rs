//! Anything that is asked and answered, at a rate: open loop, each a task of its own. A time runs from when it was due.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

use serde::Serialize;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::histogram::{Percentiles, Times};
use super::pacer;
use super::process::{Processes, Snapshot, between};
use super::progress::Progress;
use super::ramp::Ramp;
use super::report::GENERATOR;

/// How long each may take.
const DEADLINE: Duration = Duration::from_secs(10);

/// What is asked more and more often: at the rates that were named, else from a first one on until nothing is gained.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rise<'a> {
    pub(super) what: &'static str,
    pub(super) named: &'a [u32],
    pub(super) first: u32,
    /// Each rate.
    pub(super) seconds: u32,
    pub(super) at_once: usize,
}

/// Rate by rate, until there is none left or the run is stopped.
pub(super) async fn raise<F>(
    rise: Rise<'_>,
    processes: &Processes,
    stop: &CancellationToken,
    steps: &mut Vec<Step>,
    one: impl Fn(usize) -> F,
) where
    F: Future<Output = Result<(), String>> + 'static,
{
    let mut ramp = Ramp::new(rise.named, rise.first);
    while let Some(rate) = ramp.next().filter(|_| !stop.is_cancelled()) {
        let pace = Drive { rate, seconds: rise.seconds, at_once: rise.at_once };
        let step = drive(rise.what, pace, processes, stop, &one).await;
        ramp.reached(step.reached);
        steps.push(step);
    }
}

/// How fast, for how long, and how many may be under way; further ones are not begun and count as failed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Drive {
    pub(super) rate: u32,
    pub(super) seconds: u32,
    pub(super) at_once: usize,
}

/// What one rate gave. Times in ms.
#[derive(Debug, Serialize)]
pub(super) struct Step {
    pub(super) rate: u32,
    /// Answered a second, while more were asked.
    pub(super) reached: f64,
    pub(super) latency: Option<Percentiles>,
    /// What was not answered as it should be, by why.
    pub(super) failed: BTreeMap<String, u64>,
    /// Of all processes but the generator, for each that was answered; none of a cluster that is not ours.
    pub(super) cpu_ms_each: Option<f64>,
    /// The same, by groups of processes.
    pub(super) cpu_ms_by_process: BTreeMap<&'static str, f64>,
}

#[derive(Debug, Default)]
struct Tally {
    done: u64,
    times: Times,
    failed: BTreeMap<String, u64>,
}

impl Tally {
    fn take(&mut self, outcome: Result<(), String>, took: Duration) {
        match outcome {
            Ok(()) => {
                self.done += 1;
                self.times.record_duration(took);
            }
            Err(why) => *self.failed.entry(why).or_default() += 1,
        }
    }
}

/// Asks at that rate; `one` is told which it is, from 0.
pub(super) async fn drive<F>(
    what: &str,
    drive: Drive,
    processes: &Processes,
    stop: &CancellationToken,
    one: impl Fn(usize) -> F,
) -> Step
where
    F: Future<Output = Result<(), String>> + 'static,
{
    let Drive { rate, seconds, at_once } = drive;
    let _progress = Progress::start(format!("{what}, {rate} a second"), seconds);
    let tally = Rc::<RefCell<Tally>>::default();
    let mut under_way = JoinSet::new();
    let (_, before) = processes.snapshot_aside().await;
    let begun = Instant::now();
    let mut due = pacer::start(rate, (rate * seconds) as usize, stop.clone());
    let mut n = 0;
    while let Some(intended) = due.recv().await {
        while under_way.try_join_next().is_some() {}
        if under_way.len() >= at_once {
            tally.borrow_mut().take(Err("not begun: too many under way".into()), Duration::ZERO);
        } else {
            let (tally, asked) = (tally.clone(), one(n));
            under_way.spawn_local(async move {
                let outcome = timeout(DEADLINE, asked).await;
                let outcome = outcome.unwrap_or_else(|_| Err("no answer in time".into()));
                tally.borrow_mut().take(outcome, intended.elapsed());
            });
        }
        n += 1;
    }
    let (took, done) = (begun.elapsed(), tally.borrow().done);
    let (_, after) = processes.snapshot_aside().await;
    let rest = async { while under_way.join_next().await.is_some() {} };
    // Whoever stops does not wait for the rest.
    let _ = stop.run_until_cancelled(rest).await;
    drop(under_way);
    Step::new(rate, done as f64 / took.as_secs_f64().max(0.001), &tally.take(), &between(&before, &after))
}

impl Step {
    fn new(rate: u32, reached: f64, tally: &Tally, used: &Snapshot) -> Self {
        let each = |cpu_ms: u64| cpu_ms as f64 / tally.done.max(1) as f64;
        let by_process: BTreeMap<_, _> =
            used.iter().map(|(group, usage)| (*group, each(usage.cpu_ms))).collect();
        let servers = by_process.iter().filter(|(group, _)| **group != GENERATOR);
        Self {
            rate,
            reached,
            latency: tally.times.percentiles(),
            failed: tally.failed.clone(),
            cpu_ms_each: (!used.is_empty()).then(|| servers.map(|(_, cpu)| cpu).sum()),
            cpu_ms_by_process: by_process,
        }
    }

    /// Whether nearly everything that was asked was answered.
    pub(super) fn is_kept_up(&self) -> bool {
        self.reached >= f64::from(self.rate) * 0.95
    }
}

/// The most that was reached.
pub(super) fn most(steps: &[Step]) -> f64 {
    steps.iter().map(|step| step.reached).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn drive_fast<F>(at_once: usize, one: impl Fn(usize) -> F) -> Step
    where
        F: Future<Output = Result<(), String>> + 'static,
    {
        let (nobody, never) = (Processes::default(), CancellationToken::new());
        let fast = Drive { rate: 200, seconds: 1, at_once };
        tokio::task::LocalSet::new().run_until(drive("asked", fast, &nobody, &never, one)).await
    }

    #[tokio::test]
    async fn what_is_answered_and_what_is_not_is_counted_by_why() {
        let step =
            drive_fast(200, |n| async move { if n % 4 == 0 { Err("no".to_owned()) } else { Ok(()) } }).await;
        assert_eq!((step.latency.expect("some").count, &step.failed), (150, &[("no".to_owned(), 50)].into()));
        assert!(step.cpu_ms_each.is_none(), "nobody's processes");
    }

    #[tokio::test]
    async fn what_is_answered_too_slowly_is_not_piled_up() {
        let slow = |_| async {
            tokio::time::sleep(Duration::from_millis(1_500)).await;
            Ok(())
        };
        let step = drive_fast(10, slow).await;
        let (answered, not_begun) = (step.latency.expect("some").count, step.failed.values().sum::<u64>());
        assert!(answered >= 10 && not_begun > 0 && answered + not_begun == 200, "{step:?}");
        assert!(!step.is_kept_up(), "{step:?}");
    }
}
