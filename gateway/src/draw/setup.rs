//! `/setup`: what an owner begins with, and `/admin/installation`: the same for later.

use proto::auth::{Installation, Invitation, Person};
use proto::room::{Kind, Level};
use proto::{Nonce, RoomId};
use serde::Serialize;

use super::when::iso;
use super::{Errors, Page, Sidebar};
use crate::catalogue::Text;

/// Four steps, each of which saves by itself.
#[derive(Clone, Debug, Serialize)]
pub struct SetupPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// What the installation is called, as typed.
    pub called: String,
    /// Two letters of that.
    pub initials: String,
    /// The invite that was just made.
    pub invite: Option<SetupInvite>,
    /// The rooms there are.
    pub rooms: Vec<SetupRoom>,
    /// The name of another room, as typed.
    pub room: String,
    /// The name looks like another room's: sent once more, it is meant.
    pub alike: bool,
    /// There is a demo room: its address.
    pub demo: Option<String>,
    /// Sent twice, a form makes one room, and one invite.
    pub nonce: Nonce,
    /// Something was saved just now: the name.
    pub named: bool,
    /// What was wrong; fields `installation`, `name`.
    pub errors: Errors,
}

/// A link to be sent.
#[derive(Clone, Debug, Serialize)]
pub struct SetupInvite {
    /// What follows `/invite/`.
    pub code: String,
    /// The whole address.
    pub address: String,
    /// Until when it works.
    pub until: String,
}

/// A room there is.
#[derive(Clone, Debug, Serialize)]
pub struct SetupRoom {
    /// What it is called.
    pub name: String,
    /// Its address.
    pub address: String,
}

/// `GET /admin/installation`, and its forms gone wrong.
#[derive(Clone, Debug, Serialize)]
pub struct InstallationPage {
    /// My rooms.
    pub sidebar: Sidebar,
    /// What the installation is called, as typed.
    pub called: String,
    /// What new people read first, as typed.
    pub greeting: String,
    /// What of rooms those are told about who chose nothing.
    pub level: Level,
    /// Messages show what their links lead to.
    pub previews: bool,
    /// Which files nobody may send, as typed.
    pub denied: String,
    /// A sentence that is no error.
    pub notice: Option<Text>,
    /// What was wrong; fields `installation`, `greeting`, `denied`.
    pub errors: Errors,
}

impl SetupPage {
    /// As it is now. `demo`: the room that shows what can be done, if there is one.
    pub fn new(sidebar: Sidebar, called: String, demo: RoomId) -> Self {
        let is_demo = |room: &&super::RoomLine| room.id == demo;
        let rooms = sidebar.named().filter(|room| !is_demo(room));
        let rooms = rooms.map(|room| SetupRoom { name: room.name.clone(), address: room.address.clone() });
        let (rooms, demo) = (rooms.collect(), sidebar.named().find(is_demo).map(|room| room.address.clone()));
        Self {
            initials: super::initials(&called),
            called,
            invite: None,
            rooms,
            room: String::new(),
            alike: false,
            demo,
            nonce: Nonce::new(),
            named: false,
            errors: Errors::none(),
            sidebar,
        }
    }
}

impl SetupInvite {
    /// An invite under its whole address.
    pub fn new(code: String, address: String, invitation: &Invitation) -> Self {
        Self { code, address, until: iso(invitation.expires_at) }
    }
}

impl InstallationPage {
    /// As it is now; `title`: what it is called.
    pub fn new(sidebar: Sidebar, installation: &Installation, title: String) -> Self {
        let greeting = installation.greeting.clone().map(String::from).unwrap_or_default();
        let denied = installation.denied_files.clone().map(String::from).unwrap_or_default();
        let level = Level::unless_chosen(Kind::Public);
        Self {
            sidebar,
            called: title,
            greeting,
            level,
            previews: false,
            denied,
            notice: None,
            errors: Errors::none(),
        }
    }
}

/// The messages of the demo room, in order; `person` makes it.
pub fn demo(person: &Person) -> Vec<Text> {
    vec![
        Text::new("demo-hello"),
        Text::new("demo-text"),
        Text::new("demo-code"),
        Text::new("demo-quote"),
        Text::new("demo-mention").with("username", person.username.as_str()),
        Text::new("demo-tools"),
    ]
}

impl Page for SetupPage {
    const TEMPLATE: &'static str = "people/setup.html";
}

impl Page for InstallationPage {
    const TEMPLATE: &'static str = "admin/installation.html";
}
