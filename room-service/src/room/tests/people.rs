//! Who comes, goes, and may do what.

use proto::room::Role::{Member, Moderator, Owner};

use super::*;

fn remove(user: UserId, ban: bool) -> Action {
    Action::Remove { user, ban, minutes: None, reason: None, whom: String::new() }
}

fn appoint(user: UserId, role: Role) -> Action {
    Action::Appoint { user, role }
}

#[test]
fn anyone_may_join_a_public_room_once() {
    let mut fixture = Fixture::new(Kind::Public);
    assert_eq!(fixture.happens(EVE, Action::Join), Fact::Joined);
    fixture.does(EVE, Action::Join);
    assert_eq!(fixture.decide(&fixture.command(EVE, Action::Join)), Decision::Unchanged);
}

#[test]
fn joining_again_while_inside_answers_with_the_head() {
    let mut fixture = Fixture::new(Kind::Public);
    assert_eq!(fixture.does(ANN, Action::Join), 3);
    assert_eq!(fixture.log.head(fixture.id), 3);
}

#[test]
fn leaving_is_heard_and_leaving_twice_changes_nothing() {
    let mut fixture = Fixture::new(Kind::Public);
    assert_eq!(fixture.happens(ANN, Action::Leave), Fact::Left);
    fixture.does(ANN, Action::Leave);
    assert!(!fixture.is_inside(ANN));
    assert_eq!(fixture.decide(&fixture.command(ANN, Action::Leave)), Decision::Unchanged);
    assert_eq!(fixture.decide(&fixture.command(EVE, Action::Leave)), Decision::Unchanged);
}

#[test]
fn a_private_room_is_not_there_for_strangers_whatever_they_try() {
    let fixture = Fixture::new(Kind::Private);
    let actions = [
        Action::Join,
        Action::Leave,
        post("hi"),
        Action::Delete { target: 1, reason: None },
        remove(ANN, false),
        appoint(ANN, Owner),
        Action::Cancel,
    ];
    for action in actions {
        assert_eq!(fixture.refused(EVE, action), Code::NotFound);
    }
}

#[test]
fn one_who_left_a_private_room_cannot_come_back_unasked() {
    let mut fixture = Fixture::new(Kind::Private);
    fixture.does(ANN, Action::Leave);
    assert_eq!(fixture.refused(ANN, Action::Join), Code::NotFound);
}

#[test]
fn the_banned_get_the_same_answer_as_if_the_room_were_not_there() {
    let mut fixture = Fixture::new(Kind::Public);
    fixture.does(OLGA, remove(ANN, true));
    for action in [Action::Join, Action::Leave, post("hi"), remove(BOB, false)] {
        assert_eq!(fixture.refused(ANN, action), Code::NotFound);
    }
}

#[test]
fn one_who_was_removed_but_not_banned_may_come_back() {
    let mut fixture = Fixture::new(Kind::Public);
    fixture.does(OLGA, remove(ANN, false));
    assert_eq!(fixture.refused(ANN, post("hi")), Code::Forbidden);
    fixture.does(ANN, Action::Join);
    assert!(fixture.is_inside(ANN));
}

#[test]
fn only_moderators_remove_and_only_those_below_them() {
    let mut fixture = Fixture::new(Kind::Public);
    assert_eq!(fixture.refused(ANN, remove(BOB, false)), Code::Forbidden);
    fixture.does(OLGA, appoint(ANN, Moderator));
    assert_eq!(fixture.refused(ANN, remove(OLGA, false)), Code::Forbidden);
    assert_eq!(fixture.refused(OLGA, remove(OLGA, false)), Code::Forbidden);
    assert_eq!(fixture.refused(ANN, remove(EVE, true)), Code::NotFound);
    assert_eq!(
        fixture.happens(ANN, remove(BOB, true)),
        Fact::Removed { user: BOB, banned: true, until: None, reason: None, whom: String::new() }
    );
    fixture.does(OLGA, appoint(BOB, Moderator));
    assert_eq!(fixture.refused(ANN, remove(BOB, false)), Code::Forbidden);
}

#[test]
fn an_admin_of_the_organisation_moderates_the_rooms_they_are_in_and_no_others() {
    let fixture = Fixture::new(Kind::Public);
    let mut command = fixture.command(ANN, remove(BOB, false));
    command.actor.org_role = OrgRole::Admin;
    assert_eq!(
        fixture.decide(&command),
        Decision::Happens(Fact::Removed {
            user: BOB,
            banned: false,
            until: None,
            reason: None,
            whom: String::new()
        })
    );
    command.actor.id = EVE;
    assert!(
        matches!(fixture.decide(&command), Decision::Refused(refusal) if refusal.code == Code::Forbidden)
    );
    command.action = appoint(BOB, Owner);
    command.actor.id = ANN;
    assert!(
        matches!(fixture.decide(&command), Decision::Refused(refusal) if refusal.code == Code::Forbidden)
    );
}

#[test]
fn only_owners_appoint_and_nobody_appoints_themselves() {
    let mut fixture = Fixture::new(Kind::Public);
    assert_eq!(fixture.refused(ANN, appoint(BOB, Moderator)), Code::Forbidden);
    assert_eq!(fixture.refused(OLGA, appoint(OLGA, Member)), Code::Forbidden);
    assert_eq!(fixture.refused(OLGA, appoint(EVE, Member)), Code::NotFound);
    assert_eq!(fixture.refused(OLGA, appoint(ANN, Role::Banned)), Code::BadRequest);
    fixture.does(OLGA, appoint(ANN, Owner));
    assert_eq!(fixture.refused(OLGA, appoint(ANN, Member)), Code::Forbidden);
    assert_eq!(fixture.decide(&fixture.command(OLGA, appoint(BOB, Member))), Decision::Unchanged);
}

#[test]
fn appointing_keeps_the_day_somebody_came() {
    let mut fixture = Fixture::new(Kind::Public);
    fixture.does(OLGA, appoint(ANN, Moderator));
    let room = fixture.load(&[Asked::new(fixture.command(ANN, Action::Leave), String::new())]);
    assert_eq!(room.member(ANN), Some(super::Member::new(Moderator, 2, 0)));
}

#[test]
fn the_deactivated_are_told_so_and_nothing_else() {
    let fixture = Fixture::new(Kind::Public);
    for action in [post("hi"), Action::Leave, Action::Cancel] {
        let mut command = fixture.command(ANN, action);
        command.actor.org_role = OrgRole::Inactive;
        command.again = true;
        assert!(
            matches!(fixture.decide(&command), Decision::Refused(refusal) if refusal.code == Code::Revoked)
        );
    }
}
