//! What the wires do to messages: late, lost, twice. Order is kept where NATS and TCP keep it, nowhere else.

use proto::NodeId;
use proto::room::{Answer, Command, Event, Head, Query, Reply};
use uuid::Uuid;

use super::gateway::ClientSays;
use super::gateway::GatewayHears;
use super::node::NodeHears;
use super::person::{PersonHears, ServerSays};
use super::sim::{Lane, Ms, Sim, SimEvent};

/// One life of a process: which, and which life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Process {
    pub(crate) at: usize,
    pub(crate) life: u32,
}

impl Process {
    /// The id by which the product knows it.
    pub(crate) fn node(self) -> NodeId {
        NodeId(Uuid::from_u64_pair(self.at as u64, u64::from(self.life)))
    }

    pub(crate) fn of(node: NodeId) -> Self {
        let (at, life) = node.0.as_u64_pair();
        Self { at: at as usize, life: life as u32 }
    }
}

impl Sim {
    fn travel(&mut self) -> Ms {
        let late = self.conditions.late;
        if self.rng.chance(late) {
            let by = self.conditions.late_by;
            return self.rng.between(5, by.max(5));
        }
        self.rng.between(0, 3)
    }

    fn loses(&mut self, node: usize, gateway: usize) -> bool {
        let loss = self.conditions.loss;
        self.cut.nodes[node] || self.cut.gateways[gateway] || self.rng.chance(loss)
    }

    /// A command to a room-service. At most once, as NATS is: lost or late, never twice.
    pub(crate) fn command(&mut self, from: Process, to: Process, ask: u64, command: Command) {
        if !self.loses(to.at, from.at) {
            let ms = self.travel();
            self.after(
                ms,
                SimEvent::Node { at: to.at, life: to.life, what: NodeHears::Command { from, ask, command } },
            );
        }
    }

    /// A query to a room-service.
    pub(crate) fn query(&mut self, from: Process, to: Process, ask: u64, query: Query) {
        if !self.loses(to.at, from.at) {
            let ms = self.travel();
            self.after(
                ms,
                SimEvent::Node { at: to.at, life: to.life, what: NodeHears::Query { from, ask, query } },
            );
        }
    }

    /// The answer to a command.
    pub(crate) fn answer(&mut self, node: usize, to: Process, ask: u64, answer: Answer) {
        self.reach(node, to, GatewayHears::Answer { ask, answer });
    }

    /// The reply to a query.
    pub(crate) fn reply(&mut self, node: usize, to: Process, ask: u64, reply: Reply) {
        self.reach(node, to, GatewayHears::Reply { ask, reply });
    }

    /// No responders: NATS says so at once.
    pub(crate) fn nobody(&mut self, node: usize, to: Process, ask: u64) {
        self.reach(node, to, GatewayHears::Nobody { ask });
    }

    fn reach(&mut self, node: usize, to: Process, what: GatewayHears) {
        if !self.loses(node, to.at) {
            let ms = self.travel();
            self.after(ms, SimEvent::Gateway { at: to.at, life: to.life, what });
        }
    }

    /// An announcement, to one gateway: in order per publisher and room, perhaps lost, perhaps twice.
    pub(crate) fn announce(&mut self, node: usize, to: Process, event: &Event) {
        let lane = Lane::Subject { node, gateway: to.at, room: event.room.0 };
        let twice = self.conditions.twice;
        let copies = if self.loses(node, to.at) || self.conditions.mute {
            0
        } else {
            1 + u32::from(self.rng.chance(twice))
        };
        for _ in 0..copies {
            let ms = self.travel();
            let what = GatewayHears::Announced(Box::new(event.clone()));
            self.along(lane, ms, SimEvent::Gateway { at: to.at, life: to.life, what });
        }
    }

    /// A heads, to one gateway.
    pub(crate) fn heads(&mut self, node: usize, to: Process, head: Head) {
        self.reach(node, to, GatewayHears::Heads(head));
    }

    /// A sign of life, to one gateway.
    pub(crate) fn beat(&mut self, from: Process, to: Process, well: bool) {
        self.reach(from.at, to, GatewayHears::Heartbeat { from, well });
    }

    /// From a browser to its gateway, in order.
    pub(crate) fn up(&mut self, socket: u64, to: Process, says: ClientSays) {
        let ms = self.rng.between(1, 10);
        let what = GatewayHears::Client { socket, says };
        self.along(Lane::Up(socket), ms, SimEvent::Gateway { at: to.at, life: to.life, what });
    }

    /// From a gateway to a browser, in order.
    pub(crate) fn down(&mut self, socket: u64, person: usize, says: ServerSays) {
        let ms = self.rng.between(1, 10);
        self.along(
            Lane::Down(socket),
            ms,
            SimEvent::Person { at: person, what: PersonHears::Server { socket, says } },
        );
    }
}
