//! The rounds of a room-service: load, decide, append, announce, answer, one step a call. What to do with each outcome is
//! what the room's actor does with it; what is decided and answered is the product's own.

use std::mem;

use proto::room::{Action, Answer, Head};
use proto::{At, Reason, Refusal, RoomId};
use room_service::room::{Known, Loaded, Needs, Outcome, Plan, Verdict, round};

use super::faults::Fault;
use super::node::{Awake, Early, Node, NodeHears, Phase, Round, Waiting, of};
use super::stage::{Happening, Ms, Stage};
use super::store::StoreHears;

/// How long a round may go on deciding anew, and how long it waits before it reads again. As the room's actor has it.
const DEADLINE: Ms = 10_000;
const SHAKEN: Ms = 100;

impl Node {
    pub(super) fn next_round(&mut self, stage: &mut Stage, room: RoomId) {
        let Some(awake) = self.rooms.get_mut(&room) else { return };
        if matches!(awake.phase, Phase::Idle) && !awake.waiting.is_empty() {
            let jobs = round::gather(&mut awake.waiting, |one| round::weight(&one.asked.command));
            let round = Round { jobs, begun: stage.now, doubt: false, shaken: false };
            self.begin(stage, room, round);
        }
    }

    /// Loads what deciding these needs, or decides. With `doubt`, what is remembered is compared with the log.
    fn begin(&mut self, stage: &mut Stage, room: RoomId, mut round: Round) {
        let Some(awake) = self.rooms.get_mut(&room) else { return };
        if stage.has(Fault::VoidNotWritten) {
            round.jobs.iter_mut().for_each(|one| one.asked.command.again = false);
        }
        if stage.has(Fault::CancelNotWritten) {
            round.jobs.retain(|one| {
                let cancels = matches!(one.asked.command.action, Action::Cancel);
                if cancels {
                    stage.answer(self.me.at, one.from, one.ask, Answer::Cancelled);
                }
                !cancels
            });
        }
        if round.jobs.is_empty() {
            return self.next_round(stage, room);
        }
        if stage.now - round.begun > DEADLINE {
            return self.give_up(stage, room, &round);
        }
        let needs = round::needs(round.asked());
        let lacks = awake.memory.as_ref().map_or_else(|| needs.clone(), |memory| memory.lacks(&needs));
        if awake.memory.is_some() && lacks.is_empty() && !round.doubt {
            return self.decide(stage, room, round, false);
        }
        let call = stage.fresh();
        awake.phase = Phase::Loading { call, round, needs: lacks.clone() };
        self.load(stage, call, room, lacks);
    }

    fn load(&self, stage: &mut Stage, call: u64, room: RoomId, needs: Needs) {
        let ms = stage.rng.between(0, 4);
        let what = if self.away {
            Happening::Node {
                at: self.me.at,
                life: self.me.life,
                what: NodeHears::Loaded { call, loaded: None },
            }
        } else {
            Happening::Store(StoreHears::Load { from: self.me, call, room, needs })
        };
        stage.after(ms, what);
    }

    pub(super) fn loaded(&mut self, stage: &mut Stage, call: u64, loaded: Option<Box<Loaded>>) {
        let mine = |(_, awake): &(&RoomId, &mut Awake)| matches!(&awake.phase, Phase::Loading { call: of, .. } if *of == call);
        let Some((room, awake)) = self.rooms.iter_mut().find(mine) else {
            return self.loaded_early(call, loaded);
        };
        let room = *room;
        let Phase::Loading { round, needs, .. } = mem::take(&mut awake.phase) else { return };
        let Some(loaded) = loaded else {
            if round.shaken {
                awake.phase = Phase::Loading { call, round, needs: needs.clone() };
                return stage.after(
                    SHAKEN,
                    Happening::Node {
                        at: self.me.at,
                        life: self.me.life,
                        what: NodeHears::LoadAgain { room },
                    },
                );
            }
            return self.give_up(stage, room, &round);
        };
        if awake.memory.get_or_insert_with(|| loaded.room.clone()).learn(&needs, *loaded) {
            return self.decide(stage, room, round, true);
        }
        awake.memory = None;
        self.begin(stage, room, round);
    }

    /// Reading has failed, but perhaps something of ours is under way: not yet given up.
    pub(super) fn load_again(&mut self, stage: &mut Stage, room: RoomId) {
        let Some(awake) = self.rooms.get_mut(&room) else { return };
        if let Phase::Loading { round, .. } = mem::take(&mut awake.phase) {
            self.begin(stage, room, round);
        }
    }

