//! Places of which one holder may take so many at once: connections of an address, sockets of a person. Plain counting, no clock;
//! nobody waits for a place.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The places taken, by holder. Clones share them. A holder without one is not remembered.
#[derive(Debug)]
pub(crate) struct Places<K>(Arc<Shared<K>>);

#[derive(Debug)]
struct Shared<K> {
    /// At least one.
    most: usize,
    taken: Mutex<HashMap<K, usize>>,
}

/// One place, taken until it is dropped.
#[derive(Debug)]
pub(crate) struct Place<K: Copy + Eq + Hash> {
    places: Places<K>,
    holder: K,
}

impl<K> Clone for Places<K> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<K: Copy + Eq + Hash> Places<K> {
    /// Each holder may have `most`; zero counts as one.
    pub(crate) fn new(most: usize) -> Self {
        Self(Arc::new(Shared { most: most.max(1), taken: Mutex::default() }))
    }

    /// How many one holder may have.
    pub(crate) fn most(&self) -> usize {
        self.0.most
    }

    /// Takes one, if the holder does not have all of theirs.
    pub(crate) fn take(&self, holder: K) -> Option<Place<K>> {
        let mut taken = self.taken();
        let count = taken.entry(holder).or_default();
        if *count >= self.0.most {
            return None;
        }
        *count += 1;
        Some(Place { places: self.clone(), holder })
    }

    fn release(&self, holder: K) {
        let mut taken = self.taken();
        match taken.get_mut(&holder) {
            Some(count) if *count > 1 => *count -= 1,
            _ => {
                taken.remove(&holder);
            }
        }
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<K, usize>> {
        self.0.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Copy + Eq + Hash> Drop for Place<K> {
    fn drop(&mut self) {
        self.places.release(self.holder);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_all_of_theirs_gets_no_other_and_holds_nobody_else_up() {
        let places = Places::new(2);
        let (first, _second) = (places.take("a"), places.take("a"));
        assert!(places.take("a").is_none());
        assert!(places.take("b").is_some());
        drop(first);
        assert!(places.take("a").is_some());
    }

    #[test]
    fn who_holds_nothing_is_forgotten() {
        let places = Places::new(2);
        let held: Vec<_> = (0..100).map(|holder| places.take(holder)).collect();
        assert!(held.iter().all(Option::is_some));
        drop(held);
        assert!(places.taken().is_empty());
    }
}
