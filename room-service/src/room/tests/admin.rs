//! What the authority of admins and of the system does, and what it does not; and that a deleted room is over.

use proto::id::SYSTEM;
use proto::text::{ModerationReason, Topic};

use super::*;

fn by_admin(fixture: &Fixture, who: UserId, action: Action) -> Command {
    let mut command = fixture.command(who, action).by(Authority::Admin);
    command.actor.org_role = OrgRole::Admin;
    command
}

fn by_system(fixture: &Fixture, action: Action) -> Command {
    by_admin(fixture, SYSTEM, action).by(Authority::System)
}

fn remove(user: UserId) -> Action {
    let reason = ModerationReason::parse("Their account was deactivated.").ok();
    Action::Remove { user, ban: false, minutes: None, reason, whom: String::new() }
}

fn appoint(user: UserId) -> Action {
    Action::Appoint { user, role: Role::Owner }
}

fn describe(text: &str) -> Action {
    Action::Describe { topic: Topic::parse(text).expect("a topic") }
}

fn code(answer: &Answer) -> Option<Code> {
    match answer {
        Answer::Refused(refusal) => Some(refusal.code),
        _ => None,
    }
}

#[test]
fn an_admin_who_is_not_inside_looks_after_a_private_room() {
    let mut fixture = Fixture::new(Kind::Private);
    let words = fixture.does(ANN, post("hello"));
    for action in [
        describe("tea"),
        Action::Archive,
        Action::Delete { target: words, reason: None },
        Action::Restore,
        Action::Inspect,
    ] {
        seq(&fixture.asks(by_admin(&fixture, EVE, action)));
    }
    assert_eq!(fixture.last().fact, Fact::Inspected);
    assert!(!fixture.is_inside(EVE), "acting in a room is not being in it");
    let said = fixture.asks(by_admin_says(&fixture, EVE));
    assert_eq!(refusal(&said), Code::NotFound, "admin gives no voice");
}

fn by_admin_says(fixture: &Fixture, who: UserId) -> Command {
    let mut command = fixture.command(who, post("I am an admin"));
    command.actor.org_role = OrgRole::Admin;
    command
}

#[test]
fn whoever_is_no_admin_gets_nothing_by_an_admins_authority_and_leaves_no_trace() {
    let mut fixture = Fixture::new(Kind::Private);
    let head = fixture.log.head(fixture.id);
    for who in [OLGA, ANN, EVE] {
        for action in [describe("tea"), Action::Archive, Action::Inspect, Action::DeleteRoom, remove(BOB)] {
            let command = Command { again: who == EVE, ..fixture.command(who, action).by(Authority::Admin) };
            assert_eq!(code(&fixture.asks(command)), Some(Code::NotFound));
        }
    }
    assert_eq!(fixture.log.head(fixture.id), head);
}

#[test]
fn members_and_readers_of_a_public_room_need_not_look_into_it() {
    let fixture = Fixture::new(Kind::Private);
    assert_eq!(fixture.decide(&by_admin(&fixture, ANN, Action::Inspect)), Decision::Unchanged);
    let fixture = Fixture::new(Kind::Public);
    assert_eq!(fixture.decide(&by_admin(&fixture, EVE, Action::Inspect)), Decision::Unchanged);
}

