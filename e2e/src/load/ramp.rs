//! Which rates are tried: those that were named, or more and more until nothing is gained. Pure.

use std::collections::VecDeque;

/// From one rate to the next.
const FACTOR: f64 = 1.5;
/// What is gained by less than that is not gained.
const GAIN: f64 = 1.05;
/// After so many rates that gained nothing there is nothing to be gained.
const IN_VAIN: u32 = 2;

/// Rates, one after the other.
#[derive(Debug)]
pub(super) enum Ramp {
    /// These.
    Named(VecDeque<u32>),
    /// Raised from a first one.
    Raised { next: f64, best: f64, in_vain: u32 },
}

impl Ramp {
    /// Those that were named; if none was, more and more from the first one on.
    pub(super) fn new(named: &[u32], first: u32) -> Self {
        match named {
            [] => Self::Raised { next: first.into(), best: 0.0, in_vain: 0 },
            named => Self::Named(named.iter().copied().collect()),
        }
    }

    /// The next rate, if there is to be another.
    pub(super) fn next(&mut self) -> Option<u32> {
        match self {
            Self::Named(rates) => rates.pop_front(),
            Self::Raised { next, in_vain, .. } => (*in_vain < IN_VAIN).then(|| {
                let rate = next.round() as u32;
                *next *= FACTOR;
                rate
            }),
        }
    }

    /// So much was reached at the last one.
    pub(super) fn reached(&mut self, reached: f64) {
        if let Self::Raised { best, in_vain, .. } = self {
            *in_vain = if reached > *best * GAIN { 0 } else { *in_vain + 1 };
            *best = best.max(reached);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_rise_until_two_have_gained_nothing() {
        let mut ramp = Ramp::new(&[], 100);
        let mut tried = Vec::new();
        while let Some(rate) = ramp.next() {
            tried.push(rate);
            ramp.reached(f64::from(rate).min(300.0));
        }
        assert_eq!(tried, [100, 150, 225, 338, 506, 759]);
    }

    #[test]
    fn named_rates_are_those_whatever_is_reached() {
        let mut ramp = Ramp::new(&[5, 3], 100);
        ramp.reached(0.0);
        assert_eq!([ramp.next(), ramp.next(), ramp.next()], [Some(5), Some(3), None]);
    }
}
