//! The form that says what of a room one is told about.

use proto::room::{Level, RoomView};
use serde::Serialize;

use super::{Page, Sidebar};

/// `GET /r/{slug}/notifications`
#[derive(Clone, Debug, Serialize)]
pub struct LevelPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The room.
    pub room: RoomView,
    /// What of it they are told about now.
    pub level: Level,
}

impl Page for LevelPage {
    const TEMPLATE: &'static str = "rooms/level.html";
}
