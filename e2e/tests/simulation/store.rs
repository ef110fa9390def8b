//! Postgres as the architecture asks for it: the rows of rooms, and the append that compares, looks nonces up, inserts.
//!
//! An append takes its locks at one moment and commits at a later one; whoever comes between is told `Busy`. Its outcome
//! may never be learnt. A read sees what is committed at its moment. Nothing committed is ever lost.

use std::collections::BTreeMap;
use std::time::Duration;

use proto::room::{About, Fact, Head, Kind, Message, Opened, Query, Reply, Role, Stretch};
use proto::{At, Nonce, Refusal, RoomId, Seq, UserId};
use room_service::journal::machine::Ended;
use room_service::room::standing::{go_on, standing};
use room_service::room::{Draft, Known, Loaded, Member, Needs, Order, Outcome, Room, Tokens};

use super::faults::Fault;
use super::journal::JournalHears;
use super::network::Process;
use super::node::NodeHears;
use super::sim::{Ms, Sim, SimEvent};

/// The most events an `Open` or a `Fill` is answered with here; small, so that resets and second queries happen.
const STRETCH: usize = 24;

/// What the store hears.
#[derive(Debug)]
pub(crate) enum StoreHears {
    /// Take the locks for these, over a connection and its call. The answer is so late; none: it is lost.
    Begin { from: Process, connection: (usize, u64), orders: Vec<Order>, answer: Option<Ms> },
    /// Do the rest with those that are locked, and let go.
    Commit { from: Process, connection: (usize, u64), orders: Vec<(Order, bool)>, answer: Option<Ms> },
    /// Read what deciding needs.
    Load { from: Process, call: u64, room: RoomId, needs: Needs },
    /// Read the answer to a gateway's query.
    Ask { from: Process, gateway: Process, ask: u64, query: Query },
}

/// The rows of one room.
#[derive(Debug)]
pub(crate) struct Rows {
    pub(crate) room: Room,
    pub(crate) events: Vec<Draft>,
    pub(crate) people: BTreeMap<UserId, Member>,
    pub(super) messages: BTreeMap<Seq, Message>,
    /// What people have reacted to which message with.
    pub(super) reactions: BTreeMap<(Seq, UserId), Tokens>,
    nonces: BTreeMap<(UserId, Nonce), usize>,
    is_locked: bool,
}

/// All rooms.
#[derive(Debug, Default)]
pub(crate) struct Store {
    pub(crate) rooms: BTreeMap<RoomId, Rows>,
}

impl Store {
    /// Makes a room as a migration would: its first event.
    pub(crate) fn create(&mut self, sim: &mut Sim, first: Draft) {
        let Fact::Created { participants, .. } = first.event.fact.clone() else { return };
        let room = Room::before(first.event.room);
        let mut rows = Rows {
            room,
            events: Vec::new(),
            people: BTreeMap::new(),
            messages: BTreeMap::new(),
            reactions: BTreeMap::new(),
            nonces: BTreeMap::new(),
            is_locked: false,
        };
        if let Fact::Created { room_kind, .. } = &first.event.fact {
            rows.room.kind = *room_kind;
        }
        (rows.room.head, rows.room.acl) = (1, 1);
        rows.room.members = i64::try_from(participants.len().max(1)).unwrap_or(1);
        for user in participants {
            rows.people.insert(user, Member::new(Role::Member, 1, 0));
        }
        rows.insert(sim, first);
        self.rooms.insert(rows.room.id, rows);
    }

    pub(crate) fn hear(&mut self, sim: &mut Sim, what: StoreHears) {
        match what {
            StoreHears::Begin { from, connection, orders, answer } => {
                let orders = orders.into_iter().map(|order| (self.lock(&order), order));
                let orders = orders.map(|(is_locked, order)| (order, is_locked)).collect();
                let late = sim.conditions.late;
                let ms =
                    if sim.rng.chance(late / 4) { sim.rng.between(20, 400) } else { sim.rng.between(0, 3) };
                sim.after(ms, SimEvent::Store(StoreHears::Commit { from, connection, orders, answer }));
            }
            StoreHears::Commit { from, connection, orders, answer } => {
                let outcomes =
                    orders.iter().map(|(order, is_locked)| self.commit(sim, order, *is_locked)).collect();
                let ms = sim.rng.between(0, 3);
                if let Some(late) = answer {
                    told(sim, from, connection, outcomes, ms + late);
                }
            }
            StoreHears::Load { from, call, room, needs } => {
                let mut loaded = self.load(sim, room, &needs).map(Box::new);
                if let Some(loaded) = &mut loaded
                    && sim.has(Fault::DirectTakenForPublic)
                {
                    loaded.room.kind = Kind::Public;
                }
                let ms = sim.rng.between(0, 4);
                sim.after(
                    ms,
                    SimEvent::Node { at: from.at, life: from.life, what: NodeHears::Loaded { call, loaded } },
                );
            }
            StoreHears::Ask { from, gateway, ask, query } => {
                let reply = self.reply(sim, query);
                let ms = sim.rng.between(0, 4);
                let what = NodeHears::Read { gateway, ask, reply };
                sim.after(ms, SimEvent::Node { at: from.at, life: from.life, what });
            }
        }
    }

