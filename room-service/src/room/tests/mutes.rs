//! Who may say nothing for a while, and who may not come back for a while.

use proptest::prelude::*;
use proto::room::Minutes;
use proto::text::ModerationReason;

use super::*;

fn minutes(minutes: u32) -> Minutes {
    Minutes::new(minutes).expect("minutes")
}

fn mute(user: UserId, for_minutes: u32) -> Action {
    Action::Mute { user, minutes: minutes(for_minutes), reason: None, whom: String::new() }
}

fn unmute(user: UserId) -> Action {
    Action::Unmute { user, whom: String::new() }
}

fn ban(user: UserId, for_minutes: Option<u32>) -> Action {
    let minutes = for_minutes.map(minutes);
    Action::Remove { user, ban: true, minutes, reason: None, whom: String::new() }
}

fn reason(fixture: &Fixture, who: UserId, action: Action) -> Reason {
    match fixture.decide(&fixture.command(who, action)) {
        Decision::Refused(refusal) => refusal.reason,
        other => panic!("it should have been refused: {other:?}"),
    }
}

#[test]
fn who_is_muted_says_nothing_until_the_end_and_then_speaks() {
    let mut fixture = Fixture::new(Kind::Public);
    let said = fixture.does(ANN, post("first"));
    fixture.does(ANN, Action::React { target: said, reaction: thumbs_up() });
    let why = ModerationReason::parse("Enough").expect("a reason");
    let action =
        Action::Mute { user: ANN, minutes: minutes(10), reason: Some(why.clone()), whom: "Ann".into() };
    fixture.does(OLGA, action);
    let until = fixture.now() + std::time::Duration::from_secs(600);
    assert_eq!(fixture.last().fact, Fact::Muted { user: ANN, until, reason: Some(why), whom: "Ann".into() });

    let target = said;
    for action in [
        post("no"),
        Action::PostInThread { root: target, body: body("no"), also_in_room: false, files: Vec::new() },
        Action::Edit { target, body: body("no"), text_rev: None, without: Vec::new() },
        Action::React { target, reaction: Reaction::parse("🎉").expect("a reaction") },
    ] {
        assert_eq!(reason(&fixture, ANN, action), Reason::muted(until));
    }
    fixture.does(ANN, Action::Unreact { target, reaction: thumbs_up() });
    fixture.does(ANN, Action::Delete { target, reason: None });

    fixture.pass((until - fixture.now()).whole_seconds() - 1);
    assert_eq!(reason(&fixture, ANN, post("a second too early")), Reason::muted(until));
    fixture.pass(1);
    fixture.does(ANN, post("now"));
    assert!(fixture.last().at >= until);
}

#[test]
fn a_mute_is_ended_before_its_time_and_a_later_one_takes_its_place() {
    let mut fixture = Fixture::new(Kind::Public);
    fixture.does(OLGA, mute(ANN, 60));
    fixture.does(OLGA, unmute(ANN));
    fixture.does(ANN, post("thank you"));
    assert_eq!(fixture.decide(&fixture.command(OLGA, unmute(ANN))), Decision::Unchanged);
    fixture.does(OLGA, mute(ANN, 60));
    fixture.does(OLGA, mute(ANN, 1));
    fixture.pass(61);
    fixture.does(ANN, post("the shorter one counts"));
    assert_eq!(fixture.decide(&fixture.command(OLGA, unmute(ANN))), Decision::Unchanged, "it is over");
}

#[test]
fn only_those_below_are_muted_and_only_those_inside() {
    let mut fixture = Fixture::new(Kind::Public);
    fixture.does(OLGA, Action::Appoint { user: ANN, role: Role::Moderator });
    assert_eq!(reason(&fixture, BOB, mute(ANN, 1)), Reason::ModeratorsOnly);
    assert_eq!(reason(&fixture, ANN, mute(OLGA, 1)), Reason::Outranked);
    assert_eq!(reason(&fixture, ANN, mute(ANN, 1)), Reason::Outranked);
    assert_eq!(reason(&fixture, ANN, mute(EVE, 1)), Reason::NotAMember);
    assert_eq!(reason(&fixture, OLGA, unmute(EVE)), Reason::NotAMember);
    fixture.does(ANN, mute(BOB, 1));
    fixture.does(OLGA, mute(ANN, 1));
    assert_eq!(reason(&fixture, ANN, post("hi")).code(), Code::Forbidden, "a moderator is muted by an owner");
    fixture.does(ANN, unmute(BOB));
}

