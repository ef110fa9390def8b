//! The process itself, as Linux sees it: time on processors, memory, open files, threads. Elsewhere these stay away.

use std::fs;
use std::time::Instant;

use opentelemetry::metrics::Meter;

/// Ticks of the processor's clock a second; so it is wherever Linux runs.
const TICKS: f64 = 100.0;

/// Has them looked at whenever somebody asks.
pub(super) fn watch(meter: &Meter) {
    let started = Instant::now();
    meter
        .f64_observable_gauge("process.uptime")
        .with_unit("s")
        .with_description("How long the process has run")
        .with_callback(move |seen| seen.observe(started.elapsed().as_secs_f64(), &[]))
        .build();
    meter
        .f64_observable_counter("process.cpu.time")
        .with_unit("s")
        .with_description("Time on processors")
        .with_callback(|seen| {
            if let Some(stat) = stat() {
                seen.observe((stat.user + stat.system) / TICKS, &[]);
            }
        })
        .build();
    let gauge = |name: &'static str, unit: &'static str, what: &'static str, look: fn() -> Option<u64>| {
        let gauge = meter.u64_observable_gauge(name).with_unit(unit).with_description(what);
        gauge.with_callback(move |seen| look().into_iter().for_each(|value| seen.observe(value, &[]))).build()
    };
    gauge("process.memory.usage", "By", "Memory that is in use", memory);
    gauge("process.thread.count", "{thread}", "Threads", || stat().map(|stat| stat.threads));
    gauge("process.open_file_descriptor.count", "{file_descriptor}", "Open files and connections", || {
        fs::read_dir("/proc/self/fd").ok().map(|files| files.count() as u64)
    });
}

struct Stat {
    user: f64,
    system: f64,
    threads: u64,
}

/// The fields after the name, which may hold anything: state is the first of them (3 in `man proc`).
fn stat() -> Option<Stat> {
    let text = fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    Some(Stat {
        user: fields.get(11)?.parse().ok()?,
        system: fields.get(12)?.parse().ok()?,
        threads: fields.get(17)?.parse().ok()?,
    })
}

fn memory() -> Option<u64> {
    let text = fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches("kB").trim().parse::<u64>().ok().map(|kib| kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_knows_what_it_takes() {
        assert!(stat().is_some_and(|stat| stat.threads > 0));
        assert!(memory().is_some_and(|bytes| bytes > 100_000));
    }
}
