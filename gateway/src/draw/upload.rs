//! The page to send files from where there is no script.

use proto::Seq;
use proto::room::{File, RoomView};
use serde::Serialize;

use super::room::Composer;
use super::{Page, Sidebar};

/// `GET /r/{slug}/upload`, and its `POST` gone wrong.
#[derive(Clone, Debug, Serialize)]
pub struct UploadPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The room.
    pub room: RoomView,
    /// What is typed.
    pub composer: Composer,
    /// The message the thread begins with that they are for.
    pub thread: Option<Seq>,
    /// The most files at once.
    pub max: usize,
}

impl UploadPage {
    /// The form for a room.
    pub fn new(sidebar: Sidebar, room: RoomView, thread: Option<Seq>, composer: Composer) -> Self {
        Self { sidebar, room, composer, thread, max: File::MAX }
    }
}

impl Page for UploadPage {
    const TEMPLATE: &'static str = "rooms/upload.html";
}
