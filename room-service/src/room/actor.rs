//! The room actor: the shell around the rules.
//!
//! Born:  from the directory, at the first command for a sleeping room. Nothing is read until it is needed.
//! Owns:  what this process remembers of the room, and the order of the commands that wait for it.
//! Hears: commands, from the directory alone, which counts how many wait.
//! Says:  orders to its journal, events on `room.evt.<room>`, its head to the heads, an answer to each command.
//! Dies:  drained by the directory after a while without commands, with all it had answered. Should it fail, the
//!        directory forgets it, its askers are told to try again, and the next command wakes it from the log.
//!
//! A round awaits its append in the handler: waiting is the ordering. Meanwhile commands gather in the mailbox; each is
//! queued when the round is over, and the first of them calls for the next round, behind all the others.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chassis::telemetry::spans;
use proto::room::{Answer, Fact, Head};
use proto::{Refusal, RoomId};
use ractor::{Actor, ActorProcessingErr, ActorRef};
use tracing::{Instrument, Span};

use super::nonce::Known;
use super::round::{self, Asked, Draft, Outcome, Plan, Verdict};
use super::state::{Needs, RULES, Room};
use crate::announce;
use crate::delivery::{Answering, Delivery};
use crate::directory::{DirectoryMessage, RoomContext};
use crate::store::{StoreError, load, nonces};

/// How long a round may go on deciding anew before its askers are told to try again. An append under way is waited for
/// in any case.
const DEADLINE: Duration = Duration::from_secs(10);
/// How long to wait for somebody else's write to the same room: one of theirs takes about a millisecond.
const BUSY: Duration = Duration::from_millis(3);
/// How long to wait for a database that has just broken off.
const RECONNECT_PAUSE: Duration = Duration::from_millis(100);

/// What a room hears.
pub(crate) enum RoomMessage {
    /// Somebody wants something.
    Command(Box<Delivery>),
    /// Carry out what waits.
    Round,
}

/// What a room is born with.
pub(crate) struct RoomActor {
    /// Which.
    pub(crate) id: RoomId,
    /// The means of this process.
    pub(crate) context: RoomContext,
    /// Who woke it.
    pub(crate) directory: ActorRef<DirectoryMessage>,
}

/// What changes.
#[derive(Default)]
pub(crate) struct State {
    /// What is remembered; none when all was forgotten.
    room: Option<Room>,
    waiting: VecDeque<Delivery>,
    /// A round has been called for.
    called: bool,
}

/// A command in a round.
struct Job {
    asked: Asked,
    answer: Answering,
    /// Where it belongs, for whoever looks at its trace.
    span: Span,
}

/// What is known of a room before deciding.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Knowledge {
    /// It was compared with the log just now.
    Fresh,
    /// It is remembered, and may be behind the log.
    Remembered,
    /// There is no such room.
    NoRoom,
    /// Its log needs rules that this release does not know.
    TooNew,
}

/// What becomes of the jobs of a round that was not written.
enum Next {
    /// Decide them anew.
    Again(Vec<Job>),
    /// All are answered.
    Over,
}

impl Actor for RoomActor {
    type Msg = RoomMessage;
    type State = State;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<Self::Msg>, (): ()) -> Result<State, ActorProcessingErr> {
        Ok(State::default())
    }

    async fn post_stop(&self, _: ActorRef<Self::Msg>, state: &mut State) -> Result<(), ActorProcessingErr> {
        // A room that is being drained cannot call itself to a round any more.
        while !state.waiting.is_empty() {
            self.round(state).await;
        }
        Ok(())
    }

    async fn handle(
        &self,
        myself: ActorRef<Self::Msg>,
        message: RoomMessage,
        state: &mut State,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            RoomMessage::Command(delivery) => state.waiting.push_back(*delivery),
            RoomMessage::Round => self.round(state).await,
        }
        state.call_round(&myself);
        Ok(())
    }
}

impl State {
    /// Calls for a round, behind the commands that are in the mailbox by now.
    fn call_round(&mut self, myself: &ActorRef<RoomMessage>) {
        if !self.called && !self.waiting.is_empty() {
            self.called = myself.cast(RoomMessage::Round).is_ok();
        }
    }
}

impl RoomActor {
    /// Takes the next of those waiting and carries them out.
    async fn round(&self, state: &mut State) {
        state.called = false;
        let deliveries = round::gather(&mut state.waiting, Delivery::weight);
        let mut jobs = Vec::new();
        for delivery in deliveries {
            let span = delivery.begin();
            let (asked, answer) = delivery.ready().await;
            jobs.push(Job { asked, answer, span });
        }
        // What is read for all of them belongs to the trace of the first.
        let first = jobs.first().map_or_else(Span::none, |job| job.span.clone());
        self.carry_out(&mut state.room, jobs).instrument(first).await;
        if let Some(room) = &mut state.room {
            room.tidy();
        }
    }

