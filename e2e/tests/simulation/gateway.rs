//! A gateway: the product's machines for the attempts of a command and for what sockets hear, and around them
//! queries. `socket` holds the connections of browsers, `carry` holds the path of a command, `hub` that of an event.

use std::collections::BTreeMap;

use gateway::cluster::Budget;
use gateway::live::hub::machine::{Input, Ticket};
use proto::room::{Action, Answer, Event, Head, Reply};
use proto::{Nonce, RoomId, Seq, UserId};

use super::asking::Asking;
use super::carry::Carry;
use super::hub::Hub;
use super::network::Process;
use super::sim::{Ms, Sim, SimEvent};
use super::socket::Socket;

/// Silent longer than this: suspect. As `chassis` has it.
const SUSPECT: Ms = 1_200;
/// Silent longer than this: gone.
const GONE: Ms = 3_000;
/// What a gateway hears.
#[derive(Debug)]
pub(crate) enum GatewayHears {
    Heartbeat {
        from: Process,
        well: bool,
    },
    Announced(Box<Event>),
    Heads(Head),
    Answer {
        ask: u64,
        answer: Answer,
    },
    Reply {
        ask: u64,
        reply: Reply,
    },
    Nobody {
        ask: u64,
    },
    /// A browser has come.
    Came {
        socket: u64,
        person: usize,
        user: UserId,
    },
    /// A browser is gone.
    Went {
        socket: u64,
    },
    Client {
        socket: u64,
        says: ClientSays,
    },
    /// Time to write what waits for a browser.
    Drain {
        socket: u64,
    },
    /// The subscription of a hub is in force.
    Subscribed {
        room: RoomId,
        hub: u64,
    },
    /// What could not be opened is to be read again.
    Retry {
        room: RoomId,
        hub: u64,
        socket: u64,
        ticket: Ticket,
    },
    /// A hub wanted to be woken.
    Wake {
        room: RoomId,
    },
    /// Is that query answered yet?
    Look {
        query: u64,
    },
    /// Is that command answered yet?
    LookAfter {
        carry: u64,
    },
    /// The broken NATS connection stands again.
    Reconnected,
    Audit,
    /// Once a second.
    Tick,
}

/// What a browser says.
#[derive(Debug)]
pub(crate) enum ClientSays {
    Hello { rooms: Vec<(RoomId, Seq)> },
    Open { room: RoomId, after: Option<Seq> },
    Close { room: RoomId },
    Command { id: u64, room: RoomId, nonce: Nonce, action: Action, again: bool },
    Ping,
}

/// A gateway in one of its lives.
#[derive(Debug)]
pub(crate) struct Gateway {
    pub(crate) me: Process,
    pub(super) peers: BTreeMap<Process, (Ms, bool)>,
    pub(super) sockets: BTreeMap<u64, Socket>,
    pub(super) budget: Budget,
    pub(super) query_budget: Budget,
    pub(super) carries: BTreeMap<u64, Carry>,
    /// Ask → carry and which attempt.
    pub(super) attempts: BTreeMap<u64, (u64, usize)>,
    pub(super) hubs: BTreeMap<RoomId, Hub>,
    pub(super) queries: BTreeMap<u64, Asking>,
    /// Ask → query.
    pub(super) asks: BTreeMap<u64, u64>,
}

impl Gateway {
    pub(crate) fn born(sim: &mut Sim, me: Process) -> Self {
        let what = |what| SimEvent::Gateway { at: me.at, life: me.life, what };
        sim.after(super::hub::AUDIT, what(GatewayHears::Audit));
        sim.after(super::hub::TICK, what(GatewayHears::Tick));
        Self {
            me,
            peers: BTreeMap::new(),
            sockets: BTreeMap::new(),
            budget: Budget::default(),
            query_budget: Budget::default(),
            carries: BTreeMap::new(),
            attempts: BTreeMap::new(),
            hubs: BTreeMap::new(),
            queries: BTreeMap::new(),
            asks: BTreeMap::new(),
        }
    }

    /// The sockets it holds, when it dies.
    pub(crate) fn people(&self) -> Vec<(u64, usize)> {
        self.sockets.iter().map(|(socket, one)| (*socket, one.person)).collect()
    }

    pub(crate) fn hear(&mut self, sim: &mut Sim, what: GatewayHears) {
        match what {
            GatewayHears::Heartbeat { from, well } => {
                self.peers.insert(from, (sim.now, well));
            }
            GatewayHears::Announced(event) => self.announced(sim, *event),
            GatewayHears::Heads(head) => self.learn(sim, head.room, head.head),
            GatewayHears::Answer { ask, answer } => self.answered(sim, ask, Ok(answer)),
            GatewayHears::Reply { ask, reply } => self.replied(sim, ask, reply),
            GatewayHears::Nobody { ask } => self.nobody(sim, ask),
            GatewayHears::Came { socket, person, user } => {
                self.sockets.insert(socket, Socket::new(person, user));
            }
            GatewayHears::Went { socket } => self.went(sim, socket),
            GatewayHears::Client { socket, says } => self.client(sim, socket, says),
            GatewayHears::Drain { socket } => self.drain(sim, socket),
            GatewayHears::Subscribed { room, hub } => self.subscribed(sim, room, hub),
            GatewayHears::Retry { room, hub, socket, ticket } => {
                self.retry(sim, (room, hub), socket, ticket);
            }
            GatewayHears::Wake { room } => self.tell_hub(sim, room, Input::Tick),
            GatewayHears::Look { query } => self.look(sim, query),
            GatewayHears::LookAfter { carry } => self.look_after(sim, carry),
            GatewayHears::Reconnected => {
                self.reconnected(sim);
                self.ask_once_more(sim);
                self.inquire_once_more(sim);
            }
            GatewayHears::Audit => self.audit(sim),
            GatewayHears::Tick => self.tick(sim),
        }
    }

    pub(super) fn later(&self, sim: &mut Sim, ms: Ms, what: GatewayHears) {
        sim.after(ms, SimEvent::Gateway { at: self.me.at, life: self.me.life, what });
    }

    /// Who is asked about a room, in order: the well by rendezvous, then the others; the gone are left out.
    pub(super) fn rank(&self, now: Ms, room: RoomId) -> Vec<(Process, bool)> {
        let suspect = |heard: Ms| now - heard > SUSPECT;
        let mut all: Vec<(bool, bool, u64, Process)> = self
            .peers
            .iter()
            .filter(|(_, (heard, _))| now - heard <= GONE)
            .map(|(node, (heard, well))| {
                let mixed = (room.0.as_u64_pair().1
                    ^ (node.at as u64 * 7_919 + u64::from(node.life) * 104_729))
                    .wrapping_mul(0x9E37_79B9_7F4A_7C15);
                (suspect(*heard), !well, mixed, *node)
            })
            .collect();
        all.sort_unstable();
        all.into_iter().map(|(suspect, _, _, node)| (node, suspect)).collect()
    }
}
