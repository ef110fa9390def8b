//! The list of rooms as its person has arranged it, and the page on which they do.

use std::cmp::Reverse;

use proto::RoomId;
use proto::room::{Arrangement, RoomSort};
use serde::Serialize;

use super::{Page, RoomLine, Sidebar};

/// `GET /sidebar`
#[derive(Clone, Debug, Serialize)]
pub struct SidebarPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The room that was moved last, and whether up.
    pub moved: Option<(RoomId, bool)>,
}

impl Sidebar {
    /// Puts the rooms, which stand in the order of their names, into the order that their member wants.
    pub fn arrange(&mut self, arrangement: &Arrangement) {
        (self.sort, self.arranged) = (arrangement.sort, arrangement.version);
        self.folds = arrangement.folded.iter().map(|part| part.as_str()).collect();
        for lines in [&mut self.starred, &mut self.rooms] {
            match arrangement.sort {
                RoomSort::Name => {}
                RoomSort::Activity => lines.sort_by_key(|line| Reverse(line.active_at)),
                RoomSort::Hand => lines.sort_by_cached_key(|line| arrangement.place(line.id)),
            }
        }
    }

    /// All rooms of the list that have a name, in its order.
    pub fn named(&self) -> impl Iterator<Item = &RoomLine> {
        self.starred.iter().chain(&self.rooms)
    }

    /// Lets a room change places with the one above or below it. At the edge it stays where it is.
    pub fn move_by_one(&mut self, room: RoomId, up: bool) {
        for lines in [&mut self.starred, &mut self.rooms] {
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
    use proto::room::Rearrange;

    use super::*;
    use crate::draw::styleguide::{me, my_room};

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
            sidebar.arrange(&change.and_then(|change| plain.after(&change)).unwrap_or(plain));
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
}
