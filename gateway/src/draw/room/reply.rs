//! The form of a reply, where there is no script.

use proto::Seq;
use proto::room::{Message, RoomView};
use serde::Serialize;

use super::Composer;
use crate::draw::message::Drawn;
use crate::draw::{Page, Sidebar};

/// `GET /r/{slug}/m/{seq}/reply`, and its `POST` gone wrong: a message, and a form to answer it with.
#[derive(Clone, Debug, Serialize)]
pub struct ReplyPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The room.
    pub room: RoomView,
    /// Which message is answered.
    pub seq: Seq,
    /// What is typed.
    pub composer: Composer,
    /// What is answered, as it stands.
    message: Box<Drawn>,
}

impl ReplyPage {
    /// An answer to this message.
    pub fn new(sidebar: Sidebar, room: RoomView, message: &Message, composer: Composer) -> Self {
        Self { sidebar, room, seq: message.seq, composer, message: Box::new(Drawn::of(message, false)) }
    }
}

impl Page for ReplyPage {
    const TEMPLATE: &'static str = "messages/reply.html";
}
