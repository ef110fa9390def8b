//! What a room remembers: its position, and of its people and messages only what deciding has needed so far.
//!
//! Everything here is a cache of the log and may be forgotten at any moment; `rules` decides on it, `round` fills it.

use std::collections::{BTreeSet, HashMap};

use proto::room::{Event, Fact, Kind, Message, Role, RoomSettings};
use proto::{At, FileId, RoomId, Seq, UserId};

use super::member::{Change, Member};
use super::needs::{Loaded, Needs};
use super::remembered::{Remembered, Tokens};

/// Remembered people of one room; beyond this the room forgets them all and asks again on need.
const PEOPLE: usize = 2_048;

/// A room as far as it is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Room {
    /// The room.
    pub id: RoomId,
    /// Seq of its last event.
    pub head: Seq,
    /// When that was committed.
    pub head_at: At,
    /// What the database's clock says at least; never later than it says when this is appended.
    pub now: At,
    /// Number of messages so far.
    pub last_msg: i64,
    /// Seq of the last membership event.
    pub acl: Seq,
    /// Seq of the last event that changed or deleted a message.
    pub revised: Seq,
    /// How many people are inside.
    pub members: i64,
    /// How many of them own it.
    pub owners: i64,
    /// Open to whom.
    pub kind: Kind,
    /// What it is called, if it has a name.
    pub name: Option<String>,
    /// Closed to new events.
    pub archived: bool,
    /// Deleted: nothing more happens.
    pub deleted: bool,
    /// The rules its log needs.
    pub rules: i32,
    /// What it keeps besides.
    pub settings: RoomSettings,
    /// Of a conversation of two: who wants to hear nothing from the other.
    pub blocks: BTreeSet<UserId>,
    people: HashMap<UserId, Option<Member>>,
    messages: Remembered,
    /// Files posted in this round: what was found for a command of it before may have them still.
    posted: BTreeSet<FileId>,
}

impl Room {
    /// A room before its first event.
    pub fn before(id: RoomId) -> Self {
        Self {
            id,
            head: 0,
            head_at: At::UNIX_EPOCH,
            now: At::UNIX_EPOCH,
            last_msg: 0,
            acl: 0,
            revised: 0,
            members: 0,
            owners: 0,
            kind: Kind::Private,
            name: None,
            archived: false,
            deleted: false,
            rules: 1,
            settings: RoomSettings::default(),
            blocks: BTreeSet::new(),
            people: HashMap::new(),
            messages: Remembered::default(),
            posted: BTreeSet::new(),
        }
    }

    /// The same room, remembering nobody and no message.
    pub fn header(&self) -> Self {
        Self {
            people: HashMap::new(),
            messages: Remembered::default(),
            posted: BTreeSet::new(),
            ..self.clone()
        }
    }

    /// A person's row, if they have one. Asking for somebody who was not loaded is a mistake of the caller's.
    pub fn member(&self, user: UserId) -> Option<Member> {
        debug_assert!(self.people.contains_key(&user), "decided on {user:?}, who was not loaded");
        self.people.get(&user).copied().flatten()
    }

    /// A message, with no more of its words than a quote of it has.
    pub fn target(&self, seq: Seq) -> Option<&Message> {
        self.messages.message(seq)
    }

    /// What somebody has reacted to a message with.
    pub fn reactions_of(&self, seq: Seq, user: UserId) -> &Tokens {
        self.messages.reactions_of(seq, user)
    }

    /// Whether a message of this round has the file.
    pub fn has_just_posted(&self, file: FileId) -> bool {
        self.posted.contains(&file)
    }

    /// What of these needs is not remembered yet.
    pub fn lacks(&self, needs: &Needs) -> Needs {
        Needs {
            people: needs.people.iter().filter(|user| !self.people.contains_key(user)).copied().collect(),
            targets: needs.targets.iter().filter(|seq| !self.messages.knows(**seq)).copied().collect(),
            reactions: needs
                .reactions
                .iter()
                .filter(|key| !self.messages.knows_reactions(key))
                .copied()
                .collect(),
        }
    }

    /// Takes in what was read for `needs`. False: the room has moved on since it was remembered, so nothing
    /// remembered may be used beside it; forget the room and read all needs afresh.
    pub fn learn(&mut self, needs: &Needs, loaded: Loaded) -> bool {
        if loaded.room.head != self.head {
            return false;
        }
        self.people.extend(needs.people.iter().map(|user| (*user, None)));
        self.people.extend(loaded.people.into_iter().map(|(user, row)| (user, Some(row))));
        self.messages.learn(needs, loaded.targets, loaded.reactions);
        true
    }

    /// What was decided last has been committed, at this moment of the database's clock; before it the room stood at `expected`.
    pub fn commit(&mut self, expected: Seq, at: At) {
        self.messages.commit(expected, at);
        self.head_at = at;
        self.now = at;
    }

    /// After a round: people and messages are kept only up to a bound.
    pub fn tidy(&mut self) {
        self.messages.tidy();
        self.posted.clear();
        if self.people.len() > PEOPLE {
            self.people.clear();
        }
    }

