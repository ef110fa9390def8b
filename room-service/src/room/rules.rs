//! The rules of rooms: a command and what is known of the room make an event, nothing, or a polite no.
//!
//! Called by `round` for one command after the other; knows no nonces, no clock, no store.
//!
//! Who may what: anyone not banned sees and joins a public room; members write, edit and take back their own;
//! moderators also take back others' messages, add people, and remove, ban and unban those below them; owners also
//! appoint. Owners and admins of the organisation say what a room is about, archive it and open it again. Admins count as
//! moderators in the rooms they are in. The last owner names another before leaving those who stay. Nobody acts in a room they have never been in, except
//! by joining it; but a `void` may be theirs in a public one. What admin rights does besides is in `admin`. In a deleted
//! room nothing happens any more.

mod admin;

use proto::room::{Act, Action, Actor, Command, Fact, Kind, Message, OrgRole, Role};
use proto::text::{Body, RemovalReason, Topic};
use proto::{At, Reason, Refusal, Seq, UserId};

use super::nonce::VoidReason;
use super::state::{Member, Room};

/// What becomes of a command.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// This happens.
    Happens(Fact),
    /// Things are already as wished.
    Unchanged,
    /// It may not be.
    Refused(Refusal),
    /// Nothing that anyone sees, but the nonce is taken.
    Void(VoidReason),
}

use Decision::{Happens, Refused, Unchanged};

impl Room {
    /// Decides one command on the room as it is known. Events carry no time yet, and messages no HTML.
    pub fn decide(&self, command: &Command) -> Decision {
        let actor = &command.actor;
        if actor.org_role == OrgRole::Inactive {
            return Refused(Refusal::revoked());
        }
        if self.deleted {
            return self.decide_on_deleted_room(command);
        }
        let row = self.member(actor.id);
        let decision = match (&command.action, row) {
            (Action::Create { .. }, _) => Refused(Refusal::new(Reason::RoomExists)),
            (Action::Cancel, _) if self.may_leave_tombstone(row) => {
                return Decision::Void(VoidReason::Cancelled);
            }
            (Action::Cancel, _) => Refused(Refusal::not_found()),
            (Action::ByAdmin { act }, _) => self.decide_as_admin(actor, act),
            _ if !self.is_seen_by(row) => Refused(Refusal::not_found()),
            (Action::Leave, _) => self.leave(row),
            (Action::Join, _) => self.join(row),
            // A name spans rooms: the command listener has it decided where all names are.
            (Action::Rename { .. }, _) => Refused(Refusal::unavailable()),
            (Action::Describe { topic }, _) => self.describe(actor, row, topic),
            (Action::Archive, _) => self.archive(actor, row),
            (Action::Restore, _) => self.restore(actor, row),
            _ if !is_inside(row) => Refused(join_first()),
            _ if self.archived => Refused(Refusal::archived()),
            (Action::Post { body, reply_to }, _) => self.post(command, body, *reply_to),
            (Action::Edit { target, body }, _) => self.edit(actor, *target, body),
            (Action::Delete { target }, _) => self.delete(actor, row, *target),
            (Action::Remove { user, ban, reason, whom }, _) => {
                self.remove(actor, row, *user, *ban, reason.as_ref(), whom)
            }
            (Action::Add { user, whom }, _) => self.add(actor, row, *user, whom),
            (Action::Unban { user, whom }, _) => self.unban(actor, row, *user, whom),
            (Action::Appoint { user, role }, _) => self.appoint(actor, row, *user, *role),
        };
        let in_office = matches!(command.action, Action::ByAdmin { .. }) && actor.org_role >= OrgRole::Admin;
        resolve(decision, command.again && (in_office || self.may_leave_tombstone(row)))
    }

    /// Deleting was the last event. Who wants it deleted has what they want; for all others there is nothing. No `void`
    /// is left: a twin that wakes up finds the same deleted room.
    fn decide_on_deleted_room(&self, command: &Command) -> Decision {
        match &command.action {
            Action::ByAdmin { act: Act::DeleteRoom } if command.actor.org_role >= OrgRole::Admin => Unchanged,
            _ => Refused(Refusal::not_found()),
        }
    }

