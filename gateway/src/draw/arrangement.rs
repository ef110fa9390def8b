//! The list of rooms as its person has arranged it, and the page on which they do.

use std::cmp::Reverse;

use proto::RoomId;
use proto::room::{Arrangement, RoomSort, Section};
use serde::Serialize;

use super::{Errors, Page, RoomLine, Sidebar};

/// `GET /sidebar`
#[derive(Clone, Debug, Serialize)]
pub struct SidebarPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The rooms as they stand.
    lists: Vec<RoomsUnder>,
    /// The room that was moved last, and whether up.
    pub moved: Option<(RoomId, bool)>,
    /// What a new section is to be called, as typed.
    name: String,
    /// What was wrong; field `name`.
    errors: Errors,
}

/// Rooms under one heading.
#[derive(Clone, Debug, Serialize)]
struct RoomsUnder {
    /// `starred` or `rooms`, or the section it is.
    part: &'static str,
    section: Option<u32>,
    name: String,
    rooms: Vec<RoomLine>,
}

impl SidebarPage {
    /// The page of somebody.
    pub fn new(sidebar: Sidebar) -> Self {
        let part = |part, rooms: &[RoomLine]| {
            let (name, rooms) = (String::new(), rooms.to_vec());
            RoomsUnder { part, section: None, name, rooms }
        };
        let sections = sidebar.sections.iter().map(|it| {
            let (name, rooms) = (it.name.clone(), it.rooms.clone());
            RoomsUnder { part: "section", section: Some(it.id), name, rooms }
        });
        let first = std::iter::once(part("starred", &sidebar.starred));
        let lists = first.chain(sections).chain([part("rooms", &sidebar.rooms)]).collect();
        Self { lists, sidebar, moved: None, name: String::new(), errors: Errors::none() }
    }

    /// The same, with a section that could not be made or renamed.
    #[must_use]
    pub fn refused(self, name: &str, errors: Errors) -> Self {
        Self { name: name.to_owned(), errors, ..self }
    }
}

/// Rooms that their member keeps together under a name.
#[derive(Clone, Debug, Serialize)]
pub struct SectionLines {
    /// Which.
    pub id: u32,
    /// The same, as its form says it.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// It is folded away.
    pub folded: bool,
    /// Those of its rooms that are listed, but for those at the top.
    pub rooms: Vec<RoomLine>,
}

impl Sidebar {
    /// Puts the rooms, which stand in the order of their names, into the order that their member wants.
    pub fn arrange(&mut self, arrangement: &Arrangement) {
        (self.sort, self.arranged) = (arrangement.sort, arrangement.version);
        self.folds = arrangement.folded.iter().map(|part| part.as_str()).collect();
        let section = |it: &Section| {
            let (name, rooms) = (it.name.to_string(), Vec::new());
            SectionLines { id: it.id, key: it.id.to_string(), name, folded: it.folded, rooms }
        };
        self.sections = arrangement.sections.iter().map(section).collect();
        let placed = arrangement.sections.iter().flat_map(|it| it.rooms.iter().map(|room| (*room, it.id)));
        self.placed = placed.collect();
        for line in std::mem::take(&mut self.rooms) {
            let section = arrangement.section_of(line.id);
            let section = self.sections.iter_mut().find(|it| Some(it.id) == section);
            section.map_or(&mut self.rooms, |it| &mut it.rooms).push(line);
        }
        for lines in self.lists_mut() {
            match arrangement.sort {
                RoomSort::Name => {}
                RoomSort::Activity => lines.sort_by_key(|line| Reverse(line.active_at)),
                RoomSort::Hand => lines.sort_by_cached_key(|line| arrangement.place(line.id)),
            }
        }
    }

    /// All rooms of the list that have a name, in its order.
    pub fn named(&self) -> impl Iterator<Item = &RoomLine> {
        let sections = self.sections.iter().flat_map(|section| &section.rooms);
        self.starred.iter().chain(sections).chain(&self.rooms)
    }

    /// Whether a room with this address is one of theirs, as far as the list has them.
    pub(super) fn has_room(&self, slug: &str) -> bool {
        self.named().any(|room| room.address.strip_prefix("/r/") == Some(slug))
    }