#[test]
fn who_leaves_and_comes_back_is_muted_still() {
    let mut fixture = Fixture::new(Kind::Public);
    fixture.does(OLGA, mute(ANN, 10));
    fixture.does(ANN, Action::Leave);
    fixture.does(ANN, Action::Join);
    assert_eq!(fixture.refused(ANN, post("hi")), Code::Forbidden);
    fixture.does(OLGA, Action::Appoint { user: ANN, role: Role::Moderator });
    assert_eq!(fixture.refused(ANN, post("hi")), Code::Forbidden, "another role is no other mute");
}

#[test]
fn no_word_slips_in_between_a_mute_and_a_post_in_one_round() {
    let mut fixture = Fixture::new(Kind::Public);
    let commands = vec![
        fixture.command(ANN, post("in time")),
        fixture.command(OLGA, mute(ANN, 10)),
        fixture.command(ANN, post("too late")),
        fixture.command(OLGA, unmute(ANN)),
        fixture.command(ANN, post("in time again")),
    ];
    let answers = fixture.round(commands);
    assert_eq!(refusal(&answers[2]), Code::Forbidden);
    for index in [0, 1, 3, 4] {
        seq(&answers[index]);
    }
}

#[test]
fn a_role_taken_away_in_mid_act_takes_the_act_with_it() {
    let mut fixture = Fixture::new(Kind::Public);
    fixture.does(OLGA, Action::Appoint { user: ANN, role: Role::Moderator });
    let commands = vec![
        fixture.command(OLGA, Action::Appoint { user: ANN, role: Role::Member }),
        fixture.command(ANN, mute(BOB, 10)),
        fixture.command(BOB, post("hello")),
    ];
    let answers = fixture.round(commands);
    assert_eq!(refusal(&answers[1]), Code::Forbidden);
    seq(&answers[2]);
}

#[test]
fn a_ban_ends_by_itself_and_nobody_is_inside_by_that() {
    let mut fixture = Fixture::new(Kind::Public);
    fixture.does(OLGA, ban(ANN, Some(10)));
    assert_eq!(fixture.refused(ANN, Action::Join), Code::NotFound);
    assert_eq!(fixture.refused(OLGA, Action::Add { user: ANN, whom: String::new() }), Code::Forbidden);
    fixture.pass(601);
    assert!(!fixture.is_inside(ANN));
    assert_eq!(fixture.refused(ANN, post("hi")), Code::Forbidden, "she joins first");
    assert_eq!(
        fixture.decide(&fixture.command(OLGA, Action::Unban { user: ANN, whom: String::new() })),
        Decision::Unchanged
    );
    fixture.does(ANN, Action::Join);
    fixture.does(ANN, post("hi"));
}

#[test]
fn a_ban_is_made_shorter_or_longer_by_another_and_for_good_is_for_good() {
    let mut fixture = Fixture::new(Kind::Public);
    fixture.does(OLGA, ban(ANN, Some(10)));
    fixture.does(OLGA, ban(ANN, None));
    assert_eq!(fixture.decide(&fixture.command(OLGA, ban(ANN, None))), Decision::Unchanged);
    fixture.pass(100_000);
    assert_eq!(fixture.refused(ANN, Action::Join), Code::NotFound);
    fixture.does(OLGA, ban(ANN, Some(1)));
    fixture.pass(61);
    fixture.does(ANN, Action::Join);
}

