//! What everybody was told, held against the log and what it amounts to.

use std::collections::{BTreeMap, BTreeSet};

use proto::{Nonce, RoomId, Seq};
use tokio_postgres::{Client, Row};
use uuid::Uuid;

use crate::Diary;

/// What the database says of one room.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Truth {
    /// Each event: what it is, and its nonce. Of a void nobody is told which command it was.
    pub(super) log: BTreeMap<Seq, (String, Option<Nonce>)>,
    /// What the messages say; none of what is deleted.
    pub(super) messages: BTreeMap<Seq, Option<String>>,
    /// How many people react how to the messages that are there.
    pub(super) reactions: BTreeMap<Seq, BTreeMap<String, u32>>,
}

const LOG: &str =
    "select seq, kind, case when kind <> 'void' then nonce end from chat.event where room_id = $1";
const MESSAGES: &str =
    "select seq, case when deleted_at is null then body end from chat.message where room_id = $1";
/// Counted from what each person gave, and what is kept of it, which must be the same.
const REACTIONS: &str = "
    select seq, token, count(r.user_id)::int, coalesce(max(c.count), 0)::int
    from chat.reaction r full join chat.reaction_count c using (room_id, seq, token)
    join chat.message m using (room_id, seq)
    where room_id = $1 and m.deleted_at is null group by seq, token";
/// Threads that are counted otherwise than they are.
const THREADS: &str = "
    select t.root from chat.thread t where t.room_id = $1 and t.last_seq is distinct from
        (select max(seq) from chat.message m where m.room_id = $1 and m.root = t.root)";

impl Truth {
    /// Reads it, with what the database itself holds against it.
    pub(super) async fn read(
        database: &Client,
        room: RoomId,
    ) -> Result<(Self, Vec<String>), tokio_postgres::Error> {
        let mut problems = Vec::new();
        let nonce = |row: &Row| row.get::<_, Option<Uuid>>(2).map(Nonce);
        let log = database.query(LOG, &[&room.0]).await?;
        let messages = database.query(MESSAGES, &[&room.0]).await?;
        let mut reactions = BTreeMap::<Seq, BTreeMap<String, u32>>::new();
        for row in database.query(REACTIONS, &[&room.0]).await? {
            let (seq, token, given, kept): (_, String, i32, i32) =
                (row.get(0), row.get(1), row.get(2), row.get(3));
            if given != kept {
                problems.push(format!("{given} people react to {seq} with {token}, and {kept} are counted"));
            }
            reactions.entry(seq).or_default().insert(token, given.unsigned_abs());
        }
        for row in database.query(THREADS, &[&room.0]).await? {
            problems.push(format!("the thread of {} ends elsewhere than it says", row.get::<_, Seq>(0)));
        }
        let truth = Self {
            log: log.iter().map(|row| (row.get(0), (row.get(1), nonce(row)))).collect(),
            messages: messages.iter().map(|row| (row.get(0), row.get(1))).collect(),
            reactions,
        };
        Ok((truth, problems))
    }

    /// What is wrong with what somebody was told: each command that was acked is in the log once, what was declined is not, they
    /// heard all of it, and it amounts to what they did and heard.
    pub(super) fn problems(&self, name: &str, diary: &Diary) -> Vec<String> {
        let mut problems: Vec<String> = diary.faults.iter().map(|fault| format!("{name}: {fault}")).collect();
        let mut must = |holds: bool, what: String| {
            if !holds {
                problems.push(format!("{name}: {what}"));
            }
        };
        let (said, done) = (diary.said, diary.done());
        must(said == done, format!("did {said} things and {done} were answered"));
        let nonce_at = |seq: &Seq| self.log.get(seq).and_then(|(_, nonce)| *nonce);
        let lost = diary.acked.iter().filter(|(seq, (nonce, _))| nonce_at(seq) != Some(*nonce)).count();
        must(lost == 0, format!("{lost} acknowledged commands are not in the log"));
        let nonces: BTreeSet<Nonce> = self.log.values().filter_map(|(_, nonce)| *nonce).collect();
        let undone = diary.declined.keys().filter(|nonce| nonces.contains(nonce)).count();
        must(undone == 0, format!("{undone} refused commands are in the log"));
        let (heard, log) = (self.as_heard(diary), self.log.len());
        must(heard == log, format!("heard {heard} events of {log}, or others"));
        let says = |(seq, now): (&Seq, &Option<String>)| self.messages.get(seq) != Some(now);
        let other = now_says(diary).iter().filter(|one| says(*one)).count();
        must(other == 0, format!("{other} of their messages say something else than they made them say"));
        let told: BTreeMap<_, _> = diary.reactions.iter().filter(|(_, counts)| !counts.is_empty()).collect();
        must(
            told == self.reactions.iter().collect(),
            "was told of other reactions than there are".to_owned(),
        );
        problems
    }

