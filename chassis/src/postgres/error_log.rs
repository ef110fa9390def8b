//! Errors of the database in the log: of each kind a line at once, and then, ever more seldom, how many there were besides.
//!
//! A database in trouble fails every statement, and a line for each would bury the first one.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::StoreError;

/// How long a kind is not told again after its first line. It doubles with each line, as long as it goes on.
const FIRST: Duration = Duration::from_secs(5);
/// At most so long; a kind that has not happened for so long is new again.
const LONGEST: Duration = Duration::from_secs(60);
/// The most kinds that are told apart.
const KINDS: usize = 256;

static LOG: LazyLock<Mutex<ErrorLog>> = LazyLock::new(Mutex::default);

impl StoreError {
    /// Says in the log what could not be done, and why; of each kind the first, and later how many there were.
    pub fn warn(&self, what: &'static str) {
        let kind = (what, self.to_string());
        if let Some(line) = log(|log| log.note(Instant::now(), kind)) {
            line.write();
        }
    }
}

/// Tells how many errors there were since their kind was last told, where that is long enough ago. Called now and then.
pub(super) fn tell_what_is_due() {
    log(|log| log.due(Instant::now())).iter().for_each(Line::write);
}

/// Tells all that has not been told: the trouble is over, or the process ends.
pub(crate) fn tell_the_rest() {
    log(ErrorLog::rest).iter().for_each(Line::write);
}

fn log<T>(act: impl FnOnce(&mut ErrorLog) -> T) -> T {
    act(&mut LOG.lock().unwrap_or_else(PoisonError::into_inner))
}

/// What could not be done, and why.
type Kind = (&'static str, String);

#[derive(Debug, PartialEq)]
struct Line {
    kind: Kind,
    times: u64,
}

impl Line {
    fn write(&self) {
        let (what, error) = &self.kind;
        tracing::warn!(%error, times = self.times, "{what}");
    }
}

/// What has become of a kind since it was last told.
#[derive(Debug)]
struct Told {
    at: Instant,
    /// Before it is told again.
    pause: Duration,
    untold: u64,
}

#[derive(Debug, Default)]
struct ErrorLog(HashMap<Kind, Told>);

impl ErrorLog {
    /// One more of this kind; the line to write, if it is time for one.
    fn note(&mut self, now: Instant, kind: Kind) -> Option<Line> {
        if let Some(told) = self.0.get_mut(&kind) {
            told.untold += 1;
            return told.is_due(now).then(|| Line { kind, times: told.tell(now) });
        }
        if self.0.len() < KINDS {
            self.0.insert(kind.clone(), Told { at: now, pause: FIRST, untold: 0 });
        }
        Some(Line { kind, times: 1 })
    }

    /// The lines whose time has come; what has not happened for long is forgotten.
    fn due(&mut self, now: Instant) -> Vec<Line> {
        self.0.retain(|_, told| told.untold > 0 || now.duration_since(told.at) < LONGEST);
        let due = self.0.iter_mut().filter(|(_, told)| told.untold > 0 && told.is_due(now));
        due.map(|(kind, told)| Line { kind: kind.clone(), times: told.tell(now) }).collect()
    }

    /// The lines of all that has not been told. What comes next is told at once.
    fn rest(&mut self) -> Vec<Line> {
        let untold = self.0.drain().filter(|(_, told)| told.untold > 0);
        untold.map(|(kind, told)| Line { kind, times: told.untold }).collect()
    }
}

impl Told {
    fn is_due(&self, now: Instant) -> bool {
        now.duration_since(self.at) >= self.pause
    }

    /// How many there were.
    fn tell(&mut self, now: Instant) -> u64 {
        (self.at, self.pause) = (now, (self.pause * 2).min(LONGEST));
        std::mem::take(&mut self.untold)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(what: &'static str) -> Kind {
        (what, "SQLSTATE 53300: too many connections".to_owned())
    }

    fn line(what: &'static str, times: u64) -> Line {
        Line { kind: kind(what), times }
    }

    #[test]
    fn of_each_kind_the_first_is_told_and_then_how_many_there_were_ever_more_seldom() {
        let (mut log, start) = (ErrorLog::default(), Instant::now());
        let at = |seconds| start + Duration::from_secs(seconds);
        assert_eq!(log.note(at(0), kind("a")), Some(line("a", 1)));
        assert_eq!(log.note(at(1), kind("a")), None);
        assert_eq!(log.note(at(2), kind("b")), Some(line("b", 1)));
        assert_eq!(log.note(at(5), kind("a")), Some(line("a", 2)));
        let mut told: Vec<u64> =
            (6..300).filter(|second| log.note(at(*second), kind("a")).is_some()).collect();
        told.truncate(5);
        assert_eq!(told, [15, 35, 75, 135, 195], "ever more seldom, and at least once a minute");
    }

    #[test]
    fn those_that_came_last_are_told_within_seconds_although_no_other_comes() {
        let (mut log, start) = (ErrorLog::default(), Instant::now());
        let at = |seconds| start + Duration::from_secs(seconds);
        log.note(at(0), kind("a"));
        log.note(at(1), kind("a"));
        log.note(at(1), kind("b"));
        assert_eq!(log.due(at(4)), []);
        assert_eq!(log.due(at(5)), [line("a", 1)]);
        assert_eq!(log.due(at(200)), []);
        assert_eq!(log.note(at(200), kind("a")), Some(line("a", 1)), "it is new again");
    }

    #[test]
    fn when_the_trouble_is_over_or_the_process_ends_nothing_stays_untold() {
        let (mut log, now) = (ErrorLog::default(), Instant::now());
        log.note(now, kind("a"));
        assert_eq!(log.rest(), []);
        (0..4).for_each(|_| assert!(log.note(now, kind("b")).is_none() || log.0.len() == 1));
        assert_eq!(log.rest(), [line("b", 3)]);
        assert_eq!((log.rest(), log.note(now, kind("b"))), (vec![], Some(line("b", 1))));
    }
}
