//! That somebody does not want to be disturbed, as it stands beside their name.

use proto::At;
use proto::auth::Person;
use proto::text::ZoneName;
use serde::Serialize;

use super::LocalTime;
use super::when::iso;

/// It holds now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownQuiet {
    /// When it ends.
    pub until: String,
    /// The same by the clock of whoever looks, where it is known.
    pub local: Option<LocalTime>,
}

impl ShownQuiet {
    /// Whether somebody does not want to be disturbed now, for whoever lives by the clock of `mine`.
    pub fn to(person: &Person, mine: Option<&ZoneName>, now: At) -> Option<Self> {
        let until = person.quiet.as_ref()?.ends(now)?;
        Some(Self { until: iso(until), local: mine.and_then(|mine| LocalTime::of(mine, None, until)) })
    }
}
