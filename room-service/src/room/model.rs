//! The log of rooms in plain Rust: what the append function in Postgres must do, in memory.
//!
//! Simulations use it for a database; the tests of the append compare the two order by order.

use std::collections::HashMap;

use proto::room::{Event, Fact, Kind, Message, Previews, Role};
use proto::{At, Nonce, RoomId, Seq, UserId};

use super::member::Member;
use super::needs::{Loaded, Needs};
use super::nonce::Known;
use super::remembered::Tokens;
use super::round::{Draft, Order, Outcome};
use super::standing::{go_on, standing};
use super::state::Room;

/// All rooms of one database.
#[derive(Clone, Debug, Default)]
pub struct Log {
    rooms: HashMap<RoomId, Rows>,
}

/// The rows of one room.
#[derive(Clone, Debug)]
struct Rows {
    room: Room,
    events: Vec<Draft>,
    messages: HashMap<Seq, Message>,
    people: HashMap<UserId, Member>,
    reactions: HashMap<(Seq, UserId), Tokens>,
    nonces: HashMap<(UserId, Nonce), usize>,
}

impl Log {
    /// Makes a room by its first event, `Created`. A room that is there stays as it is.
    pub fn create(&mut self, first: &Draft) {
        let room = Room::before(first.event.room);
        self.rooms.entry(room.id).or_insert_with(|| {
            let mut rows = Rows {
                room,
                events: Vec::new(),
                messages: HashMap::new(),
                people: HashMap::new(),
                reactions: HashMap::new(),
                nonces: HashMap::new(),
            };
            rows.insert(first);
            rows
        });
    }

    /// Compares, looks the nonces up, inserts. Never `Busy` and never `Unknown`: those are for the simulation to add.
    pub fn append(&mut self, order: &Order, at: At) -> Outcome {
        let Some(rows) = self.rooms.get_mut(&order.room) else { return Outcome::Busy };
        if rows.room.head != order.expected {
            return Outcome::Moved(rows.room.head);
        }
        let known = rows.known(order.nonces());
        if !known.is_empty() {
            return Outcome::Known(known);
        }
        let at = at.max(rows.room.head_at);
        for draft in &order.drafts {
            let mut draft = draft.clone();
            draft.commit(order.expected, at);
            rows.insert(&draft);
        }
        Outcome::Written(at)
    }

    /// The events under these nonces of these people.
    pub fn known(&self, room: RoomId, names: &[(UserId, Nonce)]) -> Vec<Known> {
        self.rooms.get(&room).map_or_else(Vec::new, |rows| rows.known(names.iter().copied()))
    }

    /// The room and the rows needed, as of one moment; none if there is no such room.
    pub fn load(&self, room: RoomId, needs: &Needs) -> Option<Loaded> {
        let rows = self.rooms.get(&room)?;
        Some(Loaded {
            room: rows.room.header(),
            people: needs.people.iter().filter_map(|user| Some((*user, *rows.people.get(user)?))).collect(),
            targets: needs
                .targets
                .iter()
                .filter_map(|seq| rows.message(*seq))
                .map(|message| message.quotable())
                .collect(),
            reactions: needs
                .reactions
                .iter()
                .filter_map(|key| Some((*key, rows.reactions.get(key)?.clone())))
                .collect(),
        })
    }

    /// Makes a room private behind everyone's back; it is for trying the rules.
    pub fn close(&mut self, room: RoomId) {
        if let Some(rows) = self.rooms.get_mut(&room) {
            rows.room.kind = Kind::Private;
        }
    }

    /// Archives a room behind everyone's back; it is for trying the rules.
    pub fn archive(&mut self, room: RoomId) {
        if let Some(rows) = self.rooms.get_mut(&room) {
            rows.room.archived = true;
        }
    }

    /// Where a room stands; 0 if it is not there.
    pub fn head(&self, room: RoomId) -> Seq {
        self.rooms.get(&room).map_or(0, |rows| rows.room.head)
    }

