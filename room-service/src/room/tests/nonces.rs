//! The same command twice, and the fate of a nonce.

use super::*;
use crate::room::Because;

fn again(command: &Command) -> Command {
    Command { again: true, ..command.clone() }
}

fn with(command: &Command, wish: Wish) -> Command {
    Command { wish, ..command.clone() }
}

#[test]
fn resending_the_same_message_is_harmless() {
    let mut house = House::new(Kind::Public);
    let command = house.command(ANN, post("hello"));
    let first = house.asks(command.clone());
    let Answer::Done(second) = house.asks(again(&command)) else { panic!("done") };
    assert_eq!((second.seq, second.dup), (seq(&first), true));
    assert_eq!(house.log.head(house.id), second.seq);
}

#[test]
fn a_nonce_names_one_command_for_ever() {
    let mut house = House::new(Kind::Public);
    let command = house.command(ANN, post("hello"));
    house.asks(command.clone());
    assert_eq!(refusal(&house.asks(with(&command, post("other")))), Code::NonceReused);
    let bobs = Command { actor: house.command(BOB, Wish::Leave).actor, ..with(&command, post("mine")) };
    assert!(matches!(house.asks(bobs), Answer::Done(done) if !done.dup));
}

#[test]
fn a_refusal_that_may_have_a_twin_takes_its_nonce() {
    let mut house = House::new(Kind::Public);
    house.does(OLGA, Wish::Remove { user: ANN, ban: false, reason: None, whom: String::new() });
    let head = house.log.head(house.id);
    let command = house.command(ANN, post("hello"));
    assert_eq!(refusal(&house.asks(command.clone())), Code::Forbidden);
    assert_eq!(house.log.head(house.id), head);
    assert_eq!(refusal(&house.asks(again(&command))), Code::Forbidden);
    assert_eq!((house.last().seq, house.last().fact), (head + 1, Fact::Void));
    // Ann is back; her late twin is still told what she was told.
    house.does(ANN, Wish::Join);
    assert_eq!(refusal(&house.asks(command)), Code::Forbidden);
}

#[test]
fn nothing_to_change_takes_its_nonce_too_when_there_may_be_a_twin() {
    let mut house = House::new(Kind::Public);
    let command = again(&house.command(ANN, Wish::Join));
    let Answer::Done(done) = house.asks(command.clone()) else { panic!("done") };
    assert_eq!((done.seq, done.dup, house.last().fact), (4, false, Fact::Void));
    house.does(ANN, Wish::Leave);
    assert!(matches!(house.asks(command), Answer::Done(done) if done.dup && done.seq == 4));
    assert!(!house.is_inside(ANN));
}

#[test]
fn what_a_stranger_was_refused_does_not_come_true_when_they_join() {
    let mut house = House::new(Kind::Public);
    let command = house.command(EVE, post("hello"));
    assert_eq!(refusal(&house.asks(again(&command))), Code::Forbidden);
    house.does(EVE, Wish::Join);
    // The first attempt, held up somewhere, arrives at last.
    assert_eq!(refusal(&house.asks(command)), Code::Forbidden);
}

#[test]
fn what_a_stranger_called_off_does_not_come_true_when_they_join() {
    let mut house = House::new(Kind::Public);
    let command = house.command(EVE, post("hello"));
    assert_eq!(house.asks(with(&command, Wish::Cancel)), Answer::Cancelled);
    house.does(EVE, Wish::Join);
    assert_eq!(house.asks(command), Answer::Cancelled);
}

#[test]
fn a_stranger_leaves_no_trace_in_a_private_room() {
    let mut house = House::new(Kind::Private);
    let head = house.log.head(house.id);
    let command = again(&house.command(EVE, post("hello")));
    assert_eq!(refusal(&house.asks(command.clone())), Code::NotFound);
    assert_eq!(refusal(&house.asks(with(&command, Wish::Cancel))), Code::NotFound);
    assert_eq!(house.log.head(house.id), head);
}

#[test]
fn what_was_cancelled_never_happens() {
    let mut house = House::new(Kind::Public);
    let command = house.command(ANN, post("hello"));
    assert_eq!(house.asks(with(&command, Wish::Cancel)), Answer::Cancelled);
    assert_eq!(house.asks(command.clone()), Answer::Cancelled);
    assert_eq!(house.asks(with(&command, Wish::Cancel)), Answer::Cancelled);
    assert_eq!(house.log.head(house.id), 4);
}

#[test]
fn what_has_happened_is_not_cancelled_and_its_author_learns_where_it_is() {
    let mut house = House::new(Kind::Public);
    let command = house.command(ANN, post("hello"));
    let posted = house.asks(command.clone());
    let Answer::Done(done) = house.asks(with(&command, Wish::Cancel)) else { panic!("done") };
    assert_eq!((done.seq, done.dup), (seq(&posted), true));
}

#[test]
fn cancelling_what_was_refused_says_cancelled() {
    let mut house = House::new(Kind::Public);
    let command = again(&house.command(ANN, Wish::Edit { target: 1, body: body("x") }));
    assert_eq!(refusal(&house.asks(command.clone())), Code::NotFound);
    assert_eq!(house.asks(with(&command, Wish::Cancel)), Answer::Cancelled);
}

#[test]
fn twins_in_one_round_are_one_command() {
    let mut house = House::new(Kind::Public);
    let command = house.command(ANN, post("hello"));
    let other = with(&command, post("other"));
    let cancel = with(&command, Wish::Cancel);
    let answers = house.round(vec![command.clone(), again(&command), other, cancel]);
    assert_eq!((seq(&answers[0]), seq(&answers[1]), seq(&answers[3])), (4, 4, 4));
    assert_eq!(refusal(&answers[2]), Code::NonceReused);
    assert_eq!(house.log.head(house.id), 4);
}

#[test]
fn a_cancel_before_its_message_in_one_round_wins() {
    let mut house = House::new(Kind::Public);
    let command = house.command(ANN, post("hello"));
    let answers = house.round(vec![with(&command, Wish::Cancel), command]);
    assert_eq!(answers, [Answer::Cancelled, Answer::Cancelled]);
}

#[test]
fn rows_answer_by_what_they_are() {
    let house = House::new(Kind::Public);
    let command = house.command(ANN, post("hello"));
    let row = known(&command, 7);
    let (print, other) = (row.print, Print::of(&post("other")));
    assert!(matches!(row.answer(&command.wish, print), Answer::Done(done) if done.seq == 7 && done.dup));
    assert_eq!(refusal(&row.answer(&command.wish, other)), Code::NonceReused);
    assert!(
        matches!(row.answer(&Wish::Cancel, Print::of(&Wish::Cancel)), Answer::Done(done) if done.seq == 7)
    );
    let cancelled = Known { because: Some(Because::Cancelled), print: Print::of(&Wish::Cancel), ..row };
    assert_eq!(cancelled.answer(&command.wish, print), Answer::Cancelled);
}
