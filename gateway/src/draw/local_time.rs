//! What a clock shows where somebody is, and how far it is from the clock of whoever looks.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use proto::At;
use proto::text::ZoneName;
use serde::Serialize;
use time::UtcOffset;
use time::format_description::well_known::Rfc3339;

use crate::catalogue::Text;

/// The time of somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LocalTime {
    /// Now, in RFC 3339 and in their zone.
    pub at: String,
    /// The name of the zone.
    pub zone: String,
    /// How far ahead of mine, or behind; none where it is the same, or mine is not known.
    pub difference: Option<Text>,
}

impl LocalTime {
    /// The time `now` in a zone, for whoever lives in `mine`. None: there is no such zone any more.
    pub fn of(zone: &ZoneName, mine: Option<&ZoneName>, now: At) -> Option<Self> {
        let theirs = offset(zone, now)?;
        let ahead = mine.and_then(|mine| offset(mine, now)).map(|mine| minutes(theirs) - minutes(mine));
        Some(Self {
            at: now.to_offset(theirs).replace_nanosecond(0).ok()?.format(&Rfc3339).ok()?,
            zone: zone.as_str().replace('_', " "),
            difference: ahead.filter(|minutes| *minutes != 0).map(difference),
        })
    }
}

/// How far a zone is from UTC at this moment.
fn offset(zone: &ZoneName, at: At) -> Option<UtcOffset> {
    let at = Timestamp::from_second(at.unix_timestamp()).ok()?;
    let offset = TimeZone::get(zone.as_str()).ok()?.to_offset(at);
    // Some zones were once off by odd seconds, which RFC 3339 cannot say; none is today.
    UtcOffset::from_whole_seconds(offset.seconds() / 60 * 60).ok()
}

fn minutes(offset: UtcOffset) -> i32 {
    offset.whole_seconds() / 60
}

fn difference(minutes: i32) -> Text {
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    let span = match (hours, rest) {
        (0, _) => "minutes",
        (_, 0) => "hours",
        _ => "both",
    };
    if minutes > 0 {
        Text::new("profile-time-ahead").with("span", span).with("hours", hours).with("minutes", rest)
    } else {
        Text::new("profile-time-behind").with("span", span).with("hours", hours).with("minutes", rest)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::catalogue::Language;

    fn zone(name: &str) -> ZoneName {
        ZoneName::parse(name).expect("a zone")
    }

    fn shown(theirs: &str, mine: &str, now: At) -> (String, String) {
        let local = LocalTime::of(&zone(theirs), Some(&zone(mine)), now).expect("a time");
        let words = local.difference.map(|text| Language::English.catalogue().say(&text));
        (local.at, words.unwrap_or_default())
    }

    #[test]
    fn a_clock_elsewhere_is_told_with_its_difference_in_winter_and_in_summer() {
        let (winter, summer) = (datetime!(2026-01-15 23:30:12.5 UTC), datetime!(2026-07-15 23:30 UTC));
        for (theirs, mine, now, at, words) in [
            ("Europe/Berlin", "UTC", winter, "2026-01-16T00:30:12+01:00", "1 h ahead of you"),
            ("Europe/Berlin", "UTC", summer, "2026-07-16T01:30:00+02:00", "2 h ahead of you"),
            ("America/New_York", "Europe/Berlin", summer, "2026-07-15T19:30:00-04:00", "6 h behind you"),
            ("Asia/Kathmandu", "Asia/Kolkata", winter, "2026-01-16T05:15:12+05:45", "15 min ahead of you"),
            ("America/St_Johns", "UTC", winter, "2026-01-15T20:00:12-03:30", "3 h 30 min behind you"),
            ("Europe/Paris", "Europe/Berlin", summer, "2026-07-16T01:30:00+02:00", ""),
        ] {
            assert_eq!(shown(theirs, mine, now), (at.to_owned(), words.to_owned()), "{theirs}");
        }
        let alone = LocalTime::of(&zone("America/New_York"), None, winter).expect("a time");
        assert_eq!((alone.zone.as_str(), alone.difference), ("America/New York", None));
    }

    #[test]
    fn every_zone_that_is_offered_has_a_time() {
        let now = datetime!(2026-11-22 12:00 UTC);
        for name in ZoneName::offered() {
            assert!(LocalTime::of(&zone(name), None, now).is_some(), "{name}");
        }
    }
}
