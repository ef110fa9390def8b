//! The rounds of a room-service: what the product's machine says is done here with a store and a network that fail, and
//! between any two steps the process may die. What comes next is the machine's alone.

use proto::RoomId;
use proto::room::{Action, Answer};
use room_service::room::machine::{Input, Output};
use room_service::room::{Asked, Loaded, Needs, Order, Outcome, round};

use super::faults::Fault;
use super::journal::of;
use super::node::{Asker, Node, NodeHears, machine};
use super::rounds_faults::cancels_outside;
use super::sim::{Ms, Sim, SimEvent, ms};
use super::store::StoreHears;

impl Node {
    /// Hands the next commands to the room's machine, if it has none.
    pub(super) fn next_round(&mut self, sim: &mut Sim, room: RoomId) {
        let Some(awake) = self.rooms.get_mut(&room).filter(|awake| awake.machine.is_idle()) else { return };
        let mut jobs = round::gather(&mut awake.waiting, |(asked, _)| round::weight(&asked.command));
        if sim.has(Fault::VoidNotWritten) {
            jobs.iter_mut().for_each(|(asked, _)| asked.command.again = false);
        }
        if sim.has(Fault::CancelNotWritten) {
            let cancels = |(asked, _): &mut (Asked, Asker)| matches!(asked.command.action, Action::Cancel);
            for (_, asker) in jobs.extract_if(.., cancels) {
                sim.answer(self.me.at, asker.from, asker.ask, Answer::Cancelled);
            }
        }
        if sim.has(Fault::CancelOutsideNotWritten) {
            let memory = awake.machine.remembered().cloned();
            let cancels = |(asked, _): &mut (Asked, Asker)| cancels_outside(memory.as_ref(), asked);
            for (_, asker) in jobs.extract_if(.., cancels) {
                sim.answer(self.me.at, asker.from, asker.ask, Answer::Cancelled);
            }
        }
        if awake.stale.is_some() {
            awake.machine = machine();
        }
        if !jobs.is_empty() {
            let (asked, askers): (Vec<_>, Vec<_>) =
                jobs.into_iter().map(|(asked, asker)| (asked, Some(asker))).unzip();
            awake.askers = askers;
            self.step(sim, room, Input::Commands(asked));
        }
    }

    pub(super) fn step(&mut self, sim: &mut Sim, room: RoomId, input: Input) {
        let Some(awake) = self.rooms.get_mut(&room) else { return };
        for output in awake.machine.step(sim.instant(), input) {
            if !self.perform(sim, room, output) {
                return;
            }
        }
        self.next_round(sim, room);
    }

    /// Says whether the process lives on.
    fn perform(&mut self, sim: &mut Sim, room: RoomId, output: Output) -> bool {
        match output {
            Output::Load(needs) => self.load(sim, room, needs),
            Output::Append(order, _) => return self.append(sim, room, &order),
            Output::Wait(time) => {
                let call = self.call(sim, room);
                self.later(sim, ms(time), NodeHears::Elapsed { call });
            }
            Output::Announce(order, _) => {
                if !sim.has(Fault::AnnouncedBeforeCommit) {
                    self.announce(sim, &order);
                }
                return !sim.crashes(self.me.at, "after announcing, before answering");
            }
            Output::Stands(head) => {
                self.changed.insert(room, (head, 4));
            }
            Output::Answer(command, answer) => self.answer(sim, room, command, answer),
            // No room is deleted here, and none is made up.
            Output::LookUpNonces(_) | Output::Rest => {}
        }
        true
    }

    fn load(&mut self, sim: &mut Sim, room: RoomId, needs: Needs) {
        if let Some(loaded) = self.loaded_by_fault(sim, room, &needs) {
            return self.step(sim, room, Input::Loaded(Some(loaded)));
        }
        let call = self.call(sim, room);
        self.read(sim, call, room, needs);
    }

    pub(super) fn read(&self, sim: &mut Sim, call: u64, room: RoomId, needs: Needs) {
        let ms = sim.rng.between(0, 4);
        if self.away {
            return self.later(sim, ms, NodeHears::Loaded { call, loaded: None });
        }
        sim.after(ms, SimEvent::Store(StoreHears::Load { from: self.me, call, room, needs }));
    }

    pub(super) fn loaded(&mut self, sim: &mut Sim, call: u64, loaded: Option<Box<Loaded>>) {
        match (self.waits_for(call), loaded) {
            (Some(room), Some(loaded)) => self.step(sim, room, Input::Loaded(Some(*loaded))),
            (Some(room), None) => self.step(sim, room, Input::LoadFailed),
            (None, loaded) => self.loaded_early(call, loaded),
        }
    }

    pub(super) fn elapsed(&mut self, sim: &mut Sim, call: u64) {
        if let Some(room) = self.waits_for(call) {
            self.step(sim, room, Input::Elapsed);
        }
    }

    fn append(&mut self, sim: &mut Sim, room: RoomId, order: &Order) -> bool {
        self.say_too_early(sim, room);
        if sim.crashes(self.me.at, "before its append") {
            return false;
        }
        let call = self.call(sim, room);
        self.send_append(sim, call, order);
        if sim.has(Fault::LoadedDuringAppend) {
            self.load_early(sim, room);
        }
        !sim.crashes(self.me.at, "after its append was sent")
    }

    pub(super) fn appended(&mut self, sim: &mut Sim, call: u64, outcome: Outcome) {
        let Some(room) = self.waits_for(call) else { return };
        sim.tell(|| format!("n{}.{} hears {}", self.me.at, self.me.life, of(&outcome)));
        let totals = &mut sim.check.totals;
        match &outcome {
            Outcome::Moved(_) => totals.moved += 1,
            Outcome::Known(_) => totals.known += 1,
            Outcome::Unknown => totals.unknown += 1,
            _ => {}
        }
        if sim.crashes(self.me.at, "before it hears of its append") {
            return;
        }
        if outcome == Outcome::Unknown && sim.has(Fault::UnknownIsFailure) {
            return self.fail(sim, room);
        }
        self.keep_by_fault(sim, room, &outcome);
        self.step(sim, room, Input::Appended(outcome));
    }

    pub(super) fn announce(&self, sim: &mut Sim, order: &Order) {
        for gateway in sim.gateways() {
            for draft in &order.drafts {
                sim.announce(self.me.at, gateway, &draft.event.disclosed());
            }
        }
    }

    pub(super) fn answer(&mut self, sim: &mut Sim, room: RoomId, command: usize, answer: Answer) {
        let awake = self.rooms.get_mut(&room);
        let asker = awake.and_then(|awake| awake.askers.get_mut(command)).and_then(Option::take);
        if let Some(asker) = asker {
            sim.answer(self.me.at, asker.from, asker.ask, answer);
        }
    }

    /// A number by which the answer to what a room's machine waits for is known.
    fn call(&mut self, sim: &mut Sim, room: RoomId) -> u64 {
        let call = sim.fresh();
        if let Some(awake) = self.rooms.get_mut(&room) {
            awake.call = call;
        }
        call
    }

    fn waits_for(&self, call: u64) -> Option<RoomId> {
        self.rooms.iter().find(|(_, awake)| awake.call == call).map(|(room, _)| *room)
    }

    pub(super) fn later(&self, sim: &mut Sim, ms: Ms, what: NodeHears) {
        sim.after(ms, SimEvent::Node { at: self.me.at, life: self.me.life, what });
    }
}
