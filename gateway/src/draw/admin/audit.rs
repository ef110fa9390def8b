//! `/admin/audit`: what admins did, as sentences.

use std::collections::HashMap;

use proto::auth::{AuditEntry, Person};
use proto::id::SYSTEM;
use proto::room::AdminEvent;
use proto::{Nonce, RoomId, UserId};
use serde::Serialize;
use serde_json::Value;

use crate::catalogue::Text;
use crate::draw::when::iso;
use crate::draw::{Errors, Page, Sidebar};

/// What can have been done, in the order of the filter.
pub const ACTIONS: &[&str] = &[
    "set_role",
    "deactivate",
    "reactivate",
    "create_account",
    "end_sessions",
    "make_reset_link",
    "reset_password",
    "confirm_email",
    "set_sign_up",
    "set_members_invite",
    "remove_avatar",
    "add_emoji",
    "remove_emoji",
    "set_members_emoji",
    "set_denied_files",
    "set_name",
    "set_greeting",
    "set_default_level",
    "set_link_previews",
    "make_invite",
    "revoke_invite",
    "renamed",
    "described",
    "configured",
    "archived",
    "restored",
    "room_deleted",
    "deleted",
    "inspected",
    "removed",
    "unbanned",
    "muted",
    "unmuted",
    "appointed",
    "reported",
    "report_closed",
];

/// `GET /admin/audit`
#[derive(Clone, Debug, Serialize)]
pub struct AuditPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// Done by whom: a username as typed.
    pub by: String,
    /// Done to whom: a username as typed.
    pub to: String,
    /// What was done.
    pub action: String,
    /// What there is to choose from.
    pub actions: &'static [&'static str],
    /// This page, newest first.
    pub rows: Vec<AuditRow>,
    /// The address of the page of older ones, if there are any.
    pub older: Option<String>,
    /// It is the first page.
    pub newest: bool,
    /// Something is looked for.
    pub filtered: bool,
    /// A sentence above the list that is no error.
    pub notice: Option<Text>,
    /// What was wrong; fields `by`, `to`.
    pub errors: Errors,
}

/// One thing that was done: who did what to whom, where.
#[derive(Clone, Debug, Serialize)]
pub struct AuditRow {
    at: String,
    /// Who did it; none: the operator, or the installation itself.
    pub actor: Option<Named>,
    /// The installation itself did it.
    pub by_itself: bool,
    /// What, as the message `audit-did` of the catalogue calls it.
    pub what: String,
    /// To whom.
    pub target: Option<Named>,
    /// In which room; empty where it was in none.
    pub room: String,
    /// How to read `before` and `after`: `role`, `sign-up`, `sessions` or `text`.
    pub values: &'static str,
    /// How it was: text, or a number.
    pub before: Option<Value>,
    /// How it is since: text, or a number.
    pub after: Option<Value>,
    /// Why, if that was said.
    pub reason: Option<String>,
    /// When it ends, or ended, by itself.
    pub until: Option<String>,
    /// The form that undoes it.
    pub undo: Option<Undo>,
}

/// The form that undoes something done in a room: `POST /admin/audit/undo`.
#[derive(Clone, Debug, Serialize)]
pub struct Undo {
    room: RoomId,
    user: UserId,
    /// `unban` or `unmute`.
    action: &'static str,
    nonce: Nonce,
}

impl Undo {
    fn of(admin_event: &AdminEvent) -> Option<Self> {
        let user = admin_event.target.filter(|_| admin_event.in_force)?;
        let action = if admin_event.banned { "unban" } else { "unmute" };
        Some(Self { room: admin_event.room, user, action, nonce: Nonce::new() })
    }
}

/// Somebody.
#[derive(Clone, Debug, Serialize)]
pub struct Named {
    /// How they are called.
    pub name: String,
    /// Their username, where it is known.
    pub username: String,
}

impl From<Person> for Named {
    fn from(person: Person) -> Self {
        Self { name: person.display_name, username: person.username }
    }
}

impl AuditRow {
    /// Something done to people, or to the installation.
    pub fn of_people(entry: AuditEntry) -> Self {
        let (before, after) = (entry.before.map(Value::from), entry.after.map(Value::from));
        let values = match entry.action.as_str() {
            "deactivate" | "reactivate" | "set_role" | "create_account" => "role",
            "end_sessions" => "sessions",
            "set_sign_up" => "sign-up",
            _ => "text",
        };
        let (before, after) =
            if values == "sessions" { (before.as_ref().map(number), None) } else { (before, after) };
        Self {
            at: iso(entry.at),
            actor: entry.actor.map(Named::from),
            by_itself: false,
            what: entry.action,
            target: entry.target.map(Named::from),
            room: String::new(),
            values,
            before,
            after,
            reason: None,
            until: None,
            undo: None,
        }
    }

    /// Something done in a room.
    pub fn of_room(admin_event: AdminEvent, people: &HashMap<UserId, Person>) -> Self {
        let named = |id: UserId, hint: String| {
            let unknown = || Named { name: hint, username: String::new() };
            people.get(&id).cloned().map_or_else(unknown, Named::from)
        };
        let by_itself = admin_event.actor == SYSTEM
            && matches!(admin_event.action.as_str(), "removed" | "appointed" | "reported");
        let what = match admin_event.action.as_str() {
            "removed" if by_itself => "deactivated",
            "removed" if admin_event.banned => "banned",
            "appointed" if by_itself => "owner",
            action => action,
        };
        Self {
            undo: Undo::of(&admin_event),
            reason: admin_event.reason.clone().filter(|_| !by_itself),
            until: admin_event.until.map(iso),
            values: match what {
                "appointed" => "room-role",
                "report_closed" => "report-outcome",
                "set_default_level" => "level",
                "set_link_previews" => "previews",
                _ => "text",
            },
            what: what.to_owned(),
            at: iso(admin_event.at),
            actor: (admin_event.actor != SYSTEM).then(|| named(admin_event.actor, admin_event.actor_name)),
            by_itself,
            target: admin_event.target.map(|user| named(user, String::new())),
            room: admin_event.room_name,
            before: admin_event.before.map(Value::from),
            after: admin_event.after.filter(|_| !by_itself).map(Value::from),
        }
    }
}

/// A number that was written down as text.
fn number(text: &Value) -> Value {
    text.as_str().and_then(|text| text.parse::<i64>().ok()).map_or_else(|| text.clone(), Value::from)
}

impl Page for AuditPage {
    const TEMPLATE: &'static str = "admin/audit.html";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Language;

    #[test]
    fn every_action_of_the_filter_has_a_name_and_is_told_in_every_language() {
        for language in Language::ALL {
            let name =
                |action: &str| language.catalogue().say(&Text::new("audit-kind").with("action", action));
            assert_eq!(name("invented_later"), "invented_later", "what nobody knows is shown as it is");
            let told = |action: &str| {
                let text = Text::new("audit-did")
                    .with("action", action)
                    .with("actor", "Rosa")
                    .with("target", "Tomas")
                    .with("room", "Harbour");
                language.catalogue().say(&text)
            };
            for action in ACTIONS {
                assert_ne!(name(action), *action);
                assert_ne!(told(action), told("invented_later"), "{action}");
            }
        }
    }
}
