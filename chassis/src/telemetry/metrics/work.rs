//! What the services do: turns at actors, followers, passwords, limits and deadlines.

use std::time::Duration;

use opentelemetry::KeyValue;

use super::with;

/// Something had its turn at an actor of this kind.
pub fn waited(actor: &'static str, wait: Duration) {
    with(|meters| meters.waited.record(wait.as_secs_f64(), &[KeyValue::new("hubbub.actor", actor)]));
}

/// A follower has handled so many events of a room, the last of which was appended so long ago.
pub fn follower_handled(follower: &'static str, events: usize, lag: Duration) {
    with(|meters| {
        let label = [KeyValue::new("hubbub.follower", follower)];
        meters.followed.add(events as u64, &label);
        meters.follower_lag.record(lag.as_secs_f64(), &label);
    });
}

/// A follower has given up an event.
pub fn follower_skipped(follower: &'static str) {
    with(|meters| meters.follower_skips.add(1, &[KeyValue::new("hubbub.follower", follower)]));
}

/// So many rooms wait for a follower on this node.
pub fn follower_rooms(follower: &'static str, rooms: usize) {
    with(|meters| meters.follower_rooms.record(rooms as u64, &[KeyValue::new("hubbub.follower", follower)]));
}

/// A push service was given a notification, and this became of it.
pub fn pushed(outcome: &'static str) {
    with(|meters| meters.pushed.add(1, &[KeyValue::new("hubbub.result", outcome)]));
}

/// This became of a mail of this kind.
pub fn mailed(kind: &'static str, outcome: &'static str) {
    with(|meters| {
        let labels = [KeyValue::new("hubbub.mail", kind), KeyValue::new("hubbub.result", outcome)];
        meters.mailed.add(1, &labels);
    });
}

/// Somebody showed a password or a link.
pub fn auth_attempt(what: &'static str, result: &'static str) {
    with(|meters| {
        let labels = [KeyValue::new("hubbub.query", what), KeyValue::new("hubbub.result", result)];
        meters.attempts.add(1, &labels);
    });
}

/// A service gave a request up that took longer than anybody waits.
pub fn overdue(service: &'static str, request: &'static str) {
    with(|meters| {
        let labels = [KeyValue::new("hubbub.service", service), KeyValue::new("hubbub.query", request)];
        meters.overdue.add(1, &labels);
    });
}

/// A password went through argon2.
pub fn hashed(took: Duration) {
    with(|meters| meters.hashed.record(took.as_secs_f64(), &[]));
}

/// Somebody was too fast for a limit of this kind.
pub fn held_back(scope: &'static str) {
    with(|meters| meters.held_back.add(1, &[KeyValue::new("hubbub.ratelimit.scope", scope)]));
}

/// A wait of this kind, as the table of waits names it, has reached its deadline.
pub fn deadline_passed(wait: &'static str) {
    with(|meters| meters.deadlines.add(1, &[KeyValue::new("hubbub.wait", wait)]));
}
