//! Status: what a form and `/status` say of it, and when it ends. The end is reckoned once, by the clock of its person.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use proto::auth::Status;
use proto::text::{StatusEmoji, StatusText, ZoneName};
use proto::{At, Reason, Refusal};

/// A status ends after so many days at the latest.
const DAYS: i64 = 366;

/// When a status ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// When it is changed.
    Never,
    /// After so many minutes.
    Minutes(i64),
    /// With the day.
    Today,
    /// With Sunday.
    Week,
    /// With this day.
    Day(Date),
}

/// What `/status` is to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum StatusCommand {
    Clear,
    Set { emoji: Option<StatusEmoji>, text: Option<StatusText>, end: End },
}

impl End {
    /// Reads the choice of a form, and the day that goes with `date`.
    ///
    /// # Errors
    /// It is none of the choices, or no day.
    pub(crate) fn parse(choice: &str, day: &str) -> Result<Self, Refusal> {
        match choice {
            "" | "never" => Ok(Self::Never),
            "half_hour" => Ok(Self::Minutes(30)),
            "hour" => Ok(Self::Minutes(60)),
            "today" => Ok(Self::Today),
            "week" => Ok(Self::Week),
            "date" => day.parse().map(Self::Day).map_err(|_| not_a_day()),
            _ => Err(Refusal::new(Reason::Malformed).on("ends")),
        }
    }

    /// When that is, by the clock of a zone; without one, by that of UTC. None: never.
    ///
    /// # Errors
    /// The day is past, or too far off.
    pub(crate) fn at(self, zone: Option<&ZoneName>, now: At) -> Result<Option<At>, Refusal> {
        let zone = zone.and_then(|zone| TimeZone::get(zone.as_str()).ok()).unwrap_or(TimeZone::UTC);
        let today = Timestamp::from_second(now.unix_timestamp())
            .map_err(|_| not_a_day())?
            .to_zoned_datetime(zone.clone())
            .date();
        let last = match self {
            Self::Never => return Ok(None),
            Self::Minutes(minutes) => return Ok(Some(now + time::Duration::minutes(minutes))),
            Self::Today => today,
            Self::Week => after(today, 6 - i64::from(today.weekday().to_monday_zero_offset()))?,
            Self::Day(day) => day,
        };
        if last < today || last > after(today, DAYS)? {
            return Err(not_a_day());
        }
        let end = after(last, 1)?.to_zoned_datetime(zone).map_err(|_| not_a_day())?;
        At::from_unix_timestamp(end.timestamp().as_second()).map(Some).map_err(|_| not_a_day())
    }
}

/// Reads what follows `/status`: `clear`, or perhaps a length (`30m`, `2h`), perhaps an emoji, and words.
///
/// # Errors
/// The words are too long, or hold what must not be in them.
pub(crate) fn read(words: &str) -> Result<StatusCommand, Refusal> {
    if words == "clear" {
        return Ok(StatusCommand::Clear);
    }
    let (end, words) = match first_word(words) {
        Some((minutes, rest)) => (End::Minutes(minutes), rest),
        None => (End::Never, words),
    };
    let (first, rest) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    let emoji = StatusEmoji::optional(first).ok().flatten();
    let text = StatusText::optional(if emoji.is_some() { rest } else { words })?;
    Ok(if emoji.is_none() && text.is_none() {
        StatusCommand::Clear
    } else {
        StatusCommand::Set { emoji, text, end }
    })
}

impl StatusCommand {
    /// What the status is from now on.
    ///
    /// # Errors
    /// None that a command can have.
    pub(crate) fn status(self, zone: Option<&ZoneName>, now: At) -> Result<Option<Status>, Refusal> {
        match self {
            Self::Clear => Ok(None),
            Self::Set { emoji, text, end } => Ok(Status::of(emoji, text, end.at(zone, now)?)),
        }
    }
}

