//! What somebody is up to, as it stands beside their name.

use proto::At;
use proto::auth::{Person, Status};
use proto::text::ZoneName;
use serde::Serialize;

use super::LocalTime;
use super::when::iso;

/// Stands where somebody chose only words.
const ONLY_WORDS: &str = "💬";

/// A status that holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownStatus {
    /// One emoji.
    pub emoji: String,
    /// A few words; empty: there are none.
    pub text: String,
    /// When it ends; none: when it is changed.
    pub until: Option<String>,
    /// The same by the clock of whoever looks, where it is known.
    pub local: Option<LocalTime>,
}

impl ShownStatus {
    /// The status of somebody, if they have one now.
    pub fn of(person: &Person, now: At) -> Option<Self> {
        Self::to(person, None, now)
    }

    /// The same for whoever lives by the clock of `mine`.
    pub fn to(person: &Person, mine: Option<&ZoneName>, now: At) -> Option<Self> {
        let Status { emoji, text, until } = person.status.as_ref().filter(|status| status.holds(now))?;
        Some(Self {
            emoji: emoji.as_ref().map_or(ONLY_WORDS, |emoji| emoji.as_str()).to_owned(),
            text: text.as_ref().map_or("", |text| text.as_str()).to_owned(),
            until: until.map(iso),
            local: until.and_then(|until| LocalTime::of(mine?, None, until)),
        })
    }
}
