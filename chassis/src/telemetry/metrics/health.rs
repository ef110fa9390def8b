//! How a process is.

use super::with;

/// How a process is at some moment.
#[derive(Clone, Copy, Debug, Default)]
pub struct Health {
    /// It is to be given work.
    pub ready: bool,
    /// It does what can be done, which is not all.
    pub degraded: bool,
    /// Parts of it that make no progress.
    pub stuck: usize,
}

/// Has this process's health looked at whenever somebody asks.
pub fn watch_health(look: impl Fn() -> Health + Clone + Send + Sync + 'static) {
    with(|meters| {
        let gauge = |name: &'static str, unit: &'static str, what: &'static str, value: fn(Health) -> u64| {
            let (look, gauge) = (look.clone(), meters.meter.u64_observable_gauge(name));
            let gauge = gauge.with_unit(unit).with_description(what);
            gauge.with_callback(move |seen| seen.observe(value(look()), &[])).build()
        };
        gauge("hubbub.health.ready", "1", "1 if it is to be given work", |health| health.ready.into());
        gauge("hubbub.health.degraded", "1", "1 if not all that it does can be done", |health| {
            health.degraded.into()
        });
        gauge("hubbub.health.stuck", "{part}", "Parts that make no progress", |health| health.stuck as u64);
    });
}
