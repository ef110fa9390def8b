//! Which messages `/admin/messages` shows, as its address says it.

use proto::room::{FoundMessage, MessageCursor};
use proto::{At, Reason, Refusal, RoomId};
use serde::Deserialize;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{Date, Time};
use uuid::Uuid;

use crate::draw::in_query;
use crate::pages::admin::is_possible;

const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

/// What is looked for, and what was done last: one of our own words.
#[derive(Clone, Deserialize, Default)]
#[serde(default)]
pub(crate) struct Filter {
    pub(super) q: String,
    pub(super) author: String,
    pub(super) room: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) before: String,
    pub(super) done: String,
}

impl Filter {
    /// The same search, from after this message on.
    pub(super) fn older(&self, last: &FoundMessage) -> String {
        let at = last.message.at.unix_timestamp_nanos() / 1_000;
        let before = format!("{at}.{}.{}", last.room, last.message.seq);
        Self { before, ..self.clone() }.address()
    }

    /// Its address.
    pub(super) fn address(&self) -> String {
        let fields = [
            ("author", &self.author),
            ("room", &self.room),
            ("from", &self.from),
            ("to", &self.to),
            ("before", &self.before),
        ];
        let rest = fields.into_iter().filter(|(_, value)| !value.is_empty());
        let rest: String = rest.map(|(name, value)| format!("&{name}={}", in_query(value))).collect();
        format!("/admin/messages?q={}{rest}", in_query(&self.q))
    }

    /// Where the page begins: after the last message of the one before, else at the end of the last day asked for.
    pub(super) fn cursor(&self) -> Result<Option<MessageCursor>, Refusal> {
        if let Some(cursor) = cursor(&self.before) {
            return Ok(Some(cursor));
        }
        let next = day(&self.to, "to")?.map(|day| day.next_day().unwrap_or(day));
        Ok(next.map(|day| MessageCursor { at: midnight(day), room: RoomId(Uuid::nil()), seq: 0 }))
    }
}

fn cursor(text: &str) -> Option<MessageCursor> {
    let mut parts = text.splitn(3, '.');
    let micros: i128 = parts.next()?.parse().ok()?;
    let at = At::from_unix_timestamp_nanos(micros.checked_mul(1_000)?).ok().filter(is_possible)?;
    Some(MessageCursor { at, room: parts.next()?.parse().ok()?, seq: parts.next()?.parse().ok()? })
}

/// A day as typed; none if nothing was.
pub(super) fn day(text: &str, field: &'static str) -> Result<Option<Date>, Refusal> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let day = Date::parse(text.trim(), DAY).ok().filter(|day| is_possible(&midnight(*day)));
    day.map(Some).ok_or_else(|| Refusal::new(Reason::NotADay).on(field))
}

pub(super) fn midnight(day: Date) -> At {
    day.with_time(Time::MIDNIGHT).assume_utc()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_goes_into_an_address_and_back() {
        let room = RoomId(Uuid::from_u128(7));
        let found = cursor(&format!("1764000000123456.{room}.42")).expect("a cursor");
        assert_eq!(
            (found.at.unix_timestamp_nanos(), found.room, found.seq),
            (1_764_000_000_123_456_000, room, 42)
        );
        for odd in [
            "",
            "1",
            "1.2.3",
            "x.y.z",
            &format!("{}0.{room}.1", i128::MAX),
            &format!("1.{room}."),
            &format!("-300000000000000000.{room}.1"),
        ] {
            assert_eq!(cursor(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_day_is_whole() {
        let part = Filter { to: "2026-03-31".into(), ..Filter::default() };
        let cursor = part.cursor().expect("a day").expect("a cursor");
        assert_eq!(cursor.at, time::macros::datetime!(2026-04-01 0:00 UTC));
        for odd in ["31.3.", "-9999-01-01", "+9999-12-31", "9999-12-31", "0000-01-01", "1969-12-31"] {
            assert_eq!(day(odd, "from").expect_err("none").field.as_deref(), Some("from"), "{odd}");
        }
    }
}
