//! `/admin/audit`: what admins did, as sentences.

use std::collections::HashMap;

use proto::UserId;
use proto::auth::{AuditEntry, Person};
use proto::id::SYSTEM;
use proto::room::AdminEvent;
use serde::Serialize;

use crate::draw::message::Stamp;
use crate::draw::{Errors, Page, Sidebar};

/// What can have been done, and how the filter calls it.
pub const ACTIONS: &[(&str, &str)] = &[
    ("org_role", "Roles, deactivating, letting in"),
    ("create_person", "Accounts made"),
    ("end_sessions", "Signed out everywhere"),
    ("reset_link", "Reset links"),
    ("reset_password", "Passwords set by the operator"),
    ("sign_up", "Who may join"),
    ("make_invite", "Invites made"),
    ("revoke_invite", "Invites taken back"),
    ("renamed", "Rooms renamed"),
    ("described", "Topics changed"),
    ("archived", "Rooms archived"),
    ("restored", "Rooms opened again"),
    ("room_deleted", "Rooms deleted"),
    ("deleted", "Messages deleted"),
    ("inspected", "Private rooms looked into"),
    ("removed", "Deactivated people taken out of rooms"),
    ("appointed", "Owners named for rooms without one"),
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
    pub actions: &'static [(&'static str, &'static str)],
    /// This page, newest first.
    pub rows: Vec<AuditRow>,
    /// The address of the page of older ones, if there are any.
    pub older: Option<String>,
    /// It is the first page.
    pub newest: bool,
    /// Something is looked for.
    pub filtered: bool,
    /// What was wrong; fields `by`, `to`.
    pub errors: Errors,
}

/// One thing that was done: who did what to whom, where.
#[derive(Clone, Debug, Serialize)]
pub struct AuditRow {
    at: Stamp,
    /// Who did it; none: the operator, or the place itself.
    pub actor: Option<Named>,
    /// The place itself did it.
    pub by_itself: bool,
    /// What; a sentence with `target`, `joint` and `room` behind it.
    pub what: String,
    /// To whom.
    pub target: Option<Named>,
    /// What stands between the person and the room.
    pub joint: &'static str,
    /// In which room.
    pub room: Option<String>,
    /// How it was.
    pub before: Option<String>,
    /// How it is since.
    pub after: Option<String>,
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
    /// Something done to people, or to the place.
    pub fn of_people(entry: AuditEntry) -> Self {
        let (mut before, mut after) = (entry.before, entry.after);
        let what = match (entry.action.as_str(), before.as_deref(), after.as_deref()) {
            ("create_person", ..) => "made an account for",
            ("org_role", _, Some("inactive")) => "deactivated",
            ("org_role", Some("inactive"), _) => "let in again",
            ("org_role", ..) => "gave another role to",
            ("end_sessions", ..) => "signed out everywhere",
            ("reset_link", ..) => "made a reset link for",
            ("reset_password", ..) => "set another password for",
            ("sign_up", ..) => "changed who may join",
            ("make_invite", ..) => "made an invite",
            ("revoke_invite", ..) => "took back an invite of",
            (other, ..) => other,
        };
        let what = what.to_owned();
        if entry.action == "end_sessions" {
            (before, after) = (before.map(|count| format!("{count} sessions")), None);
        }
        Self {
            at: Stamp::of(entry.at),
            actor: entry.actor.map(Named::from),
            by_itself: false,
            what,
            target: entry.target.map(Named::from),
            joint: "",
            room: None,
            before,
            after,
        }
    }

    /// Something done in a room.
    pub fn of_room(admin_event: AdminEvent, people: &HashMap<UserId, Person>) -> Self {
        let named = |id: UserId, hint: &str| {
            let unknown = || Named { name: hint.to_owned(), username: String::new() };
            people.get(&id).cloned().map_or_else(unknown, Named::from)
        };
        let (what, joint) = match admin_event.action.as_str() {
            "renamed" => ("renamed the room", ""),
            "described" => ("changed the topic of", ""),
            "archived" => ("archived", ""),
            "restored" => ("opened again", ""),
            "deleted" => ("deleted a message of", "in"),
            "inspected" => ("looked into the private room", ""),
            "room_deleted" => ("deleted the room", ""),
            "removed" => ("took the deactivated", "out of"),
            "appointed" => ("made", "the owner of"),
            other => (other, "in"),
        };
        let by_itself =
            admin_event.actor == SYSTEM && matches!(admin_event.action.as_str(), "removed" | "appointed");
        Self {
            at: Stamp::of(admin_event.at),
            actor: (admin_event.actor != SYSTEM).then(|| named(admin_event.actor, &admin_event.actor_name)),
            by_itself,
            what: what.to_owned(),
            target: admin_event.target.map(|user| named(user, "somebody")),
            joint,
            room: Some(admin_event.room_name),
            before: admin_event.before,
            after: admin_event.after,
        }
    }
}

impl Page for AuditPage {
    const TEMPLATE: &'static str = "admin/audit.html";
}
