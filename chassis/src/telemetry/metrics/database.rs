//! Statements, connections and pools of the database.

use std::time::Duration;

use opentelemetry::KeyValue;

use super::with;

/// A statement has come back.
pub fn sql_done(summary: &'static str, took: Duration, error: Option<&str>) {
    with(|meters| {
        let (system, summary) =
            (KeyValue::new("db.system.name", "postgresql"), KeyValue::new("db.query.summary", summary));
        match error {
            None => meters.sql.record(took.as_secs_f64(), &[system, summary]),
            Some(error) => {
                let labels = [system, summary, KeyValue::new("error.type", error.to_owned())];
                meters.sql.record(took.as_secs_f64(), &labels);
            }
        }
    });
}

/// Somebody got a connection of the pool, or did not.
pub fn pool_waited(took: Duration, got: bool) {
    with(|meters| {
        if got {
            meters.pool_wait.record(took.as_secs_f64(), &[]);
        } else {
            meters.pool_timeouts.add(1, &[]);
        }
    });
}

/// A connection to the database was made, or was not.
pub(crate) fn connected(took: Duration, error: Option<&str>) {
    with(|meters| {
        let error = error.map(|error| KeyValue::new("error.type", error.to_owned()));
        meters.connected.record(took.as_secs_f64(), error.as_slice());
    });
}

/// A connection to the database was thrown away: it was silent, broken, or led to a server that only reads.
pub fn connection_dropped(why: &str) {
    with(|meters| meters.connections_dropped.add(1, &[KeyValue::new("error.type", why.to_owned())]));
}

/// A pool at some moment.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pool {
    /// Connections at work.
    pub used: usize,
    /// Connections that wait for work.
    pub idle: usize,
    /// Those who wait for a connection.
    pub waiting: usize,
}

/// Has this process's pool looked at whenever somebody asks.
pub fn watch_pool(look: impl Fn() -> Pool + Clone + Send + Sync + 'static) {
    with(|meters| {
        let counting = look.clone();
        meters
            .meter
            .u64_observable_gauge("db.client.connection.count")
            .with_unit("{connection}")
            .with_description("Connections of the pool")
            .with_callback(move |seen| {
                let Pool { used, idle, .. } = counting();
                let state = |state| KeyValue::new("db.client.connection.state", state);
                seen.observe(used as u64, &[state("used")]);
                seen.observe(idle as u64, &[state("idle")]);
            })
            .build();
        meters
            .meter
            .u64_observable_gauge("db.client.connection.pending_requests")
            .with_unit("{request}")
            .with_description("Those who wait for a connection")
            .with_callback(move |seen| seen.observe(look().waiting as u64, &[]))
            .build();
    });
}
