//! Errors of the database in the log: of each kind one line a minute, and how many there were besides.
//!
//! A database in trouble fails every statement, and a line for each would bury the first one.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::StoreError;

/// How long a kind is not told again.
const EVERY: Duration = Duration::from_secs(60);
/// The most kinds that are told apart.
const KINDS: usize = 256;

static LOG: LazyLock<Mutex<ErrorLog>> = LazyLock::new(Mutex::default);

impl StoreError {
    /// Says in the log what could not be done, and why; of each kind once a minute.
    pub fn warn(&self, what: &'static str) {
        let kind = (what, self.to_string());
        let line = LOG.lock().unwrap_or_else(PoisonError::into_inner).note(Instant::now(), kind);
        if let Some(line) = line {
            line.write();
        }
    }
}

/// Tells how many errors there were since their kind was last told, where that is long enough ago. Called now and then.
pub(super) fn tell_the_rest() {
    let lines = LOG.lock().unwrap_or_else(PoisonError::into_inner).due(Instant::now());
    lines.iter().for_each(Line::write);
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

#[derive(Debug, Default)]
struct ErrorLog {
    /// When each kind was last told, and how often it has happened since.
    told: HashMap<Kind, (Instant, u64)>,
}

impl ErrorLog {
    /// One more of this kind; the line to write, if it is time for one.
    fn note(&mut self, now: Instant, kind: Kind) -> Option<Line> {
        if let Some((told, untold)) = self.told.get_mut(&kind) {
            *untold += 1;
            if now.duration_since(*told) < EVERY {
                return None;
            }
            let times = std::mem::take(untold);
            *told = now;
            return Some(Line { kind, times });
        }
        if self.told.len() < KINDS {
            self.told.insert(kind.clone(), (now, 0));
        }
        Some(Line { kind, times: 1 })
    }

    /// The lines of those that have happened since they were told a minute ago; what has not happened is forgotten.
    fn due(&mut self, now: Instant) -> Vec<Line> {
        let is_due = |told: Instant| now.duration_since(told) >= EVERY;
        self.told.retain(|_, (told, untold)| *untold > 0 || !is_due(*told));
        let due = self.told.iter_mut().filter(|(_, (told, _))| is_due(*told));
        due.map(|(kind, (told, untold))| {
            *told = now;
            Line { kind: kind.clone(), times: std::mem::take(untold) }
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(what: &'static str) -> Kind {
        (what, "SQLSTATE 53300: too many connections".to_owned())
    }

    #[test]
    fn of_each_kind_one_line_a_minute_is_written_and_says_how_many_there_were() {
        let (mut log, start) = (ErrorLog::default(), Instant::now());
        let at = |seconds| start + Duration::from_secs(seconds);
        assert_eq!(log.note(at(0), kind("a")), Some(Line { kind: kind("a"), times: 1 }));
        assert_eq!(log.note(at(1), kind("a")), None);
        assert_eq!(log.note(at(2), kind("b")), Some(Line { kind: kind("b"), times: 1 }));
        assert_eq!(log.note(at(59), kind("a")), None);
        assert_eq!(log.note(at(60), kind("a")), Some(Line { kind: kind("a"), times: 3 }));
    }

    #[test]
    fn those_that_came_last_are_told_although_no_other_comes() {
        let (mut log, start) = (ErrorLog::default(), Instant::now());
        let at = |seconds| start + Duration::from_secs(seconds);
        log.note(at(0), kind("a"));
        log.note(at(1), kind("a"));
        log.note(at(1), kind("b"));
        assert_eq!(log.due(at(59)), []);
        assert_eq!(log.due(at(61)), [Line { kind: kind("a"), times: 1 }]);
        assert_eq!(log.due(at(200)), []);
    }
}
