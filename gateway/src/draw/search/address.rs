//! The address of a search: the question, where it is asked, in which order, and which part of what was found.

use std::fmt;

use proto::room::MessageCursor;
use proto::room::search::SearchHit;
use proto::{At, RoomId, Seq};
use serde::{Deserialize, Serialize};

use super::name_of;
use crate::draw::in_query;

/// What stands behind `/search?`. A word nobody knows means what no word does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchAddress {
    /// What was typed.
    pub q: String,
    /// The address of the room it is asked from.
    pub room: Option<String>,
    /// `room`, `direct` or everywhere.
    pub scope: String,
    /// `relevance` or the newest first.
    pub sort: String,
    /// The last message of the page before, where the newest come first.
    pub before: String,
    /// How many come before this page, where the most relevant do.
    pub offset: u32,
    /// The message whose surroundings are shown.
    pub context: String,
}

impl SearchAddress {
    /// Where it is looked for.
    pub(super) fn scope(&self) -> &'static str {
        match &*self.scope {
            "direct" => "direct",
            "room" if self.room.is_some() => "room",
            _ => "everywhere",
        }
    }

    /// In which order it is shown.
    pub(super) fn sort(&self) -> &'static str {
        if self.sort == "relevance" { "relevance" } else { "newest" }
    }

    /// Not the beginning of what was found.
    pub(super) fn is_further(&self) -> bool {
        self.offset > 0 || self.cursor().is_some()
    }

    /// The same question from the beginning of what was found.
    pub(super) fn first(&self) -> Self {
        Self { before: String::new(), offset: 0, context: String::new(), ..self.clone() }
    }

    pub(super) fn within(&self, scope: &str) -> Self {
        Self { scope: scope.to_owned(), ..self.first() }
    }

    pub(super) fn sorted(&self, sort: &str) -> Self {
        Self { sort: sort.to_owned(), ..self.first() }
    }

    /// What comes after this message, the last of so many.
    pub(super) fn after(&self, last: &SearchHit, shown: usize) -> Self {
        if self.sort() == "relevance" {
            let shown = u32::try_from(shown).unwrap_or(u32::MAX);
            return Self {
                offset: self.offset.saturating_add(shown),
                context: String::new(),
                ..self.clone()
            };
        }
        let micros = last.message.at.unix_timestamp_nanos() / 1_000;
        Self { before: format!("{micros}.{}", name_of(last)), ..self.first() }
    }

    /// The same page with what was said around a message, or without.
    pub(super) fn around(&self, hit: Option<&SearchHit>) -> Self {
        Self { context: hit.map(name_of).unwrap_or_default(), ..self.clone() }
    }

    /// Where the page begins.
    pub fn cursor(&self) -> Option<MessageCursor> {
        let (micros, message) = self.before.split_once('.')?;
        let micros: i128 = micros.parse().ok()?;
        let at = At::from_unix_timestamp_nanos(micros.checked_mul(1_000)?).ok()?;
        let (room, seq) = message_of(message)?;
        (1970..=9_998).contains(&at.year()).then_some(MessageCursor { at, room, seq })
    }

    /// The message whose surroundings are shown.
    pub fn context_of(&self) -> Option<(RoomId, Seq)> {
        message_of(&self.context)
    }

    /// What leads back here from a message.
    pub(super) fn in_query(&self) -> String {
        in_query(self.to_string().trim_start_matches("/search?"))
    }
}

fn message_of(text: &str) -> Option<(RoomId, Seq)> {
    let (room, seq) = text.split_once('.')?;
    Some((room.parse().ok()?, seq.parse().ok()?))
}

impl fmt::Display for SearchAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/search?q={}", in_query(&self.q))?;
        let (scope, sort) = (self.scope(), self.sort());
        let fields = [
            ("room", self.room.as_deref().unwrap_or_default()),
            ("scope", if scope == "everywhere" { "" } else { scope }),
            ("sort", if sort == "newest" { "" } else { sort }),
            ("before", &self.before),
            ("context", &self.context),
        ];
        for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
            write!(f, "&{name}={}", in_query(value))?;
        }
        if self.offset > 0 { write!(f, "&offset={}", self.offset) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_differs_from_a_fresh_question() {
        let address = SearchAddress { q: "jetty \"& so\"".into(), ..SearchAddress::default() };
        assert_eq!(address.to_string(), "/search?q=jetty%20%22%26%20so%22");
        let all = SearchAddress {
            room: Some("/r/tea".into()),
            offset: 20,
            ..address.within("room").sorted("relevance")
        };
        assert_eq!(
            all.within("direct").to_string(),
            "/search?q=jetty%20%22%26%20so%22&room=%2fr%2ftea&scope=direct&sort=relevance"
        );
        assert_eq!(
            SearchAddress { scope: "room".into(), ..address }.scope(),
            "everywhere",
            "without one it is none"
        );
    }

    #[test]
    fn a_page_begins_where_its_address_says_and_nonsense_says_nothing() {
        let room = RoomId(uuid::Uuid::from_u128(7));
        let at = |before: String| SearchAddress { before, ..SearchAddress::default() }.cursor();
        let cursor = at(format!("1764000000123456.{room}.42")).expect("a cursor");
        assert_eq!(
            (cursor.at.unix_timestamp_nanos(), cursor.room, cursor.seq),
            (1_764_000_000_123_456_000, room, 42)
        );
        for odd in [
            "",
            ".",
            "1",
            "1.2",
            &format!("x.{room}.1"),
            &format!("{}0.{room}.1", i128::MAX),
            &format!("-3000000000000000000.{room}.1"),
        ] {
            assert_eq!(at(odd.to_owned()), None, "{odd}");
        }
    }
}
