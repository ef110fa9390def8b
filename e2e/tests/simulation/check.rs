//! The invariants, watched from outside: a log of its own, kept by rules of its own, against which all that people are
//! told and shown is held. Nothing here asks the product anything.

use std::collections::{BTreeMap, HashMap, HashSet};

use proto::room::{Action, Answer, Authority, Command, Event, Fact, Fingerprint, Role};
use proto::{Code, Nonce, RoomId, Seq, UserId};
use room_service::room::Draft;

use super::record::Record;
use super::store::{short, who};

/// What must hold, whatever happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Invariant {
    /// An acked command is in the log, exactly once, for ever, at the seq it was acked with.
    Acked,
    /// Seqs are 1 … head; a nonce is used once.
    Dense,
    /// Everyone sees the event of the log at its seq, and only once it is there.
    Seen,
    /// A socket sees strictly increasing seqs without a hole, or is told.
    Order,
    /// Nothing is answered on a state that never was.
    Answered,
    /// Who acts may act, at that place of the log.
    Membership,
    /// Nobody hears anything after their removal until they are in again.
    Removal,
    /// A definite refusal, or `cancelled`, means that it did not happen and will not.
    Definite,
    /// What a socket says in a room is carried out in the order it was said.
    Author,
    /// When all is well again, everyone catches up and every command has its answer.
    Liveness,
}

/// An invariant that was violated, and how.
#[derive(Clone, Debug)]
pub(crate) struct Violation {
    pub(crate) invariant: Invariant,
    pub(crate) what: String,
}

/// A command as its sender named it.
type Name = (RoomId, UserId, Nonce);

/// The checker's own memory.
#[derive(Debug, Default)]
pub(crate) struct Checker {
    pub(crate) violation: Option<Violation>,
    pub(super) rooms: BTreeMap<RoomId, Record>,
    /// Refused for good: never to be found in the log with this fingerprint.
    refused: HashSet<(Name, Fingerprint)>,
    cancelled: HashSet<Name>,
    acked: HashMap<(Name, Fingerprint), Seq>,
    /// Of each socket and room: commands acked as new, by the order they were said in.
    said: HashMap<(u64, RoomId), BTreeMap<u64, Seq>>,
    wanted: HashSet<(Name, Fingerprint)>,
    pub(crate) totals: Totals,
}

/// What was seen happening: a simulation in which nothing happens proves nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Totals {
    pub(crate) committed: u64,
    pub(crate) voids: u64,
    pub(crate) acked: u64,
    pub(crate) repeated: u64,
    pub(crate) refused: u64,
    pub(crate) cancelled: u64,
    pub(crate) handed: u64,
    pub(crate) gaps: u64,
    pub(crate) waited: u64,
    pub(crate) moved: u64,
    pub(crate) unknown: u64,
    pub(crate) known: u64,
    pub(crate) silent: u64,
    pub(crate) shared: u64,
}

impl Totals {
    /// Adds another run's.
    pub(crate) fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.all().into_iter().zip({ *other }.all()) {
            *mine += *theirs;
        }
    }

    /// The rarest of all.
    pub(crate) fn least(mut self) -> u64 {
        self.all().into_iter().map(|one| *one).min().unwrap_or(0)
    }

    fn all(&mut self) -> [&mut u64; 14] {
        let Self {
            committed,
            voids,
            acked,
            repeated,
            refused,
            cancelled,
            handed,
            gaps,
            waited,
            moved,
            unknown,
            known,
            silent,
            shared,
        } = self;
        [
            committed, voids, acked, repeated, refused, cancelled, handed, gaps, waited, moved, unknown,
            known, silent, shared,
        ]
    }
}

impl Checker {
    pub(super) fn fail(&mut self, invariant: Invariant, what: String) {
        self.violation.get_or_insert(Violation { invariant, what });
    }

    /// An event is in the log from now on.
    pub(crate) fn committed(&mut self, draft: &Draft) {
        let event = &draft.event;
        let name = (event.room, event.actor, event.nonce);
        let void = matches!(event.fact, Fact::Void);
        self.totals.committed += 1;
        self.totals.voids += u64::from(void);
        if !void && self.refused.contains(&(name, draft.fingerprint)) {
            self.fail(
                Invariant::Definite,
                format!(
                    "{} of {} is in the log at {} although it was refused",
                    short(event.nonce),
                    who(event.actor),
                    event.seq
                ),
            );
        }
        if !void && self.cancelled.contains(&name) {
            self.fail(
                Invariant::Definite,
                format!(
                    "{} of {} is in the log at {} although it was cancelled",
                    short(event.nonce),
                    who(event.actor),
                    event.seq
                ),
            );
        }
        let room = self.rooms.entry(event.room).or_default();
        let wrong = room.take(draft);
        if let Some((invariant, what)) = wrong {
            self.fail(invariant, what);
        }
    }

