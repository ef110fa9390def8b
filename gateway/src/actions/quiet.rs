//! What forms say of when somebody does not want to be disturbed. A moment is reckoned once, by the clock of its person.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use proto::auth::QuietHours;
use proto::text::ZoneName;
use proto::{At, Reason, Refusal};

/// So many days ahead at the latest.
const DAYS: u64 = 366;
/// The hour of the day at which a pause ends that ends on a day.
const MORNING: Time = Time::constant(9, 0, 0, 0);

/// Until when notifications are paused: half an hour, an hour, tomorrow morning, or the morning of a day.
///
/// # Errors
/// It is none of the choices, no day, or one that is past or too far off.
pub(crate) fn until(choice: &str, day: &str, zone: Option<&ZoneName>, now: At) -> Result<At, Refusal> {
    let zone = zone.and_then(|zone| TimeZone::get(zone.as_str()).ok()).unwrap_or(TimeZone::UTC);
    let here =
        Timestamp::from_second(now.unix_timestamp()).map_err(|_| no_end())?.to_zoned_datetime(zone.clone());
    let day = match choice {
        "half_hour" => return Ok(now + time::Duration::minutes(30)),
        "hour" => return Ok(now + time::Duration::hours(1)),
        "tomorrow" => here.date().checked_add(1.day()).map_err(|_| no_end())?,
        "date" => day.parse::<Date>().map_err(|_| no_end())?,
        _ => return Err(Refusal::new(Reason::Malformed).on("pause")),
    };
    let end = day.to_datetime(MORNING).to_zoned_datetime(zone).map_err(|_| no_end())?;
    let end = At::from_unix_timestamp(end.timestamp().as_second()).map_err(|_| no_end())?;
    let is_ahead = end > now && end <= now + time::Duration::days(DAYS.cast_signed());
    is_ahead.then_some(end).ok_or_else(no_end)
}

fn no_end() -> Refusal {
    Refusal::new(Reason::QuietUntil { days: DAYS }).on("day")
}

/// Hours of a form: two times as `20:00`, and on which days of the week they begin, Monday first.
///
/// # Errors
/// A time is none, or there is no day.
pub(crate) fn hours(from: &str, to: &str, days: [bool; 7]) -> Result<QuietHours, Refusal> {
    let days = days.iter().enumerate().fold(0, |days, (day, is)| days | u8::from(*is) << day);
    match (minute(from), minute(to)) {
        (Some(from), Some(to)) => QuietHours::new(from, to, days),
        _ => Err(Refusal::new(Reason::QuietHours).on("hours")),
    }
}

fn minute(clock: &str) -> Option<u16> {
    let time: Time = clock.parse().ok()?;
    u16::try_from(i32::from(time.hour()) * 60 + i32::from(time.minute())).ok()
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    /// A Friday, an hour later in Berlin.
    const EVENING: At = datetime!(2026-11-27 22:30 UTC);

    fn at(choice: &str, day: &str, zone: &str) -> Result<At, Refusal> {
        until(choice, day, ZoneName::optional(zone).expect("a zone").as_ref(), EVENING)
    }

    #[test]
    fn a_pause_ends_by_the_clock_of_its_person() {
        assert_eq!(at("half_hour", "", ""), Ok(datetime!(2026-11-27 23:00 UTC)));
        assert_eq!(at("hour", "x", "Europe/Berlin"), Ok(datetime!(2026-11-27 23:30 UTC)));
        assert_eq!(at("tomorrow", "", ""), Ok(datetime!(2026-11-28 9:00 UTC)));
        assert_eq!(at("tomorrow", "", "Europe/Berlin"), Ok(datetime!(2026-11-28 8:00 UTC)));
        assert_eq!(
            at("tomorrow", "", "Asia/Tokyo"),
            Ok(datetime!(2026-11-29 0:00 UTC)),
            "it is Saturday there"
        );
        assert_eq!(
            at("date", "2027-07-01", "Europe/Berlin"),
            Ok(datetime!(2027-07-01 7:00 UTC)),
            "in summer"
        );
    }

    #[test]
    fn an_end_that_has_passed_is_far_off_or_is_none_is_refused() {
        for (choice, day) in [
            ("date", ""),
            ("date", "soon"),
            ("date", "2026-11-27"),
            ("date", "2028-01-01"),
            ("date", "9999-12-31"),
        ] {
            let refused = at(choice, day, "").expect_err("refused");
            assert_eq!(refused.reason, Reason::QuietUntil { days: 366 }, "{day}");
        }
        assert_eq!(at("for_ever", "", "").expect_err("refused").reason, Reason::Malformed);
    }

    #[test]
    fn hours_are_two_times_and_a_day_at_least() {
        let week = [true, true, true, true, true, false, false];
        assert_eq!(hours("20:00", "07:30", week), QuietHours::new(1_200, 450, 31));
        assert_eq!(hours("00:00", "23:59", [true; 7]), QuietHours::new(0, 1_439, 127));
        for (from, to, days) in [
            ("", "07:30", week),
            ("20:00", "24:30", week),
            ("8 pm", "7", week),
            ("20:00", "07:30", [false; 7]),
        ] {
            assert_eq!(hours(from, to, days).expect_err("refused").reason, Reason::QuietHours, "{from} {to}");
        }
    }
}