    /// Who may take a nonce without anything happening: who is or was inside, and in a public room whoever could be inside
    /// by joining it. Otherwise what a stranger was refused could come true once they have joined, when a twin of it wakes up.
    fn may_leave_tombstone(&self, row: Option<Member>) -> bool {
        row.is_some() || self.kind == Kind::Public
    }

    fn is_seen_by(&self, row: Option<Member>) -> bool {
        match row.map(|row| row.role) {
            Some(Role::Banned) => false,
            Some(Role::Former) | None => self.kind == Kind::Public,
            Some(Role::Member | Role::Moderator | Role::Owner) => true,
        }
    }

    fn join(&self, row: Option<Member>) -> Decision {
        match row {
            row if is_inside(row) => Unchanged,
            _ if self.archived => Refused(Refusal::archived()),
            _ => Happens(Fact::Joined),
        }
    }

    fn post(&self, command: &Command, body: &Body, reply_to: Option<Seq>) -> Decision {
        if reply_to.is_some_and(|seq| self.target(seq).is_none()) {
            return Refused(Refusal::new(Reason::RepliedMessageMissing));
        }
        let seq = self.head + 1;
        let message = Message {
            seq,
            msg_no: self.last_msg + 1,
            rev: seq,
            author: command.actor.id,
            name: command.actor.name.clone(),
            at: At::UNIX_EPOCH,
            body: body.as_str().to_owned(),
            html: String::new(),
            reply_to,
            edited_at: None,
            deleted_at: None,
            nonce: command.nonce,
        };
        Happens(Fact::Posted { message: Box::new(message) })
    }

    fn edit(&self, actor: &Actor, target: Seq, body: &Body) -> Decision {
        let message = match self.target(target) {
            None => return Refused(no_message()),
            Some(message) if message.author != actor.id => {
                return Refused(Refusal::new(Reason::AuthorOnly));
            }
            Some(message) if message.deleted_at.is_some() => return Refused(taken_back()),
            Some(message) => message,
        };
        let message = Message {
            rev: self.head + 1,
            body: body.as_str().to_owned(),
            edited_at: Some(At::UNIX_EPOCH),
            ..message.clone()
        };
        Happens(Fact::Edited { message: Box::new(message) })
    }

    /// Whom words of this person's mention: those they name who are inside. Nobody mentions themselves.
    pub fn mentioned(&self, author: UserId, named: &[UserId]) -> Vec<UserId> {
        let is_meant = |user: &UserId| *user != author && is_inside(self.member(*user));
        named.iter().copied().filter(is_meant).collect()
    }

    fn delete(&self, actor: &Actor, row: Option<Member>, target: Seq) -> Decision {
        match self.target(target) {
            None => Refused(no_message()),
            Some(message) if message.author != actor.id && power(actor, row) < Role::Moderator => {
                Refused(Refusal::new(Reason::AuthorOrModeratorOnly))
            }
            Some(message) if message.deleted_at.is_some() => Unchanged,
            Some(_) => Happens(Fact::Deleted { target }),
        }
    }

    fn remove(
        &self,
        actor: &Actor,
        row: Option<Member>,
        user: UserId,
        ban: bool,
        reason: Option<&RemovalReason>,
        whom: &str,
    ) -> Decision {
        let mine = power(actor, row);
        if mine < Role::Moderator {
            return Refused(Refusal::new(Reason::ModeratorsOnly));
        }
        if user == actor.id {
            return Refused(Refusal::new(Reason::RemoveYourself));
        }
        match self.member(user).map(|row| row.role) {
            None => Refused(nobody()),
            Some(Role::Banned) => Unchanged,
            Some(Role::Former) if !ban => Unchanged,
            Some(role) if role >= mine => Refused(Refusal::new(Reason::Outranked)),
            Some(_) => {
                let (reason, whom) = (reason.cloned(), whom.to_owned());
                Happens(Fact::Removed { user, banned: ban, reason, whom })
            }
        }
    }

    fn add(&self, actor: &Actor, row: Option<Member>, user: UserId, whom: &str) -> Decision {
        if power(actor, row) < Role::Moderator {
            return Refused(Refusal::new(Reason::ModeratorsOnly));
        }
        match self.member(user).map(|row| row.role) {
            Some(Role::Banned) => Refused(Refusal::new(Reason::Banned)),
            Some(Role::Former) | None => Happens(Fact::Added { user, whom: whom.to_owned() }),
            Some(Role::Member | Role::Moderator | Role::Owner) => Unchanged,
        }
    }

