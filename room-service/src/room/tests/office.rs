//! What power of office does, and what it does not; and that a deleted room is over.

use proto::id::PLACE;
use proto::room::Act;
use proto::text::Topic;

use super::*;

fn by_office(house: &House, who: UserId, act: Act) -> Command {
    let mut command = house.command(who, Wish::ByOffice { act });
    command.actor.standing = Standing::Admin;
    command
}

fn describe(text: &str) -> Act {
    Act::Describe { topic: Topic::parse(text).expect("a topic") }
}

fn code(answer: &Answer) -> Option<Code> {
    match answer {
        Answer::Refused(refusal) => Some(refusal.code),
        _ => None,
    }
}

#[test]
fn an_admin_who_is_not_inside_looks_after_a_private_room() {
    let mut house = House::new(Kind::Private);
    let words = house.does(ANN, post("hello"));
    for act in [describe("tea"), Act::Archive, Act::Delete { target: words }, Act::Restore, Act::Inspect] {
        seq(&house.asks(by_office(&house, EVE, act)));
    }
    assert_eq!(house.last().fact, Fact::Inspected);
    assert!(!house.is_inside(EVE), "acting in a room is not being in it");
    let said = house.asks(by_office_says(&house, EVE));
    assert_eq!(refusal(&said), Code::NotFound, "office gives no voice");
}

fn by_office_says(house: &House, who: UserId) -> Command {
    let mut command = house.command(who, post("I am an admin"));
    command.actor.standing = Standing::Admin;
    command
}

#[test]
fn whoever_is_no_admin_gets_nothing_by_office_and_leaves_no_trace() {
    let mut house = House::new(Kind::Private);
    let head = house.log.head(house.id);
    for who in [OLGA, ANN, EVE] {
        for act in [describe("tea"), Act::Archive, Act::Inspect, Act::Demolish, Act::Remove { user: BOB }] {
            let command = Command { again: who == EVE, ..house.command(who, Wish::ByOffice { act }) };
            assert_eq!(code(&house.asks(command)), Some(Code::NotFound));
        }
    }
    assert_eq!(house.log.head(house.id), head);
}

#[test]
fn members_and_readers_of_a_public_room_need_not_look_into_it() {
    let house = House::new(Kind::Private);
    assert_eq!(house.decide(&by_office(&house, ANN, Act::Inspect)), Decision::Unchanged);
    let house = House::new(Kind::Public);
    assert_eq!(house.decide(&by_office(&house, EVE, Act::Inspect)), Decision::Unchanged);
}

#[test]
fn in_a_deleted_room_nothing_happens_any_more() {
    let mut house = House::new(Kind::Public);
    house.does(ANN, post("hello"));
    let last = seq(&house.asks(by_office(&house, EVE, Act::Demolish)));
    assert_eq!(house.log.members(house.id), [], "nobody is inside");
    for wish in [post("still here?"), Wish::Join, Wish::Leave, Wish::Restore, Wish::Cancel] {
        let command = Command { again: true, ..house.command(OLGA, wish) };
        assert_eq!(code(&house.asks(command)), Some(Code::NotFound));
    }
    for act in [describe("tea"), Act::Restore, Act::Inspect, Act::Remove { user: ANN }] {
        assert_eq!(code(&house.asks(by_office(&house, EVE, act))), Some(Code::NotFound));
    }
    let twice = house.asks(by_office(&house, EVE, Act::Demolish));
    assert_eq!(seq(&twice), last, "two admins want the same");
    assert_eq!(house.log.head(house.id), last, "deleting was the last event");
    for event in house.log.after(house.id, 0) {
        if let Fact::Posted { message } = event.fact {
            assert!(message.body.is_empty() && message.deleted_at.is_some());
        }
    }
}

#[test]
fn what_waits_behind_the_deletion_in_the_same_round_is_not_found() {
    let mut house = House::new(Kind::Public);
    let commands = vec![
        house.command(ANN, post("in time")),
        by_office(&house, EVE, Act::Demolish),
        house.command(ANN, post("too late")),
        by_office(&house, EVE, Act::Demolish),
    ];
    let answers = house.round(commands);
    assert_eq!((seq(&answers[0]), seq(&answers[1])), (4, 5));
    assert_eq!(refusal(&answers[2]), Code::NotFound);
    assert_eq!(seq(&answers[3]), 5);
}

#[test]
fn rooms_in_which_it_happened_are_left_to_nodes_that_know_of_it() {
    let mut house = House::new(Kind::Private);
    assert_eq!(house.load(&[]).rules, 1);
    seq(&house.asks(by_office(&house, EVE, Act::Inspect)));
    assert_eq!(house.load(&[]).rules, 2);
}

#[test]
fn only_the_place_itself_takes_people_out_and_a_room_is_not_left_without_owner() {
    let mut house = House::new(Kind::Public);
    for act in [Act::Remove { user: ANN }, Act::Appoint { user: ANN }] {
        assert_eq!(code(&house.asks(by_office(&house, EVE, act))), Some(Code::NotFound));
    }
    house.does(OLGA, Wish::Archive);
    let last = house.asks(by_office(&house, PLACE, Act::Remove { user: OLGA }));
    assert_eq!(refusal(&last), Code::Forbidden, "somebody else must own it first");
    assert_eq!(refusal(&house.asks(by_office(&house, PLACE, Act::Appoint { user: EVE }))), Code::NotFound);
    seq(&house.asks(by_office(&house, PLACE, Act::Appoint { user: ANN })));
    seq(&house.asks(by_office(&house, PLACE, Act::Remove { user: OLGA })));
    assert!(!house.is_inside(OLGA));
    assert_eq!(house.decide(&by_office(&house, PLACE, Act::Remove { user: OLGA })), Decision::Unchanged);
    seq(&house.asks(by_office(&house, PLACE, Act::Remove { user: BOB })));
    seq(&house.asks(by_office(&house, PLACE, Act::Remove { user: ANN })));
    assert_eq!(house.log.members(house.id), [], "the last one may go");
}