    /// The row that a fact leaves somebody with, if it concerns anybody's membership.
    pub fn change(&self, actor: UserId, seq: Seq, fact: &Fact) -> Option<Change> {
        let before = |user: UserId| self.people.get(&user).copied().flatten();
        let (user, row) = match (fact, fact.membership(actor)) {
            (Fact::Muted { user, until, .. }, _) => {
                (*user, Member { muted_until: Some(*until), muted_seq: Some(seq), ..before(*user)? })
            }
            (Fact::Unmuted { user, .. }, _) => {
                (*user, Member { muted_until: None, muted_seq: None, ..before(*user)? })
            }
            (Fact::Blocked | Fact::Unblocked, _) => {
                (actor, Member { blocks: *fact == Fact::Blocked, ..before(actor)? })
            }
            (_, None) => return None,
            (fact, Some((user, role))) => (user, self.member_since(before(user), role, seq, fact)),
        };
        Some(Change { user, row })
    }

    /// Who comes or goes stays muted.
    fn member_since(&self, before: Option<Member>, role: Role, seq: Seq, fact: &Fact) -> Member {
        match (fact, before) {
            // Who is given another role has been inside all along.
            (Fact::Appointed { .. }, Some(row)) => Member { role, ..row },
            (fact, before) => {
                let banned_until = if let Fact::Removed { until, .. } = fact { *until } else { None };
                let row = before.unwrap_or_else(|| Member::new(role, seq, self.last_msg));
                Member { role, since: seq, since_msg: self.last_msg, banned_until, ..row }
            }
        }
    }

    /// Moves on by one event. Events come in order, without holes.
    pub fn apply(&mut self, event: &Event) {
        debug_assert_eq!(event.seq, self.head + 1, "events are applied in order");
        if let Some(change) = self.change(event.actor, event.seq, &event.fact) {
            let before =
                self.people.get(&change.user).copied().flatten().map_or(Role::Former, |row| row.role);
            let after = change.row.role;
            self.members += i64::from(after.is_inside()) - i64::from(before.is_inside());
            self.owners += i64::from(after == Role::Owner) - i64::from(before == Role::Owner);
            self.people.insert(change.user, Some(change.row));
        }
        if event.fact.changes_membership() {
            self.acl = event.seq;
        }
        match &event.fact {
            Fact::Created { room_kind, room_name, participants } => {
                self.kind = *room_kind;
                self.name = Some(room_name.clone()).filter(|_| *room_kind != Kind::Direct);
                self.let_in(event.seq, participants);
            }
            Fact::Posted { message } => {
                self.last_msg = message.msg_no.unwrap_or(self.last_msg);
                self.note_spoken(event.actor, event.at);
                self.posted.extend(message.files.iter().map(|file| file.id));
                self.messages.said(message);
            }
            Fact::Edited { message } => {
                self.revised = event.seq;
                self.messages.edited(message);
            }
            Fact::Deleted { target, .. } => {
                self.revised = event.seq;
                self.messages.deleted(event, *target);
            }
            Fact::Previewed { target, previews } => self.messages.previewed(event, *target, previews),
            Fact::Reacted { .. } | Fact::Unreacted { .. } => self.messages.reacted(event),
            Fact::Renamed { room_name, .. } => self.name = Some(room_name.clone()),
            Fact::Archived => self.archived = true,
            Fact::Restored => self.archived = false,
            Fact::RoomDeleted => self.delete_room(),
            Fact::Blocked => drop(self.blocks.insert(event.actor)),
            Fact::Unblocked => drop(self.blocks.remove(&event.actor)),
            Fact::Joined
            | Fact::Left
            | Fact::Removed { .. }
            | Fact::Muted { .. }
            | Fact::Unmuted { .. }
            | Fact::Added { .. }
            | Fact::Unbanned { .. }
            | Fact::Appointed { .. }
            | Fact::Described { .. }
            | Fact::Configured { .. }
            | Fact::Pinned { .. }
            | Fact::Unpinned { .. }
            | Fact::Inspected
            | Fact::Void => {}
        }
        self.settings.apply(&event.fact, event.seq);
        self.rules = self.rules.max(event.fact.rules());
        self.head = event.seq;
        self.head_at = event.at;
        self.now = self.now.max(event.at);
    }

    /// Somebody has said something, which counts in slow mode.
    pub(super) fn note_spoken(&mut self, user: UserId, at: At) {
        if !self.settings.slow_mode.is_off()
            && let Some(row) = self.people.get_mut(&user).and_then(Option::as_mut)
        {
            row.spoke_at = Some(at);
        }
    }

    /// Everyone in a direct conversation is inside from its first event on.
    fn let_in(&mut self, seq: Seq, participants: &[UserId]) {
        for user in participants {
            let row = Member::new(Role::Member, seq, 0);
            if self.people.insert(*user, Some(row)).flatten().is_none() {
                self.members += 1;
            }
        }
    }

    /// Nobody is inside any more.
    fn delete_room(&mut self) {
        (self.deleted, self.archived, self.kind) = (true, true, Kind::Private);
        (self.members, self.owners) = (0, 0);
        for row in self.people.values_mut().flatten().filter(|row| row.role.is_inside()) {
            row.role = Role::Former;
        }
    }
}
