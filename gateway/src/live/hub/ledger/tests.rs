use std::collections::{HashMap, HashSet};

use proptest::prelude::*;

use super::*;

fn event(seq: Seq) -> Entry<Seq> {
    Entry { seq, ends: Ends::Nobody, payload: seq }
}

fn removal(seq: Seq, user: UserId) -> Entry<Seq> {
    Entry { seq, ends: Ends::One(user), payload: seq }
}

/// What each subscriber has heard.
#[derive(Default)]
struct Inbound(HashMap<SubscriberId, Vec<Seq>>);

impl Inbound {
    fn subscription(&mut self) -> impl FnMut(SubscriberId, &Entry<Seq>) -> bool {
        |id, entry| {
            self.0.entry(id).or_default().push(entry.seq);
            true
        }
    }

    fn of(&self, id: SubscriberId) -> &[Seq] {
        self.0.get(&id).map_or(&[], Vec::as_slice)
    }
}

#[test]
fn events_are_handed_on_in_order_however_they_arrive() {
    let (mut ledger, mut heard) = (Ledger::new(), Inbound::default());
    assert_eq!(ledger.admit(1, UserId::new(), 10, heard.subscription()), Admission::Admitted);
    for seq in [12, 13, 12, 9, 10] {
        ledger.hear(event(seq), heard.subscription());
    }
    assert!(heard.of(1).is_empty());
    assert_eq!(ledger.hole(), Some(Hole { after: 10, upto: 11 }));
    ledger.hear(event(11), heard.subscription());
    assert_eq!(heard.of(1), [11, 12, 13]);
    assert_eq!(ledger.hole(), None);
}

#[test]
fn an_ack_or_a_head_above_the_ledger_is_a_hole() {
    let mut ledger = Ledger::<Seq>::new();
    ledger.learn(5);
    assert_eq!(ledger.hole(), None, "nothing is missing before anyone listens");
    ledger.admit(1, UserId::new(), 5, |_, _| true);
    assert_eq!(ledger.hole(), None);
    ledger.learn(8);
    assert_eq!(ledger.hole(), Some(Hole { after: 5, upto: 8 }));
    ledger.learn(8 + SKIP);
    assert!(ledger.hole().is_some_and(|hole| hole.is_too_wide()));
}

#[test]
fn who_opens_behind_the_ledger_walks_the_ring() {
    let (mut ledger, mut heard) = (Ledger::new(), Inbound::default());
    ledger.admit(1, UserId::new(), 0, heard.subscription());
    for seq in 1..=130 {
        ledger.hear(event(seq), heard.subscription());
    }
    assert_eq!(ledger.admit(2, UserId::new(), 127, heard.subscription()), Admission::Admitted);
    assert_eq!(heard.of(2), [128, 129, 130]);
    // The ring holds 3 … 130: an open read at 2 still joins on, one read at 1 does not.
    assert_eq!(ledger.admit(3, UserId::new(), 1, heard.subscription()), Admission::ReadAgain);
    assert!(!ledger.is_subscribed(3));
    assert_eq!(ledger.admit(3, UserId::new(), 2, heard.subscription()), Admission::Admitted);
    assert_eq!(heard.of(3).len(), 128);
}

#[test]
fn who_opens_ahead_of_the_ledger_hears_nothing_twice() {
    let (mut ledger, mut heard) = (Ledger::new(), Inbound::default());
    ledger.admit(1, UserId::new(), 5, heard.subscription());
    let rosa = UserId::new();
    // Rosa was removed at 6 and came back at 7; her open was read at 8.
    assert_eq!(ledger.admit(2, rosa, 8, heard.subscription()), Admission::Admitted);
    assert_eq!(ledger.hole(), Some(Hole { after: 5, upto: 8 }));
    for entry in [removal(6, rosa), event(7), event(8), event(9)] {
        ledger.hear(entry, heard.subscription());
    }
    assert_eq!(heard.of(1), [6, 7, 8, 9]);
    assert_eq!(heard.of(2), [9], "the old removal does not concern her");
}

