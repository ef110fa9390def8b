//! The hubs of a gateway: the product's machine decides what a socket hears; this is what carries events to it and from it.

use std::collections::BTreeMap;

use gateway::live::hub::ledger::Entry;
use gateway::live::hub::machine::{HubMachine, Input, Output, Ticket, Want};
use gateway::live::outbox::Slot;
use proto::room::{Ends, Event, Missed, Opened, Query, Reply};
use proto::{Refusal, RoomId, Seq};

use super::asking::About;
use super::faults::Fault;
use super::gateway::{Gateway, GatewayHears};
use super::person::ServerSays;
use super::sim::{Ms, Sim, ms};

/// Between two audits of all rooms.
pub(super) const AUDIT: Ms = 3_000;
/// How often a hub looks after itself. As the hub's actor has it.
pub(super) const TICK: Ms = 1_000;

/// A room that a local socket has open.
#[derive(Debug)]
pub(super) struct Hub {
    /// Which of this gateway's hubs of the room it is: what an earlier one asked for is not answered to it.
    id: u64,
    /// No event is handed on as nothing: only a planted fault has one.
    pub(super) machine: HubMachine<Option<Event>>,
    /// The latest `open` of each socket that is not admitted yet.
    requests: BTreeMap<u64, Request>,
    subscribed: bool,
}

#[derive(Debug)]
struct Request {
    /// None between being told that it waits and being read again.
    slot: Option<Slot>,
    after: Option<Seq>,
    /// Where the room stood when it was last asked about, and where the answer says it stands.
    since: Seq,
    head: Seq,
}

impl Gateway {
    pub(super) fn open(
        &mut self,
        sim: &mut Sim,
        (socket, slot): (u64, Slot),
        room: RoomId,
        after: Option<Seq>,
    ) {
        let Some(one) = self.sockets.get(&socket) else { return };
        let user = one.user;
        one.outbox.want_room(room);
        if !self.hubs.contains_key(&room) {
            self.start_hub(sim, room);
        }
        if let Some(hub) = self.hubs.get_mut(&room) {
            hub.requests.insert(socket, Request { slot: Some(slot), after, since: 0, head: 0 });
        }
        self.tell_hub(sim, room, Input::Open(socket, Want { user, after, stale: false }));
    }

    fn start_hub(&mut self, sim: &mut Sim, room: RoomId) {
        let (id, patience) = (sim.fresh(), std::time::Duration::from_millis(sim.rng.between(80, 120)));
        let hub =
            Hub { id, machine: HubMachine::new(patience), requests: BTreeMap::new(), subscribed: false };
        self.hubs.insert(room, hub);
        let ms = sim.rng.between(1, 8);
        self.later(sim, ms, GatewayHears::Subscribed { room, hub: id });
    }

    pub(super) fn close(&mut self, sim: &mut Sim, socket: u64, room: RoomId) {
        if let Some(one) = self.sockets.get(&socket) {
            one.outbox.close_room(room);
        }
        self.tell_hub(sim, room, Input::Close(socket));
        self.hubs.retain(|_, hub| !hub.machine.is_idle());
    }

    /// Something has come for one of the hubs, if it is still that one.
    pub(super) fn of_hub(&mut self, room: RoomId, id: u64) -> Option<&mut Hub> {
        self.hubs.get_mut(&room).filter(|hub| hub.id == id)
    }

    pub(super) fn subscribed(&mut self, sim: &mut Sim, room: RoomId, id: u64) {
        if let Some(hub) = self.of_hub(room, id) {
            hub.subscribed = true;
            self.tell_hub(sim, room, Input::Subscribed);
        }
    }

    /// Has a hub's machine take something in, and does what it says.
    pub(super) fn tell_hub(&mut self, sim: &mut Sim, room: RoomId, input: Input<Option<Event>>) {
        let Some(hub) = self.hubs.get_mut(&room) else { return };
        let mut not_taken = Vec::new();
        for output in hub.machine.step(sim.instant(), input) {
            self.perform(sim, room, output, &mut not_taken);
        }
        for socket in not_taken {
            self.tell_hub(sim, room, Input::NotTaken(socket));
        }
    }

