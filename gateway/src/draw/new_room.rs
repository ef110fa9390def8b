//! A page for a room that is not there yet.

use proto::Nonce;
use proto::room::Kind;
use serde::Serialize;

use super::{Errors, Page, Sidebar};

/// `GET /rooms/new`, and `POST /rooms` gone wrong.
#[derive(Clone, Debug, Serialize)]
pub struct NewRoomPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The form.
    pub form: NewRoomForm,
}

/// The form that makes a room: `POST /rooms` (`name`, `topic`, `kind`, `people`, `nonce`).
#[derive(Clone, Debug, Serialize)]
pub struct NewRoomForm {
    /// As typed.
    pub name: String,
    /// As typed: what it is about.
    pub topic: String,
    /// Open to whom, as chosen.
    pub kind: Kind,
    /// As typed: usernames of those who are to be in it.
    pub people: String,
    /// A fresh one for each time the form is drawn, except after a try-again refusal: then the same.
    pub nonce: Nonce,
    /// The name looks like another room's: sent once more, it is meant.
    pub alike: bool,
    /// What was wrong; fields `name`, `topic`, `people`.
    pub errors: Errors,
}

impl NewRoomForm {
    /// An empty one with a fresh nonce.
    pub fn fresh() -> Self {
        Self {
            name: String::new(),
            topic: String::new(),
            kind: Kind::Public,
            people: String::new(),
            nonce: Nonce::new(),
            alike: false,
            errors: Errors::none(),
        }
    }
}

impl Page for NewRoomPage {
    const TEMPLATE: &'static str = "rooms/new.html";
}
