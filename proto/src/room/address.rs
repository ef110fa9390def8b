//! Where the page of a room is.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::text::Slug;
use crate::{Refusal, RoomId};

/// The path of a room's page: `/r/{slug}`, or `/d/{id}` of a direct conversation, which has no name to make a slug of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RoomAddress {
    /// By its name.
    Named(Slug),
    /// By its id.
    Direct(RoomId),
}

impl RoomAddress {
    /// The last part of the path. No slug has the form of an id.
    pub fn last(&self) -> String {
        match self {
            Self::Named(slug) => slug.to_string(),
            Self::Direct(room) => room.to_string(),
        }
    }
}

impl From<Slug> for RoomAddress {
    fn from(slug: Slug) -> Self {
        Self::Named(slug)
    }
}

impl fmt::Display for RoomAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(slug) => write!(f, "/r/{slug}"),
            Self::Direct(room) => write!(f, "/d/{room}"),
        }
    }
}

impl FromStr for RoomAddress {
    type Err = Refusal;

    fn from_str(path: &str) -> Result<Self, Refusal> {
        match (path.strip_prefix("/r/"), path.strip_prefix("/d/")) {
            (Some(slug), _) => Slug::parse(slug).map(Self::Named),
            (_, Some(room)) => room.parse().map(Self::Direct).map_err(|_| Refusal::not_found()),
            _ => Err(Refusal::not_found()),
        }
    }
}

impl Serialize for RoomAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RoomAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::RoomName;

    #[test]
    fn an_address_reads_back_and_no_other_path_does() {
        let room = RoomId::new();
        for address in [RoomAddress::from(Slug::parse("日本語").expect("a slug")), RoomAddress::Direct(room)]
        {
            assert_eq!(address.to_string().parse::<RoomAddress>().expect("an address"), address);
        }
        for path in ["", "/r/", "/d/general", "/u/rosa", "general"] {
            assert!(path.parse::<RoomAddress>().is_err(), "{path:?}");
        }
    }

    #[test]
    fn a_room_called_like_an_id_has_another_address() {
        let name = RoomName::parse("6E52A1C3-0000-4000-8000-000000000001").expect("a name");
        for clash in [0, 1] {
            let slug = Slug::of(&name, clash);
            assert!(slug.as_str().parse::<RoomId>().is_err(), "{slug}");
            assert!(slug.as_str().starts_with("room-6e52a1c3"), "{slug}");
        }
    }
}
