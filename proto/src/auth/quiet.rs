//! When somebody does not want to be disturbed: until a moment, and in hours that come again every week, by the clock on their wall.
//!
//! The page decides alike (`static/js/models/quiet.js`); `proto/tests/cases/quiet.json` has what both must answer.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, ZonedDateTime};
use serde::{Deserialize, Serialize};

use crate::text::ZoneName;
use crate::{At, Reason, Refusal};

/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// When somebody does not want to be disturbed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    /// Until then, whatever the hour. None, or past: only by the hours.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
    pub until: Option<At>,
    /// None: they keep no such hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<QuietHours>,
    /// The clock they live by; none: that of UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<ZoneName>,
}

/// Hours that come again, in minutes of the day. Where the end is not after the beginning, they end on the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Spelled")]
pub struct QuietHours {
    /// When they begin, below 1,440.
    pub from: u16,
    /// When they end, below 1,440.
    pub to: u16,
    /// The days on which they begin: a bit each, Monday's the lowest. At least one.
    pub days: u8,
}

/// The same, unchecked.
#[derive(Deserialize)]
struct Spelled {
    from: u16,
    to: u16,
    days: u8,
}

impl TryFrom<Spelled> for QuietHours {
    type Error = Refusal;

    fn try_from(Spelled { from, to, days }: Spelled) -> Result<Self, Refusal> {
        Self::new(from, to, days)
    }
}

impl Quiet {
    /// Whether they do not want to be disturbed at this moment.
    pub fn holds(&self, now: At) -> bool {
        self.ends(now).is_some()
    }

    /// Until when they do not; none: they may be disturbed.
    pub fn ends(&self, now: At) -> Option<At> {
        let by_hours = self.hours.and_then(|hours| hours.ends(&self.local(now)?));
        self.until.filter(|until| now < *until).max(by_hours)
    }

    /// Nothing keeps them from being disturbed, now or later.
    pub fn is_none(&self, now: At) -> bool {
        self.hours.is_none() && self.until.is_none_or(|until| until <= now)
    }

    /// The same moment by their clock.
    fn local(&self, now: At) -> Option<ZonedDateTime> {
        let zone = self.zone.as_ref().and_then(|zone| TimeZone::get(zone.as_str()).ok());
        let now = Timestamp::from_second(now.unix_timestamp()).ok()?;
        Some(now.to_zoned_datetime(zone.unwrap_or(TimeZone::UTC)))
    }
}

impl QuietHours {
    /// Hours on these days.
    ///
    /// # Errors
    /// A time is none of a day, or there is no day.
    pub fn new(from: u16, to: u16, days: u8) -> Result<Self, Refusal> {
        let is_one = from < DAY && to < DAY && (1..128).contains(&days);
        is_one.then_some(Self { from, to, days }).ok_or_else(|| Refusal::new(Reason::QuietHours).on("hours"))
    }

    /// They begin on this day of the week, Monday being 0.
    pub fn begin_on(self, weekday: u8) -> bool {
        self.days >> weekday & 1 == 1
    }

    /// When the wall clock shows their end, if it shows a time within them: on the day they began, or on the next.
    fn ends(self, local: &ZonedDateTime) -> Option<At> {
        let minute = u16::from(local.hour().unsigned_abs()) * 60 + u16::from(local.minute().unsigned_abs());
        let begin = |day: Option<Date>| {
            day.is_some_and(|day| self.begin_on(day.weekday().to_monday_zero_offset().unsigned_abs()))
        };
        let (today, yesterday) = (local.date(), local.date().checked_sub(1.day()).ok());
        let is_over_night = self.to <= self.from;
        let is_since_today = begin(Some(today)) && self.from <= minute && (is_over_night || minute < self.to);
        let is_since_yesterday = is_over_night && begin(yesterday) && minute < self.to;
        let last = if is_since_today && is_over_night {
            today.checked_add(1.day()).ok()?
        } else if is_since_today || is_since_yesterday {
            today
        } else {
            return None;
        };
        let end =
            DateTime::from_parts(last, time(self.to)?).to_zoned_datetime(local.time_zone().clone()).ok()?;
        // Where the clocks are put back, the wall shows a time a second time: it ends by what it shows.
        let end = end.timestamp().max(local.timestamp());
        At::from_unix_timestamp(end.as_second()).ok()
    }
}

fn time(minute: u16) -> Option<Time> {
    Time::new(i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Case {
        name: String,
        quiet: Quiet,
        #[serde(with = "time::serde::rfc3339")]
        now: At,
        holds: bool,
    }

    #[test]
    fn hours_are_kept_by_the_clock_on_the_wall_over_midnight_and_a_change_of_clocks() {
        let cases: Vec<Case> =
            serde_json::from_str(include_str!("../../tests/cases/quiet.json")).expect("cases");
        assert!(cases.len() > 20, "{} cases", cases.len());
        for case in cases {
            assert_eq!(case.quiet.holds(case.now), case.holds, "{}", case.name);
        }
    }

    fn berlin(from: u16, to: u16, days: u8) -> Quiet {
        let hours = Some(QuietHours::new(from, to, days).expect("hours"));
        Quiet { hours, zone: ZoneName::optional("Europe/Berlin").expect("a zone"), ..Quiet::default() }
    }

    #[test]
    fn it_is_told_when_they_end() {
        let nights = berlin(22 * 60, 7 * 60, 127);
        assert_eq!(nights.ends(datetime!(2026-11-27 22:30 UTC)), Some(datetime!(2026-11-28 6:00 UTC)));
        assert_eq!(
            nights.ends(datetime!(2026-03-28 23:30 UTC)),
            Some(datetime!(2026-03-29 5:00 UTC)),
            "an hour less"
        );
        assert_eq!(nights.ends(datetime!(2026-11-27 12:00 UTC)), None);
        let later = datetime!(2026-11-28 12:00 UTC);
        let both = Quiet { until: Some(later), ..nights };
        assert_eq!(both.ends(datetime!(2026-11-27 22:30 UTC)), Some(later), "whichever is later");
        assert!(!both.holds(later), "and not at its end");
    }

    #[test]
    fn what_is_no_hour_and_no_day_is_refused() {
        for (from, to, days) in [(1_440, 0, 1), (0, 1_440, 1), (0, 60, 0), (0, 60, 128)] {
            assert_eq!(QuietHours::new(from, to, days).expect_err("none").reason, Reason::QuietHours);
        }
        assert!(serde_json::from_str::<QuietHours>(r#"{"from":0,"to":60,"days":0}"#).is_err());
    }

    proptest! {
        #[test]
        fn whoever_is_quiet_is_so_until_the_end_that_was_told(
            (from, to, days) in (0_u16..1_440, 0_u16..1_440, 1_u8..128), minutes in 0_i64..400 * 24 * 60,
        ) {
            let quiet = berlin(from, to, days);
            let now = datetime!(2026-01-01 0:00 UTC) + time::Duration::minutes(minutes);
            if let Some(end) = quiet.ends(now) {
                prop_assert!(now <= end && end <= now + time::Duration::hours(26), "{now} {end}");
            }
        }
    }
}
