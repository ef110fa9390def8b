//! Whether a process can work with its database, asked once a second while it runs.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use super::requirements::{self, Problem, Requirement, Wanted};
use super::{Pool, error_log};
use crate::{Checks, Lifecycle};

/// How often the server is asked whether it is there and writes.
const ALIVE: Duration = Duration::from_secs(1);
/// How often while something is wrong.
const WHILE_BAD: Duration = Duration::from_millis(250);
/// How often everything is asked, once it held.
const ALL: Duration = Duration::from_secs(30);

/// What is wrong with the database at the moment. Clones share it.
#[derive(Clone, Debug)]
pub struct Health(Arc<RwLock<Vec<Problem>>>);

impl Health {
    /// Begins to ask, until the process stops.
    pub fn watch(pool: Pool, wanted: Wanted, life: &Lifecycle) -> Self {
        let nothing_yet = Problem {
            requirement: Requirement::Reachable,
            sentence: "the database has not answered yet".to_owned(),
        };
        let health = Self(Arc::new(RwLock::new(vec![nothing_yet])));
        life.run_until_stopped(health.clone().keep_asking(Asker { pool, wanted, next: None }));
        health
    }

    /// What does not hold.
    pub fn problems(&self) -> Vec<Problem> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Everything that is vital holds.
    ///
    /// # Errors
    /// What does not, as sentences.
    pub fn check(&self) -> Result<(), String> {
        self.without(Requirement::is_vital)
    }

    /// Adds what must hold, and what work can go on without, to the checks of the process.
    pub fn add_to(&self, checks: &mut Checks) {
        let (vital, rest) = (self.clone(), self.clone());
        checks.add("postgres", move || std::future::ready(vital.check()));
        checks.add_soft("postgres connections", move || {
            std::future::ready(rest.without(|requirement| !requirement.is_vital()))
        });
    }

    fn without(&self, among: impl Fn(Requirement) -> bool) -> Result<(), String> {
        let problems = self.problems();
        let problems = problems.iter().filter(|problem| among(problem.requirement));
        let sentences: Vec<&str> = problems.map(|problem| problem.sentence.as_str()).collect();
        if sentences.is_empty() { Ok(()) } else { Err(sentences.join("; ")) }
    }

    async fn keep_asking(self, mut asker: Asker) {
        loop {
            let before = self.problems();
            let now = asker.ask(&before).await;
            tell(&before, &now);
            let pause = if is_well(&now) { ALIVE } else { WHILE_BAD };
            *self.0.write().unwrap_or_else(PoisonError::into_inner) = now;
            error_log::tell_what_is_due();
            tokio::time::sleep(pause).await;
        }
    }
}

struct Asker {
    pool: Pool,
    wanted: Wanted,
    /// When everything is asked again; none until it held once.
    next: Option<Instant>,
}

impl Asker {
    async fn ask(&mut self, before: &[Problem]) -> Vec<Problem> {
        if is_well(before) && self.next.is_some_and(|next| Instant::now() < next) {
            return match self.pool.is_read_only().await {
                Ok(false) => before.to_vec(),
                // It says more when everything is asked.
                Ok(true) => requirements::unmet_in(&self.pool, &self.wanted).await,
                Err(error) => vec![Problem::unreachable(&error)],
            };
        }
        let mut problems = Vec::new();
        if self.next.is_none() {
            problems = requirements::pooled_in(&self.pool).await;
        }
        if problems.is_empty() {
            problems = requirements::unmet_in(&self.pool, &self.wanted).await;
        }
        if is_well(&problems) {
            if self.next.is_none() {
                self.wanted = self.wanted.while_running();
            }
            self.next = Some(Instant::now() + ALL);
        }
        problems
    }
}

fn is_well(problems: &[Problem]) -> bool {
    problems.iter().all(|problem| !problem.requirement.is_vital())
}

fn tell(before: &[Problem], now: &[Problem]) {
    for problem in now.iter().filter(|problem| !before.contains(problem)) {
        tracing::warn!(requirement = problem.requirement.name(), "database: {problem}");
    }
    if now.is_empty() && !before.is_empty() {
        error_log::tell_the_rest();
        tracing::info!("the database is as it should be");
    }
}
