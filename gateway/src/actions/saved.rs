//! What somebody saves to come back to, and when it is to come up again. The browser says that as a moment, which it makes of its own
//! zone; a form without a script chooses, and the hours are those of UTC.

use proto::auth::Session;
use proto::room::{Query, Reply, Saved, SavedQuery};
use proto::{At, Reason, Refusal, RoomId, Seq};
use serde::Deserialize;
use time::format_description::well_known::Rfc3339;
use time::macros::{format_description, time};
use time::{Date, Duration, PrimitiveDateTime, Time, Weekday};

use super::Actions;

/// The hour of the day at which something comes up again.
const MORNING: Time = time!(9:00);
/// Farther away nothing is set.
const LONGEST: Duration = Duration::days(5 * 365);

/// What a form says of a reminder.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Reminder {
    /// Which of those offered; empty: as it is.
    pub(crate) when: String,
    /// The day and hour that were chosen for `date`.
    pub(crate) date: String,
    /// The moment, where a script knows the reader's zone.
    pub(crate) at: String,
}

/// What is to become of a reminder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    AsItIs,
    Never,
    At(At),
}

impl Reminder {
    /// The moment that is named; none where that is none.
    ///
    /// # Errors
    /// It has passed or is years away.
    pub(super) fn moment(&self, now: At) -> Result<Option<At>, Refusal> {
        Ok(if let Change::At(at) = self.read(now)? { Some(at) } else { None })
    }

    /// # Errors
    /// No moment is named, or one that has passed or is years away.
    fn read(&self, now: At) -> Result<Change, Refusal> {
        let at = match &*self.when {
            "" => return Ok(Change::AsItIs),
            "never" => return Ok(Change::Never),
            _ if !self.at.is_empty() => At::parse(&self.at, &Rfc3339).ok(),
            "hour" => Some(now + Duration::HOUR),
            "tomorrow" => now.date().next_day().map(morning),
            "week" => Some(morning(now.date().next_occurrence(Weekday::Monday))),
            _ => day_and_hour(&self.date),
        };
        let is_ahead = |at: &At| *at > now && *at <= now + LONGEST;
        at.filter(is_ahead).map(Change::At).ok_or_else(|| Reason::ReminderTime.into())
    }
}

fn morning(day: Date) -> At {
    day.with_time(MORNING).assume_utc()
}

/// As a field for a day and an hour has it: `2026-11-23T09:00`.
fn day_and_hour(text: &str) -> Option<At> {
    let form = format_description!("[year]-[month]-[day]T[hour]:[minute]");
    PrimitiveDateTime::parse(text, form).ok().map(PrimitiveDateTime::assume_utc)
}

impl Actions {
    /// Saves a message that they may read, and sets its reminder, if that is said.
    ///
    /// # Errors
    /// It is not there for them, too much is saved, the reminder is for no moment ahead, or nobody answers.
    pub(crate) async fn save(
        &self,
        session: &Session,
        room: RoomId,
        seq: Seq,
        reminder: &Reminder,
    ) -> Result<(), Refusal> {
        let viewer = session.into();
        let query = match reminder.read(At::now_utc())? {
            Change::AsItIs => Query::Saved { query: SavedQuery::Save { room, viewer, seq } },
            Change::Never => Query::Saved { query: SavedQuery::Remind { room, viewer, seq, at: None } },
            Change::At(at) => Query::Saved { query: SavedQuery::Remind { room, viewer, seq, at: Some(at) } },
        };
        self.saved(room, &query).await.map(|_| ())
    }

    /// Keeps it no longer.
    ///
    /// # Errors
    /// Nobody answers.
    pub(crate) async fn unsave(&self, session: &Session, room: RoomId, seq: Seq) -> Result<(), Refusal> {
        self.saved(room, &Query::Saved { query: SavedQuery::Remove { room, user: session.person.id, seq } })
            .await
            .map(|_| ())
    }

    /// Whether and how it is saved.
    ///
    /// # Errors
    /// Nobody answers.
    pub(crate) async fn is_saved(
        &self,
        session: &Session,
        room: RoomId,
        seq: Seq,
    ) -> Result<Option<Saved>, Refusal> {
        self.saved(room, &Query::Saved { query: SavedQuery::Get { room, viewer: session.into(), seq } }).await
    }

    async fn saved(&self, room: RoomId, query: &Query) -> Result<Option<Saved>, Refusal> {
        match self.cluster.ask_room(room.0, query).await? {
            Reply::Saved(saved) => Ok(saved),
            _ => Err(Refusal::unavailable()),
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    /// A Sunday.
    const NOON: At = datetime!(2026-11-22 12:00 UTC);

    fn read(when: &str, date: &str, at: &str) -> Result<Change, Refusal> {
        Reminder { when: when.into(), date: date.into(), at: at.into() }.read(NOON)
    }

    #[test]
    fn what_is_chosen_without_a_script_is_a_moment_of_utc() {
        let at = |when| match read(when, "2026-12-24T18:30", "") {
            Ok(Change::At(at)) => at,
            other => panic!("{when}: {other:?}"),
        };
        assert_eq!(at("hour"), datetime!(2026-11-22 13:00 UTC));
        assert_eq!(at("tomorrow"), datetime!(2026-11-23 9:00 UTC));
        assert_eq!(at("week"), datetime!(2026-11-23 9:00 UTC), "the next Monday");
        assert_eq!(at("date"), datetime!(2026-12-24 18:30 UTC));
        assert_eq!(read("", "", ""), Ok(Change::AsItIs));
        assert_eq!(read("never", "", ""), Ok(Change::Never));
    }

    #[test]
    fn a_script_says_the_moment_in_the_zone_of_its_reader() {
        let at = read("tomorrow", "", "2026-11-23T09:00:00+05:30");
        assert_eq!(at, Ok(Change::At(datetime!(2026-11-23 3:30 UTC))));
        assert_eq!(read("never", "", "2026-11-23T09:00:00Z"), Ok(Change::Never));
    }

    #[test]
    fn what_is_no_moment_ahead_is_refused() {
        let no = Err(Refusal::from(Reason::ReminderTime));
        for (when, date, at) in [
            ("date", "", ""),
            ("date", "yesterday", ""),
            ("date", "2026-11-22T12:00", ""),
            ("date", "2036-11-22T12:00", ""),
            ("hour", "", "soon"),
            ("hour", "", "2026-11-22T11:59:59Z"),
            ("hour", "", "+999999-01-01T00:00:00Z"),
            ("some day", "", ""),
        ] {
            assert_eq!(read(when, date, at), no, "{when} {date} {at}");
        }
    }
}