    /// Where a room stands.
    pub(crate) fn head(&self, room: RoomId) -> Seq {
        self.rooms.get(&room).map_or(0, Record::head)
    }

    /// Somebody is inside now.
    pub(crate) fn is_inside(&self, room: RoomId, user: UserId) -> bool {
        self.rooms.get(&room).is_some_and(|known| known.inside(user, known.head()))
    }

    /// A gateway tells somebody that a room is open to them, who asked when it stood at `since`.
    pub(crate) fn opened(&mut self, room: RoomId, user: UserId, since: Seq) {
        let Some(known) = self.rooms.get(&room) else { return };
        if (since..=known.head()).all(|seq| !known.inside(user, seq)) {
            self.fail(
                Invariant::Removal,
                format!("the room was opened to {}, who was not inside from {since} on", who(user)),
            );
        }
    }

    /// Somebody is about to send a command. None: they have sent it before, under the same nonce, and were not
    /// acked; to come with it once more as if it were new would be their own mistake. Else: whether to say `again`.
    pub(crate) fn may_send(
        &mut self,
        room: RoomId,
        user: UserId,
        nonce: Nonce,
        action: &Action,
    ) -> Option<bool> {
        let key = ((room, user, nonce), Fingerprint::of(Authority::Member, action));
        if self.wanted.insert(key) || matches!(action, Action::Cancel) {
            return Some(false);
        }
        self.acked.contains_key(&key).then_some(true)
    }

    /// A gateway writes an event into somebody's outbox.
    pub(crate) fn handed(&mut self, user: UserId, event: &Event) {
        self.totals.handed += 1;
        let Some(known) = self.rooms.get(&event.room) else { return };
        let seq = event.seq;
        let same = |draft: &Draft| {
            let there = draft.event.disclosed();
            there.nonce == event.nonce && there.actor == event.actor && there.fact.kind() == event.fact.kind()
        };
        if !known.at(seq).is_some_and(same) {
            let what = format!(
                "{} was shown {} by {} at {seq}, which is not in the log",
                who(user),
                event.fact.kind(),
                who(event.actor)
            );
            return self.fail(Invariant::Seen, what);
        }
        let heard_inside = known.inside(user, seq) || known.inside(user, seq - 1);
        let again = || (seq..=known.head()).any(|later| known.inside(user, later));
        if !heard_inside && !again() {
            self.fail(Invariant::Removal, format!("{} was shown {seq} after their removal", who(user)));
        }
    }

    /// Somebody was told what became of their command. `since`: where the room stood when it was first said; `place`: the
    /// order on its socket.
    pub(crate) fn answered(
        &mut self,
        socket: u64,
        place: u64,
        since: Seq,
        command: &Command,
        answer: &Answer,
    ) {
        let name = (command.room, command.actor.id, command.nonce);
        let fingerprint = command.fingerprint();
        match answer {
            Answer::Done(done) => {
                self.totals.acked += 1;
                self.totals.repeated += u64::from(done.dup);
                self.acked(socket, place, since, command, done.seq, done.dup);
            }
            Answer::Cancelled => {
                self.totals.cancelled += 1;
                self.cancelled.insert(name);
                self.not_in_log(name, None);
            }
            Answer::Refused(refusal) if refusal.code.is_definite() => {
                self.totals.refused += 1;
                if !matches!(command.action, Action::Cancel) {
                    self.refused.insert((name, fingerprint));
                    self.not_in_log(name, Some(fingerprint));
                    self.justified(since, command, refusal.code);
                }
            }
            Answer::Refused(_) => {}
        }
    }

    fn not_in_log(&mut self, (room, actor, nonce): Name, fingerprint: Option<Fingerprint>) {
        let Some(known) = self.rooms.get(&room) else { return };
        let found = known.log.iter().find(|draft| {
            let event = &draft.event;
            event.nonce == nonce
                && event.actor == actor
                && !matches!(event.fact, Fact::Void)
                && fingerprint.is_none_or(|fingerprint| fingerprint == draft.fingerprint)
        });
        if let Some(draft) = found {
            let what = format!(
                "{} of {} was called off, but it is in the log at {}",
                short(nonce),
                who(actor),
                draft.event.seq
            );
            self.fail(Invariant::Definite, what);
        }
    }