    /// Whether it is locked for this order; nobody waits for a lock.
    fn lock(&mut self, order: &Order) -> bool {
        self.rooms.get_mut(&order.room).is_some_and(|rows| !std::mem::replace(&mut rows.is_locked, true))
    }

    fn commit(&mut self, sim: &mut Sim, order: &Order, is_locked: bool) -> Outcome {
        let Some(rows) = self.rooms.get_mut(&order.room).filter(|_| is_locked) else { return Outcome::Busy };
        rows.is_locked = false;
        rows.append(sim, order)
    }

    fn load(&self, sim: &Sim, room: RoomId, needs: &Needs) -> Option<Loaded> {
        let rows = self.rooms.get(&room)?;
        let mut room = rows.room.clone();
        room.now = clock(sim.now).max(room.head_at);
        if !sim.has(Fault::BlockNotLoaded) {
            room.blocks = rows.people.iter().filter(|(_, row)| row.blocks).map(|(user, _)| *user).collect();
        }
        Some(Loaded {
            room,
            people: needs.people.iter().filter_map(|user| Some((*user, rows.person(sim, *user)?))).collect(),
            targets: needs
                .targets
                .iter()
                .filter_map(|seq| rows.message(*seq))
                .map(|it| it.quotable())
                .collect(),
            reactions: rows.reactions_needed(sim, needs),
        })
    }

    fn reply(&self, sim: &Sim, query: Query) -> Reply {
        match query {
            Query::Open { room, user, after } => self.open(sim, room, user, after),
            Query::Fill { after } => {
                Reply::Stretches(after.iter().filter_map(|(room, seq)| self.fill(*room, *seq)).collect())
            }
            Query::Heads { rooms } => {
                Reply::Heads(rooms.iter().filter_map(|room| self.head(*room)).collect())
            }
            Query::Belong { room, users } => self.belong(room, &users),
            _ => Reply::Refused(Refusal::not_found()),
        }
    }

    fn open(&self, sim: &Sim, room: RoomId, user: UserId, after: Option<Seq>) -> Reply {
        let Some(rows) = self.rooms.get(&room) else { return Reply::Refused(Refusal::not_found()) };
        let role = match rows.people.get(&user) {
            Some(row) if row.role.is_inside() => row.role,
            _ if sim.has(Fault::OpenToAnyone) => Role::Member,
            _ => return Reply::Refused(Refusal::not_found()),
        };
        let head = rows.room.head;
        let no_reaction = |event: &proto::room::Event| event.fact.about() != About::Reactions;
        let mut events: Vec<_> =
            after.map(|after| rows.after(after).filter(no_reaction).collect()).unwrap_or_default();
        let reset = after.is_some_and(|after| after > head) || events.len() > STRETCH;
        if reset {
            events.clear();
        }
        let reacted =
            after.filter(|_| !reset).map(|after| rows.reacted(sim, user, after)).unwrap_or_default();
        let (last_msg, acl) = (rows.room.last_msg, rows.room.acl);
        Reply::Opened(Opened { head, last_msg, acl, role, reset, events, reacted })
    }

    fn fill(&self, room: RoomId, after: Seq) -> Option<Stretch> {
        let rows = self.rooms.get(&room)?;
        let events: Vec<_> = rows.after(after).take(STRETCH).collect();
        let more = after + (events.len() as Seq) < rows.room.head;
        Some(Stretch { room, head: rows.room.head, events, more })
    }

    /// Where a room stands.
    pub(crate) fn head(&self, room: RoomId) -> Option<Head> {
        let rows = &self.rooms.get(&room)?.room;
        Some(Head { room, head: rows.head, last_msg: rows.last_msg, acl: rows.acl, revised: rows.revised })
    }

    fn belong(&self, room: RoomId, users: &[UserId]) -> Reply {
        let Some(rows) = self.rooms.get(&room) else { return Reply::Refused(Refusal::not_found()) };
        let inside = |user: &&UserId| rows.people.get(user).is_some_and(|row| row.role.is_inside());
        Reply::Belong {
            acl: rows.room.acl,
            head: rows.room.head,
            public: rows.room.kind == Kind::Public,
            members: users.iter().filter(inside).copied().collect(),
        }
    }
}

