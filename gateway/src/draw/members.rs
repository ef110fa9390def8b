//! The people of a room, and what may be done to them.

use std::collections::HashMap;

use proto::auth::{Person, Session};
use proto::node::Availability;
use proto::room::permissions::Asker;
use proto::room::{ActionKind, Kind, MemberLine, Role, RoomView};
use proto::{At, Nonce, UserId};
use serde::Serialize;

use super::when::iso;
use super::{Errors, Face, Page, ShownStatus, Sidebar};
use crate::catalogue::Text;

/// `GET /r/{slug}/members`, and its forms gone wrong.
#[derive(Clone, Debug, Serialize)]
pub struct MembersPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The room.
    pub room: RoomView,
    /// This page of its people.
    pub members: Vec<MemberRow>,
    /// Who may not come back; for those who may let them.
    pub banned: Vec<MemberRow>,
    /// Part of a name that is looked for; empty: everyone is listed.
    pub search: String,
    /// It means more people than are looked for.
    pub too_many: bool,
    /// How many people come before this page (`?offset=`).
    pub offset: u32,
    /// People to a page.
    pub per_page: u32,
    /// There are further people.
    pub more: bool,
    /// What the looking person may do.
    pub rights: Rights,
    /// The form that adds somebody.
    pub add: AddForm,
    /// A sentence above the list that is no error.
    pub notice: Option<Text>,
    /// What was wrong with a form of the list.
    pub errors: Errors,
}

/// The form that adds somebody: `POST /r/{slug}/members` (`username`, `nonce`).
#[derive(Clone, Debug, Default, Serialize)]
pub struct AddForm {
    /// As typed.
    pub username: String,
    /// Fresh, except after a try-again refusal: then the same.
    pub nonce: Nonce,
    /// What was wrong; field `username`.
    pub errors: Errors,
}

/// What is offered to be done with a room and its people: what the permission table allows whoever looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Rights {
    /// Make somebody a member.
    pub add: bool,
    /// Remove and ban people.
    pub remove: bool,
    /// Mute people, and end that.
    pub mute: bool,
    /// Let banned people come back.
    pub unban: bool,
    /// Give roles.
    pub appoint: bool,
    /// Change the room itself: its name and topic, and whether it is archived.
    pub settings: bool,
    /// Deal with what was reported in it.
    pub reports: bool,
    #[serde(skip)]
    asker: Asker,
}

/// One person.
#[derive(Clone, Debug, Serialize)]
pub struct MemberRow {
    /// Who.
    pub face: Face,
    /// Their username, where it is known at the moment.
    pub username: String,
    /// What they are up to.
    pub status: Option<ShownStatus>,
    /// Whether they are here.
    pub seen: Option<Availability>,
    /// What they are: `member`, `moderator`, `owner`, `banned`.
    pub role: Role,
    /// Since when.
    pub since: String,
    /// It is who looks.
    pub me: bool,
    /// They can be removed.
    pub removable: bool,
    /// They can be muted.
    pub mutable: bool,
    /// Until when they are muted or banned; empty: they are not muted, or banned for good.
    pub until: String,
    /// Why they are.
    pub why: String,
    /// They can be given another role.
    pub appointable: bool,
    /// For the forms of this row.
    pub nonce: Nonce,
    /// The reason that was typed for them, when its form was refused.
    pub reason: Option<String>,
}

impl Rights {
    /// Of this session in this room.
    pub fn of(session: &Session, room: &RoomView) -> Self {
        let asker = Asker::viewing(session.org_role, room);
        Self {
            add: asker.may(ActionKind::Add),
            remove: asker.may(ActionKind::Remove),
            mute: asker.may(ActionKind::Mute),
            unban: asker.may(ActionKind::Unban),
            appoint: asker.may(ActionKind::Appoint),
            settings: asker.may(ActionKind::Rename) || asker.may(ActionKind::Restore),
            reports: room.kind != Kind::Direct && asker.power() >= Role::Moderator,
            asker,
        }
    }
}

impl MemberRow {
    /// Somebody as they are listed for who looks.
    pub fn of(line: &MemberLine, person: Option<&Person>, me: UserId, rights: Rights) -> Self {
        let is_me = line.user == me;
        Self {
            face: Face::known(line.user, person, ""),
            username: person.map(|person| person.username.clone()).unwrap_or_default(),
            status: person.and_then(|person| ShownStatus::of(person, At::now_utc())),
            seen: None,
            role: line.role,
            since: iso(line.since),
            me: is_me,
            removable: rights.remove && !is_me && rights.asker.outranks(line.role),
            mutable: rights.mute && !is_me && rights.asker.outranks(line.role),
            until: line.until.map(iso).unwrap_or_default(),
            why: line.reason.as_ref().map(ToString::to_string).unwrap_or_default(),
            appointable: rights.appoint && !is_me && line.role < Role::Owner,
            nonce: Nonce::new(),
            reason: None,
        }
    }
}

impl MembersPage {
    /// Those in the list, as they are seen.
    pub fn seen(mut self, seen: &HashMap<UserId, Availability>) -> Self {
        for member in &mut self.members {
            member.seen = seen.get(&member.face.id).copied();
        }
        self
    }
}

impl Page for MembersPage {
    const TEMPLATE: &'static str = "rooms/members.html";
}
