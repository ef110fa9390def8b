//! The checker's own record of a room: every event as it was committed, judged by rules written down a second time.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use proto::room::{Action, Command, Fact, Kind, Message, Role};
use proto::{At, Nonce, Seq, UserId};
use room_service::room::Draft;

use super::check::Invariant;
use super::reactions::Reactions;
use super::store::{short, who};

/// One room as the checker knows it.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub(super) log: Vec<Draft>,
    nonces: BTreeSet<(UserId, Nonce)>,
    bodies: HashSet<(UserId, String)>,
    /// Roles as they changed: after this seq, this person is that.
    roles: BTreeMap<UserId, Vec<(Seq, Role)>>,
    /// Mutes as they changed: after this seq, this person says nothing until then.
    mutes: BTreeMap<UserId, Vec<(Seq, Option<At>)>>,
    pub(super) authors: BTreeMap<Seq, UserId>,
    pub(super) deleted: BTreeSet<Seq>,
    /// The last change of the words of each message.
    words: BTreeMap<Seq, Seq>,
    /// Messages so far that have a number, and replies of each thread.
    numbered: i64,
    threads: BTreeMap<Seq, i64>,
    in_threads: BTreeSet<Seq>,
    /// The same people for good.
    pub(super) is_direct: bool,
    /// How many these are, and who of them wants to hear nothing from the other.
    participants: usize,
    blocks: BTreeMap<UserId, Vec<(Seq, bool)>>,
    pub(super) reactions: Reactions,
}

impl Record {
    pub(super) fn head(&self) -> Seq {
        Seq::try_from(self.log.len()).unwrap_or(Seq::MAX)
    }

    pub(super) fn at(&self, seq: Seq) -> Option<&Draft> {
        self.log.get(usize::try_from(seq - 1).ok()?)
    }

    /// What somebody was after this seq.
    pub(super) fn role(&self, user: UserId, seq: Seq) -> Option<Role> {
        let turns = self.roles.get(&user)?;
        turns.iter().rev().find(|(at, _)| *at <= seq).map(|(_, role)| *role)
    }

    pub(super) fn inside(&self, user: UserId, seq: Seq) -> bool {
        self.role(user, seq).is_some_and(|role| matches!(role, Role::Member | Role::Moderator | Role::Owner))
    }

    /// Until when somebody was to say nothing after this seq; it may be over by then.
    pub(super) fn muted_until(&self, user: UserId, seq: Seq) -> Option<At> {
        let turns = self.mutes.get(&user)?;
        turns.iter().rev().find(|(at, _)| *at <= seq).and_then(|(_, until)| *until)
    }

    /// Whether somebody wanted to hear nothing from the other after this seq.
    fn blocks(&self, user: UserId, seq: Seq) -> bool {
        let turns = self.blocks.get(&user).into_iter().flatten();
        turns.rev().find(|(at, _)| *at <= seq).is_some_and(|(_, blocks)| *blocks)
    }

    /// Whether one of two had blocked the other after this seq.
    pub(super) fn is_blocked(&self, seq: Seq) -> bool {
        self.blocks.keys().any(|user| self.blocks(*user, seq))
    }

    fn mute(&mut self, user: UserId, seq: Seq, until: Option<At>) {
        self.mutes.entry(user).or_default().push((seq, until));
    }

    /// A moderator acts on somebody below them.
    fn is_below(&self, actor: UserId, user: UserId, before: Seq) -> bool {
        self.role(actor, before) >= Some(Role::Moderator)
            && self.role(user, before) < self.role(actor, before)
    }

    pub(super) fn turn(&mut self, user: UserId, seq: Seq, role: Role) {
        self.roles.entry(user).or_default().push((seq, role));
    }
}

impl Record {
    /// What a message says of the one it answers is so at this moment.
    fn quotes_what_is(&self, message: &Message) -> bool {
        message.reply_to.as_ref().is_none_or(|quote| {
            let author = self.authors.get(&quote.seq) == Some(&quote.author);
            let words = self.words.get(&quote.seq) == Some(&quote.text_rev);
            author && words && self.deleted.contains(&quote.seq) == quote.deleted
        })
    }

