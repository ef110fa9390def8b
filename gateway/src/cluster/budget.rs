//! How many second attempts there may be: a slow database must not be answered with twice the work.

use std::sync::{Mutex, PoisonError};

/// What one first attempt earns: a tenth of a second one.
const EARNED: f64 = 0.1;
/// The most that can be saved, and what a fresh gateway begins with: a handful of people may stumble at once
/// over a process that has just gone.
const SAVED: f64 = 50.0;

/// Second attempts that may still be made.
#[derive(Debug)]
pub struct Budget {
    left: Mutex<f64>,
}

impl Default for Budget {
    fn default() -> Self {
        Self { left: Mutex::new(SAVED) }
    }
}

impl Budget {
    /// A first attempt is made.
    pub fn earn(&self) {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        *left = (*left + EARNED).min(SAVED);
    }

    /// A second attempt is wanted; says whether there may be one.
    pub fn spend(&self) -> bool {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let enough = *left >= 1.0;
        if enough {
            *left -= 1.0;
        }
        enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn second_attempts_stay_at_a_tenth_of_the_traffic() {
        let budget = Budget::default();
        let spent_of = |firsts: usize| {
            let mut spent = 0;
            for _ in 0..firsts {
                budget.earn();
                spent += usize::from(budget.spend());
            }
            spent
        };
        assert!((50..=60).contains(&spent_of(60)), "the savings are used first");
        let spent = spent_of(10_000);
        assert!((995..=1_005).contains(&spent), "{spent} second attempts for 10,000 first ones");
    }
}