    /// Decides, applies, appends, announces, answers; again and again until every job has its answer.
    async fn carry_out(&self, room: &mut Option<Room>, mut jobs: Vec<Job>) {
        let begun = Instant::now();
        let (mut doubt, mut interrupted) = (false, false);
        while !jobs.is_empty() {
            // Nothing of theirs is under way at this point.
            if begun.elapsed() > DEADLINE {
                return refuse(jobs, &Refusal::unavailable());
            }
            let needs = round::needs(jobs.iter().map(|job| &job.asked));
            let knowledge = match self.know(room, &needs, doubt).await {
                Ok(knowledge) => knowledge,
                Err(error) => {
                    tracing::warn!(room.id = %self.id, %error, "a room could not be read");
                    if interrupted {
                        tokio::time::sleep(RECONNECT_PAUSE).await;
                        continue;
                    }
                    return refuse(jobs, &Refusal::unavailable());
                }
            };
            let known = match (room.as_mut(), knowledge) {
                (Some(known), Knowledge::Fresh | Knowledge::Remembered) => known,
                (_, Knowledge::TooNew) => return refuse(jobs, &Refusal::unavailable()),
                _ => {
                    // Made-up ids must not keep rooms awake.
                    let _ = self.directory.cast(DirectoryMessage::Rest(self.id));
                    return refuse(jobs, &Refusal::not_found());
                }
            };

            let plan = round::decide(known, jobs.iter().map(|job| &job.asked));
            if plan.order.drafts.is_empty() {
                if knowledge == Knowledge::Fresh && known.deleted {
                    return self.answer_for_deleted_room(known, jobs).await;
                }
                if knowledge == Knowledge::Fresh {
                    let answers = plan.answers(known.head_at, jobs.iter().map(|job| &job.asked));
                    return answer(jobs, answers);
                }
                // No compare will tell whether memory was right: ask before saying no.
                doubt = true;
                continue;
            }
            let Plan { order, verdicts } = plan;
            let order = Arc::new(order);
            let appends = self.appends(&jobs, &verdicts);
            let outcome = self.context.journals.append(order.clone(), appends).await;
            if let Outcome::Written(at) = outcome {
                let mut plan = Plan { order: Arc::unwrap_or_clone(order), verdicts };
                plan.commit(known, at);
                self.announce(&plan, &jobs).await;
                let answers = plan.answers(at, jobs.iter().map(|job| &job.asked));
                return answer(jobs, answers);
            }
            // Whatever it was: forget everything.
            *room = None;
            interrupted |= outcome == Outcome::Unknown;
            match self.not_written(outcome, jobs).await {
                Next::Again(rest) => jobs = rest,
                Next::Over => return,
            }
        }
    }

    /// Nothing is appended to a deleted room, so no append looks nonces up: what was done before is found here.
    async fn answer_for_deleted_room(&self, deleted_room: &mut Room, jobs: Vec<Job>) {
        let names = jobs.iter().map(|job| (job.asked.command.actor.id, job.asked.command.nonce));
        match nonces::known(&self.context.pool, self.id, names).await {
            Ok(rows) => {
                let rest = answer_known(jobs, &rows);
                let plan = round::decide(deleted_room, rest.iter().map(|job| &job.asked));
                let answers = plan.answers(deleted_room.head_at, rest.iter().map(|job| &job.asked));
                answer(rest, answers);
            }
            Err(error) => {
                tracing::warn!(room.id = %self.id, %error, "the log of a deleted room could not be read");
                refuse(jobs, &Refusal::unavailable());
            }
        }
    }

    /// Learns what is needed and not remembered. With `doubt`, compares with the log in any case.
    async fn know(
        &self,
        room: &mut Option<Room>,
        needs: &Needs,
        doubt: bool,
    ) -> Result<Knowledge, StoreError> {
        loop {
            let lacking = room.as_ref().map_or_else(|| needs.clone(), |room| room.lacks(needs));
            if room.is_some() && lacking.is_empty() && !doubt {
                return Ok(Knowledge::Remembered);
            }
            let Some(loaded) = load::load(&self.context.pool, self.id, &lacking).await? else {
                *room = None;
                return Ok(Knowledge::NoRoom);
            };
            if loaded.room.rules > RULES {
                *room = None;
                return Ok(Knowledge::TooNew);
            }
            if room.is_none() {
                self.context.heads.note(head_of(&loaded.room));
            }
            if room.get_or_insert_with(|| loaded.room.clone()).learn(&lacking, loaded) {
                return Ok(Knowledge::Fresh);
            }
            *room = None;
        }
    }

