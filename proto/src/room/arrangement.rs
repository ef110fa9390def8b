//! How somebody has their list of rooms: in which order, and what of it is folded away.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};

use crate::text::SectionName;
use crate::{Reason, Refusal, RoomId};

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
    /// Sections of their own, at most [`Arrangement::SECTIONS`]; those added first come first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
}

/// Rooms that somebody keeps together under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Which: of nobody's other sections.
    pub id: u32,
    /// What it is called.
    pub name: SectionName,
    /// Only what is unread is shown of it, and the room that one is in.
    #[serde(default)]
    pub folded: bool,
    /// Its rooms, in no order; together all sections have at most [`Arrangement::PLACES`].
    #[serde(default)]
    pub rooms: Vec<RoomId>,
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
    /// One more section.
    AddSection(SectionName),
    /// It is called something else.
    RenameSection {
        /// Which.
        section: u32,
        /// What.
        name: SectionName,
    },
    /// Its rooms stand among the others again.
    RemoveSection(u32),
    /// Fold it away, or unfold it.
    FoldSection {
        /// Which.
        section: u32,
        /// Whether.
        folded: bool,
    },
    /// Put a room into a section, or among the others.
    Put {
        /// The room.
        room: RoomId,
        /// The section; none: among the others.
        section: Option<u32>,
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

    /// The most sections.
    pub const SECTIONS: usize = 20;

    /// The arrangement after a change; none if it is so already.
    ///
    /// # Errors
    /// There are as many sections, or as many rooms in them, as there may be.
    pub fn after(&self, change: &Rearrange) -> Result<Option<Self>, Refusal> {
        let mut next = self.clone();
        match change {
            Rearrange::Sort(sort) => next.sort = *sort,
            Rearrange::Place(rooms) => {
                next.sort = RoomSort::Hand;
                next.places = placed(rooms, &self.places);
            }
            Rearrange::Fold { part, folded: true } => drop(next.folded.insert(*part)),
            Rearrange::Fold { part, folded: false } => drop(next.folded.remove(part)),
            Rearrange::AddSection(name) => next.add(name)?,
            Rearrange::RenameSection { section, name } => next.with(*section, |it| it.name = name.clone()),
            Rearrange::RemoveSection(section) => next.sections.retain(|it| it.id != *section),
            Rearrange::FoldSection { section, folded } => next.with(*section, |it| it.folded = *folded),
            Rearrange::Put { room, section } => next.put(*room, *section)?,
        }
        Ok((next != *self).then(|| Self { version: self.version + 1, ..next }))
    }

    fn add(&mut self, name: &SectionName) -> Result<(), Refusal> {
        if self.sections.len() >= Self::SECTIONS {
            return Err(Reason::SectionsFull { max: Self::SECTIONS }.into());
        }
        let id = self.sections.iter().map(|it| it.id).max().unwrap_or(0) + 1;
        self.sections.push(Section { id, name: name.clone(), folded: false, rooms: Vec::new() });
        Ok(())
    }

    /// One that is not there any more is left alone.
    fn with(&mut self, section: u32, change: impl FnOnce(&mut Section)) {
        if let Some(it) = self.sections.iter_mut().find(|it| it.id == section) {
            change(it);
        }
    }

    fn put(&mut self, room: RoomId, section: Option<u32>) -> Result<(), Refusal> {
        if self.section_of(room) == section {
            return Ok(());
        }
        self.sections.iter_mut().for_each(|it| it.rooms.retain(|placed| *placed != room));
        let Some(section) = section else { return Ok(()) };
        if self.sections.iter().map(|it| it.rooms.len()).sum::<usize>() >= Self::PLACES {
            return Err(Reason::SectionRoomsFull { max: Self::PLACES }.into());
        }
        self.with(section, |it| it.rooms.push(room));
        Ok(())
    }

    /// The section that a room stands in.
    pub fn section_of(&self, room: RoomId) -> Option<u32> {
        self.sections.iter().find(|it| it.rooms.contains(&room)).map(|it| it.id)
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

    fn changed(before: &Arrangement, change: &Rearrange) -> Arrangement {
        before.after(change).expect("allowed").expect("a change")
    }

    #[test]
    fn rooms_stand_where_they_are_put_each_once_and_the_others_behind_them() {
        let first = changed(&Arrangement::default(), &Rearrange::Place(rooms([3, 1, 3, 2])));
        assert_eq!((first.version, first.sort, &first.places), (1, RoomSort::Hand, &rooms([3, 1, 2])));
        let next = changed(&first, &Rearrange::Place(rooms([2, 3])));
        assert_eq!((next.version, &next.places), (2, &rooms([2, 3, 1])));
        assert_eq!(next.after(&Rearrange::Place(rooms([2, 3, 1]))), Ok(None), "it is so already");
        let [here, nowhere] = [2, 9].map(|n| next.place(RoomId(Uuid::from_u128(n))));
        assert_eq!((here, nowhere), (0, usize::MAX));
    }

    #[test]
    fn places_are_bounded() {
        let many: Vec<RoomId> = (0..10_000).map(|n| RoomId(Uuid::from_u128(n))).collect();
        let full = changed(&Arrangement::default(), &Rearrange::Place(many));
        assert_eq!(full.places.len(), Arrangement::PLACES);
    }

    #[test]
    fn an_order_and_what_is_folded_are_kept_apart() {
        let folded = Rearrange::Fold { part: ListPart::Rooms, folded: true };
        let first = changed(&Arrangement::default(), &folded);
        assert_eq!(first.after(&folded), Ok(None));
        let next = changed(&first, &Rearrange::Sort(RoomSort::Activity));
        assert_eq!((next.version, next.sort, next.folded.len()), (2, RoomSort::Activity, 1));
        let open = changed(&next, &Rearrange::Fold { part: ListPart::Rooms, folded: false });
        assert_eq!((open.version, open.sort, open.folded.len()), (3, RoomSort::Activity, 0));
        assert_eq!(Arrangement::default().after(&Rearrange::Sort(RoomSort::Name)), Ok(None));
    }

    #[test]
    fn a_room_stands_in_one_section_and_among_the_others_once_that_is_gone() {
        let [tea, pub_] = [1, 2].map(|n| RoomId(Uuid::from_u128(n)));
        let name = |name: &str| SectionName::parse(name).expect("a name");
        let put = |room, section| Rearrange::Put { room, section };
        let work = changed(&Arrangement::default(), &Rearrange::AddSection(name("Work")));
        let both = changed(&work, &Rearrange::AddSection(name("Play")));
        let [first, second] = [both.sections[0].id, both.sections[1].id];
        let one = changed(&both, &put(tea, Some(first)));
        assert_eq!(one.after(&put(tea, Some(first))), Ok(None));
        let other = changed(&changed(&one, &put(pub_, Some(first))), &put(tea, Some(second)));
        assert_eq!((other.section_of(tea), other.section_of(pub_)), (Some(second), Some(first)));
        let renamed = changed(&other, &Rearrange::RenameSection { section: first, name: name("Office") });
        assert_eq!((renamed.sections[0].name.as_str(), renamed.section_of(pub_)), ("Office", Some(first)));
        let gone = changed(&renamed, &Rearrange::RemoveSection(first));
        assert_eq!((gone.section_of(pub_), gone.section_of(tea)), (None, Some(second)));
        assert_eq!(gone.after(&Rearrange::RemoveSection(first)), Ok(None));
        assert_eq!(gone.after(&put(pub_, Some(first))), Ok(None), "there is none any more");
        assert_eq!(changed(&gone, &put(tea, None)).section_of(tea), None);
    }

    #[test]
    fn sections_and_what_is_in_them_are_bounded() {
        let name = SectionName::parse("One more").expect("a name");
        let mut full = Arrangement::default();
        for _ in 0..Arrangement::SECTIONS {
            full = changed(&full, &Rearrange::AddSection(name.clone()));
        }
        let refused = full.after(&Rearrange::AddSection(name)).expect_err("one too many");
        assert_eq!(refused.reason, Reason::SectionsFull { max: 20 });
        let put = |n| Rearrange::Put { room: RoomId(Uuid::from_u128(n)), section: Some(1) };
        for n in 0..200 {
            full = changed(&full, &put(n));
        }
        let refused = full.after(&put(200)).expect_err("one too many");
        assert_eq!(refused.reason, Reason::SectionRoomsFull { max: 200 });
    }
}
