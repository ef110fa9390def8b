//! How sockets end.

use std::time::Duration;

use proto::auth::Change;
use proto::frame::{ClientFrame, Close};
use proto::room::OrgRole;
use serde_json::json;

use super::super::Form;
use super::support::{Fixture, Gateway};

#[tokio::test]
async fn an_ended_session_is_closed_and_another_goes_on() {
    let fixture = Fixture::start("ended").await;
    let (rosa, anton) = (fixture.person(), fixture.person());
    let gateway = Gateway::start("ended").await;
    let mut ended = gateway.enter(&rosa, Form::Json, &fixture).await;
    let mut goes_on = gateway.enter(&anton, Form::Json, &fixture).await;
    fixture.room.tell_feed(rosa.id, Change::SessionEnded { session: rosa.session.id });
    assert_eq!(ended.closed().await, Close::SessionEnded.code());
    fixture.room.post(anton.id, "still here").await;
    assert_eq!(goes_on.seqs(1).await, [1]);
    fixture.room.tell_feed(anton.id, Change::OrgRole { org_role: OrgRole::Inactive });
    assert_eq!(goes_on.closed().await, Close::SessionEnded.code());
}

#[tokio::test]
async fn a_socket_that_says_nothing_is_closed() {
    let fixture = Fixture::start("nothing").await;
    let rosa = fixture.person();
    let gateway = Gateway::start_with_heartbeat("nothing", Duration::from_millis(200)).await;
    let mut greeted = gateway.greet(&rosa, Form::Json).await;
    assert_eq!(greeted.closed().await, Close::Silent.code());
    let mut tab = gateway.connect(&rosa, Form::Json).await;
    assert_eq!(tab.closed().await, Close::NoHello.code());
}

#[tokio::test]
async fn malformed_frames_get_an_answer_and_too_many_of_them_an_end() {
    let fixture = Fixture::start("malformed").await;
    let rosa = fixture.person();
    let gateway = Gateway::start("malformed").await;
    let mut tab = gateway.connect(&rosa, Form::Json).await;
    tab.say(&ClientFrame::Typing { room: fixture.room.room }).await;
    assert_eq!(tab.hear("error").await["message"], "Send hello first.");
    tab.say_text(r#"{"t":"dance","id":4}"#).await;
    let error = tab.hear("error").await;
    assert_eq!((&error["id"], &error["code"]), (&json!(4), &json!("bad_request")));
    for _ in 0..19 {
        tab.say_text(r#"{"t":"se"#).await;
    }
    assert_eq!(tab.closed().await, Close::Malformed.code());
    let mut tab = gateway.connect(&rosa, Form::Json).await;
    tab.say_text(&"x".repeat(proto::frame::FRAME_MAX + 1)).await;
    assert_eq!(tab.closed().await, Close::TooBig.code());
}

#[tokio::test]
async fn a_flood_is_slowed_down_and_ended() {
    let fixture = Fixture::start("flood").await;
    let rosa = fixture.person();
    let gateway = Gateway::start("flood").await;
    let mut tab = gateway.greet(&rosa, Form::Json).await;
    for n in 0..1_000 {
        tab.try_say(&ClientFrame::Ping { n }).await;
    }
    assert_eq!(tab.closed().await, Close::Flood.code());
}

#[tokio::test]
async fn a_gateway_that_stops_sends_everyone_elsewhere() {
    let fixture = Fixture::start("goaway").await;
    let rosa = fixture.person();
    let gateway = Gateway::start("goaway").await;
    let mut tab = gateway.enter(&rosa, Form::Json, &fixture).await;
    let live = gateway.live.clone();
    let stopping = tokio::spawn(async move { live.stop().await });
    assert!(tab.hear("goaway").await["in_ms"].is_u64());
    assert_eq!(tab.closed().await, Close::Restart.code());
    drop(tab);
    stopping.await.expect("stops");
    assert_eq!(gateway.live.connected(), 0);
}
