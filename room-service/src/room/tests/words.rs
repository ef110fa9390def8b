//! What is said, changed and taken back.

use proto::room::{MessageList, RoomSetting};

use super::*;

#[test]
fn a_message_gets_its_place_its_number_and_its_words() {
    let mut fixture = Fixture::new(Kind::Public);
    let seq = fixture.does(ANN, post("hello"));
    let Fact::Posted { message } = fixture.last().fact else { panic!("a message") };
    assert_eq!((message.seq, message.rev, message.msg_no, message.author), (seq, seq, Some(1), ANN));
    assert_eq!((message.body.as_str(), message.html.as_str()), ("hello", "<p>"));
    assert_eq!(message.at, fixture.last().at);
    fixture.does(BOB, Action::Leave);
    fixture.does(ANN, post("still here"));
    assert!(
        matches!(fixture.last().fact, Fact::Posted { message } if message.msg_no == Some(2) && message.seq == 6)
    );
}

#[test]
fn one_must_join_before_writing() {
    assert_eq!(Fixture::new(Kind::Public).refused(EVE, post("hi")), Code::Forbidden);
}

#[test]
fn an_answer_needs_a_message_to_answer() {
    let mut fixture = Fixture::new(Kind::Public);
    let reply = |seq| Action::Post { body: body("yes"), reply_to: Some(seq), files: Vec::new() };
    assert_eq!(fixture.refused(ANN, reply(2)), Code::NotFound);
    assert_eq!(fixture.refused(ANN, reply(-1)), Code::NotFound);
    let seq = fixture.does(BOB, post("tea?"));
    assert!(
        matches!(fixture.happens(ANN, reply(seq)), Fact::Posted { message } if message.reply_to.as_ref().is_some_and(|quote| quote.seq == seq))
    );
}

#[test]
fn a_reply_quotes_what_it_answers_as_that_stands_and_nothing_deleted_is_answered() {
    let mut fixture = Fixture::new(Kind::Public);
    let reply = |to| Action::Post { body: body("yes"), reply_to: Some(to), files: Vec::new() };
    let quote = |fixture: &Fixture, seq: Seq| {
        let Fact::Posted { message } = fixture.log.after(fixture.id, seq - 1).remove(0).fact else {
            panic!("a message")
        };
        *message.reply_to.expect("a reply")
    };
    let tea = fixture.does(BOB, post("tea?"));
    // In one round with the change of what it answers: it quotes what was said by then.
    let edit = Action::Edit { target: tea, body: body("tea at four?"), text_rev: None, without: Vec::new() };
    let answers = fixture.round(vec![fixture.command(BOB, edit), fixture.command(ANN, reply(tea))]);
    let (rev, yes) = (seq(&answers[0]), seq(&answers[1]));
    let said = quote(&fixture, yes);
    assert_eq!(
        (said.seq, said.text_rev, said.author, said.edited, said.deleted),
        (tea, rev, BOB, true, false)
    );
    assert_eq!(said.html, "<p>");
    // And a reply that is changed in the round in which what it answers is taken back quotes nothing of it.
    let change = Action::Edit { target: yes, body: body("yes, please"), text_rev: None, without: Vec::new() };
    let delete = fixture.command(BOB, Action::Delete { target: tea, reason: None });
    fixture.round(vec![delete, fixture.command(ANN, change)]);
    let Fact::Edited { message } = fixture.last().fact else { panic!("a change") };
    let said = message.reply_to.expect("still a reply");
    assert_eq!((said.deleted, said.edited, &*said.html), (true, true, ""));
    assert_eq!(fixture.refused(EVE, reply(tea)), Code::Forbidden);
    let refused = fixture.decide(&fixture.command(ANN, reply(tea)));
    assert_eq!(refused, Decision::Refused(proto::Reason::RepliedMessageDeleted.into()));
}

