//! `/settings`: one's own name, appearance, password and sessions; and the card others see.

use proto::auth::{Profile, SessionLine};
use proto::room::{CommonRoom, FirstContact, OrgRole as Rank};
use proto::{At, SessionId};
use serde::Serialize;

use super::device::device;
use super::when::{ago, iso};
use super::{Errors, Face, Page, Sidebar};
use crate::catalogue::Text;

/// `GET /settings`, and its forms gone wrong. Passwords are never echoed.
#[derive(Clone, Debug, Serialize)]
pub struct SettingsPage {
    /// My rooms.
    pub sidebar: Sidebar,
    /// As typed, or as it is.
    pub display_name: String,
    /// As typed, or as it is.
    pub email: String,
    /// An admin has confirmed that it is mine.
    pub email_confirmed: bool,
    /// My sessions.
    pub sessions: Vec<SessionRow>,
    /// Who may write to me first.
    pub first_contact: FirstContact,
    /// I am an admin: there is more to set elsewhere.
    pub admin: bool,
    /// A sentence above the forms that is no error: "Your name is changed."
    pub notice: Option<Text>,
    /// What was wrong; fields `display_name`, `email`, `email_password`, `old`, `password`, `password_again`.
    pub errors: Errors,
}

/// One of my sessions.
#[derive(Clone, Debug, Serialize)]
pub struct SessionRow {
    /// Which.
    pub id: SessionId,
    /// "Firefox on Linux".
    pub device: Text,
    /// What the browser calls itself.
    pub agent: String,
    /// The first part of the address.
    pub net: String,
    /// When it began.
    pub since: String,
    /// "12 minutes ago".
    pub last_seen: Text,
    /// It is the one that looks.
    pub this: bool,
}

impl SessionRow {
    /// A session as it is listed for its owner, who looks with session `this`.
    pub fn of(line: &SessionLine, this: SessionId, now: At) -> Self {
        Self {
            id: line.id,
            device: device(&line.agent),
            agent: line.agent.clone(),
            net: line.net.clone(),
            since: iso(line.since),
            last_seen: ago(line.last_seen, now),
            this: line.id == this,
        }
    }
}

/// `GET /u/{username}`
#[derive(Clone, Debug, Serialize)]
pub struct ProfilePage {
    /// My rooms.
    pub sidebar: Sidebar,
    /// Whose card.
    pub person: Face,
    /// Their username.
    pub username: String,
    /// When they joined.
    pub since: String,
    /// What they are to the organisation.
    pub role: Rank,
    /// They were deactivated.
    pub gone: bool,
    /// It is my own card.
    pub mine: bool,
    /// The rooms that both of us are in.
    pub rooms: Vec<CommonRoom>,
}

impl ProfilePage {
    /// The card of somebody.
    pub fn new(sidebar: Sidebar, profile: &Profile, rooms: Vec<CommonRoom>) -> Self {
        let person = Face::from(&profile.person);
        Self {
            mine: sidebar.me.id == person.id,
            sidebar,
            person,
            username: profile.person.username.clone(),
            since: iso(profile.since),
            role: profile.org_role,
            gone: profile.org_role == Rank::Inactive,
            rooms,
        }
    }
}

impl Page for SettingsPage {
    const TEMPLATE: &'static str = "people/settings.html";
}

impl Page for ProfilePage {
    const TEMPLATE: &'static str = "people/profile.html";
}
