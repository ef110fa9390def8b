//! `DATE($at)`, `DATE($at, style: "weekday")` and `TIME($at)` in a message: a moment in UTC, written as the language writes it.
//! `$at` is RFC 3339, as it is on every wire. Browsers write times of the reader's own zone over it.

use std::borrow::Cow;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentResource, FluentValue};
use icu_calendar::{Date, Gregorian};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::{YMD, YMDE};
use icu_locale_core::Locale;
use proto::At;
use time::format_description::well_known::Rfc3339;
use unic_langid::LanguageIdentifier;

struct Dates {
    day: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
    weekday: FixedCalendarDateTimeFormatter<Gregorian, YMDE>,
}

/// Adds the functions; whether that was possible.
pub(super) fn add(bundle: &mut FluentBundle<FluentResource>, language: &LanguageIdentifier) -> bool {
    let Some(dates) = Dates::of(language) else { return false };
    let date = bundle.add_function("DATE", move |what, how| {
        let weekday = matches!(how.get("style"), Some(FluentValue::String(style)) if style == "weekday");
        or_error(moment(what).and_then(|at| dates.write(at, weekday)))
    });
    let time = bundle.add_function("TIME", |what, _| {
        or_error(moment(what).map(|at| format!("{:02}:{:02}", at.hour(), at.minute())))
    });
    date.is_ok() && time.is_ok()
}

impl Dates {
    fn of(language: &LanguageIdentifier) -> Option<Self> {
        let locale: Locale = language.to_string().parse().ok()?;
        Some(Self {
            day: FixedCalendarDateTimeFormatter::try_new((&locale).into(), YMD::long()).ok()?,
            weekday: FixedCalendarDateTimeFormatter::try_new((&locale).into(), YMDE::long()).ok()?,
        })
    }

    fn write(&self, at: At, weekday: bool) -> Option<String> {
        let date = Date::try_new_gregorian(at.year(), at.month().into(), at.day()).ok()?;
        Some(if weekday {
            self.weekday.format(&date).to_string()
        } else {
            self.day.format(&date).to_string()
        })
    }
}

fn moment(what: &[FluentValue<'_>]) -> Option<At> {
    let FluentValue::String(text) = what.first()? else { return None };
    At::parse(text, &Rfc3339).ok()
}

fn or_error(words: Option<String>) -> FluentValue<'static> {
    words.map_or(FluentValue::Error, |words| FluentValue::String(Cow::Owned(words)))
}
