use axum::extract::ws::Utf8Bytes;
use proto::RoomId;

use super::*;

fn text(text: &str) -> Utf8Bytes {
    Utf8Bytes::from(text.to_owned())
}

fn drained(outbox: &Outbox) -> Vec<String> {
    std::iter::from_fn(|| Some(batch(outbox, false)).filter(|batch| !batch.is_empty())).flatten().collect()
}

/// What is written at once.
fn batch(outbox: &Outbox, frozen: bool) -> Vec<String> {
    outbox.take_batch(frozen).expect("open").iter().map(ToString::to_string).collect()
}

fn opened(rooms: usize) -> (Outbox, Vec<RoomId>) {
    let outbox = Outbox::new();
    let rooms: Vec<RoomId> = (0..rooms).map(|_| RoomId::new()).collect();
    for room in &rooms {
        outbox.open_room(*room, 0);
    }
    (outbox, rooms)
}

#[test]
fn a_slow_reader_gets_what_fits_and_then_a_gap_for_the_rooms_that_did_not() {
    let (outbox, rooms) = opened(2);
    for n in 0..FRAMES - SLOTS {
        assert!(outbox.event(rooms[0], &text(&n.to_string())));
    }
    assert!(!outbox.event(rooms[0], &text("too much")));
    assert!(!outbox.event(rooms[0], &text("and nothing after it")));
    let frames = drained(&outbox);
    assert_eq!(frames.len(), FRAMES - SLOTS + 1);
    assert!(frames.last().is_some_and(|last| last.contains("gap") && last.contains(&rooms[0].to_string())));
    assert!(!outbox.event(rooms[0], &text("told, but not opened again")));
    assert!(outbox.event(rooms[1], &text("the other room is untouched")));
    outbox.open_room(rooms[0], 0);
    assert!(outbox.event(rooms[0], &text("again")));
}

#[test]
fn bytes_are_bounded_too_but_one_event_always_fits() {
    let (outbox, rooms) = opened(1);
    let big = text(&"x".repeat(BYTES + 1));
    assert!(outbox.event(rooms[0], &big));
    assert!(!outbox.event(rooms[0], &text("y")));
    let frames = drained(&outbox);
    assert_eq!(frames[0].len(), BYTES + 1);
    assert!(frames[1].contains("gap"));
}

#[test]
fn who_asks_for_pages_and_reads_none_is_not_read_from_any_more() {
    let outbox = Outbox::new();
    let page = text(&"x".repeat(ANSWER_BYTES / 2));
    for _ in 0..2 {
        assert!(outbox.has_slot());
        outbox.slot().expect("a place").answer(page.clone());
    }
    assert!(!outbox.has_slot(), "two answers are owed, and they are long");
    assert_eq!(batch(&outbox, false).len(), 1, "a page is a batch of its own");
    assert!(outbox.has_slot());
}

#[tokio::test]
async fn what_the_gateway_adds_by_itself_waits_until_little_waits_before_it() {
    let outbox = Outbox::new();
    let part = text(&"x".repeat(ANSWER_BYTES / 8));
    outbox.background_slot().await.expect("a place").answer(part.clone());
    let mut next = Box::pin(outbox.background_slot());
    assert!(futures_util::poll!(&mut next).is_pending(), "the part before is not written yet");
    assert!(outbox.has_slot(), "whoever asks is answered all the same");
    assert_eq!(batch(&outbox, false).len(), 1, "the part before");
    assert!(next.await.is_some());
}

#[test]
fn what_waits_is_taken_in_order_by_so_many_frames_or_bytes_at_once() {
    let (outbox, rooms) = opened(1);
    for n in 0..BATCH + 1 {
        outbox.event(rooms[0], &text(&n.to_string()));
    }
    let first = batch(&outbox, false);
    assert_eq!((first.len(), &*first[0], &*first[BATCH - 1]), (BATCH, "0", &*(BATCH - 1).to_string()));
    assert_eq!(drained(&outbox), [BATCH.to_string()]);
    let long = text(&"x".repeat(BATCH_BYTES / 2 + 1));
    for _ in 0..3 {
        outbox.event(rooms[0], &long);
    }
    assert_eq!(batch(&outbox, false).len(), 2, "what is written at once is bounded");
    assert_eq!(batch(&outbox, false).len(), 1);
}

#[test]
fn a_socket_has_so_many_rooms_open_and_no_more() {
    let (outbox, rooms) = opened(ROOMS);
    assert!(!outbox.has_place_for(RoomId::new()));
    assert!(outbox.has_place_for(rooms[0]), "it is open already");
    outbox.close_room(rooms[0]);
    assert!(outbox.has_place_for(RoomId::new()));
}

