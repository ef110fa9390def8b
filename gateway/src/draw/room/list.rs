//! A list of messages that a room keeps: each has a page of its own, all of them this one.

use proto::auth::Session;
use proto::room::{Message, MessageList, RoomView};
use serde::Serialize;

use super::Offers;
use crate::draw::blocked::{folded, folded_in};
use crate::draw::message::Drawn;
use crate::draw::{Page, Sidebar};

/// `GET /r/{slug}/{list}`: the messages of a list, the last added first.
#[derive(Clone, Debug, Serialize)]
pub struct ListPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The room.
    pub room: RoomView,
    /// Which list.
    pub list: MessageList,
    /// What takes a message out of it, for those who may.
    pub offers: Offers,
    messages: Vec<Drawn>,
}

impl ListPage {
    /// The messages of the list, as far as they are there.
    pub fn new(
        session: &Session,
        sidebar: Sidebar,
        room: RoomView,
        list: MessageList,
        messages: &[Message],
    ) -> Self {
        let listed = |seq: &proto::Seq| messages.iter().find(|message| message.seq == *seq);
        let blocked = folded_in(&room, &sidebar.blocked);
        let messages = room.settings.list(list).iter().rev().filter_map(listed);
        Self {
            messages: messages.map(|message| folded(Drawn::bare(message), blocked)).collect(),
            offers: Offers::of(session, &room).out_of(list),
            sidebar,
            room,
            list,
        }
    }
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "rooms/list.html";
}
