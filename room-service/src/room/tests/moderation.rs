//! Who is added, banned and let back, and what moderators of a room do with it.

use proto::Refusal;
use proto::room::Role::{Member, Moderator, Owner};
use proto::text::{ModerationReason, RoomName, Slug, Topic};

use super::*;
use crate::room::Claim;

fn add(user: UserId) -> Action {
    Action::Add { user, whom: "someone".into() }
}

fn unban(user: UserId) -> Action {
    Action::Unban { user, whom: String::new() }
}

fn ban(user: UserId) -> Action {
    Action::Remove { user, ban: true, minutes: None, reason: None, whom: String::new() }
}

fn describe(text: &str) -> Action {
    Action::Describe { topic: Topic::parse(text).expect("a topic") }
}

#[test]
fn a_private_room_is_entered_by_being_added_alone() {
    let mut fixture = Fixture::new(Kind::Private);
    assert_eq!(fixture.refused(EVE, Action::Join), Code::NotFound);
    assert_eq!(fixture.refused(ANN, add(EVE)), Code::Forbidden);
    assert_eq!(fixture.refused(EVE, add(EVE)), Code::NotFound);
    fixture.does(OLGA, add(EVE));
    assert!(fixture.is_inside(EVE));
    assert_eq!(fixture.decide(&fixture.command(OLGA, add(EVE))), Decision::Unchanged);
    fixture.does(EVE, post("hello"));
    fixture.does(EVE, Action::Leave);
    assert_eq!(fixture.refused(EVE, Action::Join), Code::NotFound, "who leaves is added anew, or stays out");
    fixture.does(OLGA, add(EVE));
}

#[test]
fn the_banned_are_let_back_before_they_are_added() {
    let mut fixture = Fixture::new(Kind::Public);
    fixture.does(OLGA, ban(ANN));
    assert_eq!(fixture.refused(OLGA, add(ANN)), Code::Forbidden);
    assert_eq!(fixture.refused(BOB, unban(ANN)), Code::Forbidden);
    assert_eq!(fixture.refused(ANN, unban(ANN)), Code::NotFound);
    assert_eq!(fixture.refused(OLGA, unban(EVE)), Code::NotFound);
    fixture.does(OLGA, unban(ANN));
    assert!(!fixture.is_inside(ANN), "being let back is not being a member");
    assert_eq!(fixture.decide(&fixture.command(OLGA, unban(ANN))), Decision::Unchanged);
    fixture.does(ANN, Action::Join);
}

#[test]
fn a_removal_says_whom_and_why() {
    let fixture = Fixture::new(Kind::Public);
    let reason = Some(ModerationReason::parse("Advertising").expect("a reason"));
    let action =
        Action::Remove { user: BOB, ban: true, minutes: None, reason: reason.clone(), whom: "Bob".into() };
    assert_eq!(
        fixture.happens(OLGA, action),
        Fact::Removed { user: BOB, banned: true, until: None, reason, whom: "Bob".into() }
    );
}

#[test]
fn the_last_owner_names_another_before_leaving_those_who_stay() {
    let mut fixture = Fixture::new(Kind::Public);
    assert_eq!(fixture.refused(OLGA, Action::Leave), Code::Forbidden);
    fixture.does(OLGA, Action::Appoint { user: ANN, role: Moderator });
    assert_eq!(fixture.refused(OLGA, Action::Leave), Code::Forbidden);
    fixture.does(OLGA, Action::Appoint { user: ANN, role: Owner });
    fixture.does(OLGA, Action::Leave);
    assert_eq!(fixture.refused(ANN, Action::Leave), Code::Forbidden, "now she is the last");
    fixture.does(BOB, Action::Leave);
    fixture.does(ANN, Action::Leave);
    assert_eq!(fixture.log.members(fixture.id), [], "whoever is alone may go");
}

#[test]
fn two_owners_who_leave_at_once_do_not_both_leave() {
    let mut fixture = Fixture::new(Kind::Public);
    fixture.does(OLGA, Action::Appoint { user: ANN, role: Owner });
    let both = vec![fixture.command(OLGA, Action::Leave), fixture.command(ANN, Action::Leave)];
    let answers = fixture.round(both);
    seq(&answers[0]);
    assert_eq!(refusal(&answers[1]), Code::Forbidden);
}

#[test]
fn an_archived_room_takes_nothing_but_being_opened_again() {
    let mut fixture = Fixture::new(Kind::Public);
    assert_eq!(fixture.refused(ANN, Action::Archive), Code::Forbidden);
    fixture.does(OLGA, Action::Archive);
    for (who, action) in
        [(ANN, post("hi")), (OLGA, add(EVE)), (OLGA, ban(ANN)), (OLGA, describe("tea")), (EVE, Action::Join)]
    {
        assert_eq!(fixture.refused(who, action), Code::Archived);
    }
    assert_eq!(fixture.decide(&fixture.command(OLGA, Action::Archive)), Decision::Unchanged);
    assert_eq!(fixture.refused(ANN, Action::Restore), Code::Forbidden);
    fixture.does(ANN, Action::Leave);
    fixture.does(OLGA, Action::Restore);
    assert_eq!(fixture.decide(&fixture.command(OLGA, Action::Restore)), Decision::Unchanged);
    fixture.does(BOB, post("hi"));
}

