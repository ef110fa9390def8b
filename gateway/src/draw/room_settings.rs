//! What owners and admins do with a room: its name, its topic, closing it and opening it again, deleting it.

use proto::room::RoomView;
use proto::{Nonce, PictureId};
use serde::Serialize;

use super::{Errors, Page, Sidebar};
use crate::catalogue::Text;

/// The forms of a room's settings: for its owners on a page of the room, for admins on one of theirs.
#[derive(Clone, Debug, Serialize)]
pub struct SettingsForms {
    /// Its name as typed, or as it is.
    pub name: String,
    /// The name looks like another room's: sent once more, it is meant.
    pub alike: bool,
    /// Its topic as typed, or as it is.
    pub topic: String,
    /// What stands for it.
    pub picture: Option<PictureId>,
    /// Pictures are kept, and so it may have one.
    pub pictures: bool,
    /// What was typed to delete it.
    pub sure: String,
    /// Fresh for each drawing, except after a try-again refusal: then the same. There is one form at a time that is sent.
    pub nonce: Nonce,
    /// A sentence above the forms that is no error: "The room has another name now."
    pub notice: Option<Text>,
    /// What was wrong; fields `name`, `topic`, `picture`, `sure`.
    pub errors: Errors,
}

impl SettingsForms {
    /// The forms of a room as it is.
    pub fn of(name: &str, topic: &str, picture: Option<PictureId>) -> Self {
        Self {
            name: name.to_owned(),
            alike: false,
            topic: topic.to_owned(),
            picture,
            pictures: false,
            sure: String::new(),
            nonce: Nonce::new(),
            notice: None,
            errors: Errors::none(),
        }
    }
}

/// `GET /r/{slug}/settings`, and its forms gone wrong.
#[derive(Clone, Debug, Serialize)]
pub struct RoomSettingsPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The room as it is.
    pub room: RoomView,
    /// What may be changed.
    #[serde(flatten)]
    pub forms: SettingsForms,
}

impl RoomSettingsPage {
    /// The page with the room as it is.
    pub fn new(sidebar: Sidebar, room: RoomView) -> Self {
        Self { sidebar, forms: SettingsForms::of(&room.name, &room.topic, room.settings.picture), room }
    }
}

impl Page for RoomSettingsPage {
    const TEMPLATE: &'static str = "rooms/settings.html";
}
