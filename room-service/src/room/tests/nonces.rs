//! The same command twice, and what becomes of a nonce.

use super::*;
use crate::room::VoidReason;

fn again(command: &Command) -> Command {
    Command { again: true, ..command.clone() }
}

fn with(command: &Command, action: Action) -> Command {
    Command { action, ..command.clone() }
}

#[test]
fn resending_the_same_message_is_harmless() {
    let mut fixture = Fixture::new(Kind::Public);
    let command = fixture.command(ANN, post("hello"));
    let first = fixture.asks(command.clone());
    let Answer::Done(second) = fixture.asks(again(&command)) else { panic!("done") };
    assert_eq!((second.seq, second.dup), (seq(&first), true));
    assert_eq!(fixture.log.head(fixture.id), second.seq);
}

#[test]
fn a_nonce_names_one_command_for_ever() {
    let mut fixture = Fixture::new(Kind::Public);
    let command = fixture.command(ANN, post("hello"));
    fixture.asks(command.clone());
    assert_eq!(refusal(&fixture.asks(with(&command, post("other")))), Code::NonceReused);
    let bobs = Command { actor: fixture.command(BOB, Action::Leave).actor, ..with(&command, post("mine")) };
    assert!(matches!(fixture.asks(bobs), Answer::Done(done) if !done.dup));
}

#[test]
fn a_refusal_that_may_have_a_twin_takes_its_nonce() {
    let mut fixture = Fixture::new(Kind::Public);
    fixture.does(
        OLGA,
        Action::Remove { user: ANN, ban: false, minutes: None, reason: None, whom: String::new() },
    );
    let head = fixture.log.head(fixture.id);
    let command = fixture.command(ANN, post("hello"));
    assert_eq!(refusal(&fixture.asks(command.clone())), Code::Forbidden);
    assert_eq!(fixture.log.head(fixture.id), head);
    assert_eq!(refusal(&fixture.asks(again(&command))), Code::Forbidden);
    assert_eq!((fixture.last().seq, fixture.last().fact), (head + 1, Fact::Void));
    // Ann is back; her late twin is still told what she was told.
    fixture.does(ANN, Action::Join);
    assert_eq!(refusal(&fixture.asks(command)), Code::Forbidden);
}

#[test]
fn nothing_to_change_takes_its_nonce_too_when_there_may_be_a_twin() {
    let mut fixture = Fixture::new(Kind::Public);
    let command = again(&fixture.command(ANN, Action::Join));
    let Answer::Done(done) = fixture.asks(command.clone()) else { panic!("done") };
    assert_eq!((done.seq, done.dup, fixture.last().fact), (4, false, Fact::Void));
    fixture.does(ANN, Action::Leave);
    assert!(matches!(fixture.asks(command), Answer::Done(done) if done.dup && done.seq == 4));
    assert!(!fixture.is_inside(ANN));
}

#[test]
fn what_a_stranger_was_refused_does_not_come_true_when_they_join() {
    let mut fixture = Fixture::new(Kind::Public);
    let command = fixture.command(EVE, post("hello"));
    assert_eq!(refusal(&fixture.asks(again(&command))), Code::Forbidden);
    fixture.does(EVE, Action::Join);
    // The first attempt, held up somewhere, arrives at last.
    assert_eq!(refusal(&fixture.asks(command)), Code::Forbidden);
}

#[test]
fn what_a_stranger_called_off_does_not_come_true_when_they_join() {
    let mut fixture = Fixture::new(Kind::Public);
    let command = fixture.command(EVE, post("hello"));
    assert_eq!(fixture.asks(with(&command, Action::Cancel)), Answer::Cancelled);
    fixture.does(EVE, Action::Join);
    assert_eq!(fixture.asks(command), Answer::Cancelled);
}

#[test]
fn a_stranger_leaves_no_trace_in_a_private_room() {
    let mut fixture = Fixture::new(Kind::Private);
    let head = fixture.log.head(fixture.id);
    let command = again(&fixture.command(EVE, post("hello")));
    assert_eq!(refusal(&fixture.asks(command.clone())), Code::NotFound);
    assert_eq!(refusal(&fixture.asks(with(&command, Action::Cancel))), Code::NotFound);
    assert_eq!(fixture.log.head(fixture.id), head);
}

#[test]
fn what_was_cancelled_never_happens() {
    let mut fixture = Fixture::new(Kind::Public);
    let command = fixture.command(ANN, post("hello"));
    assert_eq!(fixture.asks(with(&command, Action::Cancel)), Answer::Cancelled);
    assert_eq!(fixture.asks(command.clone()), Answer::Cancelled);
    assert_eq!(fixture.asks(with(&command, Action::Cancel)), Answer::Cancelled);
    assert_eq!(fixture.log.head(fixture.id), 4);
}

#[test]
fn what_has_happened_is_not_cancelled_and_its_author_learns_where_it_is() {
    let mut fixture = Fixture::new(Kind::Public);
    let command = fixture.command(ANN, post("hello"));
    let posted = fixture.asks(command.clone());
    let Answer::Done(done) = fixture.asks(with(&command, Action::Cancel)) else { panic!("done") };
    assert_eq!((done.seq, done.dup), (seq(&posted), true));
}

#[test]
fn cancelling_what_was_refused_says_cancelled() {
    let mut fixture = Fixture::new(Kind::Public);
    let command = again(
        &fixture
            .command(ANN, Action::Edit { target: 1, body: body("x"), text_rev: None, without: Vec::new() }),
    );
    assert_eq!(refusal(&fixture.asks(command.clone())), Code::NotFound);
    assert_eq!(fixture.asks(with(&command, Action::Cancel)), Answer::Cancelled);
}

#[test]
fn twins_in_one_round_are_one_command() {
    let mut fixture = Fixture::new(Kind::Public);
    let command = fixture.command(ANN, post("hello"));
    let other = with(&command, post("other"));
    let cancel = with(&command, Action::Cancel);
    let answers = fixture.round(vec![command.clone(), again(&command), other, cancel]);
    assert_eq!((seq(&answers[0]), seq(&answers[1]), seq(&answers[3])), (4, 4, 4));
    assert_eq!(refusal(&answers[2]), Code::NonceReused);
    assert_eq!(fixture.log.head(fixture.id), 4);
}

#[test]
fn a_cancel_before_its_message_in_one_round_wins() {
    let mut fixture = Fixture::new(Kind::Public);
    let command = fixture.command(ANN, post("hello"));
    let answers = fixture.round(vec![with(&command, Action::Cancel), command]);
    assert_eq!(answers, [Answer::Cancelled, Answer::Cancelled]);
}

#[test]
fn rows_answer_by_what_they_are() {
    let fixture = Fixture::new(Kind::Public);
    let command = fixture.command(ANN, post("hello"));
    let row = known(&command, 7);
    let (fingerprint, other) = (row.fingerprint, Fingerprint::of(Authority::Member, &post("other")));
    assert!(
        matches!(row.answer(&command.action, fingerprint), Answer::Done(done) if done.seq == 7 && done.dup)
    );
    assert_eq!(refusal(&row.answer(&command.action, other)), Code::NonceReused);
    assert!(
        matches!(row.answer(&Action::Cancel, Fingerprint::of(Authority::Member, &Action::Cancel)), Answer::Done(done) if done.seq == 7)
    );
    let cancelled = Known {
        void_reason: Some(VoidReason::Cancelled),
        fingerprint: Fingerprint::of(Authority::Member, &Action::Cancel),
        ..row
    };
    assert_eq!(cancelled.answer(&command.action, fingerprint), Answer::Cancelled);
}
