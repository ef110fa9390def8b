//! The hubs of a gateway: the product's ledger decides what a socket hears; this is what carries events to it and from it.

use std::collections::BTreeMap;

use gateway::live::hub::ledger::{Entry, Hole, Ledger};
use proto::room::{Ends, Event, Opened, Query, Reply};
use proto::{RoomId, Seq};

use super::asking::About;
use super::faults::Fault;
use super::gateway::{Gateway, GatewayHears, Socket};
use super::person::ServerSays;
use super::stage::{Ms, Stage};

/// Between two audits of all rooms.
pub(super) const AUDIT: Ms = 3_000;

/// A room that a local socket has open.
#[derive(Debug, Default)]
pub(super) struct Hub {
    pub(super) ledger: Ledger<Event>,
    subscribed: bool,
    pub(super) waiting: Vec<(u64, Option<Seq>)>,
    filling: bool,
    fill_due: bool,
}

/// What the ledger gives to subscribers in one go. It names them in any order; they get it in the order of their numbers, so
/// that the same seed plays the same run.
#[derive(Debug, Default)]
struct Given(Vec<(u64, Event, bool)>);

impl Gateway {
    // Admission.

    pub(super) fn open(&mut self, stage: &mut Stage, socket: u64, room: RoomId, after: Option<Seq>) {
        let new = !self.hubs.contains_key(&room);
        let hub = self.hubs.entry(room).or_default();
        hub.ledger.leave(socket);
        if hub.subscribed {
            let Some(one) = self.sockets.get(&socket) else { return };
            let Some(turn) = one.open.get(&room).copied() else { return };
            let query = Query::Open { room, user: one.user, after };
            return self.ask(stage, room, query, About::Open { socket, after, turn });
        }
        hub.waiting.retain(|(other, _)| *other != socket);
        hub.waiting.push((socket, after));
        if new {
            let ms = stage.rng.between(1, 8);
            self.later(stage, ms, GatewayHears::Subscribed { room });
        }
    }

    pub(super) fn subscribed(&mut self, stage: &mut Stage, room: RoomId) {
        let Some(hub) = self.hubs.get_mut(&room) else { return };
        hub.subscribed = true;
        for (socket, after) in std::mem::take(&mut hub.waiting) {
            if self.sockets.contains_key(&socket) {
                self.open(stage, socket, room, after);
            }
        }
    }

    pub(super) fn opened(
        &mut self,
        stage: &mut Stage,
        room: RoomId,
        socket: u64,
        after: Option<Seq>,
        since: Seq,
        opened: &Opened,
    ) {
        let Some(one) = self.sockets.get(&socket) else { return };
        let (user, person) = (one.user, one.person);
        let Some(hub) = self.hubs.get_mut(&room).filter(|hub| hub.subscribed) else {
            return self.open(stage, socket, room, after);
        };
        let head = opened.head;
        if !hub.ledger.reaches(head) && !stage.has(Fault::RingNotWalked) {
            return self.open(stage, socket, room, after);
        }
        let fresh = after.is_none() || opened.reset;
        stage.tell(|| {
            format!("g{} opens s{socket} at {head} after {after:?}, hub at {:?}", self.me.at, hub.ledger.at())
        });
        stage.check.opened(room, user, since);
        stage.down(socket, person, ServerSays::Opened { room, head, reset: fresh });
        let mut given = Given::default();
        let taken = opened.events.iter().all(|event| given.give(stage, socket, event));
        if taken {
            self.admit(stage, room, socket, head, &mut given);
        }
        given.hand_over(stage, &self.sockets);
        self.mind(stage, room);
    }

    /// Lets the ledger admit a socket whose `open` was read at `head`.
    fn admit(&mut self, stage: &Stage, room: RoomId, socket: u64, mut head: Seq, given: &mut Given) {
        let (Some(hub), Some(one)) = (self.hubs.get_mut(&room), self.sockets.get(&socket)) else { return };
        if stage.has(Fault::RingNotWalked) {
            head = head.max(hub.ledger.at().unwrap_or(0));
        }
        let sockets = &self.sockets;
        hub.ledger.admit(socket, one.user, head, |id, entry| {
            sockets.contains_key(&id) && given.give(stage, id, &entry.payload)
        });
    }

    // The log, as it comes.