    /// What is wrong with the number and the thread of a message.
    fn misplaced(&mut self, message: &Message) -> Option<&'static str> {
        self.numbered += i64::from(message.msg_no.is_some());
        if message.msg_no.is_some_and(|number| number != self.numbered) {
            return Some("has the number of another message");
        }
        let (Some(root), Some(thread)) = (message.root(), &message.thread) else {
            return message.msg_no.is_none().then_some("is said nowhere");
        };
        let begins = self.authors.contains_key(&root) && !self.in_threads.contains(&root);
        let has_begun = self.threads.contains_key(&root);
        let replies = self.threads.entry(root).or_default();
        *replies += 1;
        let counts = (thread.replies, thread.last_seq) == (*replies, message.seq);
        self.in_threads.insert(message.seq);
        match () {
            () if !begins => Some("is said in a thread that does not begin in the room"),
            () if !has_begun && self.deleted.contains(&root) => Some("begins a thread with what is deleted"),
            () if !counts => Some("is not the next of its thread"),
            () => None,
        }
    }

    /// Takes an event in; says what is wrong with it.
    pub(super) fn take(&mut self, draft: &Draft) -> Option<(Invariant, String)> {
        let event = &draft.event;
        let (seq, actor, before) = (event.seq, event.actor, self.head());
        let line = || format!("{} of {} at {seq}", event.fact.kind(), who(actor));
        if seq != before + 1 {
            return Some((Invariant::Dense, format!("{} follows {before}", line())));
        }
        let inside = self.inside(actor, before);
        let speaks = inside
            && !self.is_blocked(before)
            && self.muted_until(actor, before).is_none_or(|until| until <= event.at);
        let mut allowed = true;
        match &event.fact {
            Fact::Created { room_kind: Kind::Direct, participants, .. } => {
                self.is_direct = true;
                self.participants = participants.len();
                participants.iter().for_each(|user| self.turn(*user, seq, Role::Member));
            }
            Fact::Created { .. } => self.turn(actor, seq, Role::Owner),
            Fact::Posted { message } => {
                if let Some(reason) = self.misplaced(message) {
                    return Some((Invariant::Membership, format!("{} {reason}", line())));
                }
                // What goes on in a thread goes on though it began with what is deleted.
                let answers = message.reply_to.as_ref().filter(|_| message.root().is_none());
                allowed = speaks
                    && self.quotes_what_is(message)
                    && answers.is_none_or(|quote| !self.deleted.contains(&quote.seq));
                self.authors.insert(seq, actor);
                self.words.insert(seq, seq);
                if !self.bodies.insert((actor, message.body.clone())) {
                    return Some((
                        Invariant::Acked,
                        format!("{} says {:?} a second time", line(), message.body),
                    ));
                }
            }
            Fact::Edited { message } => {
                allowed = speaks
                    && self.authors.get(&message.seq) == Some(&actor)
                    && !self.deleted.contains(&message.seq)
                    && self.quotes_what_is(message);
                self.words.insert(message.seq, seq);
            }
            Fact::Deleted { target, .. } => {
                let mine = self.authors.get(target) == Some(&actor)
                    || self.role(actor, before) >= Some(Role::Moderator);
                allowed = inside && mine && self.deleted.insert(*target);
                self.words.insert(*target, seq);
                self.reactions.forget(*target);
            }
            Fact::Reacted { target, .. } | Fact::Unreacted { target, .. } => {
                let is_there = self.authors.contains_key(target) && !self.deleted.contains(target);
                let may = if matches!(event.fact, Fact::Reacted { .. }) { speaks } else { inside };
                allowed = self.reactions.take(event) && may && is_there;
            }
            Fact::Previewed { target, .. } => {
                allowed = self.authors.contains_key(target) && !self.deleted.contains(target);
            }
            Fact::Joined => {
                allowed = !inside && self.role(actor, before) != Some(Role::Banned);
                self.turn(actor, seq, Role::Member);
            }
            Fact::Left => {
                allowed = inside;
                self.turn(actor, seq, Role::Former);
            }
            Fact::Removed { user, banned, .. } => {
                allowed = self.is_below(actor, *user, before);
                self.turn(*user, seq, if *banned { Role::Banned } else { Role::Former });
            }
            Fact::Muted { user, until, .. } => {
                allowed =
                    self.is_below(actor, *user, before) && self.inside(*user, before) && *until > event.at;
                self.mute(*user, seq, Some(*until));
            }
            Fact::Unmuted { user, .. } => {
                allowed = self.is_below(actor, *user, before) && self.muted_until(*user, before).is_some();
                self.mute(*user, seq, None);
            }
            Fact::Appointed { user, role } => {
                allowed = self.role(actor, before) == Some(Role::Owner) && self.inside(*user, before);
                self.turn(*user, seq, *role);
            }
            fact @ (Fact::Blocked | Fact::Unblocked) => {
                let blocks = *fact == Fact::Blocked;
                allowed = inside && self.participants == 2 && self.blocks(actor, before) != blocks;
                self.blocks.entry(actor).or_default().push((seq, blocks));
            }
            // Nobody here actions for these.
            Fact::Added { .. }
            | Fact::Unbanned { .. }
            | Fact::Renamed { .. }
            | Fact::Described { .. }
            | Fact::Configured { .. }
            | Fact::Archived
            | Fact::Pinned { .. }
            | Fact::Unpinned { .. }
            | Fact::Restored
            | Fact::Inspected
            | Fact::RoomDeleted => allowed = false,
            Fact::Void => {}
        }
        allowed &= !(self.is_direct && before > 0 && event.fact.changes_membership());
        let twice = !self.nonces.insert((actor, event.nonce));
        let line = line();
        self.log.push(draft.clone());
        if twice {
            return Some((Invariant::Dense, format!("{line} uses nonce {} again", short(event.nonce))));
        }
        (!allowed).then(|| (Invariant::Membership, format!("{line} was not theirs to do")))
    }

    /// Things were as wished at some moment from `since` on.
    pub(super) fn was_so(&self, command: &Command, since: Seq) -> bool {
        let mut moments = since..=self.head();
        match &command.action {
            Action::Join => moments.any(|seq| self.inside(command.actor.id, seq)),
            Action::Leave => moments.any(|seq| !self.inside(command.actor.id, seq)),
            Action::Delete { target, .. } => self.deleted.contains(target),
            Action::React { target, reaction } => {
                moments.any(|seq| self.reactions.has(*target, command.actor.id, reaction, seq))
            }
            Action::Unreact { target, reaction } => {
                moments.any(|seq| !self.reactions.has(*target, command.actor.id, reaction, seq))
            }
            Action::Remove { user, .. } => moments.any(|seq| !self.inside(*user, seq)),
            Action::Appoint { user, role } => moments.any(|seq| self.role(*user, seq) == Some(*role)),
            Action::Unmute { user, .. } => moments.any(|seq| self.muted_until(*user, seq).is_none()),
            Action::Block => moments.any(|seq| self.blocks(command.actor.id, seq)),
            Action::Unblock => moments.any(|seq| !self.blocks(command.actor.id, seq)),
            Action::Mute { .. }
            | Action::Post { .. }
            | Action::PostInThread { .. }
            | Action::Edit { .. }
            | Action::Cancel
            | Action::Create { .. } => false,
            Action::Add { .. }
            | Action::Unban { .. }
            | Action::Rename { .. }
            | Action::Describe { .. }
            | Action::Configure { .. }
            | Action::Archive
            | Action::Pin { .. }
            | Action::Unpin { .. }
            | Action::Preview { .. }
            | Action::RemovePreviews { .. }
            | Action::Restore
            | Action::Inspect
            | Action::DeleteRoom => false,
        }
    }
}
