//! What owners do with a room: its name, its topic, closing it and opening it again.

use proto::Nonce;
use proto::room::RoomView;
use serde::Serialize;

use super::{Errors, Page, Sidebar};
use crate::catalogue::Text;

/// `GET /r/{slug}/settings`, and its forms gone wrong.
#[derive(Clone, Debug, Serialize)]
pub struct RoomSettingsPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The room as it is.
    pub room: RoomView,
    /// Its name as typed, or as it is.
    pub name: String,
    /// Its topic as typed, or as it is.
    pub topic: String,
    /// Fresh for each drawing, except after a try-again refusal: then the same. There is one form at a time that is sent.
    pub nonce: Nonce,
    /// A sentence above the forms that is no error: "The room has another name now."
    pub notice: Option<Text>,
    /// What was wrong; fields `name`, `topic`.
    pub errors: Errors,
}

impl RoomSettingsPage {
    /// The page with the room as it is.
    pub fn new(sidebar: Sidebar, room: RoomView) -> Self {
        Self {
            sidebar,
            name: room.name.clone(),
            topic: room.topic.clone(),
            room,
            nonce: Nonce::new(),
            notice: None,
            errors: Errors::none(),
        }
    }
}

impl Page for RoomSettingsPage {
    const TEMPLATE: &'static str = "rooms/settings.html";
}
