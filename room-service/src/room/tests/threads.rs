//! What is said in a thread.

use proto::Reason;
use proto::room::{Message, Thread};

use super::*;

fn reply(root: Seq, text: &str) -> Action {
    Action::PostInThread { root, body: body(text), also_in_room: false, files: Vec::new() }
}

fn also(root: Seq, text: &str) -> Action {
    Action::PostInThread { root, body: body(text), also_in_room: true, files: Vec::new() }
}

fn message(fixture: &Fixture, seq: Seq) -> Message {
    match fixture.log.after(fixture.id, seq - 1).remove(0).fact {
        Fact::Posted { message } | Fact::Edited { message } => *message,
        fact => panic!("{fact:?}"),
    }
}

fn line(fixture: &Fixture, seq: Seq) -> Thread {
    *message(fixture, seq).thread.expect("a thread")
}

fn refusal_of(fixture: &Fixture, who: UserId, action: Action) -> Reason {
    match fixture.decide(&fixture.command(who, action)) {
        Decision::Refused(refusal) => refusal.reason,
        other => panic!("it should have been refused: {other:?}"),
    }
}

#[test]
fn a_reply_in_a_thread_has_a_place_and_no_number_and_its_root_says_how_it_goes_on() {
    let mut fixture = Fixture::new(Kind::Public);
    let root = fixture.does(BOB, post("lights?"));
    let first = fixture.does(ANN, reply(root, "wednesday"));
    let second = fixture.does(BOB, also(root, "good"));
    let third = fixture.does(OLGA, post("next"));
    let numbers = [root, first, second, third].map(|seq| message(&fixture, seq).msg_no);
    assert_eq!(numbers, [Some(1), None, Some(2), Some(3)], "what is said aside has none");
    assert_eq!(
        [root, first, second].map(|seq| message(&fixture, seq).root()),
        [None, Some(root), Some(root)]
    );
    let quoted = message(&fixture, second).reply_to.expect("in the room it shows what it is about");
    assert_eq!(quoted.seq, root);
    assert!(message(&fixture, first).reply_to.is_none());
    let now = line(&fixture, root);
    assert_eq!((now.replies, now.last_seq), (2, second));
    assert_eq!(now.last_at, message(&fixture, second).at);
    assert_eq!(now.faces.iter().map(|face| face.user).collect::<Vec<_>>(), [BOB, ANN], "the latest first");
    assert_eq!((message(&fixture, root).rev, message(&fixture, root).text_rev), (second, root));
    // In one round with each other and with a change of the root.
    let edit = Action::Edit { target: root, body: body("lights!"), text_rev: None, without: Vec::new() };
    let both = vec![
        fixture.command(ANN, reply(root, "a")),
        fixture.command(BOB, edit),
        fixture.command(OLGA, reply(root, "b")),
    ];
    let seqs: Vec<Seq> = fixture.round(both).iter().map(seq).collect();
    let now = line(&fixture, root);
    assert_eq!((now.replies, now.last_seq, now.last_at), (4, seqs[2], fixture.last().at));
    assert_eq!(now.faces.iter().map(|face| face.user).collect::<Vec<_>>(), [OLGA, ANN, BOB]);
    assert_eq!(message(&fixture, root).rev, seqs[2]);
}

#[test]
fn no_thread_begins_in_a_thread_or_with_what_is_deleted_and_one_that_has_begun_goes_on() {
    let mut fixture = Fixture::new(Kind::Public);
    let root = fixture.does(BOB, post("lights?"));
    let first = fixture.does(ANN, reply(root, "wednesday"));
    assert_eq!(refusal_of(&fixture, ANN, reply(first, "x")), Reason::ThreadInThread);
    for missing in [1, 0, -1, 99, Seq::MAX] {
        assert_eq!(refusal_of(&fixture, ANN, reply(missing, "x")), Reason::MessageMissing, "{missing}");
    }
    let other = fixture.does(BOB, post("oops"));
    for target in [root, other] {
        fixture.does(BOB, Action::Delete { target, reason: None });
    }
    assert_eq!(refusal_of(&fixture, ANN, reply(other, "x")), Reason::RepliedMessageDeleted);
    fixture.does(ANN, reply(root, "still here"));
    assert_eq!((line(&fixture, root).replies, message(&fixture, root).deleted_at.is_some()), (2, true));
    assert_eq!(fixture.refused(EVE, reply(root, "hi")), Code::Forbidden, "one must join first");
}

#[test]
fn what_is_said_in_a_thread_is_changed_and_taken_back_as_in_the_room() {
    let mut fixture = Fixture::new(Kind::Public);
    let root = fixture.does(BOB, post("lights?"));
    let target = fixture.does(ANN, reply(root, "wensday"));
    let edit = || Action::Edit { target, body: body("wednesday"), text_rev: None, without: Vec::new() };
    assert_eq!(fixture.refused(BOB, edit()), Code::Forbidden);
    fixture.does(ANN, edit());
    let now = message(&fixture, target);
    assert_eq!((now.body.as_str(), now.msg_no, now.root()), ("wednesday", None, Some(root)));
    fixture.does(OLGA, Action::Delete { target, reason: None });
    assert!(message(&fixture, target).deleted_at.is_some());
    assert_eq!(line(&fixture, root).replies, 1, "a tombstone is counted: it is shown");
}