    fn unban(&self, actor: &Actor, row: Option<Member>, user: UserId, whom: &str) -> Decision {
        if power(actor, row) < Role::Moderator {
            return Refused(Refusal::new(Reason::ModeratorsOnly));
        }
        match self.member(user).map(|row| row.role) {
            Some(Role::Banned) => Happens(Fact::Unbanned { user, whom: whom.to_owned() }),
            Some(_) => Unchanged,
            None => Refused(nobody()),
        }
    }

    fn describe(&self, actor: &Actor, row: Option<Member>, topic: &Topic) -> Decision {
        match () {
            () if !may_change_the_room(actor, row) => Refused(not_yours()),
            () if self.archived => Refused(Refusal::archived()),
            () => Happens(Fact::Described { topic: topic.clone() }),
        }
    }

    fn archive(&self, actor: &Actor, row: Option<Member>) -> Decision {
        match () {
            () if !may_change_the_room(actor, row) => Refused(not_yours()),
            () if self.archived => Unchanged,
            () => Happens(Fact::Archived),
        }
    }

    fn restore(&self, actor: &Actor, row: Option<Member>) -> Decision {
        match () {
            () if !may_change_the_room(actor, row) => Refused(not_yours()),
            () if !self.archived => Unchanged,
            () => Happens(Fact::Restored),
        }
    }

    fn leave(&self, row: Option<Member>) -> Decision {
        match row {
            Some(row) if row.role == Role::Owner && self.owners == 1 && self.members > 1 => {
                Refused(Refusal::new(Reason::LastRoomOwner))
            }
            row if is_inside(row) => Happens(Fact::Left),
            _ => Unchanged,
        }
    }

    fn appoint(&self, actor: &Actor, row: Option<Member>, user: UserId, role: Role) -> Decision {
        if row.is_none_or(|row| row.role < Role::Owner) {
            return Refused(Refusal::new(Reason::RoomOwnersOnly));
        }
        if !role.is_inside() {
            return Refused(Refusal::new(Reason::UnknownRoomRole).on("role"));
        }
        if user == actor.id {
            return Refused(Refusal::new(Reason::OwnRole));
        }
        match self.member(user).map(|row| row.role) {
            Some(before) if before == role => Unchanged,
            Some(Role::Owner) => Refused(Refusal::new(Reason::OwnersRole)),
            Some(Role::Member | Role::Moderator) => Happens(Fact::Appointed { user, role }),
            Some(Role::Former | Role::Banned) | None => Refused(nobody()),
        }
    }
}

/// A command that may have a twin under way, and that would leave no trace, leaves an invisible one: the twin that
/// wakes up later finds its nonce taken. Only those whom [`Room::may_leave_tombstone`] names may.
fn resolve(decision: Decision, leaves_trace: bool) -> Decision {
    match decision {
        Refused(refusal) if leaves_trace => Decision::Void(VoidReason::Refused { refusal }),
        Unchanged if leaves_trace => Decision::Void(VoidReason::Unchanged),
        decision => decision,
    }
}

fn is_inside(row: Option<Member>) -> bool {
    row.is_some_and(|row| row.role.is_inside())
}

/// What somebody counts as in this room.
fn power(actor: &Actor, row: Option<Member>) -> Role {
    let role = row.map_or(Role::Former, |row| row.role);
    if role.is_inside() && actor.org_role >= OrgRole::Admin { role.max(Role::Moderator) } else { role }
}

/// Whether somebody may change the room itself.
fn may_change_the_room(actor: &Actor, row: Option<Member>) -> bool {
    actor.org_role >= OrgRole::Admin || row.is_some_and(|row| row.role == Role::Owner)
}

fn not_yours() -> Refusal {
    Refusal::new(Reason::RoomOwnersOnly)
}

fn join_first() -> Refusal {
    Refusal::new(Reason::JoinFirst)
}

fn no_message() -> Refusal {
    Refusal::new(Reason::MessageMissing)
}

fn taken_back() -> Refusal {
    Refusal::new(Reason::MessageDeleted)
}

fn nobody() -> Refusal {
    Refusal::new(Reason::NotAMember)
}
