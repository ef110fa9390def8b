//! What is one person's alone, beside their rooms.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Arrangement;
use crate::{At, RoomId, Seq, UserId};

/// All of it, in numbers: small enough to be told whole whenever something of it changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Personal {
    /// Threads they follow that have something new, in rooms that may call them, but for what they put away; a hundred are as good as
    /// more.
    #[serde(default)]
    pub threads: i64,
    /// When those of them that are snoozed wait again, the earliest first; those that have been wait until they are read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub snoozed: Vec<Moment>,
    /// When saved messages are to come up again, the earliest first; those that have been are due until they are dealt with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reminders: Vec<Moment>,
    /// What is saved, by room; at most [`SAVED_MAX`](super::SAVED_MAX) messages.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub saved: BTreeMap<RoomId, Vec<Seq>>,
    /// What was reported in rooms they moderate and nobody has dealt with, their own messages excepted.
    #[serde(default)]
    pub reports: i64,
    /// Whom they have blocked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocked: Vec<UserId>,
    /// How they have their list of rooms.
    #[serde(default)]
    pub arrangement: Arrangement,
}

/// A moment, as the wire spells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(#[serde(with = "time::serde::rfc3339")] pub At);

impl Personal {
    /// The same as sockets are told it: of the arrangement that it is another one, for the list itself is read.
    #[must_use]
    pub fn in_short(mut self) -> Self {
        self.arrangement.places.clear();
        self.arrangement.sections.clear();
        self
    }

    /// How many threads wait.
    pub fn waiting(&self, now: At) -> i64 {
        let back = self.snoozed.iter().filter(|at| at.0 <= now).count();
        self.threads.saturating_add(i64::try_from(back).unwrap_or(i64::MAX))
    }

    /// How many reminders are due.
    pub fn due(&self, now: At) -> usize {
        self.reminders.iter().filter(|at| at.0 <= now).count()
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_reminder_is_due_from_its_moment_on() {
        let at = |at| Moment(at);
        let reminders = vec![at(datetime!(2026-11-22 9:00 UTC)), at(datetime!(2026-11-23 9:00 UTC))];
        let personal = Personal { reminders, ..Personal::default() };
        assert_eq!(personal.due(datetime!(2026-11-22 8:59:59 UTC)), 0);
        assert_eq!(personal.due(datetime!(2026-11-22 9:00 UTC)), 1);
        assert_eq!(personal.due(datetime!(2026-12-01 0:00 UTC)), 2);
    }

    #[test]
    fn a_snoozed_thread_waits_again_from_its_moment_on() {
        let snoozed = vec![Moment(datetime!(2026-11-22 9:00 UTC))];
        let personal = Personal { threads: 2, snoozed, ..Personal::default() };
        assert_eq!(personal.waiting(datetime!(2026-11-22 8:59:59 UTC)), 2);
        assert_eq!(personal.waiting(datetime!(2026-11-22 9:00 UTC)), 3);
    }
}