    /// The events after a seq, with their messages as they are now.
    pub fn after(&self, room: RoomId, after: Seq) -> Vec<Event> {
        let Some(rows) = self.rooms.get(&room) else { return Vec::new() };
        let skip = usize::try_from(after).unwrap_or(0);
        rows.events.iter().skip(skip).map(|draft| rows.replayed(&draft.event)).collect()
    }

    /// Who is inside.
    pub fn members(&self, room: RoomId) -> Vec<(UserId, Role)> {
        let inside = |rows: &Rows| -> Vec<(UserId, Role)> {
            rows.people
                .iter()
                .filter(|(_, row)| row.role.is_inside())
                .map(|(user, row)| (*user, row.role))
                .collect()
        };
        self.rooms.get(&room).map(inside).unwrap_or_default()
    }
}

impl Rows {
    fn known(&self, names: impl Iterator<Item = (UserId, Nonce)>) -> Vec<Known> {
        names.filter_map(|name| self.nonces.get(&name)).map(|&index| self.events[index].known()).collect()
    }

    fn insert(&mut self, draft: &Draft) {
        let Event { seq, at, actor, nonce, fact, .. } = &draft.event;
        if let Some(message) = fact.message() {
            self.messages.insert(message.seq, message.clone());
            if let Some(root) = message.root().and_then(|root| self.messages.get_mut(&root)) {
                go_on(&draft.event, root);
            }
        }
        if let Fact::Deleted { target, .. } = fact
            && let Some(message) = self.messages.get_mut(target)
        {
            (message.rev, message.text_rev) = (*seq, *seq);
            message.deleted_at = Some(*at);
            message.body.clear();
            message.html.clear();
            message.files.clear();
            message.previews = Previews::default();
            message.reactions.clear();
            self.reactions.retain(|(seq, _), _| seq != target);
        }
        if let Fact::Previewed { target, previews } = fact
            && let Some(message) = self.messages.get_mut(target)
        {
            message.rev = *seq;
            message.previews.clone_from(previews);
        }
        self.take_reaction(&draft.event);
        if *fact == Fact::RoomDeleted {
            self.delete_room(*at);
        }
        if let Some(change) = draft.change {
            self.people.insert(change.user, change.row);
        }
        if draft.is_slow
            && let Some(row) = self.people.get_mut(actor)
        {
            row.spoke_at = Some(*at);
        }
        self.nonces.insert((*actor, *nonce), self.events.len());
        self.events.push(draft.clone());
        self.room.apply(&draft.event);
        self.room.tidy();
    }

    fn take_reaction(&mut self, event: &Event) {
        let Some((target, token, count)) = event.fact.reacted() else { return };
        if let Some(message) = self.messages.get_mut(&target) {
            message.rev = event.seq;
            message.reactions.set(token, count, event.seq);
        }
        let tokens = self.reactions.entry((target, event.actor)).or_default();
        match event.fact {
            Fact::Reacted { .. } => tokens.insert(token.to_owned()),
            _ => tokens.remove(token),
        };
    }

    /// Everything said is erased, and nobody is inside.
    fn delete_room(&mut self, at: At) {
        for message in self.messages.values_mut() {
            message.deleted_at.get_or_insert(at);
            message.body.clear();
            message.html.clear();
            message.files.clear();
            message.previews = Previews::default();
            message.reactions.clear();
        }
        self.reactions.clear();
        for row in self.people.values_mut().filter(|row| row.role.is_inside()) {
            row.role = Role::Former;
        }
    }

    fn replayed(&self, event: &Event) -> Event {
        let mut event = event.clone();
        if let Some(message) = event.fact.message_mut()
            && let Some(now) = self.message(message.seq)
        {
            *message = now;
        }
        if let Fact::Previewed { target, previews } = &mut event.fact
            && let Some(now) = self.message(*target)
        {
            **previews = now.previews;
        }
        event
    }

    fn message(&self, seq: Seq) -> Option<Message> {
        standing(|seq| self.messages.get(&seq), seq)
    }
}
