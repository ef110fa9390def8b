//! Several commands decided together.

use std::collections::VecDeque;

use proto::room::{ROUND_BYTES, ROUND_COMMANDS};

use super::*;
use crate::room::Needs;

#[test]
fn each_command_is_decided_on_the_room_as_those_before_it_left_it() {
    let mut fixture = Fixture::new(Kind::Public);
    let remove = fixture.command(
        OLGA,
        Action::Remove { user: ANN, ban: false, minutes: None, reason: None, whom: String::new() },
    );
    let late = fixture.command(ANN, post("hello?"));
    let back = fixture.command(ANN, Action::Join);
    let well = fixture.command(ANN, post("hello!"));
    let answers = fixture.round(vec![remove, late, back, well]);
    assert_eq!(refusal(&answers[1]), Code::Forbidden);
    assert_eq!([seq(&answers[0]), seq(&answers[2]), seq(&answers[3])], [4, 5, 6]);
}

#[test]
fn a_message_said_and_changed_in_one_round_is_dated_by_its_commit() {
    let mut fixture = Fixture::new(Kind::Public);
    let say = fixture.command(ANN, post("helo"));
    let mend = fixture
        .command(ANN, Action::Edit { target: 4, body: body("hello"), text_rev: None, without: Vec::new() });
    let drop = fixture.command(ANN, Action::Delete { target: 4, reason: None });
    let answers = fixture.round(vec![say, mend, drop]);
    assert_eq!(answers.iter().map(seq).collect::<Vec<_>>(), [4, 5, 6]);
    let events = fixture.log.after(fixture.id, 3);
    let Fact::Edited { message } = &events[1].fact else { panic!("a change") };
    assert_eq!((message.at, message.edited_at), (events[0].at, Some(events[1].at)));
    assert!(message.deleted_at.is_some() && message.rev == 6);
}

#[test]
fn what_is_deleted_in_a_later_round_than_it_was_changed_in_keeps_the_time_of_its_change() {
    let (mut fixture, mut machine) = (Fixture::new(Kind::Public), RoundMachine::new());
    let mend = Action::Edit { target: 4, body: body("hello"), text_rev: None, without: Vec::new() };
    for action in [post("helo"), mend, Action::Delete { target: 4, reason: None }] {
        let command = fixture.command(ANN, action);
        fixture.round_of(&mut machine, vec![command]);
    }
    let remembered = machine.remembered().expect("the room").target(4).expect("the message");
    let needs = Needs { targets: [4].into(), ..Needs::default() };
    let stored = fixture.log.load(fixture.id, &needs).expect("the room").targets;
    assert_eq!([remembered], [&stored[0]]);
    assert!(stored[0].edited_at < stored[0].deleted_at);
}

#[test]
fn a_round_of_refusals_writes_nothing() {
    let fixture = Fixture::new(Kind::Public);
    let asked: Vec<Asked> =
        [EVE, EVE].map(|who| Asked::new(fixture.command(who, post("hi")), String::new())).to_vec();
    let mut room = fixture.load(&asked);
    let plan = round::decide(&mut room, &asked);
    assert!(plan.order.drafts.is_empty());
    assert_eq!(plan.order.head, plan.order.expected);
}

#[test]
fn a_round_takes_so_many_and_so_much_and_leaves_the_rest_in_order() {
    let mut waiting: VecDeque<usize> = (0..100).collect();
    assert_eq!(round::gather(&mut waiting, |_| 1).len(), ROUND_COMMANDS);
    assert_eq!(waiting.front(), Some(&ROUND_COMMANDS));
    let mut large: VecDeque<usize> = [ROUND_BYTES / 2, ROUND_BYTES / 2, 1, ROUND_BYTES + 1].into();
    assert_eq!(round::gather(&mut large, |n| *n).len(), 2);
    assert_eq!(round::gather(&mut large, |n| *n), [1]);
    assert_eq!(round::gather(&mut large, |n| *n), [ROUND_BYTES + 1]);
    assert!(round::gather(&mut large, |n| *n).is_empty());
}

#[test]
fn a_room_that_has_moved_on_is_not_mixed_with_what_is_remembered() {
    let mut fixture = Fixture::new(Kind::Public);
    let bobs = [Asked::new(fixture.command(BOB, post("hi")), String::new())];
    let mut room = fixture.load(&bobs);
    fixture.does(
        OLGA,
        Action::Remove { user: BOB, ban: false, minutes: None, reason: None, whom: String::new() },
    );
    let anns = round::needs(&[Asked::new(fixture.command(ANN, post("hi")), String::new())]);
    let lacking = room.lacks(&anns);
    assert!(!lacking.is_empty());
    let loaded = fixture.log.load(fixture.id, &lacking).expect("the room");
    assert!(!room.learn(&lacking, loaded));
}

#[test]
fn an_append_on_an_old_head_is_told_where_the_room_stands() {
    let mut fixture = Fixture::new(Kind::Public);
    let asked = [Asked::new(fixture.command(BOB, post("hi")), String::new())];
    let mut room = fixture.load(&asked);
    let plan = round::decide(&mut room, &asked);
    fixture.does(ANN, post("first"));
    assert_eq!(fixture.log.append(&plan.order, At::UNIX_EPOCH), Outcome::Moved(4));
}
