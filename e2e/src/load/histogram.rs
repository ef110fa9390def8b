//! Times as they are shown: percentiles of an HDR histogram.

use std::time::Duration;

use hdrhistogram::Histogram;
use serde::Serialize;

/// The longest time that is told apart, in µs: a minute.
const LONGEST: u64 = 60_000_000;
/// Three digits of each time are kept.
const DIGITS: u8 = 3;

/// Many times, in µs.
#[derive(Debug)]
pub(super) struct Times(Histogram<u64>);

/// What is shown of them, in ms.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Percentiles {
    pub(super) count: u64,
    pub(super) p50: f64,
    pub(super) p90: f64,
    pub(super) p99: f64,
    pub(super) max: f64,
}

impl Default for Times {
    fn default() -> Self {
        let histogram = Histogram::new_with_bounds(1, LONGEST, DIGITS);
        Self(histogram.unwrap_or_else(|error| unreachable!("the bounds are constants: {error}")))
    }
}

impl Times {
    /// Takes one time; longer than a minute is a minute.
    pub(super) fn record(&mut self, micros: u64) {
        self.0.saturating_record(micros.max(1));
    }

    /// The same.
    pub(super) fn record_duration(&mut self, time: Duration) {
        self.record(u64::try_from(time.as_micros()).unwrap_or(u64::MAX));
    }

    /// What is shown, or nothing if there was nothing.
    pub(super) fn percentiles(&self) -> Option<Percentiles> {
        let ms = |micros: u64| micros as f64 / 1_000.0;
        let at = |quantile| ms(self.0.value_at_quantile(quantile));
        (!self.0.is_empty()).then(|| Percentiles {
            count: self.0.len(),
            p50: at(0.5),
            p90: at(0.9),
            p99: at(0.99),
            max: ms(self.0.max()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_those_of_what_was_recorded() {
        let mut times = Times::default();
        assert!(times.percentiles().is_none());
        (1..=1_000).for_each(|ms| times.record(ms * 1_000));
        let shown = times.percentiles().expect("some");
        assert_eq!(shown.count, 1_000);
        for (found, wanted) in
            [(shown.p50, 500.0), (shown.p90, 900.0), (shown.p99, 990.0), (shown.max, 1_000.0)]
        {
            assert!((found - wanted).abs() / wanted < 0.002, "{found} for {wanted}");
        }
        times.record(u64::MAX);
        assert!(times.percentiles().expect("some").max >= 60_000.0);
    }
}
