//! Numbers that the libraries of telemetry read by themselves, and ignore in silence where they are none.

use std::str::FromStr;

use crate::Vars;

/// Each with what it is.
const NUMBERS: [(&str, &str, &str); 10] = [
    ("OTEL_BSP_MAX_QUEUE_SIZE", "8192", "how many spans may wait"),
    ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "512", "how many spans are sent at once"),
    ("OTEL_BSP_MAX_CONCURRENT_EXPORTS", "1", "how many batches are sent at once"),
    ("OTEL_BSP_SCHEDULE_DELAY", "5000", "a time in milliseconds"),
    ("OTEL_BSP_EXPORT_TIMEOUT", "30000", "a time in milliseconds"),
    ("OTEL_METRIC_EXPORT_INTERVAL", "60000", "a time in milliseconds"),
    ("OTEL_METRIC_EXPORT_TIMEOUT", "30000", "a time in milliseconds"),
    ("OTEL_EXPORTER_OTLP_TIMEOUT", "10000", "a time in milliseconds"),
    ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "10000", "a time in milliseconds"),
    ("OTEL_EXPORTER_OTLP_METRICS_TIMEOUT", "10000", "a time in milliseconds"),
];

/// Notes those that are set and will not do.
pub(super) fn check(vars: &mut Vars) {
    for (variable, example, what) in NUMBERS {
        let _: Option<Number> = vars.optional(variable, example, what);
    }
}

/// A whole number. A million spans are a gigabyte, and nobody waits for a quarter of an hour.
struct Number;

impl Number {
    const MAX: u32 = 1_000_000;
}

impl FromStr for Number {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let is_one = text.parse().is_ok_and(|number| (1..=Self::MAX).contains(&number));
        is_one.then_some(Self).ok_or_else(|| format!("a whole number from 1 to {}", Self::MAX))
    }
}
