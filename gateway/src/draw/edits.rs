//! What a message said before it was edited.

use proto::Seq;
use proto::room::{Message, Revision, Revisions, RoomView};
use serde::Serialize;

use super::message::Drawn;
use super::when::iso;
use super::{Face, Page, Sidebar};

/// `GET /r/{slug}/m/{seq}/edits`: how it reads now, and its earlier words, the latest first.
#[derive(Clone, Debug, Serialize)]
pub struct EditsPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The room.
    pub room: RoomView,
    /// Which message.
    pub seq: Seq,
    /// It is theirs, and may be erased by them.
    pub mine: bool,
    /// How it reads now; on the first part alone.
    now: Option<Box<Drawn>>,
    versions: Vec<Version>,
    /// Further ones are before this event.
    pub more: Option<Seq>,
}

#[derive(Clone, Debug, Serialize)]
struct Version {
    at: String,
    message: Drawn,
}

impl EditsPage {
    /// Of this message; `later` where the latest are on another page.
    pub fn new(
        sidebar: Sidebar,
        room: RoomView,
        message: &Message,
        revisions: &Revisions,
        later: bool,
    ) -> Self {
        let version = |revision: &Revision| {
            let author = Face::shown(message.author, &message.name, message.avatar);
            Version { at: iso(revision.at), message: Drawn::unsaid(author, &revision.html) }
        };
        Self {
            mine: message.author == sidebar.me.id,
            sidebar,
            room,
            seq: message.seq,
            now: (!later).then(|| Box::new(Drawn::bare(message))),
            versions: revisions.revisions.iter().map(version).collect(),
            more: revisions.revisions.last().filter(|_| revisions.more).map(|revision| revision.rev),
        }
    }
}

impl Page for EditsPage {
    const TEMPLATE: &'static str = "messages/edits.html";
}
