//! How somebody has their list of rooms: in which order, and what of it is folded away.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};

use crate::RoomId;

/// In which order rooms with a name stand in a list, those at the top as well as the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, EnumIter, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum RoomSort {
    /// By their names.
    #[default]
    Name,
    /// The one where something happened last comes first.
    Activity,
    /// As their member has put them; those that are in no place yet follow, by their names.
    Hand,
}

/// A part of the list, under a heading of its own.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, EnumIter, IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ListPart {
    /// Rooms that stand at the top.
    Starred,
    /// The other rooms with a name.
    Rooms,
    /// Direct conversations.
    Direct,
}

/// All of it: one person's, on every device.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Arrangement {
    /// How often it was changed: who shows an earlier one reads it anew.
    pub version: i64,
    /// The order.
    pub sort: RoomSort,
    /// Rooms in the order of their member, at most [`Arrangement::PLACES`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<RoomId>,
    /// Of these parts only what is unread is shown, and the room that one is in.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub folded: BTreeSet<ListPart>,
}

/// A change of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rearrange {
    /// Another order.
    Sort(RoomSort),
    /// These rooms in this order, from now on by hand.
    Place(Vec<RoomId>),
    /// Fold a part away, or unfold it.
    Fold {
        /// Which.
        part: ListPart,
        /// Whether.
        folded: bool,
    },
}

impl RoomSort {
    /// Its name, as forms and pages spell it.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Reads such a name.
    pub fn parse(name: &str) -> Option<Self> {
        <Self as strum::IntoEnumIterator>::iter().find(|sort| sort.as_str() == name)
    }
}

impl ListPart {
    /// Its name, as forms and pages spell it.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Reads such a name.
    pub fn parse(name: &str) -> Option<Self> {
        <Self as strum::IntoEnumIterator>::iter().find(|part| part.as_str() == name)
    }
}

impl Arrangement {
    /// The most rooms that have a place: twice as many as a list shows.
    pub const PLACES: usize = 200;

    /// The arrangement after a change; none if it is so already.
    #[must_use]
    pub fn after(&self, change: &Rearrange) -> Option<Self> {
        let mut next = self.clone();
        match change {
            Rearrange::Sort(sort) => next.sort = *sort,
            Rearrange::Place(rooms) => {
                next.sort = RoomSort::Hand;
                next.places = placed(rooms, &self.places);
            }
            Rearrange::Fold { part, folded: true } => drop(next.folded.insert(*part)),
            Rearrange::Fold { part, folded: false } => drop(next.folded.remove(part)),
        }
        (next != *self).then(|| Self { version: self.version + 1, ..next })
    }

    /// Where a room stands by hand: those that have no place come after all others.
    pub fn place(&self, room: RoomId) -> usize {
        self.places.iter().position(|placed| *placed == room).unwrap_or(usize::MAX)
    }
}

/// Each room once; those that are not among them keep their order behind them.
fn placed(rooms: &[RoomId], before: &[RoomId]) -> Vec<RoomId> {
    let mut seen = BTreeSet::new();
    let all = rooms.iter().chain(before).copied().filter(|room| seen.insert(*room));
    all.take(Arrangement::PLACES).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn rooms<const N: usize>(numbers: [u128; N]) -> Vec<RoomId> {
        numbers.map(|n| RoomId(Uuid::from_u128(n))).to_vec()
    }

    #[test]
    fn rooms_stand_where_they_are_put_each_once_and_the_others_behind_them() {
        let first = Arrangement::default().after(&Rearrange::Place(rooms([3, 1, 3, 2]))).expect("a change");
        assert_eq!((first.version, first.sort, &first.places), (1, RoomSort::Hand, &rooms([3, 1, 2])));
        let next = first.after(&Rearrange::Place(rooms([2, 3]))).expect("a change");
        assert_eq!((next.version, &next.places), (2, &rooms([2, 3, 1])));
        assert_eq!(next.after(&Rearrange::Place(rooms([2, 3, 1]))), None, "it is so already");
        let [here, nowhere] = [2, 9].map(|n| next.place(RoomId(Uuid::from_u128(n))));
        assert_eq!((here, nowhere), (0, usize::MAX));
    }

    #[test]
    fn places_are_bounded() {
        let many: Vec<RoomId> = (0..10_000).map(|n| RoomId(Uuid::from_u128(n))).collect();
        let full = Arrangement::default().after(&Rearrange::Place(many)).expect("a change");
        assert_eq!(full.places.len(), Arrangement::PLACES);
    }

    #[test]
    fn an_order_and_what_is_folded_are_kept_apart() {
        let folded = Rearrange::Fold { part: ListPart::Rooms, folded: true };
        let first = Arrangement::default().after(&folded).expect("a change");
        assert_eq!(first.after(&folded), None);
        let next = first.after(&Rearrange::Sort(RoomSort::Activity)).expect("a change");
        assert_eq!((next.version, next.sort, next.folded.len()), (2, RoomSort::Activity, 1));
        let open = next.after(&Rearrange::Fold { part: ListPart::Rooms, folded: false }).expect("a change");
        assert_eq!((open.version, open.sort, open.folded.len()), (3, RoomSort::Activity, 0));
        assert_eq!(Arrangement::default().after(&Rearrange::Sort(RoomSort::Name)), None);
    }
}
