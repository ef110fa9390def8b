//! The rules of rooms: a command and what is known of the room make an event, nothing, or a polite no.
//!
//! Called by `round` for one command after the other; knows no nonces, no store, and of the time what the room knows.
//! What ends by itself ends by the database's clock: `Room::now` is never later than that.
//!
//! Who may what at all stands in `proto::room::permissions`, a row an action. What is left to decide is in the files below: whose message
//! it is, whom somebody may remove, whether things are already as wished. In a deleted room nothing happens any more.

mod blocks;
mod broadcast;
mod files;
mod messages;
mod mutes;
mod people;
mod previews;
mod reactions;
mod settings;
mod slow_mode;
mod threads;

use proto::id::SYSTEM;
use proto::room::permissions::Asker;
use proto::room::{Action, Authority, Command, Fact, File, OrgRole};
use proto::text::Slug;
use proto::{Code, Reason, Refusal, UserId};

use super::nonce::VoidReason;
use super::remembered::Tokens;
use super::state::Room;

pub(crate) use settings::taken;

/// What was found out for a command beyond its room, before it is decided there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The name is this room's if it is decided so, and this would be its address.
    Held(Slug),
    /// The name is another room's.
    Taken,
    /// An admin who is not in the private room, and has not looked into it lately.
    NotInspected,
    /// The files that are the actor's to post in this room, of those that the command names.
    Files(Vec<File>),
}

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
    ///
    /// A name spans rooms: what came of claiming it for this command comes with it. The claim is the last thing that
    /// counts, so nobody learns from it whom the rules refuse anyway.
    pub fn decide(&self, command: &Command, claim: Option<&Claim>) -> Decision {
        self.decide_naming(command, &[], claim)
    }

    /// The same of words that name these.
    pub fn decide_naming(&self, command: &Command, named: &[UserId], claim: Option<&Claim>) -> Decision {
        let asker = self.asker(command);
        let permitted = permit(&asker, command);
        if self.deleted {
            return decide_on_deleted_room(command, permitted);
        }
        let decision = match permitted {
            Ok(()) => self.calling(&asker, named, self.carry_out(command, &asker, claim)),
            Err(refusal) => Refused(refusal),
        };
        resolve(decision, command.again && leaves_tombstone(&asker, command.authority))
    }

    fn asker(&self, command: &Command) -> Asker {
        Asker {
            org_role: command.actor.org_role,
            role: self.known_role(command.actor.id),
            kind: self.kind,
            archived: self.archived,
            blocked: !self.blocks.is_empty(),
            muted_until: self.muted_until(command.actor.id),
            posting: self.settings.posting,
            broadcast: self.settings.broadcast,
        }
    }

    /// What the table leaves to decide.
    fn carry_out(&self, command: &Command, asker: &Asker, claim: Option<&Claim>) -> Decision {
        match &command.action {
            Action::Create { .. } => Refused(Reason::RoomExists.into()),
            Action::Post { body, reply_to, .. } => self.post(command, asker, (body, *reply_to), claim),
            Action::PostInThread { root, body, also_in_room, .. } => {
                self.post_in_thread(command, asker, (*root, body, *also_in_room), claim)
            }
            Action::Edit { target, body, text_rev, without } => {
                self.edit(command, asker, *target, (body, without), *text_rev)
            }
            Action::Delete { .. } if claim == Some(&Claim::NotInspected) => {
                Refused(Reason::InspectFirst.into())
            }
            Action::Delete { target, reason } => self.delete(command, asker, *target, reason.as_ref()),
            Action::Pin { target } => self.list(Fact::Pinned { target: *target }),
            Action::Unpin { target } => self.list(Fact::Unpinned { target: *target }),
            Action::Preview { target, text_rev, links } => self.preview(*target, *text_rev, links),
            Action::RemovePreviews { target } => self.remove_previews(command, asker, *target),
            Action::React { target, reaction } => self.react(command, *target, reaction),
            Action::Unreact { target, reaction } => self.unreact(command, *target, reaction),
            Action::Join => self.join(asker),
            Action::Leave => self.leave(asker),
            Action::Remove { user, ban, minutes, reason, whom } => {
                let (reason, whom) = (reason.clone(), whom.clone());
                let until = minutes.filter(|_| *ban).map(|minutes| minutes.after(self.now));
                let removed = Fact::Removed { user: *user, banned: *ban, until, reason, whom };
                self.remove(command, asker, *user, *ban, removed)
            }
            Action::Mute { user, minutes, reason, whom } => {
                let (until, reason, whom) = (minutes.after(self.now), reason.clone(), whom.clone());
                self.mute(command, asker, Fact::Muted { user: *user, until, reason, whom })
            }
            Action::Unmute { user, whom } => self.unmute(command, asker, *user, whom),
            Action::Add { user, whom } => self.add(*user, whom),
            Action::Unban { user, whom } => self.unban(*user, whom),
            Action::Appoint { user, role } => self.appoint(command, *user, *role),
            Action::Rename { name } => self.rename(name, claim),
            Action::Describe { topic } => Happens(Fact::Described { topic: topic.clone() }),
            Action::Configure { setting } if self.settings.has(*setting) => Unchanged,
            Action::Configure { setting } => Happens(Fact::Configured { setting: *setting }),
            Action::Archive => self.archive(),
            Action::Restore => self.restore(),
            Action::Block => self.block(command.actor.id),
            Action::Unblock => self.unblock(command.actor.id),
            Action::Inspect => self.inspect(asker),
            Action::DeleteRoom => Happens(Fact::RoomDeleted),
            Action::Cancel => Decision::Void(VoidReason::Cancelled),
        }
    }
}

/// The table's word. The system's authority is nobody else's.
fn permit(asker: &Asker, command: &Command) -> Result<(), Refusal> {
    if command.authority == Authority::System && command.actor.id != SYSTEM {
        return Err(Refusal::not_found());
    }
    asker.check(command.authority, command.action.kind())
}

/// Whether a command of theirs may take its nonce without anything happening: what a stranger was refused could otherwise
/// come true once they have joined, when a twin of it wakes up.
fn leaves_tombstone(asker: &Asker, authority: Authority) -> bool {
    match authority {
        Authority::Member => asker.is_involved(),
        Authority::Admin => asker.is_involved() || asker.org_role >= OrgRole::Admin,
        Authority::System => true,
    }
}

/// Deleting was the last event. Who wants it deleted has what they want; for all others there is nothing. No `void`
/// is left: a twin that wakes up finds the same deleted room.
fn decide_on_deleted_room(command: &Command, permitted: Result<(), Refusal>) -> Decision {
    match permitted {
        Ok(()) if command.action == Action::DeleteRoom => Unchanged,
        Err(refusal) if refusal.code == Code::Revoked => Refused(refusal),
        Ok(()) | Err(_) => Refused(Refusal::not_found()),
    }
}

/// A command that may have a twin under way, and that would leave no trace, leaves an invisible one: the twin that
/// wakes up later finds its nonce taken. What may be tried again leaves none: nothing is decided.
fn resolve(decision: Decision, leaves_tombstone: bool) -> Decision {
    match decision {
        Refused(refusal) if leaves_tombstone && refusal.code.is_definite() => {
            Decision::Void(VoidReason::Refused { refusal })
        }
        Unchanged if leaves_tombstone => Decision::Void(VoidReason::Unchanged),
        decision => decision,
    }
}
