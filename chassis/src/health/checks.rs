//! What must hold for a process to be given work. Put together once, at the start.

use std::fmt;
use std::pin::Pin;
use std::time::{Duration, Instant};

use futures_util::future::join_all;

use super::readiness::CheckReport;

/// How long one check may take.
const DEADLINE: Duration = Duration::from_secs(1);

type Answer = Pin<Box<dyn Future<Output = Result<(), String>> + Send>>;

/// The checks of one process, in the order in which they are reported.
#[derive(Default)]
pub struct Checks {
    checks: Vec<Check>,
    pub(super) patience: Option<Duration>,
}

struct Check {
    name: &'static str,
    soft: bool,
    ask: Box<dyn Fn() -> Answer + Send + Sync>,
}

impl Checks {
    /// For a process that others of its kind can stand in for at first: while checks fail it is not ready, but once they
    /// have failed for `patience` it is ready and degraded, since no other would do better.
    pub fn ready_anyway_after(patience: Duration) -> Self {
        Self { checks: Vec::new(), patience: Some(patience) }
    }

    /// Adds what must hold. Its error is a short reason for people to read: no address, no secret. It is asked again and
    /// again, and has failed if it has not answered within a second.
    pub fn add<F, Fut>(&mut self, name: &'static str, ask: F)
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), String>> + Send + 'static,
    {
        self.push(name, false, ask);
    }

    /// Adds what people should know of if it fails, although work goes on: the process is ready and degraded.
    pub fn add_soft<F, Fut>(&mut self, name: &'static str, ask: F)
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), String>> + Send + 'static,
    {
        self.push(name, true, ask);
    }

    /// Adds the check that the bus is connected and will do.
    pub fn add_bus(&mut self, bus: &crate::Bus) {
        let bus = bus.clone();
        self.add("nats", move || std::future::ready(bus.state()));
    }

    fn push<F, Fut>(&mut self, name: &'static str, soft: bool, ask: F)
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), String>> + Send + 'static,
    {
        self.checks.push(Check { name, soft, ask: Box::new(move || Box::pin(ask())) });
    }

    /// Asks all of them at once.
    pub(super) async fn ask(&self) -> Vec<CheckReport> {
        join_all(self.checks.iter().map(Check::report)).await
    }
}

impl Check {
    async fn report(&self) -> CheckReport {
        let began = Instant::now();
        let answer = tokio::time::timeout(DEADLINE, (self.ask)()).await;
        let answer = answer.unwrap_or_else(|_| Err("no answer in 1 s".to_owned()));
        CheckReport { name: self.name, soft: self.soft, took: began.elapsed(), why: answer.err() }
    }
}

impl fmt::Debug for Checks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.checks.iter().map(|check| check.name)).finish()
    }
}
