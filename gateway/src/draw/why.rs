//! Whether one is told of a message, and why or why not.

use proto::Seq;
use proto::room::notification::Decision;
use proto::room::{Level, RoomView};
use serde::Serialize;

use super::{Page, Sidebar};

/// `GET /r/{slug}/m/{seq}/why`
#[derive(Clone, Debug, Serialize)]
pub struct WhyPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The room.
    pub room: RoomView,
    /// The message.
    pub seq: Seq,
    /// What its author is called.
    pub author: String,
    /// The keyword that it uses; empty: none.
    pub keyword: String,
    /// What of the room one is told about.
    pub level: Level,
    /// Who chose that, as the catalogue spells it.
    pub level_by: &'static str,
    /// It waits to be read.
    waits: bool,
    /// Why, or why not, as the catalogue spells it.
    why: &'static str,
    /// When one is told: `now`, `later` or `quiet`; empty if it does not wait.
    told: &'static str,
}

impl WhyPage {
    /// What was decided of a message.
    pub fn new(sidebar: Sidebar, room: RoomView, seq: Seq, level: Level, decision: Decision) -> Self {
        let (waits, why, told) = match decision {
            Decision::Waits(why, told) => (true, why.into(), told.into()),
            Decision::Nothing(why_not) => (false, why_not.into(), ""),
        };
        let (author, keyword, level_by) = (String::new(), String::new(), "");
        Self { sidebar, room, seq, author, keyword, level, level_by, waits, why, told }
    }
}

impl Page for WhyPage {
    const TEMPLATE: &'static str = "messages/why.html";
}
