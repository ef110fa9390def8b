//! The days that are named in a search.

use time::{Date, Duration, Month};

/// Some days in a row, of any zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// From this day on.
    pub from: Option<Date>,
    /// Up to the day before this one.
    pub until: Option<Date>,
}

impl Days {
    /// The days that an operator and its value name; none if the value is no date.
    pub(super) fn of(operator: &str, value: &str, today: Date) -> Option<Self> {
        let (first, after) = span(value, today)?;
        Some(match operator {
            "before" => Self { from: None, until: Some(first) },
            "after" => Self { from: Some(after), until: None },
            _ => Self { from: Some(first), until: Some(after) },
        })
    }

    /// The days that are among both.
    pub(super) fn and(self, other: Self) -> Self {
        let later = |one: Option<Date>, other: Option<Date>| one.max(other);
        let earlier = |one: Option<Date>, other: Option<Date>| match (one, other) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Self { from: later(self.from, other.from), until: earlier(self.until, other.until) }
    }
}

/// The first day of a day, month or year, and the first one after it.
fn span(value: &str, today: Date) -> Option<(Date, Date)> {
    let day = |day: Date| Some((day, day.next_day()?));
    match value {
        "today" => return day(today),
        "yesterday" => return day(today.previous_day()?),
        "week" => return Some((today.checked_sub(Duration::days(6))?, today.next_day()?)),
        _ => {}
    }
    let parts: Vec<&str> = value.split('-').collect();
    let number = |text: &str, digits: usize| {
        let is_number = text.len() <= digits && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| text.parse::<u16>().ok()).flatten()
    };
    let year = i32::from(
        number(parts.first()?, 4).filter(|year| (1..=9_998).contains(year) && parts[0].len() == 4)?,
    );
    let Some(month) = parts.get(1) else {
        return Some((Date::from_ordinal_date(year, 1).ok()?, Date::from_ordinal_date(year + 1, 1).ok()?));
    };
    let month = Month::try_from(u8::try_from(number(month, 2)?).ok()?).ok()?;
    match parts.get(2..) {
        Some([]) => {
            let next =
                if month == Month::December { (year + 1, Month::January) } else { (year, month.next()) };
            let first = |(year, month)| Date::from_calendar_date(year, month, 1).ok();
            Some((first((year, month))?, first(next)?))
        }
        Some([of_month]) => {
            let of_month = u8::try_from(number(of_month, 2)?).ok()?;
            day(Date::from_calendar_date(year, month, of_month).ok()?)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const TODAY: Date = date!(2026 - 11 - 23);

    #[test]
    fn a_day_a_month_and_a_year_are_named_as_they_are_written() {
        for (value, from, until) in [
            ("2026-11-22", date!(2026 - 11 - 22), date!(2026 - 11 - 23)),
            ("2026-2-9", date!(2026 - 02 - 09), date!(2026 - 02 - 10)),
            ("2026-12-31", date!(2026 - 12 - 31), date!(2027 - 01 - 01)),
            ("2026-12", date!(2026 - 12 - 01), date!(2027 - 01 - 01)),
            ("2026", date!(2026 - 01 - 01), date!(2027 - 01 - 01)),
            ("today", TODAY, date!(2026 - 11 - 24)),
            ("yesterday", date!(2026 - 11 - 22), TODAY),
            ("week", date!(2026 - 11 - 17), date!(2026 - 11 - 24)),
        ] {
            let days = Days::of("during", value, TODAY).expect(value);
            assert_eq!((days.from, days.until), (Some(from), Some(until)), "{value}");
            assert_eq!(
                Days::of("before", value, TODAY),
                Some(Days { from: None, until: Some(from) }),
                "{value}"
            );
            assert_eq!(
                Days::of("after", value, TODAY),
                Some(Days { from: Some(until), until: None }),
                "{value}"
            );
        }
    }

    #[test]
    fn what_is_no_date_names_no_day() {
        for value in [
            "",
            "-",
            "2026-13",
            "2026-02-30",
            "2026-11-22-1",
            "22.11.2026",
            "26",
            "99999",
            "0000",
            "2026-+1",
            "9999-12-31",
            "tomorrow morning",
            "２０２６",
            "2026-",
            "-2026",
        ] {
            assert_eq!(Days::of("on", value, TODAY), None, "{value}");
        }
    }

    #[test]
    fn several_dates_mean_the_days_that_all_of_them_name() {
        let of = |operator, value| Days::of(operator, value, TODAY).expect("days");
        let both = of("after", "2026-11-01").and(of("before", "2026-11-20")).and(of("during", "2026"));
        assert_eq!(both, Days { from: Some(date!(2026 - 11 - 02)), until: Some(date!(2026 - 11 - 20)) });
    }
}