#[test]
fn of_another_s_message_the_room_is_told_whose_it_was_and_why() {
    let mut fixture = Fixture::new(Kind::Public);
    let (hers, own) = (fixture.does(ANN, post("hers")), fixture.does(OLGA, post("own")));
    let why = ModerationReason::parse("Advertising").ok();
    let delete = |target| Action::Delete { target, reason: why.clone() };
    let whom = "someone".to_owned();
    let told = Fact::Deleted { target: hers, author: Some(ANN), reason: why.clone(), whom };
    assert_eq!(fixture.happens(OLGA, delete(hers)), told);
    assert_eq!(told.shown(), proto::room::Shown::Line);
    let quiet = fixture.happens(OLGA, delete(own));
    assert_eq!(quiet, Fact::Deleted { target: own, author: None, reason: None, whom: String::new() });
    assert_eq!(quiet.shown(), proto::room::Shown::Nothing);
}

#[test]
fn an_admin_mutes_from_outside_and_ends_mutes_and_bans() {
    let mut fixture = Fixture::new(Kind::Public);
    let by_admin = |fixture: &mut Fixture, action| {
        let mut command = fixture.command(EVE, action).by(Authority::Admin);
        command.actor.org_role = OrgRole::Admin;
        seq(&fixture.asks(command))
    };
    by_admin(&mut fixture, mute(ANN, 10));
    assert_eq!(fixture.refused(ANN, post("hi")), Code::Forbidden);
    by_admin(&mut fixture, unmute(ANN));
    fixture.does(OLGA, ban(ANN, Some(10)));
    assert_eq!(fixture.refused(ANN, Action::Join), Code::NotFound);
    by_admin(&mut fixture, Action::Unban { user: ANN, whom: String::new() });
    fixture.does(ANN, Action::Join);
}

#[derive(Clone, Debug)]
enum Step {
    Does(UserId, Action),
    Passes(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let who = || (1_u128..4).prop_map(|n| UserId(Uuid::from_u128(n)));
    let step = prop_oneof![
        6 => who().prop_map(|who| Step::Does(who, post("x"))),
        2 => (who(), who(), 1_u32..4).prop_map(|(who, user, n)| Step::Does(who, mute(user, n))),
        1 => (who(), who()).prop_map(|(who, user)| Step::Does(who, unmute(user))),
        1 => (who(), who(), 1_u32..4).prop_map(|(who, user, n)| Step::Does(who, ban(user, Some(n)))),
        1 => who().prop_map(|who| Step::Does(who, Action::Join)),
        1 => (who(), who()).prop_map(|(who, user)| Step::Does(who, Action::Appoint { user, role: Role::Moderator })),
        3 => (0_i64..120).prop_map(Step::Passes),
    ];
    proptest::collection::vec(step, 1..60)
}

proptest! {
    /// The log alone tells: whoever speaks is not muted at that moment, and whoever comes in is not banned.
    #[test]
    fn nobody_who_is_muted_is_heard_and_nobody_who_is_not_is_kept_from_speaking(all in steps(), size in 1_usize..6) {
        let mut fixture = Fixture::new(Kind::Public);
        for some in all.chunks(size) {
            let mut round = Vec::new();
            for step in some {
                match step {
                    Step::Does(who, action) => round.push(fixture.command(*who, action.clone())),
                    Step::Passes(seconds) => fixture.pass(*seconds),
                }
            }
            if round.is_empty() {
                continue;
            }
            for answer in fixture.round(round) {
                if let Answer::Refused(Refusal { reason: Reason::Muted { until }, .. }) = answer {
                    let format = &time::format_description::well_known::Rfc3339;
                    prop_assert!(At::parse(&until, format).expect("a moment") > fixture.now());
                }
            }
        }
        let mut muted = std::collections::HashMap::new();
        let mut banned = std::collections::HashMap::new();
        for event in fixture.log.after(fixture.id, 0) {
            match &event.fact {
                Fact::Muted { user, until, .. } => drop(muted.insert(*user, *until)),
                Fact::Unmuted { user, .. } => drop(muted.remove(user)),
                Fact::Removed { user, until: Some(until), .. } => drop(banned.insert(*user, *until)),
                Fact::Posted { .. } => prop_assert!(muted.get(&event.actor).is_none_or(|until| *until <= event.at)),
                Fact::Joined => prop_assert!(banned.get(&event.actor).is_none_or(|until| *until <= event.at)),
                _ => {}
            }
        }
    }
}