#[test]
fn in_a_deleted_room_nothing_happens_any_more() {
    let mut fixture = Fixture::new(Kind::Public);
    fixture.does(ANN, post("hello"));
    let last = seq(&fixture.asks(by_admin(&fixture, EVE, Action::DeleteRoom)));
    assert_eq!(fixture.log.members(fixture.id), [], "nobody is inside");
    for action in [post("still here?"), Action::Join, Action::Leave, Action::Restore, Action::Cancel] {
        let command = Command { again: true, ..fixture.command(OLGA, action) };
        assert_eq!(code(&fixture.asks(command)), Some(Code::NotFound));
    }
    for action in [describe("tea"), Action::Restore, Action::Inspect, remove(ANN)] {
        assert_eq!(code(&fixture.asks(by_admin(&fixture, EVE, action))), Some(Code::NotFound));
    }
    let twice = fixture.asks(by_admin(&fixture, EVE, Action::DeleteRoom));
    assert_eq!(seq(&twice), last, "two admins want the same");
    assert_eq!(fixture.log.head(fixture.id), last, "deleting was the last event");
    for event in fixture.log.after(fixture.id, 0) {
        if let Fact::Posted { message } = event.fact {
            assert!(message.body.is_empty() && message.deleted_at.is_some());
        }
    }
}

#[test]
fn what_waits_behind_the_deletion_in_the_same_round_is_not_found() {
    let mut fixture = Fixture::new(Kind::Public);
    let commands = vec![
        fixture.command(ANN, post("in time")),
        by_admin(&fixture, EVE, Action::DeleteRoom),
        fixture.command(ANN, post("too late")),
        by_admin(&fixture, EVE, Action::DeleteRoom),
    ];
    let answers = fixture.round(commands);
    assert_eq!((seq(&answers[0]), seq(&answers[1])), (4, 5));
    assert_eq!(refusal(&answers[2]), Code::NotFound);
    assert_eq!(seq(&answers[3]), 5);
}

#[test]
fn rooms_in_which_it_happened_are_left_to_nodes_that_know_of_it() {
    let mut fixture = Fixture::new(Kind::Private);
    assert_eq!(fixture.load(&[]).rules, 1);
    seq(&fixture.asks(by_admin(&fixture, EVE, Action::Inspect)));
    assert_eq!(fixture.load(&[]).rules, 2);
}

#[test]
fn an_admin_bans_whoever_is_or_was_inside_except_the_only_owner() {
    let mut fixture = Fixture::new(Kind::Public);
    let ban = |user| Action::Remove { user, ban: true, minutes: None, reason: None, whom: String::new() };
    fixture.does(BOB, Action::Leave);
    assert_eq!(code(&fixture.asks(by_admin(&fixture, EVE, ban(OLGA)))), Some(Code::Forbidden));
    for user in [ANN, BOB] {
        seq(&fixture.asks(by_admin(&fixture, EVE, ban(user))));
        assert_eq!(code(&fixture.asks(fixture.command(user, Action::Join))), Some(Code::NotFound));
        assert_eq!(fixture.decide(&by_admin(&fixture, EVE, ban(user))), Decision::Unchanged, "twice is once");
    }
    assert_eq!(
        fixture.decide(&by_admin(&fixture, EVE, ban(UserId::new()))),
        Decision::Unchanged,
        "never here"
    );
}

#[test]
fn only_the_system_gives_roles_from_outside_and_a_room_is_not_left_without_owner() {
    let mut fixture = Fixture::new(Kind::Public);
    assert_eq!(code(&fixture.asks(by_admin(&fixture, EVE, appoint(ANN)))), Some(Code::NotFound));
    fixture.does(OLGA, Action::Archive);
    let last = fixture.asks(by_system(&fixture, remove(OLGA)));
    assert_eq!(refusal(&last), Code::Forbidden, "somebody else must own it first");
    assert_eq!(refusal(&fixture.asks(by_system(&fixture, appoint(EVE)))), Code::NotFound);
    seq(&fixture.asks(by_system(&fixture, appoint(ANN))));
    seq(&fixture.asks(by_system(&fixture, remove(OLGA))));
    assert!(!fixture.is_inside(OLGA));
    assert_eq!(fixture.decide(&by_system(&fixture, remove(OLGA))), Decision::Unchanged);
    seq(&fixture.asks(by_system(&fixture, remove(BOB))));
    seq(&fixture.asks(by_system(&fixture, remove(ANN))));
    assert_eq!(fixture.log.members(fixture.id), [], "the last one may go");
}