/// How many minutes `30m` or `2h` are, at most a day, and what comes after it.
fn first_word(words: &str) -> Option<(i64, &str)> {
    let (first, rest) = words.split_once(char::is_whitespace)?;
    let (number, factor) = match first.strip_suffix('m') {
        Some(number) => (number, 1),
        None => (first.strip_suffix('h')?, 60),
    };
    let minutes = number.parse::<i64>().ok()?.checked_mul(factor)?;
    (1..=24 * 60).contains(&minutes).then(|| (minutes, rest.trim_start()))
}

fn after(day: Date, days: i64) -> Result<Date, Refusal> {
    day.checked_add(days.days()).map_err(|_| not_a_day())
}

fn not_a_day() -> Refusal {
    Refusal::new(Reason::StatusDay { days: DAYS.unsigned_abs() }).on("day")
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    /// A Wednesday, half past eleven at night in London, and Thursday in Tokyo.
    const NOW: At = datetime!(2026-07-15 22:30 UTC);

    fn ends(end: End, zone: &str) -> Option<At> {
        end.at(ZoneName::parse(zone).ok().as_ref(), NOW).expect("an end")
    }

    #[test]
    fn an_end_is_reckoned_by_the_clock_of_its_person() {
        assert_eq!(ends(End::Never, "Europe/London"), None);
        assert_eq!(ends(End::Minutes(30), "Asia/Tokyo"), Some(datetime!(2026-07-15 23:00 UTC)));
        assert_eq!(ends(End::Today, "Europe/London"), Some(datetime!(2026-07-15 23:00 UTC)));
        assert_eq!(ends(End::Today, "Asia/Tokyo"), Some(datetime!(2026-07-16 15:00 UTC)));
        assert_eq!(End::Today.at(None, NOW).expect("an end"), Some(datetime!(2026-07-16 0:00 UTC)));
        assert_eq!(ends(End::Week, "Europe/London"), Some(datetime!(2026-07-19 23:00 UTC)));
        let day = |day: &str| End::parse("date", day).expect("a day");
        assert_eq!(ends(day("2026-07-15"), "Europe/London"), Some(datetime!(2026-07-15 23:00 UTC)));
        // The clocks have gone back by then.
        assert_eq!(ends(day("2026-12-24"), "Europe/London"), Some(datetime!(2026-12-25 0:00 UTC)));
    }

    #[test]
    fn a_day_that_is_past_too_far_off_or_none_is_refused_beside_its_field() {
        for day in ["2026-07-14", "2027-07-18", "9999-12-31", "-009999-01-01"] {
            let refused = End::parse("date", day).expect("a day").at(None, NOW).expect_err("refused");
            assert_eq!(
                (refused.reason, refused.field.as_deref()),
                (Reason::StatusDay { days: 366 }, Some("day"))
            );
        }
        for day in ["", "tomorrow", "2026-02-30", &*"9".repeat(10_000)] {
            assert_eq!(End::parse("date", day).expect_err("no day").field.as_deref(), Some("day"));
        }
        assert!(End::parse("century", "").is_err());
    }

    #[test]
    fn a_command_has_perhaps_a_length_perhaps_an_emoji_and_words() {
        let set = |emoji: &str, text: &str, end| StatusCommand::Set {
            emoji: StatusEmoji::optional(emoji).expect("an emoji"),
            text: StatusText::optional(text).expect("words"),
            end,
        };
        for (words, expected) in [
            ("clear", StatusCommand::Clear),
            ("\u{200d}", StatusCommand::Clear),
            ("Lunch", set("", "Lunch", End::Never)),
            ("🌴 On holiday", set("🌴", "On holiday", End::Never)),
            ("🌴", set("🌴", "", End::Never)),
            ("30m 🍜 Lunch", set("🍜", "Lunch", End::Minutes(30))),
            ("2h  Meeting", set("", "Meeting", End::Minutes(120))),
            ("25h of music", set("", "25h of music", End::Never)),
            ("1h", set("", "1h", End::Never)),
            ("clear skies", set("", "clear skies", End::Never)),
        ] {
            assert_eq!(read(words).expect(words), expected, "{words}");
        }
        let long = read(&"x".repeat(81)).expect_err("too long");
        assert_eq!(long.reason, Reason::TooLong { max: 80 });
    }
}
