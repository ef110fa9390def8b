//! Who is in which room. Pure.

use serde::Serialize;

use super::error::LoadError;
use super::options::Form;

/// People, spread over rooms.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(super) struct Layout {
    /// How many people, each with one socket.
    pub(super) people: usize,
    /// How many rooms; 0 for people who have none open.
    pub(super) rooms: usize,
    /// In which form messages are heard.
    pub(super) form: Form,
}

impl Layout {
    /// So many people in so many rooms, heard as data.
    ///
    /// # Errors
    /// When some rooms would be empty.
    pub(super) fn new(people: u32, rooms: u32) -> Result<Self, LoadError> {
        if rooms > people {
            return Err(LoadError::Refused(format!("{people} people do not fill {rooms} rooms")));
        }
        Ok(Self { people: people as usize, rooms: rooms as usize, form: Form::Json })
    }

    /// In which room somebody is. Neighbours are in different rooms, so that messages sent one after the other are, too.
    pub(super) fn room_of(&self, person: usize) -> Option<usize> {
        (self.rooms > 0).then(|| person % self.rooms)
    }

    /// How many are in the same room as this person.
    pub(super) fn hearers(&self, person: usize) -> usize {
        match self.room_of(person) {
            Some(room) => (self.people - room).div_ceil(self.rooms),
            None => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_people_in_fifty_rooms_are_twenty_in_each() {
        let layout = Layout::new(1_000, 50).expect("a layout");
        for room in 0..50 {
            let inside = (0..1_000).filter(|person| layout.room_of(*person) == Some(room)).count();
            assert_eq!((inside, layout.hearers(room)), (20, 20));
        }
    }

    #[test]
    fn rooms_that_cannot_be_alike_differ_by_one_and_nobody_hears_where_there_is_no_room() {
        let layout = Layout::new(7, 3).expect("a layout");
        assert_eq!([0, 1, 2, 5, 6].map(|person| layout.hearers(person)), [3, 2, 2, 2, 3]);
        let alone = Layout::new(7, 0).expect("a layout");
        assert_eq!((alone.room_of(3), alone.hearers(3)), (None, 0));
        Layout::new(7, 8).expect_err("a room would be empty");
    }
}
