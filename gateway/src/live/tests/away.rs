//! Services that are away for a while.

use std::sync::Arc;
use std::time::Duration;

use proto::frame::ClientFrame;
use proto::room::Query;
use proto::{Code, NodeId, Nonce};
use serde_json::json;
use tokio::sync::Semaphore;

use super::super::Form;
use super::support::{Fixture, Gateway};
use crate::cluster::fake_room_service::Behaviour;
use crate::live::LiveConfig;

#[tokio::test]
async fn a_gateway_that_cannot_read_the_feed_falls_silent_and_every_room_is_a_gap_afterwards() {
    let fixture = Fixture::start("frozen").await;
    let rosa = fixture.person();
    let gateway = Gateway::start("frozen").await;
    let mut tab = gateway.enter(&rosa, Form::Json, &fixture).await;
    fixture.room.world().ignores_queries = true;
    assert_eq!(tab.hear("state").await["receiving"], false);
    fixture.room.post(rosa.id, "withheld").await;
    tab.send(&fixture, 3, Nonce::new(), "not now").await;
    tab.say(&ClientFrame::Ping { n: 5 }).await;
    assert_eq!(tab.hear_or("pong", "event").await["n"], 5);
    fixture.room.world().ignores_queries = false;
    assert_eq!(tab.hear_or("state", "event").await["receiving"], true);
    let error = tab.hear_or("error", "event").await;
    assert_eq!((&error["id"], &error["code"]), (&json!(3), &json!("unavailable")));
    tab.hear_or("gap", "event").await;
    tab.say(&ClientFrame::Open { id: 4, room: fixture.room.room, after: Some(0) }).await;
    assert_eq!(tab.hear("opened").await["head"], 1);
    assert_eq!(tab.seqs(1).await, [1]);
}

#[tokio::test]
async fn people_are_told_that_sending_does_not_work_until_a_room_service_has_answered() {
    let mut fixture = Fixture::start("sending").await;
    let (rosa, anton) = (fixture.person(), fixture.person());
    let gateway = Gateway::start("sending").await;
    let mut tab = gateway.enter(&rosa, Form::Json, &fixture).await;
    let state = |sending| json!({ "t": "state", "sending": sending, "receiving": true });
    // It falls silent, but goes on answering: who comes now is told right after the welcome.
    fixture.room.heartbeat = None;
    assert_eq!(tab.hear("state").await, state(false));
    assert_eq!(gateway.live.can_send().expect_err("silent"), "no room-service has been heard for 3 s");
    let mut late = gateway.greet(&anton, Form::Json).await;
    assert_eq!(late.hear("state").await, state(false));
    // It is heard again, and does not answer yet.
    fixture.room.world().ignores_logs = true;
    fixture.room.world().queries.clear();
    fixture.room.beat();
    until(|| fixture.room.world().queries.contains(&Query::Log)).await;
    assert_eq!(gateway.live.can_send().expect_err("silent"), "no room-service has answered yet");
    tab.say(&ClientFrame::Ping { n: 5 }).await;
    assert_eq!(tab.hear_or("pong", "state").await["n"], 5);
    fixture.room.world().ignores_logs = false;
    assert_eq!((tab.hear("state").await, late.hear("state").await), (state(true), state(true)));
    assert_eq!(gateway.live.can_send(), Ok(()));
}

/// Looks again and again: who lives is not told to tests.
async fn until(mut there: impl FnMut() -> bool) {
    let waiting = async {
        while !there() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waiting).await.expect("in time");
}

#[tokio::test]
async fn a_command_to_be_tried_again_turns_back_those_behind_it() {
    let fixture = Fixture::start("lane").await;
    let rosa = fixture.person();
    let gateway = Gateway::start("lane").await;
    let mut tab = gateway.enter(&rosa, Form::Json, &fixture).await;
    let busy = proto::room::Answer::Refused(proto::Refusal::busy());
    let may = Arc::new(Semaphore::new(0));
    fixture.room.world().behaviour = Behaviour::AnswersWhen(may.clone(), busy);
    for id in 1..=3 {
        tab.send(&fixture, id, Nonce::new(), "in order").await;
    }
    // The gateway has read all three by the time it answers this.
    tab.say(&ClientFrame::Ping { n: 4 }).await;
    tab.hear("pong").await;
    may.add_permits(1);
    for id in 1..=3 {
        let error = tab.hear("error").await;
        assert_eq!((&error["id"], &error["code"]), (&json!(id), &json!(Code::Busy)));
    }
    assert_eq!(fixture.room.world().commands.len(), 1, "only the first was ever carried out");
}

#[tokio::test]
async fn beyond_so_many_commands_of_all_sockets_the_answer_is_busy_at_once() {
    let fixture = Fixture::start("crowd").await;
    let (rosa, anton) = (fixture.person(), fixture.person());
    let config = LiveConfig { commands: 1, ..LiveConfig::new(NodeId::new()) };
    let gateway = Gateway::start_with("crowd", config).await;
    let mut first = gateway.enter(&rosa, Form::Json, &fixture).await;
    let mut second = gateway.enter(&anton, Form::Json, &fixture).await;
    let (may, done) = (Arc::new(Semaphore::new(0)), proto::room::Answer::Cancelled);
    fixture.room.world().behaviour = Behaviour::AnswersWhen(may.clone(), done);
    first.send(&fixture, 1, Nonce::new(), "slowly").await;
    fixture.room.commanded().await;
    second.send(&fixture, 2, Nonce::new(), "too many").await;
    let error = second.hear("error").await;
    assert_eq!((&error["id"], &error["code"]), (&json!(2), &json!(Code::Busy)));
    may.add_permits(2);
    assert_eq!(first.hear("ack").await["id"], 1);
    second.send(&fixture, 3, Nonce::new(), "now there is a place").await;
    assert_eq!(second.hear("ack").await["id"], 3);
}
