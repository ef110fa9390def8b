//! Rooms that cannot be opened at once.

use proto::frame::ClientFrame;
use serde_json::json;

use super::super::Form;
use super::support::{Fixture, Gateway};

#[tokio::test]
async fn a_room_that_cannot_be_reopened_is_said_to_wait_and_opened_when_it_can_be() {
    let fixture = Fixture::start("reopened").await;
    let rosa = fixture.person();
    fixture.room.post(rosa.id, "before").await;
    let gateway = Gateway::start("reopened").await;
    fixture.room.world().cannot_open = true;
    let mut tab = gateway.connect(&rosa, Form::Json).await;
    let room = fixture.room.room;
    tab.say(&ClientFrame::Hello { log: None, rooms: [(room, 0)].into() }).await;
    let error = tab.hear_or("error", "opened").await;
    assert_eq!((&error["room"], &error["code"]), (&json!(room), &json!("unavailable")));
    assert!(error["id"].is_null() && error["retry_ms"].is_u64(), "{error}");
    fixture.room.world().cannot_open = false;
    let opened = tab.hear_or("opened", "error").await;
    assert_eq!((&opened["id"], &opened["head"]), (&json!(0), &json!(1)));
    assert_eq!(tab.seqs(1).await, [1]);
    fixture.room.post(rosa.id, "after").await;
    assert_eq!(tab.seqs(1).await, [2]);
}

#[tokio::test]
async fn an_open_that_must_wait_is_answered_once_and_ends_when_it_is_not_wanted() {
    let fixture = Fixture::start("wanted").await;
    let rosa = fixture.person();
    let gateway = Gateway::start("wanted").await;
    let mut tab = gateway.greet(&rosa, Form::Json).await;
    let room = fixture.room.room;
    fixture.room.world().cannot_open = true;
    tab.say(&ClientFrame::Open { id: 7, room, after: None }).await;
    let error = tab.hear("error").await;
    assert_eq!((&error["id"], &error["room"]), (&json!(7), &json!(room)));
    tab.say(&ClientFrame::Close { id: 0, room }).await;
    // Out of the room meanwhile: who waits again is told so, and waits no longer.
    tab.say(&ClientFrame::Open { id: 8, room, after: None }).await;
    assert_eq!(tab.hear("error").await["id"], json!(8));
    fixture.room.world().members.clear();
    fixture.room.world().cannot_open = false;
    let no = tab.hear_or("error", "opened").await;
    assert_eq!((&no["id"], &no["room"], &no["code"]), (&json!(null), &json!(room), &json!("not_found")));
}

#[tokio::test]
async fn whoever_wants_too_many_rooms_at_once_is_refused_the_rest() {
    let fixture = Fixture::start("too-many").await;
    let rosa = fixture.person();
    let gateway = Gateway::start("too-many").await;
    fixture.room.world().cannot_open = true;
    let mut tab = gateway.connect(&rosa, Form::Json).await;
    let most = proto::frame::HELLO_ROOMS;
    let rooms = (0..most).map(|_| (proto::RoomId::new(), 0)).collect();
    tab.say(&ClientFrame::Hello { log: None, rooms }).await;
    for _ in 0..most {
        assert!(tab.hear_or("error", "opened").await["room"].is_string());
    }
    tab.say(&ClientFrame::Open { id: 9, room: fixture.room.room, after: None }).await;
    let refused = tab.hear("error").await;
    assert_eq!(
        (&refused["id"], &refused["room"], &refused["code"]),
        (&json!(9), &json!(null), &json!("busy"))
    );
}