    fn acked(&mut self, socket: u64, place: u64, since: Seq, command: &Command, seq: Seq, dup: bool) {
        let (actor, nonce) = (command.actor.id, command.nonce);
        let name = (command.room, actor, nonce);
        let fingerprint = command.fingerprint();
        let Some(known) = self.rooms.get(&command.room) else { return };
        let told = format!("{} of {} was acked at {seq}", short(nonce), who(actor));
        let Some(draft) = known.at(seq) else {
            return self.fail(Invariant::Acked, format!("{told}, which is not in the log"));
        };
        let cancels = matches!(command.action, Action::Cancel);
        if draft.event.nonce == nonce && draft.event.actor == actor {
            if draft.fingerprint != fingerprint && !cancels {
                return self.fail(Invariant::Acked, format!("{told}, where another of their commands is"));
            }
        } else if !known.was_so(command, since) {
            return self.fail(
                Invariant::Acked,
                format!(
                    "{told}, where somebody else's {} is, and things were not as wished",
                    draft.event.fact.kind()
                ),
            );
        } else {
            return;
        }
        if self.acked.insert((name, fingerprint), seq).is_some_and(|before| before != seq) {
            return self.fail(Invariant::Acked, format!("{told}, and elsewhere before"));
        }
        if !dup && !cancels {
            let said = self.said.entry((socket, command.room)).or_default();
            let early = said.range(..place).next_back().is_none_or(|(_, before)| *before < seq);
            let late = said.range(place + 1..).next().is_none_or(|(_, after)| *after > seq);
            said.insert(place, seq);
            if !(early && late) {
                self.fail(Invariant::Author, format!("{told}, out of the order in which it was said"));
            }
        }
    }

    /// A refusal must have been true of the room at some moment between the query and the answer.
    fn justified(&mut self, since: Seq, command: &Command, code: Code) {
        let Some(known) = self.rooms.get(&command.room) else { return };
        let mut moments = since..=known.head();
        let actor = command.actor.id;
        let true_once = match (&command.action, code) {
            // To all but its people it is not there, whatever they want.
            (_, code) if known.is_direct && !known.inside(actor, since.max(1)) => code == Code::NotFound,
            (
                Action::Post { reply_to: None, .. } | Action::React { .. } | Action::Unreact { .. },
                Code::Forbidden,
            ) => moments.any(|seq| {
                let reaches = matches!(command.action, Action::Unreact { .. }) || !known.is_blocked(seq);
                !known.inside(actor, seq) || known.muted_until(actor, seq).is_some() || !reaches
            }),
            (Action::Post { reply_to: None, .. } | Action::Join, Code::NotFound) => {
                moments.any(|seq| known.role(actor, seq) == Some(Role::Banned))
            }
            (
                Action::Edit { target, .. } | Action::React { target, .. } | Action::Unreact { target, .. },
                Code::NotFound,
            ) => {
                !known.authors.contains_key(target)
                    || known.deleted.contains(target)
                    || moments.any(|seq| known.role(actor, seq) == Some(Role::Banned))
            }
            _ => true,
        };
        if !true_once {
            let what = format!(
                "{} of {} was refused with {code:?}, which was not so at any moment from {since} to {}",
                short(command.nonce),
                who(actor),
                known.head()
            );
            self.fail(Invariant::Answered, what);
        }
    }
}

/// What one socket has seen of one room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum View {
    /// Not open; nothing may come.
    #[default]
    Closed,
    /// Asked for; nothing may come before `opened`.
    Asked,
    /// Open.
    Open,
    /// It was said that something is missing; nothing may come before the next `opened`.
    Gap,
}

impl Checker {
    /// A socket sees an event; returns whether it is the next.
    pub(crate) fn saw(&mut self, view: View, last: Seq, user: UserId, seq: Seq) {
        if view != View::Open {
            self.fail(Invariant::Order, format!("{} saw {seq} while the room was {view:?}", who(user)));
        } else if seq != last + 1 {
            self.fail(Invariant::Order, format!("{} saw {seq} after {last}", who(user)));
        }
    }

    /// At the end, when all has been well for long.
    pub(crate) fn stuck(&mut self, what: String) {
        self.fail(Invariant::Liveness, what);
    }
}
