//! The checks, asked in the background on the runtime that does the work, and what they said last.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::Checks;
use super::verdict::{State, Verdict};
use crate::Lifecycle;

/// How often the checks are asked.
const EVERY: Duration = Duration::from_secs(1);
/// How often while they fail: nobody likes to wait for a start, or for the end of an outage.
const WHILE_BAD: Duration = Duration::from_millis(100);
/// An older report says nothing any more: who asks the checks does not get to it.
const STALE: Duration = Duration::from_secs(5);

/// One check, as it went last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckReport {
    /// Its name.
    pub name: &'static str,
    /// Work goes on although it fails.
    pub soft: bool,
    /// How long it took to answer.
    pub took: Duration,
    /// Why it fails, for people to read; none if it holds.
    pub why: Option<String>,
}

/// All checks, as they went last.
#[derive(Clone, Debug)]
pub struct Report {
    /// What they make of the process.
    pub state: State,
    /// Each of them.
    pub checks: Vec<CheckReport>,
    asked: Instant,
}

impl Report {
    /// Why it is not simply ready, in one line; none if it is.
    pub fn why(&self) -> Option<String> {
        let failed = self.checks.iter().filter_map(|check| check.why.as_ref().map(|why| (check.name, why)));
        let words: Vec<String> = failed.map(|(name, why)| format!("{name}: {why}")).collect();
        (self.state != State::Ready).then(|| words.join("; "))
    }

    fn with(mut self, name: &'static str, why: String) -> Self {
        self.state = State::NotReady;
        self.checks.insert(0, CheckReport { name, soft: false, took: Duration::ZERO, why: Some(why) });
        self
    }
}

/// Whether this process is to be given work. Clones show the same.
#[derive(Clone, Debug)]
pub struct Readiness {
    reports: watch::Receiver<Arc<Report>>,
    life: Lifecycle,
}

impl Readiness {
    /// Asks the checks from now on, on the runtime this is called in, until that ends. Not ready before the first answers.
    pub fn watch(checks: Checks, life: &Lifecycle) -> Self {
        let now = Instant::now();
        let first = Report { state: State::NotReady, checks: Vec::new(), asked: now };
        let (tell, reports) = watch::channel(Arc::new(first));
        let verdict = Verdict::new(checks.patience, now);
        tokio::spawn(ask_for_ever(checks, verdict, tell));
        Self { reports, life: life.clone() }
    }

    /// What the checks said last; not ready once the process is asked to stop, or has not got to its checks for seconds.
    pub fn report(&self) -> Report {
        let report = Report::clone(&self.reports.borrow());
        let age = report.asked.elapsed();
        if self.life.is_stopping() {
            report.with("running", "stopping".to_owned())
        } else if age > STALE {
            report.with("running", format!("the checks have not come back for {} s", age.as_secs()))
        } else {
            report
        }
    }

    /// The same, in one word.
    pub fn state(&self) -> State {
        self.report().state
    }

    /// Ends when nobody asks the checks any more: the runtime that did the work is gone.
    pub(crate) async fn ended(&self) {
        let mut reports = self.reports.clone();
        while reports.changed().await.is_ok() {}
    }
}

async fn ask_for_ever(checks: Checks, mut verdict: Verdict, tell: watch::Sender<Arc<Report>>) {
    let mut last = None;
    loop {
        let answers = checks.ask().await;
        let holds = |soft| answers.iter().all(|check| check.soft != soft || check.why.is_none());
        let now = Instant::now();
        let state = verdict.step(holds(false), holds(true), now);
        let good = holds(false);
        let report = Report { state, checks: answers, asked: now };
        if last.replace(state) != Some(state) {
            say(&report);
        }
        tell.send_replace(Arc::new(report));
        tokio::time::sleep(if good { EVERY } else { WHILE_BAD }).await;
    }
}

/// A change of state is worth a line.
fn say(report: &Report) {
    let why = report.why().unwrap_or_default();
    match report.state {
        State::Ready => tracing::info!("ready"),
        State::Degraded => tracing::warn!(why, "ready, but degraded"),
        State::NotReady => tracing::warn!(why, "not ready"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    async fn until(readiness: &Readiness, state: State) -> Report {
        let wait = async {
            while readiness.state() != state {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            readiness.report()
        };
        tokio::time::timeout(Duration::from_secs(30), wait).await.expect("in time")
    }

    #[tokio::test]
    async fn a_failing_check_is_named_and_being_asked_to_stop_is_not_ready_at_once() {
        let (good, life) = (Arc::new(AtomicBool::new(false)), Lifecycle::new());
        let (looked_at, mut checks) = (good.clone(), Checks::default());
        checks.add("store", move || {
            let good = looked_at.load(Ordering::Relaxed);
            async move { if good { Ok(()) } else { Err("read-only".to_owned()) } }
        });
        checks.add_soft("name", || std::future::ready(Ok(())));
        let readiness = Readiness::watch(checks, &life);
        tokio::time::timeout(Duration::from_secs(30), async {
            while readiness.report().why().is_none_or(|why| why != "store: read-only") {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        })
        .await
        .expect("named");
        good.store(true, Ordering::Relaxed);
        assert_eq!(until(&readiness, State::Ready).await.why(), None);
        life.stop();
        assert_eq!(readiness.state(), State::NotReady);
    }

    #[tokio::test]
    async fn a_check_that_never_answers_has_failed() {
        let mut checks = Checks::default();
        checks.add("store", std::future::pending);
        let readiness = Readiness::watch(checks, &Lifecycle::new());
        let wait = async {
            while readiness.report().checks.is_empty() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), wait).await.expect("answered for it");
        assert_eq!(readiness.report().why().as_deref(), Some("store: no answer in 1 s"));
    }
}