    /// Adds who has not taken what was to be handed on; they hear of nothing else but the gap.
    fn perform(
        &mut self,
        sim: &mut Sim,
        room: RoomId,
        output: Output<Option<Event>>,
        not_taken: &mut Vec<u64>,
    ) -> Option<()> {
        match output {
            Output::Read(socket, ticket) => self.read(sim, room, socket, ticket),
            Output::Opened(socket, opened) => {
                if !self.opened(sim, room, socket, opened) {
                    not_taken.push(socket);
                }
            }
            Output::Waits(socket, _) => self.waits(sim, socket, room),
            Output::Retry(socket, ticket, pause) => {
                let hub = self.hubs.get(&room)?.id;
                if !sim.has(Fault::RefusedAtReopening) {
                    self.later(sim, ms(pause), GatewayHears::Retry { room, hub, socket, ticket });
                }
            }
            Output::Refused(socket, _) | Output::Dropped(socket) => self.not_opened(sim, socket, room),
            Output::Deliver(sockets, event) => {
                let event = event?;
                for socket in sockets {
                    if !not_taken.contains(&socket) && !self.give(sim, room, socket, &event) {
                        not_taken.push(socket);
                    }
                }
            }
            Output::Gap(socket) => {
                self.sockets.get(&socket)?.outbox.mark_lagging(room);
                self.drain_soon(sim, socket);
            }
            Output::Removed(socket) if not_taken.contains(&socket) => {}
            Output::Removed(socket) => self.sockets.get(&socket)?.outbox.close_room(room),
            Output::Fill(after) => {
                let (query, hub) = (Query::Fill { after: vec![(room, after)] }, self.hubs.get(&room)?.id);
                self.ask(sim, room, query, About::Hole { hub });
            }
            Output::Wake(time) => self.later(sim, ms(time), GatewayHears::Wake { room }),
            Output::Admitted(_) => {}
        }
        None
    }

    // Admission.

    fn read(&mut self, sim: &mut Sim, room: RoomId, socket: u64, ticket: Ticket) {
        let Some(hub) = self.hubs.get(&room) else { return };
        let (Some(one), Some(request)) = (self.sockets.get(&socket), hub.requests.get(&socket)) else {
            return;
        };
        let (query, hub) = (Query::Open { room, user: one.user, after: request.after }, hub.id);
        self.ask(sim, room, query, About::Open { hub, socket, ticket });
    }

    /// An `open` has been read, which was asked when the room stood at `since`.
    pub(super) fn was_read(
        &mut self,
        sim: &mut Sim,
        room: RoomId,
        (socket, ticket): (u64, Ticket),
        since: Seq,
        mut reply: Result<Opened, Refusal>,
    ) {
        let Some(hub) = self.hubs.get_mut(&room) else { return };
        if let (Ok(opened), Some(request)) = (&mut reply, hub.requests.get_mut(&socket)) {
            (request.since, request.head) = (since, opened.head);
            if sim.has(Fault::RingNotWalked) {
                opened.head = opened.head.max(hub.machine.at().unwrap_or(0));
            }
        }
        self.tell_hub(sim, room, Input::Read(socket, ticket, reply));
    }

    fn opened(&mut self, sim: &mut Sim, room: RoomId, socket: u64, mut opened: Opened) -> bool {
        let (Some(hub), Some(one)) = (self.hubs.get_mut(&room), self.sockets.get(&socket)) else {
            return false;
        };
        let Some(Request { slot: Some(slot), after, since, head }) = hub.requests.remove(&socket) else {
            return false;
        };
        let outbox = one.outbox.clone();
        sim.tell(|| format!("g{} opens s{socket} at {head} after {after:?}", self.me.at));
        sim.check.opened(room, one.user, since);
        let reset = opened.reset || after.is_none();
        self.answer(sim, socket, slot, ServerSays::Opened { room, head, reset });
        outbox.open_room(room, after.filter(|_| !reset).unwrap_or(head));
        let (missed, mut reacted) = (opened.take_missed(after), std::mem::take(&mut opened.reacted));
        missed.into_iter().all(|piece| match piece {
            Missed::Event(event) => self.give(sim, room, socket, &event),
            Missed::Reactions { from, upto } => {
                let messages = std::mem::take(&mut reacted);
                self.hand(sim, room, socket, ServerSays::Reactions { room, from, upto, messages })
            }
        })
    }

