//! A room-service: the product's rounds, with a shell around them that loads, appends, announces and answers.
//!
//! The shell does what the room's actor does, one step a call, so that time, loss and death can come between any two.

use std::collections::{BTreeMap, VecDeque};

use proto::room::{Action, Command, Head, Query, Reply};
use proto::{Refusal, RoomId};
use room_service::room::{Asked, Loaded, Needs, Outcome, Plan, Room};

use super::network::Process;
use super::stage::{Happening, Ms, Stage};
use super::store::{StoreHears, short, who};

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
    /// From the store: what became of an append.
    Appended {
        call: u64,
        outcome: Outcome,
    },
    /// A busy room, or a database that could not be read: once more.
    LoadAgain {
        room: RoomId,
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
    pub(super) changed: BTreeMap<RoomId, (Head, u8)>,
}

/// A room that is awake here.
#[derive(Debug, Default)]
pub(super) struct Awake {
    pub(super) waiting: VecDeque<Waiting>,
    pub(super) memory: Option<Room>,
    pub(super) phase: Phase,
    pub(super) early: Option<Early>,
}

/// One command and whom to tell.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) asked: Asked,
    pub(super) from: Process,
    pub(super) ask: u64,
    pub(super) answered: bool,
}

#[derive(Debug, Default)]
pub(super) enum Phase {
    #[default]
    Idle,
    Loading {
        call: u64,
        round: Round,
        needs: Needs,
    },
    Appending {
        call: u64,
        round: Round,
        plan: Box<Plan>,
    },
}

/// A round on its way to an answer.
#[derive(Debug)]
pub(super) struct Round {
    pub(super) jobs: Vec<Waiting>,
    pub(super) begun: Ms,
    /// What is remembered must be compared with the log before anything is said on it alone.
    pub(super) doubt: bool,
    /// Something of ours may be under way.
    pub(super) shaken: bool,
}

impl Round {
    pub(super) fn asked(&self) -> impl Iterator<Item = &Asked> {
        self.jobs.iter().map(|one| &one.asked)
    }
}

/// The planted load while an append is under way.
#[derive(Debug)]
pub(super) struct Early {
    pub(super) call: u64,
    pub(super) needs: Needs,
    pub(super) loaded: Option<Box<Loaded>>,
}

impl Node {
    pub(crate) fn born(stage: &mut Stage, me: Process) -> Self {
        stage.after(1, Happening::Node { at: me.at, life: me.life, what: NodeHears::Tick });
        Self { me, away: false, rooms: BTreeMap::new(), changed: BTreeMap::new() }
    }

    pub(crate) fn hear(&mut self, stage: &mut Stage, what: NodeHears) {
        match what {
            NodeHears::Command { from, ask, command } => self.command(stage, from, ask, command),
            NodeHears::Query { from, ask, query } => self.query(stage, from, ask, query),
            NodeHears::Read { gateway, ask, reply } => stage.reply(self.me.at, gateway, ask, reply),
            NodeHears::Loaded { call, loaded } => self.loaded(stage, call, loaded),
            NodeHears::Appended { call, outcome } => self.appended(stage, call, outcome),
            NodeHears::LoadAgain { room } => self.load_again(stage, room),
            NodeHears::Tick => self.tick(stage),
        }
    }

    fn command(&mut self, stage: &mut Stage, from: Process, ask: u64, command: Command) {
        let room = command.room;
        stage.tell(|| {
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
        let asked = Asked::new(command, String::new());
        awake.waiting.push_back(Waiting { asked, from, ask, answered: false });
        self.next_round(stage, room);
    }

    fn query(&mut self, stage: &mut Stage, from: Process, ask: u64, query: Query) {
        if self.away {
            return stage.reply(self.me.at, from, ask, Reply::Refused(Refusal::unavailable()));
        }
        let ms = stage.rng.between(0, 4);
        stage.after(ms, Happening::Store(StoreHears::Ask { from: self.me, gateway: from, ask, query }));
    }

    fn tick(&mut self, stage: &mut Stage) {
        for gateway in stage.gateways() {
            stage.beat(self.me, gateway, !self.away);
            for (head, _) in self.changed.values() {
                stage.beacon(self.me.at, gateway, *head);
            }
        }
        self.changed.retain(|_, (_, times)| {
            *times -= 1;
            *times > 0
        });
        stage.after(500, Happening::Node { at: self.me.at, life: self.me.life, what: NodeHears::Tick });
    }
}

/// A action in a story.
pub(crate) fn brief(action: &Action) -> String {
    match action {
        Action::Post { body, reply_to } => format!("post {:?} re {reply_to:?}", body.as_str()),
        Action::Edit { target, .. } => format!("edit {target}"),
        Action::Delete { target } => format!("delete {target}"),
        Action::Remove { user, ban, .. } => format!("remove {} ban {ban}", who(*user)),
        Action::Appoint { user, role } => format!("appoint {} {role:?}", who(*user)),
        other => format!("{other:?}"),
    }
}

/// An outcome in a story.
pub(super) fn of(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Known(rows) => {
            format!("known {:?}", rows.iter().map(|row| (row.seq, short(row.nonce))).collect::<Vec<_>>())
        }
        other => format!("{other:?}"),
    }
}
