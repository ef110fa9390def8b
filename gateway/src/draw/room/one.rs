//! The forms of one message: its words changed, or taken back.

use proto::room::{File, Message, RoomView};
use proto::{FileId, Nonce, Seq};
use serde::Serialize;

use crate::catalogue::Text;
use crate::draw::message::Drawn;
use crate::draw::{Page, Sidebar};

/// `GET /r/{slug}/m/{seq}/edit`, and its `POST` gone wrong: the words of a message, to be changed.
#[derive(Clone, Debug, Serialize)]
pub struct EditPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The room.
    pub room: RoomView,
    /// Which message.
    pub seq: Seq,
    /// Its words, or what was typed instead.
    pub body: String,
    /// The seq of the last change of the words that are to be replaced.
    pub text_rev: Seq,
    /// Its files: their ids, their names, and whether they are to be taken out.
    pub files: Vec<(FileId, String, bool)>,
    /// What it says now, where it was edited while this was typed.
    pub now: Option<String>,
    /// Fresh, except after a try-again refusal: then the same.
    pub nonce: Nonce,
    /// Why it was not changed.
    pub error: Option<Text>,
}

/// `GET /r/{slug}/m/{seq}/delete`, and its `POST` gone wrong: are you sure?
#[derive(Clone, Debug, Serialize)]
pub struct DeletePage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The room.
    pub room: RoomView,
    /// Which message.
    pub seq: Seq,
    /// It, as it stands.
    message: Box<Drawn>,
    /// It is another's: it may be said why.
    pub another: bool,
    /// Why, as typed.
    pub reason: String,
    /// Fresh, except after a try-again refusal: then the same.
    pub nonce: Nonce,
    /// Why it was not taken back.
    pub error: Option<Text>,
}

impl DeletePage {
    /// The query about this message.
    pub fn new(sidebar: Sidebar, room: RoomView, message: &Message) -> Self {
        Self {
            another: message.author != sidebar.me.id,
            sidebar,
            room,
            seq: message.seq,
            message: Box::new(Drawn::bare(message)),
            reason: String::new(),
            nonce: Nonce::new(),
            error: None,
        }
    }
}

impl EditPage {
    /// Those of a message; `without` are to be taken out.
    pub fn files_of(files: &[File], without: &[FileId]) -> Vec<(FileId, String, bool)> {
        files.iter().map(|file| (file.id, file.name.to_string(), without.contains(&file.id))).collect()
    }
}

impl Page for EditPage {
    const TEMPLATE: &'static str = "messages/edit.html";
}

impl Page for DeletePage {
    const TEMPLATE: &'static str = "messages/delete.html";
}
