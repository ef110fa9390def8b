//! Who is added, banned and let back, and what keepers of a room do with it.

use proto::room::Role::{Member, Moderator, Owner};
use proto::text::{RemovalReason, RoomName, Topic};

use super::*;

fn add(user: UserId) -> Wish {
    Wish::Add { user, whom: "someone".into() }
}

fn unban(user: UserId) -> Wish {
    Wish::Unban { user, whom: String::new() }
}

fn ban(user: UserId) -> Wish {
    Wish::Remove { user, ban: true, reason: None, whom: String::new() }
}

fn describe(text: &str) -> Wish {
    Wish::Describe { topic: Topic::parse(text).expect("a topic") }
}

#[test]
fn a_private_room_is_entered_by_being_added_alone() {
    let mut house = House::new(Kind::Private);
    assert_eq!(house.refused(EVE, Wish::Join), Code::NotFound);
    assert_eq!(house.refused(ANN, add(EVE)), Code::Forbidden);
    assert_eq!(house.refused(EVE, add(EVE)), Code::NotFound);
    house.does(OLGA, add(EVE));
    assert!(house.is_inside(EVE));
    assert_eq!(house.decide(&house.command(OLGA, add(EVE))), Decision::Unchanged);
    house.does(EVE, post("hello"));
    house.does(EVE, Wish::Leave);
    assert_eq!(house.refused(EVE, Wish::Join), Code::NotFound, "who leaves is added anew, or stays out");
    house.does(OLGA, add(EVE));
}

#[test]
fn the_banned_are_let_back_before_they_are_added() {
    let mut house = House::new(Kind::Public);
    house.does(OLGA, ban(ANN));
    assert_eq!(house.refused(OLGA, add(ANN)), Code::Forbidden);
    assert_eq!(house.refused(BOB, unban(ANN)), Code::Forbidden);
    assert_eq!(house.refused(ANN, unban(ANN)), Code::NotFound);
    assert_eq!(house.refused(OLGA, unban(EVE)), Code::NotFound);
    house.does(OLGA, unban(ANN));
    assert!(!house.is_inside(ANN), "being let back is not being a member");
    assert_eq!(house.decide(&house.command(OLGA, unban(ANN))), Decision::Unchanged);
    house.does(ANN, Wish::Join);
}

#[test]
fn a_removal_says_whom_and_why() {
    let house = House::new(Kind::Public);
    let reason = Some(RemovalReason::parse("Advertising").expect("a reason"));
    let wish = Wish::Remove { user: BOB, ban: true, reason: reason.clone(), whom: "Bob".into() };
    assert_eq!(
        house.happens(OLGA, wish),
        Fact::Removed { user: BOB, banned: true, reason, whom: "Bob".into() }
    );
}

#[test]
fn the_last_owner_names_another_before_leaving_those_who_stay() {
    let mut house = House::new(Kind::Public);
    assert_eq!(house.refused(OLGA, Wish::Leave), Code::Forbidden);
    house.does(OLGA, Wish::Appoint { user: ANN, role: Moderator });
    assert_eq!(house.refused(OLGA, Wish::Leave), Code::Forbidden);
    house.does(OLGA, Wish::Appoint { user: ANN, role: Owner });
    house.does(OLGA, Wish::Leave);
    assert_eq!(house.refused(ANN, Wish::Leave), Code::Forbidden, "now she is the last");
    house.does(BOB, Wish::Leave);
    house.does(ANN, Wish::Leave);
    assert_eq!(house.log.members(house.id), [], "whoever is alone may go");
}

#[test]
fn two_owners_who_leave_at_once_do_not_both_leave() {
    let mut house = House::new(Kind::Public);
    house.does(OLGA, Wish::Appoint { user: ANN, role: Owner });
    let both = vec![house.command(OLGA, Wish::Leave), house.command(ANN, Wish::Leave)];
    let answers = house.round(both);
    seq(&answers[0]);
    assert_eq!(refusal(&answers[1]), Code::Forbidden);
}

#[test]
fn an_archived_room_takes_nothing_but_being_opened_again() {
    let mut house = House::new(Kind::Public);
    assert_eq!(house.refused(ANN, Wish::Archive), Code::Forbidden);
    house.does(OLGA, Wish::Archive);
    for (who, wish) in
        [(ANN, post("hi")), (OLGA, add(EVE)), (OLGA, ban(ANN)), (OLGA, describe("tea")), (EVE, Wish::Join)]
    {
        assert_eq!(house.refused(who, wish), Code::Archived);
    }
    assert_eq!(house.decide(&house.command(OLGA, Wish::Archive)), Decision::Unchanged);
    assert_eq!(house.refused(ANN, Wish::Restore), Code::Forbidden);
    house.does(ANN, Wish::Leave);
    house.does(OLGA, Wish::Restore);
    assert_eq!(house.decide(&house.command(OLGA, Wish::Restore)), Decision::Unchanged);
    house.does(BOB, post("hi"));
}

#[test]
fn what_waits_behind_an_archive_in_the_same_round_is_refused() {
    let mut house = House::new(Kind::Public);
    let commands = vec![
        house.command(ANN, post("in time")),
        house.command(OLGA, Wish::Archive),
        house.command(ANN, post("too late")),
        house.command(OLGA, Wish::Restore),
        house.command(ANN, post("in time again")),
    ];
    let answers = house.round(commands);
    assert_eq!(refusal(&answers[2]), Code::Archived);
    for index in [0, 1, 3, 4] {
        seq(&answers[index]);
    }
}

#[test]
fn owners_and_admins_say_what_a_room_is_about_and_moderators_do_not() {
    let mut house = House::new(Kind::Public);
    house.does(OLGA, Wish::Appoint { user: ANN, role: Moderator });
    assert_eq!(house.refused(ANN, describe("tea")), Code::Forbidden);
    assert_eq!(house.refused(EVE, describe("tea")), Code::Forbidden);
    house.does(OLGA, describe("tea"));
    let mut command = house.command(EVE, describe("cake"));
    command.actor.standing = Standing::Admin;
    assert!(matches!(house.decide(&command), Decision::Happens(Fact::Described { .. })));
}

#[test]
fn an_admin_of_the_organisation_does_not_see_a_private_room_they_are_not_in() {
    let house = House::new(Kind::Private);
    for wish in [describe("tea"), Wish::Archive, Wish::Restore, add(EVE)] {
        let mut command = house.command(EVE, wish);
        command.actor.standing = Standing::Owner;
        assert!(
            matches!(house.decide(&command), Decision::Refused(refusal) if refusal.code == Code::NotFound)
        );
    }
}

#[test]
fn a_name_is_never_decided_by_the_room_alone() {
    let house = House::new(Kind::Public);
    let name = RoomName::parse("coffee").expect("a name");
    assert_eq!(house.refused(OLGA, Wish::Rename { name }), Code::Unavailable);
    assert_eq!(
        house
            .load(&[Asked::new(house.command(ANN, Wish::Leave), String::new())])
            .member(ANN)
            .map(|row| row.role),
        Some(Member)
    );
}
