//! How long people waited, and whether the faults explain it.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::Instant;

use super::super::histogram::Times;
use super::faults::Faults;
use crate::Diary;

/// Longer than a fault lasts nobody waits, and at most so long for what goes on without anybody's doing.
const LONGEST: Duration = Duration::from_secs(5);
/// A search asks in two rounds, the rooms of who asks and then what is meant; in each it waits for a query, 4 s, and says so then.
const LONGEST_SEARCH: Duration = Duration::from_secs(8);
/// What somebody waits for who searches.
pub(super) const SEARCH: &str = "for a search";
/// So many are told.
const TOLD: usize = 20;

/// Somebody waited.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wait {
    /// `for an answer`
    pub(super) what: &'static str,
    pub(super) from: Instant,
    pub(super) took: Duration,
}

/// All there were: over sockets, and `visits` over HTTP.
fn all<'a>(diaries: &'a [Diary], visits: &'a [Wait]) -> impl Iterator<Item = Wait> + 'a {
    let over_sockets = diaries.iter().flat_map(|diary| {
        let acks =
            diary.acks.iter().map(|(from, took)| Wait { what: "for an answer", from: *from, took: *took });
        let heard = diary.delays.iter().filter_map(|(heard, delay)| {
            Some(Wait { what: "for an event", from: heard.checked_sub(*delay)?, took: *delay })
        });
        acks.chain(heard)
    });
    over_sockets.chain(visits.iter().copied())
}

/// Waits that are too long.
pub(super) fn judge(diaries: &[Diary], visits: &[Wait], faults: &Faults) -> Vec<String> {
    let mut problems: Vec<String> = all(diaries, visits).filter_map(|wait| too_long(wait, faults)).collect();
    problems.sort_unstable_by(|a, b| b.cmp(a));
    let count = problems.len();
    problems.truncate(TOLD);
    if count > TOLD {
        problems.push(format!("and {} more waits that are too long", count - TOLD));
    }
    problems
}

fn too_long(Wait { what, from, took }: Wait, faults: &Faults) -> Option<String> {
    let until = from + took;
    let longest = if what == SEARCH { LONGEST_SEARCH } else { LONGEST };
    if took <= longest || took <= longest + faults.blocked(from, until) {
        return None;
    }
    let during: Vec<&str> = faults
        .played()
        .iter()
        .filter(|fault| fault.from < until && fault.until > from)
        .map(|fault| fault.what.as_str())
        .collect();
    Some(format!("{:.1} s {what} ({})", took.as_secs_f64(), during.join("; ")))
}

#[allow(clippy::print_stdout, reason = "figures are for people")]
pub(super) fn show(diaries: &[Diary], visits: &[Wait]) {
    let mut kinds = BTreeMap::<&str, Times>::new();
    for wait in all(diaries, visits) {
        let micros = u64::try_from(wait.took.as_micros()).unwrap_or(u64::MAX);
        kinds.entry(wait.what).or_default().record(micros);
    }
    for (what, times) in kinds {
        if let Some(times) = times.percentiles() {
            println!(
                "waited {what}: {} times, p50 {:.1} ms, p99 {:.0} ms, longest {:.0} ms",
                times.count, times.p50, times.p99, times.max
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_of_five_seconds_is_long_enough_where_nothing_explains_it() {
        let from = Instant::now();
        let wait = |what, seconds| Wait { what, from, took: Duration::from_secs(seconds) };
        let too_long = |waits: &[Wait]| judge(&[], waits, &Faults::default());
        let upload = |seconds| wait("for an upload", seconds);
        assert_eq!(too_long(&[upload(1), upload(5), wait(SEARCH, 8)]), Vec::<String>::new());
        assert_eq!(
            too_long(&[upload(6), wait(SEARCH, 9)]),
            ["9.0 s for a search ()", "6.0 s for an upload ()"]
        );
        assert_eq!(too_long(&[upload(6); 30]).len(), TOLD + 1);
    }
}