#[test]
fn only_the_author_changes_a_message() {
    let mut fixture = Fixture::new(Kind::Public);
    let target = fixture.does(ANN, post("helo"));
    let edit = || Action::Edit { target, body: body("hello"), text_rev: None, without: Vec::new() };
    assert_eq!(fixture.refused(BOB, edit()), Code::Forbidden);
    assert_eq!(fixture.refused(OLGA, edit()), Code::Forbidden);
    assert_eq!(
        fixture
            .refused(ANN, Action::Edit { target: 1, body: body("x"), text_rev: None, without: Vec::new() }),
        Code::NotFound
    );
    let rev = fixture.does(ANN, edit());
    let Fact::Edited { message } = fixture.last().fact else { panic!("a change") };
    assert_eq!((message.seq, message.rev, message.body.as_str()), (target, rev, "hello"));
    assert_eq!(message.edited_at, Some(fixture.last().at));
    assert!(message.at < fixture.last().at);
}

#[test]
fn earlier_words_are_kept_of_what_was_said_since_the_room_keeps_them_and_of_nothing_else() {
    let mut fixture = Fixture::new(Kind::Public);
    let keep = |kept| Action::Configure { setting: RoomSetting::EditHistory(kept) };
    let before = fixture.does(ANN, post("before"));
    assert_eq!(fixture.refused(ANN, keep(true)), Code::Forbidden, "its owner says so");
    let is_kept = |fixture: &mut Fixture, target| {
        let edit = Action::Edit { target, body: body("mended"), text_rev: None, without: Vec::new() };
        fixture.does(ANN, edit);
        let Fact::Edited { message } = fixture.last().fact else { panic!("a change") };
        message.history
    };
    assert!(!is_kept(&mut fixture, before), "not unless it is asked for");
    fixture.does(OLGA, keep(true));
    assert_eq!(fixture.decide(&fixture.command(OLGA, keep(true))), Decision::Unchanged);
    let said = fixture.does(ANN, post("said"));
    assert!(is_kept(&mut fixture, said) && is_kept(&mut fixture, said));
    assert!(!is_kept(&mut fixture, before), "it was said when nothing was kept");
    fixture.does(OLGA, keep(false));
    assert!(!is_kept(&mut fixture, said));
    fixture.does(OLGA, keep(true));
    assert!(!is_kept(&mut fixture, said), "it was said before the second time");
}

#[test]
fn words_made_from_older_ones_do_not_replace_newer_ones() {
    let mut fixture = Fixture::new(Kind::Public);
    let target = fixture.does(ANN, post("helo"));
    let edit =
        |text: &str, text_rev| Action::Edit { target, body: body(text), text_rev, without: Vec::new() };
    fixture.does(OLGA, Action::Pin { target });
    let rev = fixture.does(ANN, edit("hello", Some(target)));
    assert_eq!(fixture.refused(ANN, edit("helo!", Some(target))), Code::Outdated);
    let both = ["one", "two"].map(|text| fixture.command(ANN, edit(text, Some(rev))));
    let answers = fixture.round(both.to_vec());
    assert_eq!((seq(&answers[0]), refusal(&answers[1])), (rev + 1, Code::Outdated), "in one round too");
    fixture.does(ANN, edit("whatever it says", None));
}

#[test]
fn a_message_is_taken_back_by_its_author_or_a_moderator_once() {
    let mut fixture = Fixture::new(Kind::Public);
    let target = fixture.does(ANN, post("oops"));
    assert_eq!(fixture.refused(BOB, Action::Delete { target, reason: None }), Code::Forbidden);
    assert_eq!(
        fixture.happens(OLGA, Action::Delete { target, reason: None }),
        Fact::Deleted { target, author: Some(ANN), reason: None, whom: "someone".into() }
    );
    fixture.does(ANN, Action::Delete { target, reason: None });
    assert_eq!(
        fixture.decide(&fixture.command(OLGA, Action::Delete { target, reason: None })),
        Decision::Unchanged
    );
    assert_eq!(
        fixture.refused(ANN, Action::Edit { target, body: body("x"), text_rev: None, without: Vec::new() }),
        Code::NotFound
    );
    let Fact::Posted { message } = fixture.log.after(fixture.id, target - 1).remove(0).fact else {
        panic!("a message")
    };
    assert!(message.body.is_empty() && message.html.is_empty() && message.deleted_at.is_some());
}

