//! How long people waited, and whether the faults explain it.

use std::time::Duration;

use super::super::histogram::Times;
use super::faults::Faults;
use crate::Diary;

/// Longer than a fault lasts nobody waits, and at most so long for what goes on without anybody's doing.
const LONGEST: Duration = Duration::from_secs(5);
/// So many are told.
const TOLD: usize = 20;

/// Waits that are too long.
pub(super) fn judge(diaries: &[Diary], faults: &Faults) -> Vec<String> {
    let mut problems = Vec::new();
    for diary in diaries {
        let acks = diary.acks.iter().map(|(since, took)| ("for an answer", *since, *took));
        let heard = diary
            .delays
            .iter()
            .filter_map(|(heard, delay)| Some(("for an event", heard.checked_sub(*delay)?, *delay)));
        for (what, from, took) in acks.chain(heard).filter(|(.., took)| *took > LONGEST) {
            let until = from + took;
            if took > LONGEST + faults.blocked(from, until) {
                let during: Vec<&str> = faults
                    .played()
                    .iter()
                    .filter(|fault| fault.from < until && fault.until > from)
                    .map(|fault| fault.what.as_str())
                    .collect();
                problems.push(format!("{:.1} s {what} ({})", took.as_secs_f64(), during.join("; ")));
            }
        }
    }
    problems.sort_unstable_by(|a, b| b.cmp(a));
    let count = problems.len();
    problems.truncate(TOLD);
    if count > TOLD {
        problems.push(format!("and {} more waits that are too long", count - TOLD));
    }
    problems
}

#[allow(clippy::print_stdout, reason = "figures are for people")]
pub(super) fn show(diaries: &[Diary]) {
    let (mut acks, mut events) = (Times::default(), Times::default());
    let micros = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
    for diary in diaries {
        diary.acks.iter().for_each(|(_, took)| acks.record(micros(*took)));
        diary.delays.iter().for_each(|(_, delay)| events.record(micros(*delay)));
    }
    for (what, times) in [("answers", acks), ("events", events)] {
        if let Some(times) = times.percentiles() {
            println!("{what}: p50 {:.1} ms, p99 {:.0} ms, longest {:.0} ms", times.p50, times.p99, times.max);
        }
    }
}