    /// How many events of the log somebody heard, each as it stands there, and none else.
    fn as_heard(&self, diary: &Diary) -> usize {
        let is_condensed = |seq: &Seq| diary.condensed.iter().any(|stretch| stretch.contains(seq));
        let right = self.log.iter().filter(|(seq, (kind, nonce))| match diary.heard.get(seq) {
            Some(heard) => heard.nonce == *nonce && !is_condensed(seq),
            None => is_condensed(seq) && matches!(kind.as_str(), "reacted" | "unreacted"),
        });
        let beyond = diary.heard.keys().filter(|seq| !self.log.contains_key(seq)).count();
        right.count() + beyond
    }
}

/// What the messages of somebody say now, by what they did; none of what they deleted.
pub(super) fn now_says(diary: &Diary) -> BTreeMap<Seq, Option<String>> {
    let mut now = BTreeMap::new();
    for (seq, (_, action)) in &diary.acked {
        match (action.action.as_str(), action.target) {
            ("post" | "post_in_thread", _) => _ = now.insert(*seq, action.body.clone()),
            ("edit", Some(target)) => _ = now.insert(target, action.body.clone()),
            ("delete", Some(target)) => _ = now.insert(target, None),
            _ => {}
        }
    }
    now
}

#[cfg(test)]
mod tests {
    use proto::frame::ActionFrame;

    use super::*;
    use crate::Heard;

    /// Somebody said 1, changed it by 2, reacted to it by 3 and 4, was refused once, and heard of all that: of 3 and 4 in one.
    fn diary() -> Diary {
        let mut diary = Diary { said: 5, ..Diary::default() };
        let action =
            |action: &str| ActionFrame { action: action.into(), target: Some(1), ..ActionFrame::default() };
        for (seq, kind, body) in [(1, "post", "a"), (2, "edit", "b"), (3, "react", ""), (4, "unreact", "")] {
            let body = (!body.is_empty()).then(|| body.to_owned());
            diary.acked.insert(seq, (nonce(seq), ActionFrame { body, ..action(kind) }));
        }
        diary.declined.insert(nonce(9), action("react"));
        for seq in [1, 2] {
            diary.heard.insert(seq, Heard { nonce: Some(nonce(seq)), words: None, root: None });
        }
        diary.condensed.push(3..=4);
        diary.reactions.insert(1, BTreeMap::from([("👍".to_owned(), 1)]));
        diary
    }

    fn truth() -> Truth {
        let kinds = [(1, "posted"), (2, "edited"), (3, "reacted"), (4, "unreacted")];
        Truth {
            log: kinds.map(|(seq, kind)| (seq, (kind.to_owned(), Some(nonce(seq))))).into(),
            messages: BTreeMap::from([(1, Some("b".to_owned()))]),
            reactions: BTreeMap::from([(1, BTreeMap::from([("👍".to_owned(), 1)]))]),
        }
    }

    fn nonce(seq: Seq) -> Nonce {
        Nonce(Uuid::from_u64_pair(7, seq.unsigned_abs()))
    }

    #[test]
    fn what_was_told_and_what_is_are_the_same() {
        assert_eq!(truth().problems("ann", &diary()), Vec::<String>::new());
    }

    #[test]
    fn whatever_was_lost_doubled_or_told_wrongly_is_found() {
        type Spoil = fn(&mut Truth, &mut Diary);
        let spoils: [(Spoil, &str); 10] = [
            (|_, diary| diary.faults.push("reset".into()), "reset"),
            (|_, diary| diary.said += 1, "did 6 things and 5 were answered"),
            (
                |truth, _| truth.log.get_mut(&2).expect("2").1 = None,
                "1 acknowledged commands are not in the log",
            ),
            (|truth, _| _ = truth.log.insert(5, ("reacted".into(), Some(nonce(9)))), "1 refused commands"),
            (|_, diary| _ = diary.heard.remove(&2), "heard 3 events of 4"),
            (|_, diary| _ = diary.heard.insert(3, diary.heard[&1].clone()), "heard 3 events of 4"),
            (|truth, _| truth.log.get_mut(&3).expect("3").0 = "posted".into(), "heard 3 events of 4"),
            (|truth, _| _ = truth.messages.insert(1, Some("a".into())), "say something else"),
            (|truth, _| _ = truth.messages.insert(1, None), "say something else"),
            (|truth, _| truth.reactions.clear(), "other reactions"),
        ];
        for (spoil, told) in spoils {
            let (mut truth, mut diary) = (truth(), diary());
            spoil(&mut truth, &mut diary);
            let problems = truth.problems("ann", &diary);
            assert!(problems.iter().any(|problem| problem.contains(told)), "{told}: {problems:?}");
        }
    }
}
