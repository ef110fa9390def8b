//! Who may post in a room, and how fast.

use proptest::prelude::*;
use proto::room::{LeastRole, RoomSetting, SlowMode};

use super::*;

fn posting(least: LeastRole) -> Action {
    Action::Configure { setting: RoomSetting::Posting(least) }
}

fn slow(seconds: u32) -> Action {
    Action::Configure { setting: RoomSetting::SlowMode(SlowMode::new(seconds).expect("seconds")) }
}

fn told(fixture: &Fixture, who: UserId, action: Action) -> Refusal {
    match fixture.decide(&fixture.command(who, action)) {
        Decision::Refused(refusal) => refusal,
        other => panic!("it should have been refused: {other:?}"),
    }
}

fn aside(root: Seq, also_in_room: bool) -> Action {
    Action::PostInThread { root, body: body("aside"), also_in_room, files: Vec::new() }
}

#[test]
fn in_an_announcement_room_moderators_post_and_everyone_reacts_and_replies_in_threads() {
    let mut fixture = Fixture::new(Kind::Public);
    assert_eq!(fixture.refused(ANN, posting(LeastRole::Moderator)), Code::Forbidden);
    let before = fixture.does(ANN, post("before"));
    fixture.does(OLGA, posting(LeastRole::Moderator));
    let again = fixture.command(OLGA, posting(LeastRole::Moderator));
    assert_eq!(fixture.decide(&again), Decision::Unchanged);
    let root = fixture.does(OLGA, post("hear, hear"));
    assert_eq!(told(&fixture, ANN, post("no")).reason, Reason::AnnouncementsOnly);
    assert_eq!(told(&fixture, ANN, aside(root, true)).reason, Reason::AnnouncementsOnly);
    fixture.does(ANN, aside(root, false));
    fixture.does(ANN, Action::React { target: root, reaction: thumbs_up() });
    fixture.does(
        ANN,
        Action::Edit {
            target: before,
            body: body("what is said may be mended"),
            text_rev: None,
            without: Vec::new(),
        },
    );
    fixture.does(OLGA, Action::Appoint { user: ANN, role: Role::Moderator });
    fixture.does(ANN, post("now"));
    fixture.does(OLGA, posting(LeastRole::Member));
    fixture.does(BOB, post("all of us"));
}

#[test]
fn in_slow_mode_one_waits_between_two_messages_and_is_told_how_long() {
    let mut fixture = Fixture::new(Kind::Public);
    let root = fixture.does(ANN, post("before it counts"));
    fixture.does(OLGA, slow(30));
    fixture.does(ANN, post("first"));
    fixture.pass(6);
    let refusal = told(&fixture, ANN, post("too soon"));
    assert_eq!((refusal.code, &refusal.reason), (Code::RateLimited, &Reason::SlowMode { seconds: 24 }));
    assert_eq!(refusal.retry_ms, Some(24_000));
    assert_eq!(told(&fixture, ANN, aside(root, false)).reason, refusal.reason, "in a thread, too");
    fixture.does(ANN, Action::React { target: root, reaction: thumbs_up() });
    fixture.does(BOB, post("each for themselves"));
    for n in 0..3 {
        fixture.does(OLGA, post(&format!("owners need not wait {n}")));
    }
    fixture.pass(24);
    fixture.does(ANN, aside(root, false));
    assert_eq!(fixture.refused(ANN, post("the thread counts")), Code::RateLimited);
    fixture.does(OLGA, slow(0));
    fixture.does(ANN, post("as fast as one likes"));
    fixture.does(ANN, post("again"));
}

#[test]
fn two_messages_in_one_round_are_one_too_many_in_slow_mode() {
    let mut fixture = Fixture::new(Kind::Public);
    fixture.does(OLGA, slow(30));
    let commands = vec![
        fixture.command(ANN, post("one")),
        fixture.command(ANN, post("two")),
        fixture.command(OLGA, slow(0)),
        fixture.command(ANN, post("three")),
    ];
    let answers = fixture.round(commands);
    assert_eq!(refusal(&answers[1]), Code::RateLimited);
    for index in [0, 2, 3] {
        seq(&answers[index]);
    }
}

#[test]
fn who_is_too_fast_and_asks_again_leaves_nothing_in_the_log() {
    let mut fixture = Fixture::new(Kind::Public);
    fixture.does(OLGA, slow(30));
    fixture.does(ANN, post("one"));
    let mut command = fixture.command(ANN, post("two"));
    command.again = true;
    let head = fixture.log.head(fixture.id);
    assert_eq!(refusal(&fixture.asks(command.clone())), Code::RateLimited);
    assert_eq!(fixture.log.head(fixture.id), head, "the same command may be carried out yet");
    fixture.pass(30);
    seq(&fixture.asks(command));
}

proptest! {
    #[test]
    fn nobody_is_faster_than_slow_mode_and_nobody_waits_longer(
        seconds in 1_u32..60,
        steps in proptest::collection::vec((2_u128..4, 0_i64..40), 1..40),
    ) {
        let mut fixture = Fixture::new(Kind::Public);
        fixture.does(OLGA, slow(seconds));
        let mut last = std::collections::HashMap::new();
        for (who, pause) in steps {
            fixture.pass(pause);
            let who = UserId(Uuid::from_u128(who));
            let command = fixture.command(who, post("x"));
            match fixture.asks(command) {
                Answer::Done(done) => {
                    let before = last.insert(who, done.at);
                    prop_assert!(before.is_none_or(|before| (done.at - before).whole_seconds() >= i64::from(seconds)));
                }
                Answer::Refused(refusal) => {
                    let since = fixture.now() - last[&who];
                    let left = std::time::Duration::from_secs(seconds.into()) - since;
                    prop_assert_eq!(refusal.retry_ms.map(i128::from), Some(left.whole_milliseconds()));
                    prop_assert!(left.is_positive());
                }
                Answer::Cancelled => prop_assert!(false, "nobody cancels"),
            }
        }
    }
}
