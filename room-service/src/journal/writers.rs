//! How the connections for writing are, for whoever asks whether this process can work.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long the database is taken for full or read-only after it has refused to write. Then those who wait try again, and find out.
const REFUSED: Duration = Duration::from_secs(10);

/// Clones show the same.
#[derive(Clone, Debug)]
pub(crate) struct Writers(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    connected: Vec<bool>,
    /// Why the last attempt to connect failed.
    why: String,
    /// When the database last refused to write anything at all, if nothing has been written since.
    refused: Option<Instant>,
}

impl Writers {
    /// None of them is there yet.
    pub(crate) fn new(connections: usize) -> Self {
        Self(Arc::new(Mutex::new(State {
            connected: vec![false; connections],
            why: "not connected yet".to_owned(),
            refused: None,
        })))
    }

    pub(super) fn connected(&self, number: usize) {
        self.set(number, true);
    }

    pub(super) fn dropped(&self, number: usize) {
        self.set(number, false);
    }

    pub(super) fn not_connected(&self, number: usize, why: String) {
        self.set(number, false);
        self.lock().why = why;
    }

    /// The database takes nothing: it is full, or only read.
    pub(super) fn refused(&self) {
        self.lock().refused = Some(Instant::now());
    }

    /// It has taken something.
    pub(super) fn written(&self) {
        self.lock().refused = None;
    }

    /// At least one of them is there, and the database takes what is written.
    ///
    /// # Errors
    /// None is, and why; or it takes nothing.
    pub(crate) fn some(&self) -> Result<(), String> {
        self.some_at(Instant::now())
    }

    fn some_at(&self, now: Instant) -> Result<(), String> {
        if self.lock().refused.is_some_and(|at| now.saturating_duration_since(at) < REFUSED) {
            return Err("Postgres takes nothing: its disk is full, or it has become read-only".to_owned());
        }
        self.at_least(1)
    }

    /// All of them are there.
    ///
    /// # Errors
    /// How many are, and why no more.
    pub(crate) fn all(&self) -> Result<(), String> {
        self.at_least(usize::MAX)
    }

    fn at_least(&self, wanted: usize) -> Result<(), String> {
        let State { connected, why, .. } = &*self.lock();
        let (all, there) = (connected.len(), connected.iter().filter(|there| **there).count());
        if there >= wanted.min(all) {
            return Ok(());
        }
        Err(format!("{there} of {all} connections for writing: {why}"))
    }

    fn set(&self, number: usize, is_connected: bool) {
        let mut state = self.lock();
        if let Some(connected) = state.connected.get_mut(number) {
            *connected = is_connected;
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_that_takes_nothing_is_tried_again_after_a_while_or_once_it_has_taken_something() {
        let writers = Writers::new(1);
        writers.connected(0);
        assert_eq!(writers.some(), Ok(()));
        writers.refused();
        let later = Instant::now() + REFUSED;
        assert!(writers.some().is_err());
        assert_eq!(writers.some_at(later), Ok(()), "nobody would ever find out");
        writers.written();
        assert_eq!(writers.some(), Ok(()));
    }
}