    fn lists_mut(&mut self) -> impl Iterator<Item = &mut Vec<RoomLine>> {
        let sections = self.sections.iter_mut().map(|section| &mut section.rooms);
        std::iter::once(&mut self.starred).chain(sections).chain(std::iter::once(&mut self.rooms))
    }

    /// Lets a room change places with the one above or below it. At the edge it stays where it is.
    pub fn move_by_one(&mut self, room: RoomId, up: bool) {
        for lines in self.lists_mut() {
            let Some(place) = lines.iter().position(|line| line.id == room) else { continue };
            let other = if up { place.checked_sub(1) } else { Some(place + 1) };
            if let Some(other) = other.filter(|other| *other < lines.len()) {
                lines.swap(place, other);
            }
        }
    }
}

impl Page for SidebarPage {
    const TEMPLATE: &'static str = "sidebar/arrange.html";
}

#[cfg(test)]
mod tests {
    use proto::UserId;
    use proto::auth::Person;
    use proto::room::Rearrange;

    use super::*;
    use crate::draw::styleguide::my_room;

    fn me() -> Person {
        let (username, display_name) = ("rosa".to_owned(), "Rosa".to_owned());
        Person {
            id: UserId::new(),
            username,
            display_name,
            ambiguous: false,
            status: None,
            invisible: false,
            avatar: None,
            quiet: None,
        }
    }

    fn names(sidebar: &Sidebar) -> Vec<&str> {
        sidebar.named().map(|line| &*line.name).collect()
    }

    #[test]
    fn rooms_stand_by_name_by_activity_or_by_hand_and_so_do_those_at_the_top() {
        let mut rooms = ["a", "b", "c", "d"].map(|at| my_room(at, at, 0));
        rooms[2].active_at += time::Duration::HOUR;
        (rooms[0].starred, rooms[3].starred) = (true, true);
        rooms[3].active_at += time::Duration::MINUTE;
        let ids = |of: [usize; 2]| of.map(|n| rooms[n].room).to_vec();
        let arranged = |change: Option<Rearrange>| {
            let mut sidebar = Sidebar::new(&me(), &rooms, None);
            let plain = Arrangement::default();
            let arranged = change.and_then(|change| plain.after(&change).expect("allowed"));
            sidebar.arrange(&arranged.unwrap_or(plain));
            sidebar
        };
        assert_eq!(names(&arranged(None)), ["a", "d", "b", "c"]);
        assert_eq!(names(&arranged(Some(Rearrange::Sort(RoomSort::Activity)))), ["d", "a", "c", "b"]);
        let mut by_hand = arranged(Some(Rearrange::Place(ids([3, 2]))));
        assert_eq!(names(&by_hand), ["d", "a", "c", "b"]);
        by_hand.move_by_one(rooms[1].room, true);
        assert_eq!(names(&by_hand), ["d", "a", "b", "c"]);
        by_hand.move_by_one(rooms[1].room, true);
        by_hand.move_by_one(rooms[2].room, false);
        assert_eq!(names(&by_hand), ["d", "a", "b", "c"], "no further than its list goes");
    }

    #[test]
    fn rooms_stand_in_their_sections_but_for_those_at_the_top() {
        let mut rooms = ["a", "b", "c"].map(|at| my_room(at, at, 0));
        rooms[0].starred = true;
        let name = proto::text::SectionName::parse("Work").expect("a name");
        let mut arrangement = Arrangement::default();
        let put = |n: usize| Rearrange::Put { room: rooms[n].room, section: Some(1) };
        for change in [Rearrange::AddSection(name), put(0), put(2)] {
            arrangement = arrangement.after(&change).expect("allowed").expect("a change");
        }
        let mut sidebar = Sidebar::new(&me(), &rooms, None);
        sidebar.arrange(&arrangement);
        assert_eq!((names(&sidebar), sidebar.sections[0].rooms.len()), (vec!["a", "c", "b"], 1));
        assert_eq!(sidebar.placed, [(rooms[0].room, 1), (rooms[2].room, 1)], "it comes back there");
    }
}