    fn not_opened(&mut self, sim: &mut Sim, socket: u64, room: RoomId) {
        let request = self.hubs.get_mut(&room).and_then(|hub| hub.requests.remove(&socket));
        if let Some(Request { slot: Some(slot), .. }) = request {
            self.answer(sim, socket, slot, ServerSays::NotOpened { room, waits: false });
        }
    }

    fn waits(&mut self, sim: &mut Sim, socket: u64, room: RoomId) {
        let request = self.hubs.get_mut(&room).and_then(|hub| hub.requests.get_mut(&socket));
        if let Some(slot) = request.and_then(|request| request.slot.take()) {
            sim.check.totals.waited += 1;
            self.answer(sim, socket, slot, ServerSays::NotOpened { room, waits: true });
        }
    }

    pub(super) fn retry(&mut self, sim: &mut Sim, (room, hub): (RoomId, u64), socket: u64, ticket: Ticket) {
        let Some(slot) = self.sockets.get(&socket).and_then(|one| one.outbox.slot()) else { return };
        let Some(hub) = self.of_hub(room, hub) else { return };
        if let Some(request) = hub.requests.get_mut(&socket) {
            request.slot.get_or_insert(slot);
        }
        self.tell_hub(sim, room, Input::Retry(socket, ticket));
    }

    // The log, as it comes.

    pub(super) fn announced(&mut self, sim: &mut Sim, event: Event) {
        let room = event.room;
        let Some(hub) = self.hubs.get_mut(&room) else { return };
        if !hub.subscribed && sim.rng.chance(500) {
            return;
        }
        if sim.has(Fault::HolesIgnored) {
            let missing = hub.machine.at().map_or(event.seq, |at| at + 1)..event.seq;
            for seq in missing {
                let nothing = Entry { seq, ends: Ends::Nobody, payload: None };
                self.tell_hub(sim, room, Input::Event(nothing));
            }
        }
        let entry = entry(sim, event);
        self.tell_hub(sim, room, Input::Event(entry));
    }

    /// The room stands at least here.
    pub(super) fn learn(&mut self, sim: &mut Sim, room: RoomId, head: Seq) {
        if !sim.has(Fault::TailNotFound) {
            self.tell_hub(sim, room, Input::HeadKnown(head));
        }
    }

    pub(super) fn filled(&mut self, sim: &mut Sim, room: RoomId, reply: Option<Reply>) {
        let stretch = match reply {
            Some(Reply::Stretches(stretches)) => stretches.into_iter().find(|stretch| stretch.room == room),
            _ => None,
        };
        let stretch = stretch.map(|stretch| {
            let head = if sim.has(Fault::TailNotFound) { 0 } else { stretch.head };
            (stretch.events.into_iter().map(|event| entry(sim, event)).collect(), head)
        });
        self.tell_hub(sim, room, Input::Filled(stretch));
    }

    pub(super) fn reconnected(&mut self, sim: &mut Sim) {
        for room in self.hubs.keys().copied().collect::<Vec<_>>() {
            self.tell_hub(sim, room, Input::Resync);
        }
    }

    pub(super) fn audit(&mut self, sim: &mut Sim) {
        let rooms: Vec<RoomId> = self.hubs.keys().copied().collect();
        if let Some(first) = rooms.first().copied() {
            self.ask(sim, first, Query::Heads { rooms }, About::Heads);
        }
        self.later(sim, AUDIT, GatewayHears::Audit);
    }

    pub(super) fn tick(&mut self, sim: &mut Sim) {
        for room in self.hubs.keys().copied().collect::<Vec<_>>() {
            self.tell_hub(sim, room, Input::Tick);
        }
        self.later(sim, TICK, GatewayHears::Tick);
    }
}

fn entry(sim: &Sim, event: Event) -> Entry<Option<Event>> {
    let ends = if sim.has(Fault::RemovalIgnored) { Ends::Nobody } else { event.fact.ends(event.actor) };
    Entry { seq: event.seq, ends, payload: Some(event) }
}
