//! `/settings`: one's own name, profile, appearance, password and sessions.

use proto::auth::SessionLine;
use proto::room::FirstContact;
use proto::{At, SessionId};
use serde::Serialize;

use super::device::device;
use super::when::{ago, iso};
use super::{DetailsForm, Errors, Page, Participant, Sidebar, UsedFiles};
use crate::catalogue::Text;

/// `GET /settings`, and its forms gone wrong. Passwords are never echoed.
#[derive(Clone, Debug, Serialize)]
pub struct SettingsPage {
    /// My rooms.
    pub sidebar: Sidebar,
    /// As typed, or as it is.
    pub display_name: String,
    /// Pictures are kept, and so I may have one.
    pub pictures: bool,
    /// What I say of myself.
    pub details: DetailsForm,
    /// As typed, or as it is.
    pub email: String,
    /// It is confirmed that it is mine.
    pub email_confirmed: bool,
    /// Mail is sent, and so I may have a link sent that confirms it.
    pub mails: bool,
    /// My sessions.
    pub sessions: Vec<SessionRow>,
    /// Who may write to me first.
    pub first_contact: FirstContact,
    /// How much I have uploaded, and may; none where files are not kept, or nobody can tell.
    pub files: Option<UsedFiles>,
    /// Whom I have blocked.
    pub blocked: Vec<Participant>,
    /// I am an admin: there is more to set elsewhere.
    pub admin: bool,
    /// A sentence above the forms that is no error: "Your name is changed."
    pub notice: Option<Text>,
    /// What was wrong; fields `display_name`, `picture`, `pronouns`, `title`, `zone`, `about`, `email`, `email_password`, `old`, `password`, `password_again`.
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

impl Page for SettingsPage {
    const TEMPLATE: &'static str = "people/settings.html";
}
