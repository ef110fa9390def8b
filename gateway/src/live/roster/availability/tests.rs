use Availability::{Away, Here};

use super::*;

const SECOND: Duration = Duration::from_secs(1);

fn people<const N: usize>() -> [UserId; N] {
    std::array::from_fn(|_| UserId::new())
}

fn change(node: NodeId, n: u64, availability: Option<Availability>) -> AvailabilityChange {
    AvailabilityChange { node, n, availability }
}

#[test]
fn somebody_is_here_while_any_of_their_devices_is_and_away_when_none_is() {
    let (mut known, [rosa], now) = (Availabilities::default(), people(), Instant::now());
    known.enter(1, rosa, false);
    known.enter(2, rosa, false);
    assert_eq!(
        known.work(),
        Work { say: vec![(rosa, 1, Some(Here))], changed: vec![rosa], ..Work::default() }
    );
    known.attention(1, false);
    assert_eq!(known.work(), Work::default(), "the phone is in use");
    known.attention(2, false);
    let away =
        Work { say: vec![(rosa, 2, Some(Away))], changed: vec![rosa], ask: vec![rosa], ..Work::default() };
    assert_eq!(known.work(), away, "elsewhere they may be here");
    known.attention(2, false);
    assert_eq!(known.work(), Work::default(), "said twice");
    known.attention(1, true);
    assert_eq!(known.work().say, [(rosa, 3, Some(Here))]);
    known.leave(1, now);
    assert_eq!((known.work().say, known.of(rosa)), (vec![(rosa, 4, Some(Away))], Some(Away)));
}

#[test]
fn who_comes_back_within_a_moment_was_never_gone() {
    let (mut known, [rosa], now) = (Availabilities::default(), people(), Instant::now());
    known.enter(1, rosa, false);
    known.work();
    known.leave(1, now);
    known.tick(now + LINGER - SECOND);
    assert_eq!((known.work(), known.of(rosa)), (Work::default(), Some(Here)));
    known.enter(2, rosa, false);
    known.tick(now + LINGER);
    assert_eq!(known.work(), Work::default());
    known.leave(2, now + LINGER);
    known.tick(now + LINGER + SECOND);
    assert_eq!(known.of(rosa), Some(Here), "not for the first time that they left");
    known.tick(now + LINGER + LINGER);
    let gone = Work { say: vec![(rosa, 2, None)], changed: vec![rosa], ..Work::default() };
    assert_eq!((known.work(), known.of(rosa)), (gone, None));
    assert!(known.people.is_empty() && known.sockets.is_empty() && known.leaving.is_empty());
}

#[test]
fn who_is_not_to_be_seen_is_seen_nowhere_at_once_on_whatever_device() {
    let (mut known, [rosa, tomas], now) = (Availabilities::default(), people(), Instant::now());
    known.enter(1, rosa, false);
    known.enter(2, tomas, true);
    assert_eq!(known.work().say, [(rosa, 1, Some(Here))], "of Tomas nobody is told");
    known.set_invisible(rosa, true);
    assert_eq!((known.work().say, known.of(rosa)), (vec![(rosa, 2, None)], None));
    // Elsewhere it may not be known yet.
    known.answered(NodeId::new(), 1, &[rosa], &[SeenPerson { user: rosa, availability: Here }]);
    assert_eq!((known.of(rosa), known.local(&[rosa, tomas]).1), (None, vec![]));
    assert!(known.is_invisible(rosa) && known.is_invisible(tomas));
    known.leave(1, now);
    assert_eq!(known.work().say, [], "and nobody sees them go");
    // A new socket may come by a session that was read before.
    known.enter(3, tomas, false);
    assert!(known.is_invisible(tomas));
    known.set_invisible(tomas, false);
    assert_eq!(known.work().say, [(tomas, 3, Some(Here))]);
}

#[test]
fn whoever_is_shown_is_listened_to_and_asked_about_until_nobody_sees_them() {
    let (mut known, [tomas], node) = (Availabilities::default(), people(), NodeId::new());
    known.show(tomas, true);
    assert_eq!(known.work(), Work { listen: vec![tomas], ask: vec![tomas], ..Work::default() });
    assert_eq!(known.to_ask(), [tomas]);
    known.heard(tomas, change(node, 7, Some(Away)));
    assert_eq!((known.work().changed, known.of(tomas)), (vec![tomas], Some(Away)));
    known.show(tomas, false);
    known.show(tomas, true);
    assert_eq!(known.work(), Work::default(), "a list that was told anew");
    known.show(tomas, false);
    assert_eq!(known.work().ignore, [tomas]);
    assert_eq!(known.of(tomas), None);
    known.heard(tomas, change(node, 8, Some(Here)));
    assert!(known.people.is_empty() && known.listened == 0);
}

#[test]
fn of_two_words_of_one_gateway_the_later_change_counts_in_whatever_order_they_come() {
    let (mut known, [tomas], [east, west]) =
        (Availabilities::default(), people(), std::array::from_fn(|_| NodeId::new()));
    known.show(tomas, true);
    known.heard(tomas, change(east, 9, None));
    known.heard(tomas, change(east, 5, Some(Here)));
    assert_eq!(known.of(tomas), Some(Here), "nothing was known to be later");
    known.heard(tomas, change(east, 9, None));
    known.answered(east, 8, &[tomas], &[SeenPerson { user: tomas, availability: Here }]);
    assert_eq!(known.of(tomas), None, "an answer that was overtaken");
    known.answered(east, 9, &[tomas], &[SeenPerson { user: tomas, availability: Away }]);
    known.heard(tomas, change(west, 1, Some(Here)));
    assert_eq!(known.of(tomas), Some(Here), "by another device");
    known.answered(west, 1, &[tomas], &[]);
    assert_eq!(known.of(tomas), Some(Away), "whom it does not name is not there");
}

#[test]
fn a_gateway_that_is_gone_takes_its_people_along_and_nobody_elses() {
    let (mut known, [rosa, tomas], [east, west]) =
        (Availabilities::default(), people(), std::array::from_fn(|_| NodeId::new()));
    for user in [rosa, tomas] {
        known.show(user, true);
        known.heard(user, change(east, 1, Some(Here)));
    }
    known.heard(tomas, change(west, 1, Some(Away)));
    known.work();
    known.gone(east);
    let mut changed = vec![rosa, tomas];
    changed.sort_unstable();
    assert_eq!(known.work().changed, changed);
    assert_eq!((known.of(rosa), known.of(tomas)), (None, Some(Away)));
}

#[test]
fn only_so_many_are_listened_to_and_the_others_are_asked_about() {
    let (mut known, crowd) = (Availabilities::default(), people::<{ LISTENED + 1 }>());
    crowd.iter().for_each(|user| known.show(*user, true));
    assert_eq!(known.work().listen.len(), LISTENED);
    assert_eq!(known.to_ask().len(), LISTENED + 1);
    known.not_listening(crowd[0]);
    assert_eq!(known.work().listen.len(), 1, "somebody takes the place");
}