#[test]
fn a_removed_person_hears_their_removal_and_nothing_more() {
    let (mut ledger, mut heard) = (Ledger::new(), Inbound::default());
    let rosa = UserId::new();
    for id in [1, 2] {
        ledger.admit(id, rosa, 0, heard.subscription());
    }
    ledger.admit(3, UserId::new(), 0, heard.subscription());
    for entry in [event(3), removal(2, rosa), event(1)] {
        ledger.hear(entry, heard.subscription());
    }
    assert_eq!((heard.of(1), heard.of(2), heard.of(3)), (&[1, 2][..], &[1, 2][..], &[1, 2, 3][..]));
    assert_eq!(ledger.subscribers(), 1);
}

#[test]
fn a_removal_between_reading_and_admission_is_found_in_the_ring() {
    let (mut ledger, mut heard) = (Ledger::new(), Inbound::default());
    let rosa = UserId::new();
    ledger.admit(1, UserId::new(), 0, heard.subscription());
    for entry in [event(1), removal(2, rosa), event(3)] {
        ledger.hear(entry, heard.subscription());
    }
    assert_eq!(ledger.admit(2, rosa, 1, heard.subscription()), Admission::Removed);
    assert_eq!(heard.of(2), [2]);
}

#[test]
fn a_removal_that_came_before_the_first_admission_counts() {
    let (mut ledger, mut heard) = (Ledger::new(), Inbound::default());
    let rosa = UserId::new();
    for entry in [event(1), removal(2, rosa), event(3)] {
        ledger.hear(entry, heard.subscription());
    }
    assert_eq!(ledger.admit(2, rosa, 1, heard.subscription()), Admission::Removed);
    assert_eq!(heard.of(2), [2]);
}

#[test]
fn a_full_outbox_hears_nothing_until_it_is_admitted_again() {
    let (mut ledger, mut heard) = (Ledger::new(), Inbound::default());
    let user = UserId::new();
    ledger.admit(1, user, 0, heard.subscription());
    ledger.hear(event(1), |_, _| false);
    ledger.hear(event(2), heard.subscription());
    assert!(heard.of(1).is_empty());
    assert_eq!(ledger.admit(1, user, 1, heard.subscription()), Admission::Admitted);
    assert_eq!(heard.of(1), [2]);
    assert_eq!(ledger.admit(1, user, 1, |_, _| false), Admission::Lagging);
    assert!(!ledger.is_subscribed(1));
}

#[test]
fn skipping_ahead_detaches_everyone() {
    let mut ledger = Ledger::new();
    ledger.admit(1, UserId::new(), 3, |_, _| true);
    ledger.admit(2, UserId::new(), 3, |_, _| true);
    let mut detached = ledger.reset();
    detached.sort_unstable();
    assert_eq!(detached, [1, 2]);
    ledger.hear(event(900), |_, _| panic!("nobody subscribes"));
    assert_eq!(ledger.admit(1, UserId::new(), 900, |_, _| panic!("not news")), Admission::Admitted);
}

#[test]
fn what_waits_is_bounded_and_the_nearest_is_kept() {
    let mut ledger = Ledger::new();
    ledger.admit(1, UserId::new(), 0, |_, _| true);
    let many = EARLY as Seq + 50;
    for seq in 2..=many {
        ledger.hear(event(seq), |_, _| true);
    }
    assert_eq!(ledger.early.len(), EARLY);
    ledger.hear(event(1), |_, _| true);
    assert_eq!(ledger.at(), Some(EARLY as Seq + 1));
    assert_eq!(ledger.hole(), Some(Hole { after: EARLY as Seq + 1, upto: many }));
}

/// One step of a random life of a room with four subscribers.
#[derive(Clone, Debug)]
enum Step {
    /// One of the next events arrives, some places ahead, perhaps for the second time.
    Arrive(usize),
    /// A subscriber opens, having read so many events behind the newest.
    Open(SubscriberId, usize),
    /// The hole is filled, up to so many events.
    Fill(usize),
    /// A subscriber's outbox is full once.
    Full(SubscriberId),
    /// The hub skips ahead.
    Skip,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (0usize..12).prop_map(Step::Arrive),
        3 => (0u64..4, 0usize..200).prop_map(|(id, behind)| Step::Open(id, behind)),
        3 => (1usize..20).prop_map(Step::Fill),
        1 => (0u64..4).prop_map(Step::Full),
        1 => Just(Step::Skip),
    ]
}

