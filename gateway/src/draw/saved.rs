//! What somebody saved to come back to: the list, and the page that saves one message.

use std::collections::HashMap;

use proto::auth::Person;
use proto::room::{Kind, Message, MyRoom, RoomView, Saved, SavedMessage};
use proto::{At, Seq, UserId};
use serde::Serialize;

use super::home::Said;
use super::message::Drawn;
use super::when::iso;
use super::{Page, Sidebar};
use crate::catalogue::Text;

/// `GET /saved`
#[derive(Clone, Debug, Serialize)]
pub struct SavedPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// Those whose reminder is due, then what was saved last.
    pub messages: Vec<SavedRow>,
    /// Where the list goes on.
    pub next: Option<u32>,
}

/// One of them.
#[derive(Clone, Debug, Serialize)]
pub struct SavedRow {
    /// Where the message is.
    pub address: String,
    /// What its room is called.
    pub room: String,
    /// What it says, and who says it.
    pub said: Said,
    /// When it is to come up again.
    pub remind_at: Option<String>,
    /// That has been.
    pub due: bool,
}

impl SavedPage {
    /// The list, by people called as these are; direct conversations are called as they are among the rooms.
    pub fn new(
        sidebar: Sidebar,
        rooms: &[MyRoom],
        messages: &[SavedMessage],
        people: &HashMap<UserId, Person>,
        next: Option<u32>,
        now: At,
    ) -> Self {
        let me = sidebar.me.id;
        let name = |saved: &SavedMessage| {
            let own = rooms.iter().find(|room| saved.kind == Kind::Direct && room.room == saved.message.room);
            own.map_or_else(|| saved.name.clone(), |room| room.name.clone())
        };
        let row = |saved: &SavedMessage| SavedRow {
            address: format!("{}/m/{}", saved.address, saved.message.seq),
            room: name(saved),
            said: Said::of(&saved.message, people, me, now).hiding(&sidebar.blocked),
            remind_at: saved.saved.remind_at.map(iso),
            due: saved.due,
        };
        Self { messages: messages.iter().map(row).collect(), next, sidebar }
    }
}

impl Page for SavedPage {
    const TEMPLATE: &'static str = "messages/saved.html";
}

/// `GET /r/{slug}/m/{seq}/save`, and its `POST` gone wrong.
#[derive(Clone, Debug, Serialize)]
pub struct SavePage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The room.
    pub room: RoomView,
    /// Which message.
    pub seq: Seq,
    /// It, as it stands.
    message: Box<Drawn>,
    /// It is saved already.
    pub saved: bool,
    /// When it is to come up again.
    pub remind_at: Option<String>,
    /// What was chosen.
    pub when: String,
    /// The day and hour that were typed.
    pub date: String,
    /// Why it was not done.
    pub error: Option<Text>,
}

impl SavePage {
    /// Of a message that is saved so, or not at all.
    pub fn new(sidebar: Sidebar, room: RoomView, message: &Message, saved: Option<Saved>) -> Self {
        let remind_at = saved.and_then(|saved| saved.remind_at).map(iso);
        // What is there already is not taken away by saving it again.
        let when = if remind_at.is_some() { "" } else { "never" };
        Self {
            sidebar,
            room,
            seq: message.seq,
            message: Box::new(Drawn::bare(message)),
            saved: saved.is_some(),
            remind_at,
            when: when.to_owned(),
            date: String::new(),
            error: None,
        }
    }

    /// The same with what was chosen, and why it was refused.
    #[must_use]
    pub fn refused(mut self, when: &str, date: &str, error: Text) -> Self {
        (self.when, self.date, self.error) = (when.to_owned(), date.to_owned(), Some(error));
        self
    }
}

impl Page for SavePage {
    const TEMPLATE: &'static str = "messages/save.html";
}
