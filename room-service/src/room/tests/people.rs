//! Who comes, goes, and may do what.

use proto::room::Role::{Member, Moderator, Owner};

use super::*;

fn remove(user: UserId, ban: bool) -> Wish {
    Wish::Remove { user, ban, reason: None, whom: String::new() }
}

fn appoint(user: UserId, role: Role) -> Wish {
    Wish::Appoint { user, role }
}

#[test]
fn anyone_may_join_a_public_room_once() {
    let mut house = House::new(Kind::Public);
    assert_eq!(house.happens(EVE, Wish::Join), Fact::Joined);
    house.does(EVE, Wish::Join);
    assert_eq!(house.decide(&house.command(EVE, Wish::Join)), Decision::Unchanged);
}

#[test]
fn joining_again_while_inside_answers_with_the_head() {
    let mut house = House::new(Kind::Public);
    assert_eq!(house.does(ANN, Wish::Join), 3);
    assert_eq!(house.log.head(house.id), 3);
}

#[test]
fn leaving_is_heard_and_leaving_twice_changes_nothing() {
    let mut house = House::new(Kind::Public);
    assert_eq!(house.happens(ANN, Wish::Leave), Fact::Left);
    house.does(ANN, Wish::Leave);
    assert!(!house.is_inside(ANN));
    assert_eq!(house.decide(&house.command(ANN, Wish::Leave)), Decision::Unchanged);
    assert_eq!(house.decide(&house.command(EVE, Wish::Leave)), Decision::Unchanged);
}

#[test]
fn a_private_room_is_not_there_for_strangers_whatever_they_try() {
    let house = House::new(Kind::Private);
    let wishes = [
        Wish::Join,
        Wish::Leave,
        post("hi"),
        Wish::Delete { target: 1 },
        remove(ANN, false),
        appoint(ANN, Owner),
        Wish::Cancel,
    ];
    for wish in wishes {
        assert_eq!(house.refused(EVE, wish), Code::NotFound);
    }
}

#[test]
fn one_who_left_a_private_room_cannot_come_back_unasked() {
    let mut house = House::new(Kind::Private);
    house.does(ANN, Wish::Leave);
    assert_eq!(house.refused(ANN, Wish::Join), Code::NotFound);
}

#[test]
fn the_banned_get_the_same_answer_as_if_the_room_were_not_there() {
    let mut house = House::new(Kind::Public);
    house.does(OLGA, remove(ANN, true));
    for wish in [Wish::Join, Wish::Leave, post("hi"), remove(BOB, false)] {
        assert_eq!(house.refused(ANN, wish), Code::NotFound);
    }
}

#[test]
fn one_who_was_removed_but_not_banned_may_come_back() {
    let mut house = House::new(Kind::Public);
    house.does(OLGA, remove(ANN, false));
    assert_eq!(house.refused(ANN, post("hi")), Code::Forbidden);
    house.does(ANN, Wish::Join);
    assert!(house.is_inside(ANN));
}

#[test]
fn only_moderators_remove_and_only_those_below_them() {
    let mut house = House::new(Kind::Public);
    assert_eq!(house.refused(ANN, remove(BOB, false)), Code::Forbidden);
    house.does(OLGA, appoint(ANN, Moderator));
    assert_eq!(house.refused(ANN, remove(OLGA, false)), Code::Forbidden);
    assert_eq!(house.refused(OLGA, remove(OLGA, false)), Code::Forbidden);
    assert_eq!(house.refused(ANN, remove(EVE, true)), Code::NotFound);
    assert_eq!(
        house.happens(ANN, remove(BOB, true)),
        Fact::Removed { user: BOB, banned: true, reason: None, whom: String::new() }
    );
    house.does(OLGA, appoint(BOB, Moderator));
    assert_eq!(house.refused(ANN, remove(BOB, false)), Code::Forbidden);
}

#[test]
fn an_admin_of_the_organisation_moderates_the_rooms_they_are_in_and_no_others() {
    let house = House::new(Kind::Public);
    let mut command = house.command(ANN, remove(BOB, false));
    command.actor.standing = Standing::Admin;
    assert_eq!(
        house.decide(&command),
        Decision::Happens(Fact::Removed { user: BOB, banned: false, reason: None, whom: String::new() })
    );
    command.actor.id = EVE;
    assert!(matches!(house.decide(&command), Decision::Refused(refusal) if refusal.code == Code::Forbidden));
    command.wish = appoint(BOB, Owner);
    command.actor.id = ANN;
    assert!(matches!(house.decide(&command), Decision::Refused(refusal) if refusal.code == Code::Forbidden));
}

#[test]
fn only_owners_appoint_and_nobody_appoints_themselves() {
    let mut house = House::new(Kind::Public);
    assert_eq!(house.refused(ANN, appoint(BOB, Moderator)), Code::Forbidden);
    assert_eq!(house.refused(OLGA, appoint(OLGA, Member)), Code::Forbidden);
    assert_eq!(house.refused(OLGA, appoint(EVE, Member)), Code::NotFound);
    assert_eq!(house.refused(OLGA, appoint(ANN, Role::Banned)), Code::BadRequest);
    house.does(OLGA, appoint(ANN, Owner));
    assert_eq!(house.refused(OLGA, appoint(ANN, Member)), Code::Forbidden);
    assert_eq!(house.decide(&house.command(OLGA, appoint(BOB, Member))), Decision::Unchanged);
}

#[test]
fn appointing_keeps_the_day_somebody_came() {
    let mut house = House::new(Kind::Public);
    house.does(OLGA, appoint(ANN, Moderator));
    let room = house.load(&[Asked::new(house.command(ANN, Wish::Leave), String::new())]);
    assert_eq!(room.member(ANN), Some(super::Member { role: Moderator, since: 2, since_msg: 0 }));
}

#[test]
fn the_deactivated_are_told_so_and_nothing_else() {
    let house = House::new(Kind::Public);
    for wish in [post("hi"), Wish::Leave, Wish::Cancel] {
        let mut command = house.command(ANN, wish);
        command.actor.standing = Standing::Inactive;
        command.again = true;
        assert!(
            matches!(house.decide(&command), Decision::Refused(refusal) if refusal.code == Code::Revoked)
        );
    }
}