proptest! {
    /// Whatever arrives in whatever order: a subscriber hears seqs that rise by one from the head it read, and nothing after
    /// its person's removal, until it opens again.
    #[test]
    fn a_seat_hears_a_row_without_holes_that_ends_with_its_removal(
        steps in proptest::collection::vec(step(), 1..300),
        removals in proptest::collection::vec((0usize..400, 0u64..5), 0..12),
    ) {
        let users: Vec<UserId> = (0..4).map(|_| UserId::new()).collect();
        let log: Vec<Entry<Seq>> = (1..=400usize)
            .map(|seq| {
                let ends = match removals.iter().find(|(at, _)| *at == seq) {
                    None => Ends::Nobody,
                    Some((_, 4)) => Ends::Everyone,
                    Some((_, who)) => Ends::One(users[*who as usize]),
                };
                Entry { seq: seq as Seq, ends, payload: seq as Seq }
            })
            .collect();
        let mut ledger = Ledger::new();
        let mut last: HashMap<SubscriberId, Seq> = HashMap::new();
        let mut silent: HashSet<SubscriberId> = HashSet::new();
        let mut full: HashSet<SubscriberId> = HashSet::new();
        let mut newest = 0usize;
        for step in steps {
            let mut give = |id: SubscriberId, entry: &Entry<Seq>| {
                assert!(!silent.contains(&id), "subscriber {id} was out at {}", entry.seq);
                assert_eq!(last.insert(id, entry.seq), Some(entry.seq - 1), "a hole before {}", entry.seq);
                let taken = !full.remove(&id);
                if !taken || entry.ends.concerns(users[id as usize]) {
                    silent.insert(id);
                }
                taken
            };
            match step {
                Step::Arrive(ahead) => {
                    let at = (ledger.at().unwrap_or(newest as Seq) as usize + ahead).min(log.len() - 1);
                    newest = newest.max(at + 1);
                    ledger.hear(log[at].clone(), give);
                }
                Step::Open(id, behind) => {
                    let head = newest.saturating_sub(behind);
                    if !ledger.reaches(head as Seq) {
                        prop_assert_eq!(ledger.admit(id, users[id as usize], head as Seq, |_, _| true), Admission::ReadAgain);
                        silent.insert(id);
                        continue;
                    }
                    silent.remove(&id);
                    full.remove(&id);
                    last.insert(id, head as Seq);
                    let give = |id: SubscriberId, entry: &Entry<Seq>| {
                        assert!(!silent.contains(&id), "subscriber {id} was out at {}", entry.seq);
                        assert_eq!(last.insert(id, entry.seq), Some(entry.seq - 1), "a hole before {}", entry.seq);
                        if entry.ends.concerns(users[id as usize]) {
                            silent.insert(id);
                        }
                        true
                    };
                    let admission = ledger.admit(id, users[id as usize], head as Seq, give);
                    prop_assert_eq!(admission == Admission::Admitted, !silent.contains(&id));
                }
                Step::Fill(count) => {
                    if let Some(hole) = ledger.hole() {
                        let from = hole.after as usize;
                        for entry in &log[from..(from + count).min(newest)] {
                            ledger.hear(entry.clone(), &mut give);
                        }
                    }
                }
                Step::Full(id) => {
                    full.insert(id);
                }
                Step::Skip => silent.extend(ledger.reset()),
            }
            for id in 0..4 {
                prop_assert!(!(ledger.is_subscribed(id) && silent.contains(&id)));
            }
        }
        // Once everything has been filled, whoever subscribes stands at the end.
        for entry in &log[..newest] {
            ledger.hear(entry.clone(), |id, entry| {
                last.insert(id, entry.seq);
                true
            });
        }
        for id in (0..4).filter(|id| ledger.is_subscribed(*id)) {
            prop_assert_eq!(last[&id], newest as Seq);
        }
    }
}
