//! A message that is still being written, and what helps with that: buttons that format it, what can be typed after a slash.

use proto::room::RoomView;
use serde::Serialize;

use super::message::Drawn;
use super::{HiddenField, Page, Sidebar};
use crate::catalogue::Text;

/// `POST /r/{slug}/preview`: the message as it would be drawn, and its form to go on with.
#[derive(Clone, Debug, Serialize)]
pub struct PreviewPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The room.
    pub room: RoomView,
    /// As typed.
    pub body: String,
    /// What else the form carries.
    pub fields: Vec<HiddenField>,
    /// Where the form is sent.
    pub address: String,
    /// Where another preview is asked for.
    pub preview: String,
    /// The message, where there is something to be shown.
    message: Option<Box<Drawn>>,
    /// Words of a message that was said already are being changed.
    edits: bool,
    /// Why nothing is shown.
    pub error: Option<Text>,
}

/// `GET /formatting`: the row of buttons, which a script takes.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct FormattingPart {}

/// `GET /commands`: what can be typed after a slash, which a script offers.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct CommandsPart {}

impl PreviewPage {
    /// A form with these words, in this room.
    pub fn new(sidebar: Sidebar, room: RoomView, body: String, fields: Vec<HiddenField>) -> Self {
        Self {
            sidebar,
            room,
            body,
            fields,
            address: String::new(),
            preview: String::new(),
            message: None,
            edits: false,
            error: None,
        }
    }

    /// The same, with where it goes from here; `edits` where a message that was said is changed.
    #[must_use]
    pub fn to(self, address: String, preview: String, edits: bool) -> Self {
        Self { address, preview, edits, ..self }
    }

    /// The same, with what came of the words: links of rooms and one's own name as in the room itself.
    #[must_use]
    pub fn showing(mut self, html: &str) -> Self {
        let mut message = Drawn::unsaid(self.sidebar.me.clone(), html);
        message.name(self.sidebar.me.id);
        message.link_rooms(|slug| self.sidebar.has_room(slug));
        self.message = Some(Box::new(message));
        self
    }

    /// The same, with why nothing is shown.
    #[must_use]
    pub fn refused(self, error: Text) -> Self {
        Self { error: Some(error), ..self }
    }
}

impl Page for PreviewPage {
    const TEMPLATE: &'static str = "messages/preview.html";
}

impl Page for FormattingPart {
    const TEMPLATE: &'static str = "messages/formatting.html";
}

impl Page for CommandsPart {
    const TEMPLATE: &'static str = "messages/commands.html";
}