impl Rows {
    /// The append function: compare, then nonces, then insert.
    fn append(&mut self, sim: &mut Sim, order: &Order) -> Outcome {
        if self.room.head != order.expected && !sim.has(Fault::CompareSkipped) {
            return Outcome::Moved(self.room.head);
        }
        let known: Vec<Known> = order.nonces().filter_map(|name| self.known(sim, name)).collect();
        if !known.is_empty() {
            return Outcome::Known(known);
        }
        let at = clock(sim.now).max(self.room.head_at);
        let from = self.room.head;
        for draft in &order.drafts {
            let mut draft = draft.clone();
            if sim.has(Fault::CompareSkipped) {
                draft.event.seq += from - order.expected;
            }
            draft.commit(order.expected, at);
            self.room.head = draft.event.seq;
            if let Fact::Edited { .. } | Fact::Deleted { .. } = draft.event.fact {
                self.room.revised = draft.event.seq;
            }
            self.insert(sim, draft);
        }
        self.room.head_at = at;
        (self.room.last_msg, self.room.acl) = (order.last_msg, order.acl);
        (self.room.members, self.room.rules) = (order.members, order.rules);
        Outcome::Written(at)
    }

    fn known(&self, sim: &Sim, (actor, nonce): (UserId, Nonce)) -> Option<Known> {
        if sim.has(Fault::NoncesSkipped) {
            return None;
        }
        if sim.has(Fault::NonceWithoutActor) {
            let found = self.events.iter().find(|draft| draft.event.nonce == nonce)?;
            return Some(Known { actor, ..found.known() });
        }
        self.nonces.get(&(actor, nonce)).map(|index| self.events[*index].known())
    }

    fn insert(&mut self, sim: &mut Sim, draft: Draft) {
        let event = &draft.event.clone();
        match &event.fact {
            Fact::Posted { message } | Fact::Edited { message } => {
                self.messages.insert(message.seq, (**message).clone());
                if let Some(root) = message.root().and_then(|root| self.messages.get_mut(&root)) {
                    go_on(event, root);
                }
            }
            Fact::Reacted { .. } | Fact::Unreacted { .. } => self.react(event),
            Fact::Deleted { target, .. } => {
                self.reactions.retain(|(seq, _), _| seq != target);
                if let Some(message) = self.messages.get_mut(target) {
                    (message.rev, message.text_rev) = (event.seq, event.seq);
                    message.deleted_at = Some(event.at);
                    message.body.clear();
                    message.html.clear();
                    message.reactions.clear();
                }
            }
            _ => {}
        }
        if let Some(change) = draft.change {
            self.people.insert(change.user, change.row);
        }
        self.nonces.insert((event.actor, event.nonce), self.events.len());
        sim.tell(|| {
            format!(
                "log   {} {} of {} under {}",
                event.seq,
                event.fact.kind(),
                who(event.actor),
                short(event.nonce)
            )
        });
        sim.check.committed(&draft);
        self.events.push(draft);
    }

    fn person(&self, sim: &Sim, user: UserId) -> Option<Member> {
        let row = *self.people.get(&user)?;
        Some(if sim.has(Fault::MuteNotLoaded) { Member { muted_until: None, ..row } } else { row })
    }

    fn after(&self, after: Seq) -> impl Iterator<Item = proto::room::Event> {
        self.events.iter().skip(usize::try_from(after).unwrap_or(0)).map(|draft| {
            let mut event = draft.event.clone();
            if let Fact::Posted { message } | Fact::Edited { message } = &mut event.fact
                && let Some(now) = self.message(message.seq)
            {
                **message = now;
            }
            event.disclosed().into_owned()
        })
    }

    fn message(&self, seq: Seq) -> Option<Message> {
        standing(|seq| self.messages.get(&seq), seq)
    }
}

/// The database's clock.
fn clock(now: Ms) -> At {
    At::UNIX_EPOCH + Duration::from_millis(now)
}

/// Tells the room-service what became of its call; perhaps it does not listen any more.
fn told(sim: &mut Sim, to: Process, (number, call): (usize, u64), outcomes: Vec<Outcome>, ms: Ms) {
    let what = NodeHears::Journal(JournalHears::Ended { number, call, ended: Ended::Answered(outcomes) });
    sim.after(ms, SimEvent::Node { at: to.at, life: to.life, what });
}

/// A person in a trace.
pub(crate) fn who(user: UserId) -> String {
    format!("u{}", user.0.as_u128() & 0xffff)
}

/// A nonce in a trace.
pub(crate) fn short(nonce: Nonce) -> String {
    nonce.0.simple().to_string()[..6].to_owned()
}