#[test]
fn an_archived_room_takes_nothing_new_but_lets_people_go() {
    let mut fixture = Fixture::new(Kind::Public);
    fixture.log.archive(fixture.id);
    assert_eq!(fixture.refused(ANN, post("hi")), Code::Archived);
    assert_eq!(fixture.refused(EVE, Action::Join), Code::Archived);
    assert_eq!(fixture.happens(ANN, Action::Leave), Fact::Left);
}

#[test]
fn those_inside_are_mentioned_and_nobody_by_themselves() {
    let mut fixture = Fixture::new(Kind::Public);
    fixture.does(
        OLGA,
        Action::Remove { user: BOB, ban: true, minutes: None, reason: None, whom: String::new() },
    );
    let named = vec![ANN, OLGA, BOB, EVE];
    let asked = [Asked { named, ..Asked::new(fixture.command(ANN, post("you all")), String::new()) }];
    let plan = round::decide(&mut fixture.load(&asked), &asked);
    assert_eq!(plan.order.drafts[0].mentions, [OLGA], "the banned and strangers are not");
    // Whoever comes in with an earlier command of the round is inside.
    let join = Asked::new(fixture.command(EVE, Action::Join), String::new());
    let asked = [join, asked[0].clone()];
    let plan = round::decide(&mut fixture.load(&asked), &asked);
    assert_eq!(plan.order.drafts[1].mentions, [OLGA, EVE]);
}

#[test]
fn a_moderator_pins_what_is_there_and_once() {
    let mut fixture = Fixture::new(Kind::Public);
    let target = fixture.does(ANN, post("helo"));
    let (pin, unpin) = (Action::Pin { target }, Action::Unpin { target });
    assert_eq!(fixture.refused(ANN, pin.clone()), Code::Forbidden, "not even her own");
    assert_eq!(fixture.refused(OLGA, Action::Pin { target: 1 }), Code::NotFound);
    assert_eq!(fixture.happens(OLGA, pin.clone()), Fact::Pinned { target });
    fixture.does(OLGA, pin.clone());
    assert_eq!(fixture.load(&[]).settings.pins, [target]);
    assert_eq!(fixture.decide(&fixture.command(OLGA, pin.clone())), Decision::Unchanged);
    fixture.does(OLGA, unpin.clone());
    assert_eq!(fixture.load(&[]).settings.pins, [] as [Seq; 0]);
    assert_eq!(fixture.decide(&fixture.command(OLGA, unpin)), Decision::Unchanged);

    fixture.does(OLGA, pin.clone());
    fixture.does(ANN, Action::Delete { target, reason: None });
    assert_eq!(fixture.load(&[]).settings.pins, [] as [Seq; 0], "what is taken back is at hand no longer");
    assert_eq!(fixture.refused(OLGA, pin), Code::NotFound);
}

#[test]
fn a_room_pins_so_many_messages_and_no_more() {
    let mut fixture = Fixture::new(Kind::Public);
    for _ in 0..MessageList::MAX {
        let target = fixture.does(ANN, post("again"));
        fixture.does(OLGA, Action::Pin { target });
    }
    let target = fixture.does(ANN, post("one too many"));
    assert_eq!(fixture.refused(OLGA, Action::Pin { target }), Code::Limit);
    let first = fixture.load(&[]).settings.pins[0];
    fixture.does(OLGA, Action::Unpin { target: first });
    assert_eq!(fixture.happens(OLGA, Action::Pin { target }), Fact::Pinned { target });
}

#[test]
fn pins_of_one_round_are_decided_one_after_the_other() {
    let mut fixture = Fixture::new(Kind::Public);
    let target = fixture.does(ANN, post("hello"));
    let all = [Action::Pin { target }, Action::Unpin { target }, Action::Pin { target }];
    let round = all.map(|action| fixture.command(OLGA, action)).to_vec();
    fixture.round(round);
    assert_eq!(fixture.load(&[]).settings.pins, [target]);
    assert_eq!(fixture.load(&[]).rules, 3, "rooms with pins are left to nodes that know of them");
}
