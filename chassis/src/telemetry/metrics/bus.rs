//! What passes over NATS.

use std::time::Duration;

use opentelemetry::KeyValue;

use super::with;

fn nats(operation: &'static str, template: &'static str) -> [KeyValue; 3] {
    [
        KeyValue::new("messaging.system", "nats"),
        KeyValue::new("messaging.operation.name", operation),
        KeyValue::new("messaging.destination.template", template),
    ]
}

/// Something asked over the bus has its answer, or none.
pub(crate) fn asked(template: &'static str, took: Duration, error: Option<&'static str>) {
    with(|meters| {
        let labels = nats("request", template);
        meters.sent.add(1, &labels);
        match error {
            None => meters.asked.record(took.as_secs_f64(), &labels),
            Some(error) => {
                let [system, operation, template] = labels;
                let labels = [system, operation, template, KeyValue::new("error.type", error)];
                meters.asked.record(took.as_secs_f64(), &labels);
            }
        }
    });
}

/// Something was published.
pub(crate) fn published(template: &'static str) {
    with(|meters| meters.sent.add(1, &nats("publish", template)));
}

/// Something was heard.
pub(crate) fn heard(template: &'static str) {
    with(|meters| meters.heard.add(1, &nats("receive", template)));
}

/// Something that was heard has been answered.
pub(crate) fn answered(template: &'static str, took: Duration) {
    with(|meters| meters.processed.record(took.as_secs_f64(), &nats("process", template)));
}

/// A message could not be handed to NATS: it was `too_long`, or nothing was taken over (`too_slow`, `refused`).
pub fn unsent(why: &'static str) {
    with(|meters| meters.unsent.add(1, &[KeyValue::new("hubbub.result", why)]));
}

/// Nothing came back from NATS, and the connection is given up.
pub fn bus_silent() {
    with(|meters| meters.silences.add(1, &[]));
}