    async fn not_written(&self, outcome: Outcome, mut jobs: Vec<Job>) -> Next {
        match outcome {
            Outcome::Written(_) | Outcome::Moved(_) => Next::Again(jobs),
            Outcome::Busy => {
                tokio::time::sleep(BUSY).await;
                Next::Again(jobs)
            }
            Outcome::Known(rows) => Next::Again(answer_known(jobs, &rows)),
            Outcome::Unclaimed => {
                // Their claims took too long; sent again, they make new ones.
                let (renames, rest) =
                    jobs.into_iter().partition(|job| job.asked.command.action.renames().is_some());
                refuse(renames, &Refusal::unavailable());
                Next::Again(rest)
            }
            Outcome::Unknown => {
                // From here on there may be a twin under way: our own.
                for job in &mut jobs {
                    job.asked.command.again = true;
                }
                Next::Again(jobs)
            }
            Outcome::Away => {
                refuse(jobs, &Refusal::unavailable());
                Next::Over
            }
            Outcome::Failed if jobs.len() == 1 => {
                tracing::error!(room.id = %self.id, "a command could not be written");
                refuse(jobs, &Refusal::unavailable());
                Next::Over
            }
            Outcome::Failed => {
                // One of them cannot be written, and must not take the others with it: each for itself.
                for job in jobs {
                    let mut room = None;
                    Box::pin(self.carry_out(&mut room, vec![job])).await;
                }
                Next::Over
            }
        }
    }

    /// A span for each message that is written.
    fn appends(&self, jobs: &[Job], verdicts: &[Verdict]) -> Vec<Span> {
        let writers = jobs.iter().zip(verdicts).filter(|(_, verdict)| matches!(verdict, Verdict::Wrote(_)));
        writers.map(|(job, _)| spans::append(&job.span, self.id, jobs.len())).collect()
    }

    async fn announce(&self, plan: &Plan, jobs: &[Job]) {
        let order = &plan.order;
        let span_of = |draft: usize| {
            let writer = plan.verdicts.iter().position(|verdict| *verdict == Verdict::Wrote(draft));
            writer.and_then(|job| jobs.get(job)).map_or_else(Span::none, |job| job.span.clone())
        };
        let events = order.drafts.iter().enumerate().map(|(n, draft)| (&draft.event, span_of(n)));
        announce::events(&self.context.bus, self.id, events).await;
        let head = Head { room: self.id, head: order.head, last_msg: order.last_msg, acl: order.acl };
        self.context.heads.note(head);
        self.context.wake.appended(self.id, order.drafts.iter().map(|draft| &draft.event));
        let mentions = order.drafts.iter().filter(|draft| !draft.mentions.is_empty());
        let mentions = mentions.map(|Draft { event, mentions, .. }| {
            (event.fact.target().unwrap_or(event.seq), mentions.as_slice())
        });
        announce::mentions(&self.context.bus, self.id, mentions).await;
        for Draft { event, .. } in &order.drafts {
            // What has no number moves no marker.
            if let Fact::Posted { message } = &event.fact
                && message.msg_no.is_some()
            {
                self.context.authors.note(self.id, event.actor, event.seq);
            }
        }
    }
}

/// Answers those whose nonces are in the log, and gives back the others.
fn answer_known(jobs: Vec<Job>, rows: &[Known]) -> Vec<Job> {
    let mut rest = Vec::new();
    for job in jobs {
        match rows.iter().find(|row| row.is_of(&job.asked.command)) {
            Some(row) => {
                let said = row.answer(&job.asked.command.action, job.asked.fingerprint);
                job.answer.send(said);
            }
            None => rest.push(job),
        }
    }
    rest
}

fn answer(jobs: Vec<Job>, answers: Vec<Answer>) {
    for (job, said) in jobs.into_iter().zip(answers) {
        job.answer.send(said);
    }
}

fn refuse(jobs: Vec<Job>, refusal: &Refusal) {
    for job in jobs {
        job.answer.send(Answer::Refused(refusal.clone()));
    }
}

fn head_of(room: &Room) -> Head {
    Head { room: room.id, head: room.head, last_msg: room.last_msg, acl: room.acl }
}
