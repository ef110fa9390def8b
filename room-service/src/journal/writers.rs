//! How the connections for writing are, for whoever asks whether this process can work.

use std::sync::{Arc, Mutex, PoisonError};

/// Clones show the same.
#[derive(Clone, Debug)]
pub(crate) struct Writers(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    connected: Vec<bool>,
    /// Why the last attempt to connect failed.
    why: String,
}

impl Writers {
    /// None of them is there yet.
    pub(crate) fn new(connections: usize) -> Self {
        Self(Arc::new(Mutex::new(State {
            connected: vec![false; connections],
            why: "not connected yet".to_owned(),
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
        self.0.lock().unwrap_or_else(PoisonError::into_inner).why = why;
    }

    /// At least one of them is there.
    ///
    /// # Errors
    /// None is, and why.
    pub(crate) fn some(&self) -> Result<(), String> {
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
        let State { connected, why } = &*self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (all, there) = (connected.len(), connected.iter().filter(|there| **there).count());
        if there >= wanted.min(all) {
            return Ok(());
        }
        Err(format!("{there} of {all} connections for writing: {why}"))
    }

    fn set(&self, number: usize, is_connected: bool) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(connected) = state.connected.get_mut(number) {
            *connected = is_connected;
        }
    }
}