    fn loaded_early(&mut self, call: u64, loaded: Option<Box<Loaded>>) {
        let mut all = self.rooms.values_mut().filter_map(|awake| awake.early.as_mut());
        if let Some(early) = all.find(|early| early.call == call) {
            early.loaded = loaded;
        }
    }

    fn decide(&mut self, stage: &mut Stage, room: RoomId, mut round: Round, fresh: bool) {
        let Some(awake) = self.rooms.get_mut(&room) else { return };
        let Some(memory) = awake.memory.as_mut() else { return };
        let plan = round::decide(memory, round.asked());
        if !plan.order.drafts.is_empty() {
            let call = stage.fresh();
            awake.phase = Phase::Appending { call, round, plan: Box::new(plan) };
            self.say_too_early(stage, room);
            if stage.falls(self.me.at, "before its append") {
                return;
            }
            self.append(stage, room);
            stage.falls(self.me.at, "after its append was sent");
            return;
        }
        if !fresh && !stage.has(Fault::MemoryTrusted) {
            // No compare will tell whether memory was right: ask before saying no.
            round.doubt = true;
            return self.begin(stage, room, round);
        }
        let at = memory.head_at;
        memory.tidy();
        self.answer(stage, &plan, at, &round.jobs);
        self.next_round(stage, room);
    }

    /// The planted faults that answer or announce before the append.
    fn say_too_early(&mut self, stage: &mut Stage, room: RoomId) {
        let Some(awake) = self.rooms.get_mut(&room) else { return };
        let Phase::Appending { round, plan, .. } = &mut awake.phase else { return };
        let answers = plan.answers(At::UNIX_EPOCH, round.asked());
        for ((one, answer), verdict) in round.jobs.iter_mut().zip(answers).zip(&plan.verdicts) {
            let refused = matches!(verdict, Verdict::Refused(_));
            if stage.has(Fault::AckedBeforeCommit) || (stage.has(Fault::RefusedBeforeCommit) && refused) {
                one.answered = true;
                stage.answer(self.me.at, one.from, one.ask, answer);
            }
        }
        if stage.has(Fault::AnnouncedBeforeCommit) {
            self.announce(stage, room);
        }
    }

    fn append(&mut self, stage: &mut Stage, room: RoomId) {
        let Some(awake) = self.rooms.get_mut(&room) else { return };
        let Phase::Appending { call, plan, .. } = &awake.phase else { return };
        let (call, me) = (*call, self.me);
        let hears = |outcome| Happening::Node {
            at: me.at,
            life: me.life,
            what: NodeHears::Appended { call, outcome },
        };
        if self.away {
            return stage.after(1, hears(Outcome::Away));
        }
        let begin =
            Happening::Store(StoreHears::Begin { from: me, call, order: Box::new(plan.order.clone()) });
        let unknown = stage.weather.unknown;
        if stage.rng.chance(unknown) {
            // The connection breaks: before the server has got it, or before it has answered.
            if stage.rng.chance(500) {
                let ms = stage.rng.between(0, 60);
                stage.after(ms, begin);
            }
            let ms = stage.rng.between(0, 60);
            return stage.after(ms, hears(Outcome::Unknown));
        }
        let ms = stage.rng.between(0, 4);
        stage.after(ms, begin);
        if stage.has(Fault::LoadedDuringAppend) && !awake.waiting.is_empty() {
            let needs = round::needs(awake.waiting.iter().map(|one| &one.asked));
            let call = stage.fresh();
            awake.early = Some(Early { call, needs: needs.clone(), loaded: None });
            self.load(stage, call, room, needs);
        }
    }