#[test]
fn what_waits_behind_an_archive_in_the_same_round_is_refused() {
    let mut fixture = Fixture::new(Kind::Public);
    let commands = vec![
        fixture.command(ANN, post("in time")),
        fixture.command(OLGA, Action::Archive),
        fixture.command(ANN, post("too late")),
        fixture.command(OLGA, Action::Restore),
        fixture.command(ANN, post("in time again")),
    ];
    let answers = fixture.round(commands);
    assert_eq!(refusal(&answers[2]), Code::Archived);
    for index in [0, 1, 3, 4] {
        seq(&answers[index]);
    }
}

#[test]
fn owners_and_admins_say_what_a_room_is_about_and_moderators_do_not() {
    let mut fixture = Fixture::new(Kind::Public);
    fixture.does(OLGA, Action::Appoint { user: ANN, role: Moderator });
    assert_eq!(fixture.refused(ANN, describe("tea")), Code::Forbidden);
    assert_eq!(fixture.refused(EVE, describe("tea")), Code::Forbidden);
    fixture.does(OLGA, describe("tea"));
    let mut command = fixture.command(EVE, describe("cake"));
    command.actor.org_role = OrgRole::Admin;
    assert!(matches!(fixture.decide(&command), Decision::Happens(Fact::Described { .. })));
}

#[test]
fn an_admin_of_the_organisation_does_not_see_a_private_room_they_are_not_in() {
    let fixture = Fixture::new(Kind::Private);
    for action in [describe("tea"), Action::Archive, Action::Restore, add(EVE)] {
        let mut command = fixture.command(EVE, action);
        command.actor.org_role = OrgRole::Owner;
        assert!(
            matches!(fixture.decide(&command), Decision::Refused(refusal) if refusal.code == Code::NotFound)
        );
    }
}

/// What becomes of a renaming, given what came of claiming the name.
fn renamed(fixture: &Fixture, who: UserId, name: &str, claim: Option<&Claim>) -> Decision {
    let name = RoomName::parse(name).expect("a name");
    let command = fixture.command(who, Action::Rename { name });
    fixture.load(&[Asked::new(command.clone(), String::new())]).decide(&command, claim)
}

fn held(slug: &str) -> Claim {
    Claim::Held(Slug::parse(slug).expect("a slug"))
}

#[test]
fn a_name_is_never_decided_by_the_room_alone() {
    let fixture = Fixture::new(Kind::Public);
    assert_eq!(renamed(&fixture, OLGA, "coffee", None), Decision::Refused(Refusal::unavailable()));
    let name = RoomName::parse("coffee").expect("a name");
    let again = Command { again: true, ..fixture.command(OLGA, Action::Rename { name }) };
    assert_eq!(
        fixture.decide(&again),
        Decision::Refused(Refusal::unavailable()),
        "nothing is decided, so the nonce stays free"
    );
    assert_eq!(
        fixture
            .load(&[Asked::new(fixture.command(ANN, Action::Leave), String::new())])
            .member(ANN)
            .map(|row| row.role),
        Some(Member)
    );
}

#[test]
fn an_owner_renames_a_room_once_the_name_is_held() {
    let mut fixture = Fixture::new(Kind::Public);
    let fact = Fact::Renamed {
        room_name: "coffee".into(),
        slug: Slug::parse("coffee-2").expect("a slug"),
        before: "tea".into(),
    };
    assert_eq!(renamed(&fixture, OLGA, "coffee", Some(&held("coffee-2"))), Decision::Happens(fact));
    assert_eq!(renamed(&fixture, OLGA, "tea", Some(&held("tea"))), Decision::Unchanged);
    assert!(matches!(renamed(&fixture, OLGA, "coffee", Some(&Claim::Taken)),
        Decision::Refused(refusal) if refusal.code == Code::Taken));
    fixture.does(OLGA, Action::Archive);
    assert!(matches!(renamed(&fixture, OLGA, "coffee", Some(&held("coffee"))),
        Decision::Refused(refusal) if refusal.code == Code::Archived));
}

#[test]
fn whoever_may_not_rename_a_room_is_told_so_whatever_came_of_the_name() {
    let (public, private) = (Fixture::new(Kind::Public), Fixture::new(Kind::Private));
    for claim in [held("coffee"), Claim::Taken] {
        for (fixture, who, code) in [
            (&public, ANN, Code::Forbidden),
            (&public, EVE, Code::Forbidden),
            (&private, ANN, Code::Forbidden),
            (&private, EVE, Code::NotFound),
        ] {
            assert!(matches!(renamed(fixture, who, "coffee", Some(&claim)),
                Decision::Refused(refusal) if refusal.code == code));
        }
    }
}