#[test]
fn answers_always_have_room_and_reading_stops_when_too_many_are_owed() {
    let (outbox, rooms) = opened(1);
    let slots: Vec<Slot> = std::iter::from_fn(|| outbox.slot()).collect();
    assert_eq!(slots.len(), SLOTS);
    assert!(!outbox.has_slot());
    while outbox.event(rooms[0], &text("event")) {}
    for slot in slots {
        slot.answer(text("answer"));
    }
    assert!(!outbox.has_slot(), "an answer is owed until it is written");
    let answers = drained(&outbox).into_iter().filter(|frame| frame == "answer").count();
    assert_eq!(answers, SLOTS);
    drop(outbox.slot().expect("a slot is free"));
    assert!(std::iter::from_fn(|| outbox.slot()).take(SLOTS).count() == SLOTS || outbox.has_slot());
}

#[test]
fn only_the_newest_of_a_kind_is_written() {
    let (outbox, rooms) = opened(2);
    outbox.latest(Key::Presence(rooms[0]), text("one here"));
    outbox.latest(Key::Presence(rooms[1]), text("other"));
    outbox.latest(Key::Presence(rooms[0]), text("two here"));
    assert_eq!(drained(&outbox), ["two here", "other"]);
}

#[test]
fn a_frozen_socket_is_told_so_and_hears_nothing_but_control_until_every_room_is_a_gap() {
    let (outbox, rooms) = opened(1);
    assert!(greet(&outbox).is_empty());
    outbox.event(rooms[0], &text("secret"));
    outbox.slot().expect("free").answer(text("answer"));
    outbox.latest(Key::Head(RoomId::new()), text("head"));
    let state = batch(&outbox, true);
    assert!(state.len() == 1 && state[0].contains("\"receiving\":false"), "{state:?}");
    outbox.control(text("goaway"));
    assert_eq!(batch(&outbox, true), ["goaway"]);
    assert!(batch(&outbox, true).is_empty());
    assert!(!outbox.event(rooms[0], &text("another secret")));
    let frames = drained(&outbox);
    assert!(frames[0].contains("\"receiving\":true"));
    assert_eq!(frames[1], "answer");
    assert!(frames[2].contains("gap"));
    assert_eq!(frames[3..], ["head"]);
}

/// What is told right after the welcome.
fn greet(outbox: &Outbox) -> Vec<String> {
    outbox.welcome(text("welcome"));
    let mut frames = drained(outbox);
    assert_eq!(frames.remove(0), "welcome");
    frames
}

#[test]
fn what_works_is_told_once_it_changes_and_never_before_the_welcome() {
    let outbox = Outbox::new();
    let only_hearing = Works { sending: false, receiving: true };
    outbox.set_works(only_hearing);
    assert!(batch(&outbox, false).is_empty(), "nobody listens yet");
    assert!(batch(&outbox, true).is_empty());
    let said = |works: Works| {
        let Works { sending, receiving } = works;
        format!(r#"{{"t":"state","sending":{sending},"receiving":{receiving}}}"#)
    };
    assert_eq!(greet(&outbox), [said(only_hearing)]);
    outbox.set_works(only_hearing);
    assert!(drained(&outbox).is_empty(), "it knows");
    assert_eq!(batch(&outbox, true), [said(Works::NOTHING)]);
    outbox.set_works(Works::ALL);
    assert!(batch(&outbox, true).is_empty(), "frozen, nothing works all the same");
    assert_eq!(drained(&outbox), [said(Works::ALL)]);
}

#[test]
fn a_closing_socket_takes_nothing_more() {
    let (outbox, rooms) = opened(1);
    outbox.close(Close::SessionEnded);
    outbox.close(Close::Restart);
    assert_eq!(outbox.closing(), Some(Close::SessionEnded));
    assert!(!outbox.event(rooms[0], &text("late")));
    let slot = outbox.slot().expect("free");
    slot.answer(text("late"));
    assert_eq!(outbox.take_batch(false), Err(Close::SessionEnded));
}

#[tokio::test]
async fn whoever_waits_for_a_slot_gets_it_when_an_answer_is_written() {
    let outbox = Outbox::new();
    let slots: Vec<Slot> = std::iter::from_fn(|| outbox.slot()).collect();
    let waiting = tokio::spawn({
        let outbox = outbox.clone();
        async move { outbox.slot_freed().await }
    });
    tokio::task::yield_now().await;
    assert!(!waiting.is_finished());
    for slot in slots.into_iter().take(1) {
        slot.answer(text("answer"));
    }
    drained(&outbox);
    waiting.await.expect("freed");
}
