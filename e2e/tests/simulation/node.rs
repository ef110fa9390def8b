//! A room-service: the product's `RoundMachine` for each room and its `JournalMachine` for all of them; `rounds` and `journal`
//! perform what they say.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use proto::room::{Action, Command, Head, Query, Reply};
use proto::{Refusal, RoomId};
use room_service::room::outsiders::Outsiders;
use room_service::room::{Asked, Loaded, Needs, Room, RoundMachine};

use super::journal::{Journal, JournalHears};
use super::network::Process;
use super::sim::{Sim, SimEvent};
use super::store::{StoreHears, short, who};

/// Within it, so many voids as in a minute of the product's may be left from outside.
const A_MINUTE: Duration = Duration::from_millis(800);

/// What a room-service hears.
#[derive(Debug)]
pub(crate) enum NodeHears {
    Command {
        from: Process,
        ask: u64,
        command: Command,
    },
    Query {
        from: Process,
        ask: u64,
        query: Query,
    },
    /// From the store: what was asked for on a gateway's behalf.
    Read {
        gateway: Process,
        ask: u64,
        reply: Reply,
    },
    /// From the store: what deciding needs; none: it did not answer.
    Loaded {
        call: u64,
        loaded: Option<Box<Loaded>>,
    },
    /// For its journal.
    Journal(JournalHears),
    /// The time that a room wanted to wait is over.
    Elapsed {
        call: u64,
    },
    /// Twice a second.
    Tick,
}

/// A room-service in one of its lives.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) me: Process,
    /// Its database does not answer.
    pub(crate) away: bool,
    pub(super) rooms: BTreeMap<RoomId, Awake>,
    pub(super) journal: Journal,
    pub(super) changed: BTreeMap<RoomId, (Head, u8)>,
}

/// A room that is awake here.
#[derive(Debug)]
pub(super) struct Awake {
    pub(super) waiting: VecDeque<(Asked, Asker)>,
    pub(super) machine: RoundMachine,
    /// Whom to tell, by the number of the command in this round; none once they were told.
    pub(super) askers: Vec<Option<Asker>>,
    /// What the machine waits for.
    pub(super) call: u64,
    /// Of planted faults: the next load is answered with this.
    pub(super) stale: Option<Room>,
    pub(super) early: Option<Early>,
}

impl Default for Awake {
    fn default() -> Self {
        Self {
            waiting: VecDeque::new(),
            machine: machine(),
            askers: Vec::new(),
            call: 0,
            stale: None,
            early: None,
        }
    }
}

/// A room's machine as it is at first. Here a minute is short.
pub(super) fn machine() -> RoundMachine {
    RoundMachine::new().counting(Outsiders::within(A_MINUTE))
}

/// Whom to tell what became of a command.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asker {
    pub(super) from: Process,
    pub(super) ask: u64,
}

/// The planted load while an append is under way.
#[derive(Debug)]
pub(super) struct Early {
    pub(super) call: u64,
    pub(super) needs: Needs,
    pub(super) loaded: Option<Box<Loaded>>,
}

impl Node {
    pub(crate) fn born(sim: &mut Sim, me: Process) -> Self {
        sim.after(1, SimEvent::Node { at: me.at, life: me.life, what: NodeHears::Tick });
        let (rooms, changed) = (BTreeMap::new(), BTreeMap::new());
        let mut node = Self { me, away: false, rooms, journal: Journal::new(sim), changed };
        node.start_journal(sim);
        node
    }

    pub(crate) fn hear(&mut self, sim: &mut Sim, what: NodeHears) {
        match what {
            NodeHears::Command { from, ask, command } => self.command(sim, from, ask, command),
            NodeHears::Query { from, ask, query } => self.query(sim, from, ask, query),
            NodeHears::Read { gateway, ask, reply } => sim.reply(self.me.at, gateway, ask, reply),
            NodeHears::Loaded { call, loaded } => self.loaded(sim, call, loaded),
            NodeHears::Journal(what) => self.hear_of_journal(sim, what),
            NodeHears::Elapsed { call } => self.elapsed(sim, call),
            NodeHears::Tick => self.tick(sim),
        }
    }

    /// What is not as it should be when all has been well for a while.
    pub(crate) fn complaint(&self) -> Option<String> {
        let (room, _) = self.rooms.iter().find(|(_, awake)| !awake.machine.is_idle())?;
        Some(format!("n{} waits for ever in {room}", self.me.at))
    }

    fn command(&mut self, sim: &mut Sim, from: Process, ask: u64, command: Command) {
        let room = command.room;
        sim.tell(|| {
            let again = if command.again { " again" } else { "" };
            format!(
                "n{}.{} asked {}{again} by {} under {}",
                self.me.at,
                self.me.life,
                brief(&command.action),
                who(command.actor.id),
                short(command.nonce)
            )
        });
        let awake = self.rooms.entry(room).or_default();
        awake.waiting.push_back((Asked::new(command, String::new()), Asker { from, ask }));
        self.next_round(sim, room);
    }

    fn query(&mut self, sim: &mut Sim, from: Process, ask: u64, query: Query) {
        if self.away {
            return sim.reply(self.me.at, from, ask, Reply::Refused(Refusal::unavailable()));
        }
        let ms = sim.rng.between(0, 4);
        sim.after(ms, SimEvent::Store(StoreHears::Ask { from: self.me, gateway: from, ask, query }));
    }

    fn tick(&mut self, sim: &mut Sim) {
        for gateway in sim.gateways() {
            sim.beat(self.me, gateway, !self.away);
            for (head, _) in self.changed.values() {
                sim.heads(self.me.at, gateway, *head);
            }
        }
        self.changed.retain(|_, (_, times)| {
            *times -= 1;
            *times > 0
        });
        sim.after(500, SimEvent::Node { at: self.me.at, life: self.me.life, what: NodeHears::Tick });
    }
}

/// An action in a trace.
pub(crate) fn brief(action: &Action) -> String {
    match action {
        Action::Post { body, reply_to, .. } => format!("post {:?} re {reply_to:?}", body.as_str()),
        Action::PostInThread { root, body, .. } => format!("post {:?} in {root}", body.as_str()),
        Action::Edit { target, .. } => format!("edit {target}"),
        Action::Delete { target, .. } => format!("delete {target}"),
        Action::React { target, reaction } => format!("react to {target} with {reaction}"),
        Action::Unreact { target, reaction } => format!("take {reaction} of {target} back"),
        Action::Remove { user, ban, .. } => format!("remove {} ban {ban}", who(*user)),
        Action::Mute { user, .. } => format!("mute {}", who(*user)),
        Action::Unmute { user, .. } => format!("unmute {}", who(*user)),
        Action::Appoint { user, role } => format!("appoint {} {role:?}", who(*user)),
        other => format!("{other:?}"),
    }
}
