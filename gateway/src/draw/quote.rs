//! A message that another one links to, in a few words.

use proto::auth::Session;
use proto::room::{Message, RoomView};
use proto::{Seq, UserId};
use serde::Serialize;

use super::blocked::folded_in;
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
    /// The reader has blocked who said it, and is not shown what.
    pub blocked: bool,
}

impl QuotePage {
    /// Of a message of this room; of what these people said, only that they did.
    pub fn new(session: &Session, room: RoomView, message: &Message, blocked: &[UserId]) -> Self {
        let blocked = folded_in(&room, blocked).contains(&message.author);
        Self {
            room,
            seq: message.seq,
            author: Face::shown(message.author, &message.name, message.avatar),
            at: iso(message.at),
            pieces: if blocked { Vec::new() } else { pieces(&message.html, session.person.id) },
            files: message.files_alone(),
            blocked,
        }
    }
}

impl Page for QuotePage {
    const TEMPLATE: &'static str = "messages/quote.html";
}
