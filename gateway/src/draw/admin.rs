//! The pages of administration.

mod audit;
mod messages;
mod overview;
mod people;
mod rooms;

pub use audit::{ACTIONS, AuditPage, AuditRow};
pub use messages::{AllMessagesPage, FoundRow, Looking, RoomChoice};
pub use overview::{FollowerRow, NodeRow, OverviewPage};
pub use people::{CreateForm, LinkFor, PeoplePage, PersonRow};
pub use rooms::{AllRoomsPage, AnyRoomPage, RoomRow};
