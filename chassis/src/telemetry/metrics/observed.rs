//! What is not counted as it happens but looked at when somebody asks.

use std::sync::atomic::{AtomicU64, Ordering};

use opentelemetry::metrics::Meter;

use crate::telemetry::traces;

static FRAMES_OUT: AtomicU64 = AtomicU64::new(0);
static ROOMS: AtomicU64 = AtomicU64::new(0);
static HASHES: AtomicU64 = AtomicU64::new(0);
static LINES_LOST: AtomicU64 = AtomicU64::new(0);

/// What is looked at when somebody asks.
pub(super) fn watch(meter: &Meter) {
    let gauge = |name: &'static str, unit: &'static str, what: &'static str, value: &'static AtomicU64| {
        let gauge = meter.u64_observable_gauge(name).with_unit(unit).with_description(what);
        gauge.with_callback(move |seen| seen.observe(value.load(Ordering::Relaxed), &[])).build()
    };
    gauge("hubbub.room.active", "{room}", "Rooms that are awake", &ROOMS);
    gauge("hubbub.auth.hash.queue", "{password}", "Passwords that wait to be hashed", &HASHES);
    let counter = |name: &'static str, unit: &'static str, what: &'static str, value: fn() -> u64| {
        let counter = meter.u64_observable_counter(name).with_unit(unit).with_description(what);
        counter.with_callback(move |seen| seen.observe(value(), &[])).build()
    };
    counter("hubbub.ws.frames.sent", "{frame}", "Frames written to browsers", || {
        FRAMES_OUT.load(Ordering::Relaxed)
    });
    counter("hubbub.log.lost", "{line}", "Lines of the log that nobody took", || {
        LINES_LOST.load(Ordering::Relaxed)
    });
    counter("hubbub.otel.spans.dropped", "{span}", "Spans that the collector did not take", traces::dropped);
}

/// So many frames were written to a browser. By far the most frequent of all, so it costs one addition.
pub fn frames_sent(count: usize) {
    FRAMES_OUT.fetch_add(count as u64, Ordering::Relaxed);
}

/// So many rooms are awake.
pub fn rooms_awake(count: usize) {
    ROOMS.store(count as u64, Ordering::Relaxed);
}

/// So many passwords wait to be hashed.
pub fn hashes_waiting(count: usize) {
    HASHES.store(count as u64, Ordering::Relaxed);
}

/// A line of the log had no place.
pub(in crate::telemetry) fn line_lost() {
    LINES_LOST.fetch_add(1, Ordering::Relaxed);
}
