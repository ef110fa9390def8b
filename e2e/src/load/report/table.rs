//! The figures as a person reads them.

#![allow(clippy::print_stdout, reason = "figures are for people")]

use std::collections::BTreeMap;

use super::{GENERATOR, Idle, Rate, Report, Side};

impl Report {
    /// To the screen.
    pub(in crate::load) fn show(&self) {
        let (people, rooms, machine) = (self.people, self.rooms, &self.machine);
        println!("{}: {people} people, {rooms} rooms, {}", self.scenario.as_str(), self.form);
        println!("{} cores, {}, Linux {}", machine.cores, machine.processor, machine.kernel);
        if let Some(commit) = self.commit {
            println!("bare commit: p50 {:.2} ms, p99 {:.2} ms", commit.p50, commit.p99);
        }
        self.rates.iter().for_each(show_rate);
        if let Some(idle) = &self.idle {
            show_idle(idle);
        }
        if self.interrupted {
            println!("\ninterrupted: the last rate is incomplete");
        }
    }
}

fn show_rate(rate: &Rate) {
    let (ours, raw) = (&rate.hubbub, &rate.raw);
    println!("\n{:<30}{:>12}{:>12}{:>12}", format!("{} messages/s", rate.rate), "hubbub", "raw", "ratio");
    let row = |name: &str, of: &dyn Fn(&Side) -> Option<f64>, digits: usize| {
        let (ours, raw) = (of(ours), of(raw));
        let ratio = ours.zip(raw).map(|(ours, raw)| ours / raw).filter(|ratio| ratio.is_finite());
        println!("{name:<30}{}{}{}", cell(ours, digits), cell(raw, digits), cell(ratio, 1));
    };
    row("reached, messages/s", &|side| Some(side.reached), 0);
    row("deliveries", &|side| Some(side.deliveries as f64), 0);
    row("latency p50, ms", &|side| Some(side.latency?.p50), 2);
    row("latency p90, ms", &|side| Some(side.latency?.p90), 2);
    row("latency p99, ms", &|side| Some(side.latency?.p99), 2);
    row("latency max, ms", &|side| Some(side.latency?.max), 2);
    row("ack p50, ms", &|side| Some(side.ack?.p50), 2);
    row("ack p99, ms", &|side| Some(side.ack?.p99), 2);
    row("generator lateness p99, ms", &|side| Some(side.lateness?.p99), 2);
    row("CPU per message, ms", &|side| side.cpu_ms_per_message, 3);
    row("CPU per delivery, µs", &|side| side.cpu_us_per_delivery, 1);
    show_processes(ours, raw);
    if let Some(counted) = &ours.counted {
        show_counted("bus messages per message", &counted.bus);
        show_counted("SQL statements per message", &counted.sql);
    }
    show_faults("hubbub", ours);
    show_faults("raw", raw);
}

fn cell(value: Option<f64>, digits: usize) -> String {
    value.map_or_else(|| format!("{:>12}", "–"), |value| format!("{value:>12.digits$}"))
}

fn show_processes(ours: &Side, raw: &Side) {
    for (group, process) in
        ours.processes.iter().chain(raw.processes.iter().filter(|(group, _)| **group != GENERATOR))
    {
        let memory = process.memory_kib as f64 / 1_024.0;
        println!("  {group:<28}{:>9.3} ms CPU per message, {memory:.0} MiB", process.cpu_ms_per_message);
    }
}

fn show_counted(what: &str, counted: &BTreeMap<String, f64>) {
    println!("{what:<30}{:>12.2}", counted.values().sum::<f64>());
    for (name, share) in counted {
        println!("  {name:<40}{share:>6.2}");
    }
}

fn show_faults(whose: &str, side: &Side) {
    let faults = &side.faults;
    if faults.is_none() {
        println!("{whose}: nothing lost, duplicated or out of order");
        return;
    }
    println!(
        "{whose}: {} lost, {} duplicated, {} out of order, {} unanswered, {} gaps, {} sockets closed, refused {:?}",
        faults.lost,
        faults.duplicated,
        faults.out_of_order,
        faults.unanswered,
        faults.gaps,
        faults.closed,
        faults.refused
    );
}

fn show_idle(idle: &Idle) {
    println!("\n{:<30}{:>12}{:>12}", format!("{} idle sockets", idle.hubbub.sockets), "hubbub", "raw");
    let row = |name: &str, ours: f64, raw: f64| println!("{name:<30}{ours:>12.1}{raw:>12.1}");
    row("memory per socket, KiB", idle.hubbub.memory_kib_per_socket, idle.raw.memory_kib_per_socket);
    row(
        "memory of the server, MiB",
        idle.hubbub.memory_kib as f64 / 1_024.0,
        idle.raw.memory_kib as f64 / 1_024.0,
    );
    row("CPU in all, ms per second", idle.hubbub.cpu_ms_per_second, idle.raw.cpu_ms_per_second);
    if idle.hubbub.closed + idle.raw.closed > 0 {
        println!("sockets closed: {} and {}", idle.hubbub.closed, idle.raw.closed);
    }
}
