//! The sockets of a gateway: the product's outbox and lanes, and a reader that is now and then too slow.

use std::collections::BTreeMap;

use axum::extract::ws::Utf8Bytes;
use gateway::live::lanes::Lanes;
use gateway::live::outbox::{Outbox, Slot};
use proto::room::{Actor, Command, Event, OrgRole};
use proto::{RoomId, UserId};

use super::faults::Fault;
use super::gateway::{ClientSays, Gateway, GatewayHears};
use super::person::ServerSays;
use super::sim::Sim;
use super::store::who;

/// A browser's connection.
#[derive(Debug)]
pub(super) struct Socket {
    pub(super) person: usize,
    pub(super) user: UserId,
    pub(super) lanes: Lanes<u64>,
    pub(super) outbox: Outbox,
    /// What the frames in the outbox say: each is a number there.
    frames: BTreeMap<u64, ServerSays>,
    /// It is about to be drained.
    draining: bool,
}

impl Socket {
    pub(super) fn new(person: usize, user: UserId) -> Self {
        let (lanes, outbox, frames) = (Lanes::default(), Outbox::new(), BTreeMap::new());
        Self { person, user, lanes, outbox, frames, draining: false }
    }

    fn frame(&mut self, number: u64, says: ServerSays) -> Utf8Bytes {
        self.frames.insert(number, says);
        number.to_string().into()
    }

    /// What a frame says. The outbox makes one kind itself: `gap`.
    fn said(&mut self, frame: &Utf8Bytes) -> Option<ServerSays> {
        if let Ok(number) = frame.parse() {
            return self.frames.remove(&number);
        }
        let gap: serde_json::Value = serde_json::from_str(frame).ok()?;
        Some(ServerSays::Gap { room: serde_json::from_value(gap.get("room")?.clone()).ok()? })
    }
}

impl Gateway {
    pub(super) fn client(&mut self, sim: &mut Sim, socket: u64, says: ClientSays) {
        let Some(one) = self.sockets.get_mut(&socket) else { return };
        let slot = one.outbox.slot().expect("nobody here is owed so many answers");
        match says {
            ClientSays::Hello { rooms } => {
                let outbox = one.outbox.clone();
                for (room, after) in rooms {
                    let slot = outbox.slot().expect("nobody here has so many rooms");
                    self.open(sim, (socket, slot), room, Some(after));
                }
            }
            ClientSays::Ping => self.answer(sim, socket, slot, ServerSays::Pong),
            ClientSays::Open { room, after } => self.open(sim, (socket, slot), room, after),
            ClientSays::Close { room } => self.close(sim, socket, room),
            ClientSays::Command { id, room, nonce, action, again } => {
                let actor = Actor { id: one.user, name: who(one.user), org_role: OrgRole::Member };
                let command = Command { again, ..Command::new(room, actor, nonce, action) };
                self.command(sim, socket, (id, slot), command);
            }
        }
    }

    pub(super) fn went(&mut self, sim: &mut Sim, socket: u64) {
        self.sockets.remove(&socket);
        for room in self.hubs.keys().copied().collect::<Vec<_>>() {
            self.close(sim, socket, room);
        }
    }

    pub(super) fn answer(&mut self, sim: &mut Sim, socket: u64, slot: Slot, says: ServerSays) {
        if let Some(one) = self.sockets.get_mut(&socket) {
            slot.answer(one.frame(sim.fresh(), says));
            self.drain_soon(sim, socket);
        }
    }

    /// Writes an event into a socket's outbox; false: it was full, and the socket will be told `gap`.
    pub(super) fn give(&mut self, sim: &mut Sim, room: RoomId, socket: u64, event: &Event) -> bool {
        if let Some(one) = self.sockets.get_mut(&socket)
            && !sim.calm
            && sim.chance_of(socket, event.seq).chance(4)
        {
            one.outbox.mark_lagging(room);
        }
        self.hand(sim, room, socket, ServerSays::Event(Box::new(event.clone())))
    }

    /// The same for anything that is said of what happened in a room.
    pub(super) fn hand(&mut self, sim: &mut Sim, room: RoomId, socket: u64, says: ServerSays) -> bool {
        let Some(one) = self.sockets.get_mut(&socket) else { return false };
        let number = sim.fresh();
        let frame = one.frame(number, says);
        let taken = one.outbox.event(room, &frame);
        match one.frames.get(&number) {
            Some(ServerSays::Event(event)) if taken => sim.check.handed(one.user, event),
            Some(ServerSays::Reactions { room, from, upto, .. }) if taken => {
                sim.check.told_of_reactions(*room, one.user, *from, *upto);
            }
            _ => {}
        }
        if !taken {
            one.frames.remove(&number);
        }
        if !taken && sim.has(Fault::GapForgotten) {
            self.drain(sim, socket);
            return self.sockets.get(&socket).is_some_and(|one| one.outbox.open_room(room, 0));
        }
        self.drain_soon(sim, socket);
        taken
    }

    pub(super) fn drain_soon(&mut self, sim: &mut Sim, socket: u64) {
        let Some(one) = self.sockets.get_mut(&socket) else { return };
        if !std::mem::replace(&mut one.draining, true) {
            let ms = sim.rng.between(0, 2);
            self.later(sim, ms, GatewayHears::Drain { socket });
        }
    }

    pub(super) fn drain(&mut self, sim: &mut Sim, socket: u64) {
        let Some(one) = self.sockets.get_mut(&socket) else { return };
        one.draining = false;
        while let Ok(frames) = one.outbox.take_batch(false)
            && !frames.is_empty()
        {
            for says in frames.iter().filter_map(|frame| one.said(frame)).collect::<Vec<_>>() {
                sim.down(socket, one.person, says);
            }
        }
    }
}
