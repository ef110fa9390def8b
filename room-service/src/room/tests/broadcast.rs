//! Who may call everyone, and whom that reaches.

use proto::id::{EVERYONE, WHOEVER_IS_HERE};
use proto::room::{LeastRole, RoomSetting};

use super::*;

fn broadcast(least: LeastRole) -> Action {
    Action::Configure { setting: RoomSetting::Broadcast(least) }
}

/// What is decided of words that name these.
fn calls(fixture: &Fixture, who: UserId, action: Action, named: &[UserId]) -> Decision {
    let command = fixture.command(who, action);
    let asked = Asked { named: named.to_vec(), ..Asked::new(command.clone(), String::new()) };
    fixture.load(std::slice::from_ref(&asked)).decide_naming(&command, named, None)
}

fn why(decision: Decision) -> Option<Reason> {
    match decision {
        Decision::Refused(refusal) => Some(refusal.reason),
        Decision::Happens(_) => None,
        other => panic!("{other:?}"),
    }
}

#[test]
fn everyone_calls_everyone_until_the_owner_leaves_it_to_moderators() {
    let mut fixture = Fixture::new(Kind::Public);
    let said = fixture.does(ANN, post("before"));
    for id in [EVERYONE, WHOEVER_IS_HERE] {
        assert_eq!(why(calls(&fixture, ANN, post("tea!"), &[BOB, id])), None);
    }
    assert_eq!(fixture.refused(ANN, broadcast(LeastRole::Moderator)), Code::Forbidden);
    fixture.does(OLGA, broadcast(LeastRole::Moderator));
    let again = fixture.command(OLGA, broadcast(LeastRole::Moderator));
    assert_eq!(fixture.decide(&again), Decision::Unchanged);
    let no = Some(Reason::BroadcastModeratorsOnly);
    let edit = || Action::Edit { target: said, body: body("tea!"), text_rev: None, without: Vec::new() };
    for id in [EVERYONE, WHOEVER_IS_HERE] {
        assert_eq!(why(calls(&fixture, ANN, post("tea!"), &[id])), no);
        assert_eq!(why(calls(&fixture, ANN, edit(), &[id])), no, "nor by changing what was said");
        assert_eq!(why(calls(&fixture, OLGA, post("tea!"), &[id])), None);
    }
    assert_eq!(why(calls(&fixture, ANN, post("tea, Bob?"), &[BOB])), None, "people are named as ever");
}

#[test]
fn in_a_thread_alone_nobody_calls_everyone() {
    let mut fixture = Fixture::new(Kind::Public);
    let root = fixture.does(ANN, post("tea?"));
    let reply =
        |also_in_room| Action::PostInThread { root, body: body("now"), also_in_room, files: Vec::new() };
    let refused = calls(&fixture, OLGA, reply(false), &[EVERYONE]);
    assert_eq!(why(refused), Some(Reason::BroadcastInThread));
    assert_eq!(why(calls(&fixture, OLGA, reply(true), &[EVERYONE])), None);
}

#[test]
fn one_name_stands_for_everyone_whoever_is_in_the_room() {
    let fixture = Fixture::new(Kind::Public);
    let room = fixture.load(&[]);
    assert_eq!(room.mentioned(ANN, &[EVERYONE]), [EVERYONE]);
    assert_eq!(room.mentioned(ANN, &[WHOEVER_IS_HERE, EVERYONE]), [EVERYONE], "everyone is here, too");
    assert_eq!(room.mentioned(ANN, &[WHOEVER_IS_HERE, ANN]), [WHOEVER_IS_HERE]);
}