    pub(super) fn announced(&mut self, stage: &mut Stage, event: Event) {
        let room = event.room;
        let Some(hub) = self.hubs.get_mut(&room) else { return };
        if !hub.subscribed && stage.rng.chance(500) {
            return;
        }
        if stage.has(Fault::HolesIgnored) && hub.ledger.at().is_some_and(|at| event.seq > at + 1) {
            for id in hub.ledger.reset() {
                let user = self.sockets.get(&id).map(|one| one.user);
                user.map(|user| hub.ledger.admit(id, user, event.seq - 1, |_, _| true));
            }
        }
        self.take_in(stage, room, event);
        self.mind(stage, room);
    }

    fn take_in(&mut self, stage: &mut Stage, room: RoomId, event: Event) {
        let Some(hub) = self.hubs.get_mut(&room) else { return };
        let ends = if stage.has(Fault::RemovalIgnored) { Ends::Nobody } else { event.fact.ends(event.actor) };
        let (sockets, mut given) = (&self.sockets, Given::default());
        hub.ledger.hear(Entry { seq: event.seq, ends, payload: event }, |id, entry| {
            sockets.contains_key(&id) && given.give(stage, id, &entry.payload)
        });
        given.hand_over(stage, sockets);
    }

    /// The room stands at least here.
    pub(super) fn learn(&mut self, stage: &mut Stage, room: RoomId, head: Seq) {
        let Some(hub) = self.hubs.get_mut(&room) else { return };
        if !stage.has(Fault::TailNotFound) {
            hub.ledger.learn(head);
            self.mind(stage, room);
        }
    }

    /// If something is missing, it is fetched soon.
    fn mind(&mut self, stage: &mut Stage, room: RoomId) {
        let Some(hub) = self.hubs.get_mut(&room) else { return };
        if hub.ledger.hole().is_some() && !hub.filling && !hub.fill_due {
            hub.fill_due = true;
            let ms = stage.rng.between(5, 100);
            self.later(stage, ms, GatewayHears::Fill { room });
        }
    }

    pub(super) fn fill(&mut self, stage: &mut Stage, room: RoomId) {
        let Some(hub) = self.hubs.get_mut(&room) else { return };
        hub.fill_due = false;
        let Some(Hole { after, .. }) = hub.ledger.hole().filter(|_| !hub.filling) else { return };
        hub.filling = true;
        self.ask(stage, room, Query::Fill { after: vec![(room, after)] }, About::Hole);
    }

    pub(super) fn filled(&mut self, stage: &mut Stage, room: RoomId, reply: Option<Reply>) {
        if let Some(hub) = self.hubs.get_mut(&room) {
            hub.filling = false;
        }
        if let Some(Reply::Stretches(stretches)) = reply {
            for stretch in stretches {
                for event in stretch.events {
                    self.take_in(stage, stretch.room, event);
                }
                self.learn(stage, stretch.room, stretch.head);
            }
        }
        self.mind(stage, room);
    }

    pub(super) fn reconnected(&mut self, stage: &mut Stage) {
        let rooms: Vec<RoomId> = self.hubs.keys().copied().collect();
        if !rooms.is_empty() {
            self.ask(stage, rooms[0], Query::Heads { rooms }, About::Heads);
        }
    }

    pub(super) fn audit(&mut self, stage: &mut Stage) {
        self.reconnected(stage);
        self.later(stage, AUDIT, GatewayHears::Audit);
    }
}

impl Given {
    /// Writes an event into a socket's outbox; false: it was full, and the socket will be told `gap`.
    fn give(&mut self, stage: &Stage, id: u64, event: &Event) -> bool {
        let full = !stage.calm && stage.dice(id, event.seq).chance(4);
        self.0.push((id, event.clone(), full));
        !full || stage.has(Fault::GapForgotten)
    }

    fn hand_over(mut self, stage: &mut Stage, sockets: &BTreeMap<u64, Socket>) {
        self.0.sort_by_key(|(id, ..)| *id);
        for (id, event, full) in self.0 {
            let Some(one) = sockets.get(&id) else { continue };
            let says = if full {
                ServerSays::Gap { room: event.room }
            } else {
                stage.check.handed(one.user, &event);
                ServerSays::Event(Box::new(event))
            };
            stage.down(id, one.person, says);
        }
    }
}
