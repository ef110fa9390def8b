//! The conversation with a room.

mod command;
mod event;
mod office;
mod question;

pub use command::{Actor, Answer, Command, Done, Named, Standing, Wish};
pub use event::{Ends, Event, Fact, Message, Print};
pub use office::{Act, Deed, FoundMessage, OfficeQuestion, OfficeReply, Officer, RoomRecord, Spot, Tally};
pub use question::{
    Around, Edge, Head, Listing, Marker, MemberLine, Membership, MyRoom, Opened, Page, Question, Reply,
    RoomView, Stretch,
};

use serde::{Deserialize, Serialize};

/// What a room is to those outside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Anyone signed in may read and join.
    Public,
    /// Only members know that it is there.
    Private,
}

/// What a person is to a room. `Banned` outlives membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Was a member and is not any more.
    Former,
    /// May neither read nor join.
    Banned,
    /// Reads and writes.
    Member,
    /// Also removes people and others' messages.
    Moderator,
    /// Also changes the room itself.
    Owner,
}

impl Role {
    /// Hears and speaks in the room.
    pub fn is_inside(self) -> bool {
        self >= Self::Member
    }
}

/// The most commands a room takes into one round, and so the most events of one append.
pub const ROUND_COMMANDS: usize = 64;
/// The most bytes of commands a room takes into one round.
pub const ROUND_BYTES: usize = 256 * 1024;
/// The most people one message mentions for the purpose of counting.
pub const MENTIONS: usize = 50;
