//! The world: everybody in one simulator, the disruptions that befall them, and the calm in which all must end well.

use proto::room::{Action, Authority, Event, Fact, Fingerprint, Kind, Role};
use proto::{At, Nonce, RoomId, UserId};
use room_service::room::{Change, Draft, Member};
use uuid::Uuid;

use super::check::{Totals, Violation};
use super::disruption::{END, conditions};
use super::faults::Fault;
use super::gateway::{Gateway, GatewayHears};
use super::network::Process;
use super::node::{Node, NodeHears};
use super::person::{Person, PersonHears};
use super::sim::{Ms, Sim, SimEvent};
use super::store::Store;

/// What one run came to.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) seed: u64,
    pub(crate) violation: Option<Violation>,
    pub(crate) trace: String,
    pub(crate) totals: Totals,
}

/// Whether a process runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Up,
    /// Stopped until then: it hears everything late.
    Paused(Ms),
    /// Dead until then; others notice at once, or not before it is missed.
    Down {
        until: Ms,
        loud: bool,
    },
}

pub(super) struct World {
    pub(super) sim: Sim,
    pub(super) store: Store,
    pub(super) nodes: Vec<Node>,
    pub(super) node_states: Vec<State>,
    pub(super) gateways: Vec<Gateway>,
    pub(super) gateway_states: Vec<State>,
    pub(super) people: Vec<Person>,
}

/// Plays one seed, with or without a fault, to its end or to the first violation of an invariant.
pub(crate) fn play(seed: u64, fault: Option<Fault>) -> Run {
    let mut world = World::new(seed, fault);
    while world.sim.check.violation.is_none() && world.sim.now <= END {
        let Some(what) = world.sim.next() else { break };
        world.happen(what);
    }
    let complaint = world.people.iter().find_map(|person| person.complaint(&world.sim));
    let complaint = complaint.or_else(|| world.nodes.iter().find_map(Node::complaint));
    if let Some(what) = complaint {
        world.sim.check.stuck(what);
    }
    let Sim { check, .. } = &world.sim;
    let violation = check.violation.clone();
    let trace = world.sim.trace(violation.as_ref().map_or("", |violation| &violation.what));
    Run { seed, violation, trace, totals: check.totals }
}

impl World {
    fn new(seed: u64, fault: Option<Fault>) -> Self {
        let mut sim = Sim::new(seed, fault);
        let nodes = sim.rng.between(2, 3) as usize;
        let gateways = 2;
        sim.conditions = conditions(&mut sim);
        sim.cut.nodes = vec![false; nodes];
        sim.cut.gateways = vec![false; gateways];
        let mut world = Self {
            store: Store::default(),
            nodes: Vec::new(),
            node_states: vec![State::Up; nodes],
            gateways: Vec::new(),
            gateway_states: vec![State::Up; gateways],
            people: Vec::new(),
            sim,
        };
        world.populate(nodes, gateways);
        world
    }

    fn populate(&mut self, nodes: usize, gateways: usize) {
        let users: Vec<UserId> = (1..=4).map(|n| UserId(Uuid::from_u128(n))).collect();
        let count = self.sim.rng.between(1, 3);
        let rooms: Vec<RoomId> = (0..count).map(|n| RoomId(Uuid::from_u128(0xa0 + u128::from(n)))).collect();
        for room in &rooms {
            self.store.create(&mut self.sim, created(*room, users[0]));
        }
        // And one of two people, in which the others try the same.
        let direct = RoomId(Uuid::from_u128(0xd0));
        self.store.create(&mut self.sim, conversation(direct, &users[..2]));
        let rooms: Vec<RoomId> = rooms.into_iter().chain([direct]).collect();
        for at in 0..gateways {
            let me = Process { at, life: 0 };
            self.sim.gateway_lives(me);
            self.gateways.push(Gateway::born(&mut self.sim, me));
        }
        for at in 0..nodes {
            self.nodes.push(Node::born(&mut self.sim, Process { at, life: 0 }));
        }
        // Two of them have two devices.
        for (at, user) in [0, 1, 2, 3, 0, 1].into_iter().enumerate() {
            let others = users.iter().copied().filter(|other| *other != users[user]).collect();
            self.people.push(Person::new(&mut self.sim, at, users[user], others, &rooms));
        }
        self.sim.after(800, SimEvent::Disruption);
    }

    fn happen(&mut self, what: SimEvent) {
        self.play(what);
        for node in std::mem::take(&mut self.sim.crashed) {
            let until = self.sim.now + self.sim.rng.between(50, 2_000);
            let loud = self.sim.rng.chance(700);
            self.node_states[node] = State::Down { until, loud };
        }
    }

    fn play(&mut self, what: SimEvent) {
        let now = self.sim.now;
        match what {
            SimEvent::Store(what) => self.store.hear(&mut self.sim, what),
            SimEvent::Person { at, what } => self.people[at].hear(&mut self.sim, what),
            SimEvent::Disruption => self.disrupt(),
            SimEvent::Node { at, life, what } => match self.node_states[at] {
                _ if life != self.nodes[at].me.life => self.unheard(at, what),
                State::Down { .. } => self.unheard(at, what),
                State::Paused(until) if until > now => {
                    self.sim.postpone(until, SimEvent::Node { at, life, what });
                }
                _ => self.nodes[at].hear(&mut self.sim, what),
            },
            SimEvent::Gateway { at, life, what } => match self.gateway_states[at] {
                _ if life != self.gateways[at].me.life => self.nobody_home(&what),
                State::Down { .. } => self.nobody_home(&what),
                State::Paused(until) if until > now => {
                    self.sim.postpone(until, SimEvent::Gateway { at, life, what });
                }
                _ => self.gateways[at].hear(&mut self.sim, what),
            },
        }
    }

    /// A request for a dead process: NATS says that nobody is there, unless it does not know yet.
    fn unheard(&mut self, at: usize, what: NodeHears) {
        let loud = !matches!(self.node_states[at], State::Down { loud: false, .. });
        if let (NodeHears::Command { from, ask, .. } | NodeHears::Query { from, ask, .. }, true) =
            (what, loud)
        {
            self.sim.nobody(at, from, ask);
        }
    }

    /// A connection to a dead gateway is refused.
    fn nobody_home(&mut self, what: &GatewayHears) {
        if let GatewayHears::Came { socket, person, .. } = what {
            let cut = PersonHears::Cut { socket: *socket };
            self.sim.after(2, SimEvent::Person { at: *person, what: cut });
        }
    }
}

/// The first event of a direct conversation.
fn conversation(room: RoomId, people: &[UserId]) -> Draft {
    let mut first = created(room, people[0]);
    first.event.fact =
        Fact::Created { room_name: String::new(), room_kind: Kind::Direct, participants: people.to_vec() };
    Draft { change: None, ..first }
}

/// A room's first event.
fn created(room: RoomId, owner: UserId) -> Draft {
    let action = Action::Join;
    let event = Event {
        room,
        seq: 1,
        at: At::UNIX_EPOCH,
        actor: owner,
        name: String::new(),
        nonce: Nonce(room.0),
        fact: Fact::Created {
            room_name: "Lagoon".to_owned(),
            room_kind: Kind::Public,
            participants: Vec::new(),
        },
    };
    let change = Some(Change { user: owner, row: Member::new(Role::Owner, 1, 0) });
    Draft {
        event,
        fingerprint: Fingerprint::of(Authority::Member, &action),
        void_reason: None,
        change,
        mentions: Vec::new(),
        authority: Authority::Member,
    }
}
