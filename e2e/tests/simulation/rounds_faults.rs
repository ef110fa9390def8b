//! The faults that can be planted around the rounds of a room-service.

use proto::room::{Action, Answer};
use proto::{At, Reason, Refusal, RoomId, Seq, UserId};
use room_service::room::machine::{Input, Output};
use room_service::room::{Asked, Loaded, Needs, Outcome, Room, round};

use super::faults::Fault;
use super::node::{Early, Node, machine};
use super::sim::Sim;

impl Node {
    /// Says what the machine would say if its append were written, before it is.
    pub(super) fn say_too_early(&mut self, sim: &mut Sim, room: RoomId) {
        let everyone = sim.has(Fault::AckedBeforeCommit);
        let refused = sim.has(Fault::RefusedBeforeCommit);
        let announce = sim.has(Fault::AnnouncedBeforeCommit);
        let Some(awake) = self.rooms.get(&room).filter(|_| everyone || refused || announce) else { return };
        let written = Input::Appended(Outcome::Written(At::UNIX_EPOCH));
        for output in awake.machine.clone().step(sim.instant(), written) {
            match output {
                Output::Announce(order, _) if announce => self.announce(sim, &order),
                Output::Answer(command, answer @ Answer::Refused(_)) if refused => {
                    self.answer(sim, room, command, answer);
                }
                Output::Answer(command, answer) if everyone => self.answer(sim, room, command, answer),
                _ => {}
            }
        }
    }

    /// Loads what the next commands need while an append is under way.
    pub(super) fn load_early(&mut self, sim: &mut Sim, room: RoomId) {
        let Some(awake) = self.rooms.get_mut(&room).filter(|awake| !awake.waiting.is_empty()) else { return };
        let needs = round::needs(awake.waiting.iter().map(|(asked, _)| asked));
        let call = sim.fresh();
        awake.early = Some(Early { call, needs: needs.clone(), loaded: None });
        self.read(sim, call, room, needs);
    }

    pub(super) fn loaded_early(&mut self, call: u64, loaded: Option<Box<Loaded>>) {
        let mut all = self.rooms.values_mut().filter_map(|awake| awake.early.as_mut());
        if let Some(early) = all.find(|early| early.call == call) {
            early.loaded = loaded;
        }
    }

    /// What the next load is answered with instead of the log's answer.
    pub(super) fn loaded_by_fault(&mut self, sim: &Sim, room: RoomId, needs: &Needs) -> Option<Loaded> {
        let awake = self.rooms.get_mut(&room)?;
        let trusted = || awake.machine.remembered().filter(|_| sim.has(Fault::MemoryTrusted)).cloned();
        let memory = awake.stale.take().or_else(trusted)?;
        memory.lacks(needs).is_empty().then(|| loaded_from(memory, needs))
    }

    /// Keeps what should be forgotten or is out of date, for the next load.
    pub(super) fn keep_by_fault(&mut self, sim: &Sim, room: RoomId, outcome: &Outcome) {
        let Some(awake) = self.rooms.get_mut(&room) else { return };
        let early = awake.early.take();
        let Some(mut memory) = awake.machine.remembered().cloned() else { return };
        match outcome {
            Outcome::Moved(head) if sim.has(Fault::MemoryKept) => memory.head = *head,
            Outcome::Written(_) => {
                let Some(Early { needs, loaded: Some(mut loaded), .. }) = early else { return };
                memory.tidy();
                loaded.room.head = memory.head;
                memory.learn(&needs, *loaded);
            }
            _ => return,
        }
        awake.stale = Some(memory);
    }

    /// Everyone is told for good that it failed.
    pub(super) fn fail(&mut self, sim: &mut Sim, room: RoomId) {
        let Some(awake) = self.rooms.get_mut(&room) else { return };
        awake.machine = machine();
        for command in 0..awake.askers.len() {
            let refusal = Refusal::new(Reason::SearchTooWide);
            self.answer(sim, room, command, Answer::Refused(refusal));
        }
        self.next_round(sim, room);
    }
}

/// Whether this is a `cancel` of somebody who, as far as the room remembers, is not inside.
pub(super) fn cancels_outside(memory: Option<&Room>, asked: &Asked) -> bool {
    let known = memory.filter(|room| room.lacks(&round::needs([asked])).is_empty());
    let is_outside = |room: &Room| {
        let row = room.member(asked.command.actor.id);
        row.is_none_or(|row| !row.role.is_inside())
    };
    matches!(asked.command.action, Action::Cancel) && known.is_some_and(is_outside)
}

/// A load answered from memory.
fn loaded_from(memory: Room, needs: &Needs) -> Loaded {
    let people = needs.people.iter().filter_map(|user| Some((*user, memory.member(*user)?))).collect();
    let targets = needs.targets.iter().filter_map(|seq| memory.target(*seq).cloned()).collect();
    let own = |(seq, user): &(Seq, UserId)| ((*seq, *user), memory.reactions_of(*seq, *user).clone());
    let reactions = needs.reactions.iter().map(own).collect();
    Loaded { room: memory, people, targets, reactions }
}
