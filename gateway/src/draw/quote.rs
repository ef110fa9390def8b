//! A message that another one links to, in a few words.

use proto::Seq;
use proto::auth::Session;
use proto::room::{Message, RoomView};
use serde::Serialize;

use super::excerpt::{Piece, pieces};
use super::when::iso;
use super::{Face, Page};

/// `GET /r/{slug}/m/{seq}/quote`: what it says now, for who may read it.
#[derive(Clone, Debug, Serialize)]
pub struct QuotePage {
    /// Where it was said.
    pub room: RoomView,
    /// Which it is.
    pub seq: Seq,
    /// Who said it.
    pub author: Face,
    /// When.
    pub at: String,
    /// Its first words.
    pub pieces: Vec<Piece>,
    /// Of how many files it is, where it has no words.
    pub files: i64,
}

impl QuotePage {
    /// Of a message of this room.
    pub fn new(session: &Session, room: RoomView, message: &Message) -> Self {
        Self {
            room,
            seq: message.seq,
            author: Face::of(message.author, &message.name),
            at: iso(message.at),
            pieces: pieces(&message.html, session.person.id),
            files: message.files_alone(),
        }
    }
}

impl Page for QuotePage {
    const TEMPLATE: &'static str = "messages/quote.html";
}