    pub(super) fn appended(&mut self, stage: &mut Stage, call: u64, outcome: Outcome) {
        let mine = |(_, awake): &(&RoomId, &mut Awake)| matches!(&awake.phase, Phase::Appending { call: of, .. } if *of == call);
        let Some((room, awake)) = self.rooms.iter_mut().find(mine) else { return };
        let room = *room;
        stage.tell(|| format!("n{}.{} hears {}", self.me.at, self.me.life, of(&outcome)));
        let totals = &mut stage.check.totals;
        match &outcome {
            Outcome::Moved(_) => totals.moved += 1,
            Outcome::Known(_) => totals.known += 1,
            Outcome::Unknown => totals.unknown += 1,
            _ => {}
        }
        if stage.falls(self.me.at, "before it hears of its append") {
            return;
        }
        if let Outcome::Written(at) = outcome {
            return self.written(stage, room, at);
        }
        awake.early = None;
        let Phase::Appending { mut round, .. } = mem::take(&mut awake.phase) else { return };
        round.jobs.retain(|one| !one.answered);
        round.shaken |= outcome == Outcome::Unknown;
        match (&outcome, awake.memory.as_mut()) {
            (Outcome::Moved(head), Some(memory)) if stage.has(Fault::MemoryKept) => memory.head = *head,
            _ => awake.memory = None,
        }
        match outcome {
            Outcome::Written(_) | Outcome::Moved(_) => self.begin(stage, room, round),
            Outcome::Busy => {
                awake.phase = Phase::Loading { call, round, needs: Needs::default() };
                stage.after(
                    2,
                    Happening::Node {
                        at: self.me.at,
                        life: self.me.life,
                        what: NodeHears::LoadAgain { room },
                    },
                );
            }
            Outcome::Known(rows) => {
                round.jobs = self.answer_known(stage, &rows, round.jobs);
                self.begin(stage, room, round);
            }
            Outcome::Unknown if stage.has(Fault::UnknownIsFailure) => {
                for one in &round.jobs {
                    let refusal = Refusal::new(Reason::SearchTooWide);
                    stage.answer(self.me.at, one.from, one.ask, Answer::Refused(refusal));
                }
                self.next_round(stage, room);
            }
            Outcome::Unknown => {
                round.jobs.iter_mut().for_each(|one| one.asked.command.again = true);
                self.begin(stage, room, round);
            }
            Outcome::Unclaimed | Outcome::Failed | Outcome::Away => self.give_up(stage, room, &round),
        }
    }

    fn written(&mut self, stage: &mut Stage, room: RoomId, at: At) {
        let Some(awake) = self.rooms.get_mut(&room) else { return };
        let Phase::Appending { plan, .. } = &mut awake.phase else { return };
        if let Some(memory) = awake.memory.as_mut() {
            plan.commit(memory, at);
            memory.tidy();
            if let Some(Early { needs, loaded: Some(mut loaded), .. }) = awake.early.take() {
                loaded.room.head = memory.head;
                memory.learn(&needs, *loaded);
            }
        }
        let order = &plan.order;
        let head = Head { room, head: order.head, last_msg: order.last_msg, acl: order.acl };
        self.changed.insert(room, (head, 4));
        if !stage.has(Fault::AnnouncedBeforeCommit) {
            self.announce(stage, room);
        }
        if stage.falls(self.me.at, "after announcing, before answering") {
            return;
        }
        let Some(awake) = self.rooms.get_mut(&room) else { return };
        let Phase::Appending { round, plan, .. } = mem::take(&mut awake.phase) else { return };
        self.answer(stage, &plan, at, &round.jobs);
        self.next_round(stage, room);
    }

    fn announce(&self, stage: &mut Stage, room: RoomId) {
        let Some(Phase::Appending { plan, .. }) = self.rooms.get(&room).map(|awake| &awake.phase) else {
            return;
        };
        for gateway in stage.gateways() {
            for draft in &plan.order.drafts {
                stage.announce(self.me.at, gateway, &draft.event);
            }
        }
    }

    fn answer(&self, stage: &mut Stage, plan: &Plan, at: At, jobs: &[Waiting]) {
        let answers = plan.answers(at, jobs.iter().map(|one| &one.asked));
        for (one, answer) in jobs.iter().zip(answers).filter(|(one, _)| !one.answered) {
            stage.answer(self.me.at, one.from, one.ask, answer);
        }
    }

    /// Answers those whose nonces are in the log, and gives back the rest.
    fn answer_known(&self, stage: &mut Stage, rows: &[Known], mut round: Vec<Waiting>) -> Vec<Waiting> {
        let anyone = stage.has(Fault::NonceWithoutActor);
        round.retain(|one| {
            let command = &one.asked.command;
            let row = rows.iter().find(|row| row.is_of(command) || (anyone && row.nonce == command.nonce));
            if let Some(row) = row {
                stage.answer(
                    self.me.at,
                    one.from,
                    one.ask,
                    row.answer(&command.action, one.asked.fingerprint),
                );
            }
            row.is_none()
        });
        round
    }

    fn give_up(&mut self, stage: &mut Stage, room: RoomId, round: &Round) {
        for one in round.jobs.iter().filter(|one| !one.answered) {
            stage.answer(self.me.at, one.from, one.ask, Answer::Refused(Refusal::unavailable()));
        }
        self.next_round(stage, room);
    }
}
