//! Sockets over a real server and a real bus; the room-service is a fake one, and the router asks nobody who they are.

mod deadlines;
mod support;

use std::sync::Arc;
use std::time::Duration;

use proto::auth::Change;
use proto::frame::{ClientFrame, Close};
use proto::node::UserHint;
use proto::room::{Fact, OrgRole, Query};
use proto::text::{Slug, Topic};
use proto::{Code, Nonce};
use serde_json::json;
use support::{Fixture, Gateway};
use tokio::sync::Semaphore;

use super::Form;
use crate::cluster::fake_room_service::Behaviour;

#[tokio::test]
async fn a_person_says_hello_opens_a_room_and_hears_what_another_says() {
    let fixture = Fixture::start("hello").await;
    let (rosa, anton) = (fixture.person(), fixture.person());
    fixture.room.post(rosa.id, "before").await;
    let gateway = Gateway::start("hello").await;
    let mut tab = gateway.connect(&rosa, Form::Json).await;
    tab.say(&ClientFrame::Hello { log: None, rooms: [(fixture.room.room, 0)].into() }).await;
    assert_eq!(tab.hear("welcome").await["user"], json!(rosa.id));
    assert_eq!(tab.hear("rooms").await["rooms"][0]["address"], "/r/harbour");
    assert_eq!(tab.hear("opened").await["head"], 1);
    assert_eq!(tab.hear("event").await["message"]["body"], "before");
    let mut other = gateway.enter(&anton, Form::Html, &fixture).await;
    let nonce = Nonce::new();
    other.send(&fixture, 7, nonce, "Ahoy").await;
    let ack = other.hear("ack").await;
    assert_eq!((&ack["id"], &ack["seq"], &ack["nonce"]), (&json!(7), &json!(2), &json!(nonce)));
    let event = tab.hear("event").await;
    assert_eq!((&event["seq"], &event["message"]["body"]), (&json!(2), &json!("Ahoy")));
    let drawn = other.hear("event").await;
    assert!(drawn["html"].as_str().is_some_and(|html| html.contains("Ahoy")) && drawn["message"].is_null());
}

#[tokio::test]
async fn what_the_bus_lost_is_filled_in_order() {
    let fixture = Fixture::start("lost").await;
    let rosa = fixture.person();
    let gateway = Gateway::start("lost").await;
    let mut tab = gateway.enter(&rosa, Form::Json, &fixture).await;
    fixture.room.world().mute = true;
    for _ in 0..3 {
        fixture.room.post(rosa.id, "unheard").await;
    }
    fixture.room.world().mute = false;
    fixture.room.post(rosa.id, "heard").await;
    assert_eq!(tab.seqs(4).await, [1, 2, 3, 4]);
    // A lost tail shows by a published head, or by an ack.
    fixture.room.world().mute = true;
    fixture.room.post(rosa.id, "the tail").await;
    fixture.room.publish_heads().await;
    assert_eq!(tab.seqs(1).await, [5]);
    tab.send(&fixture, 1, Nonce::new(), "mine").await;
    assert_eq!(tab.hear("ack").await["seq"], 6);
    assert_eq!(tab.seqs(1).await, [6]);
}

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

#[tokio::test]
async fn a_removed_member_hears_their_removal_and_nothing_more() {
    let fixture = Fixture::start("removed").await;
    let (rosa, anton) = (fixture.person(), fixture.person());
    let gateway = Gateway::start("removed").await;
    let mut out = gateway.enter(&rosa, Form::Json, &fixture).await;
    let mut inside = gateway.enter(&anton, Form::Json, &fixture).await;
    fixture
        .room
        .commit(anton.id, Nonce::new(), |_| Fact::Removed {
            user: rosa.id,
            banned: false,
            until: None,
            reason: None,
            whom: String::new(),
        })
        .await;
    fixture.room.post(anton.id, "behind her back").await;
    assert_eq!(inside.seqs(2).await, [1, 2]);
    assert_eq!(out.hear("event").await["kind"], "removed");
    assert_eq!(out.hear("room_gone").await["room"], json!(fixture.room.room));
    out.say(&ClientFrame::Open { id: 9, room: fixture.room.room, after: Some(1) }).await;
    let error = out.hear_or("error", "event").await;
    assert_eq!((&error["id"], &error["code"]), (&json!(9), &json!("not_found")));
}

#[tokio::test]
async fn a_room_that_is_not_open_tells_only_where_it_stands() {
    let fixture = Fixture::start("heads").await;
    let (rosa, anton) = (fixture.person(), fixture.person());
    let gateway = Gateway::start("heads").await;
    let mut tab = gateway.greet(&rosa, Form::Json).await;
    fixture.room.post(anton.id, "one").await;
    fixture.room.publish_heads().await;
    let head = tab.hear_or("head", "event").await;
    assert_eq!((&head["head"], &head["last_msg"]), (&json!(1), &json!(1)));
    // Removed: the head's changed `acl` is looked into before she is told where the room stands.
    fixture
        .room
        .commit(anton.id, Nonce::new(), |_| Fact::Removed {
            user: rosa.id,
            banned: true,
            until: None,
            reason: None,
            whom: String::new(),
        })
        .await;
    fixture.room.publish_heads().await;
    tab.hear_or("room_gone", "head").await;
}

#[tokio::test]
async fn very_many_rooms_are_listed_in_parts_none_of_them_long() {
    let fixture = Fixture::start("listed").await;
    let rosa = fixture.person();
    let gateway = Gateway::start("listed").await;
    fixture.room.world().more_rooms = 4_999;
    let mut tab = gateway.connect(&rosa, Form::Json).await;
    tab.say(&ClientFrame::Hello { log: None, rooms: [(fixture.room.room, 0)].into() }).await;
    let mut rooms = std::collections::HashSet::new();
    loop {
        let part = tab.hear_or("rooms", "opened").await;
        let lines = part["rooms"].as_array().expect("rooms");
        assert!(lines.len() <= proto::frame::ROOMS_OF_FRAME, "{}", lines.len());
        rooms.extend(lines.iter().map(|line| line["room"].to_string()));
        if part["more"] != true {
            break;
        }
    }
    assert_eq!(rooms.len(), 5_000);
    assert_eq!(tab.hear("opened").await["room"], json!(fixture.room.room));
}

#[tokio::test]
async fn who_becomes_a_guest_is_told_so_in_every_tab_and_in_the_next_welcome() {
    let fixture = Fixture::start("guest").await;
    let mut rosa = fixture.person();
    let gateway = Gateway::start("guest").await;
    let mut tab = gateway.connect(&rosa, Form::Html).await;
    tab.say(&ClientFrame::Hello { log: None, rooms: [].into() }).await;
    assert_eq!(tab.hear("welcome").await["org_role"], "member");
    fixture.room.tell_feed(rosa.id, Change::OrgRole { org_role: OrgRole::Guest });
    assert_eq!(tab.hear("org_role").await["org_role"], "guest");
    rosa.session.org_role = OrgRole::Guest;
    let mut next = gateway.connect(&rosa, Form::Html).await;
    next.say(&ClientFrame::Hello { log: None, rooms: [].into() }).await;
    assert_eq!(next.hear("welcome").await["org_role"], "guest");
}

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
async fn those_who_have_the_room_open_see_each_other_come_and_type() {
    let fixture = Fixture::start("here").await;
    let (rosa, anton) = (fixture.person(), fixture.person());
    let (east, west) = (Gateway::start("here").await, Gateway::start("here").await);
    let mut tab = east.enter(&rosa, Form::Json, &fixture).await;
    let mut other = west.enter(&anton, Form::Json, &fixture).await;
    while tab.hear("presence").await["count"] != 2 {}
    while other.hear("presence").await["count"] != 2 {}
    other.say(&ClientFrame::Typing { room: fixture.room.room }).await;
    let typing = tab.hear("typing").await;
    assert_eq!((&typing["user"], &typing["name"]), (&json!(anton.id), &json!("Rosa")));
    drop(other);
    while tab.hear("presence").await["count"] != 1 {}
}

#[tokio::test]
async fn a_marker_comes_back_to_every_tab() {
    let fixture = Fixture::start("marker").await;
    let rosa = fixture.person();
    let gateway = Gateway::start("marker").await;
    let mut tab = gateway.enter(&rosa, Form::Json, &fixture).await;
    let mut other = gateway.greet(&rosa, Form::Json).await;
    fixture.room.post(rosa.id, "one").await;
    assert_eq!(tab.seqs(1).await, [1]);
    tab.say(&ClientFrame::Read { room: fixture.room.room, seq: 1, generation: None }).await;
    assert_eq!(other.hear("marker").await["read_seq"], 1);
}

#[tokio::test]
async fn a_hint_about_a_room_asks_for_that_room_alone() {
    let fixture = Fixture::start("hint").await;
    let rosa = fixture.person();
    let gateway = Gateway::start("hint").await;
    let mut tab = gateway.greet(&rosa, Form::Json).await;
    fixture.room.world().queries.clear();
    let room = fixture.room.room;
    fixture.room.hint(rosa.id, UserHint::MembershipAdded { room }).await;
    assert_eq!(tab.hear("room").await["address"], "/r/harbour");
    fixture.room.world().members.clear();
    fixture.room.hint(rosa.id, UserHint::MembershipRemoved { room, seq: 1 }).await;
    tab.hear("room_gone").await;
    let world = fixture.room.world();
    let about_rooms = |query: &&Query| matches!(query, Query::Rooms { .. } | Query::MyRoom { .. });
    let asked: Vec<_> = world.queries.iter().filter(about_rooms).cloned().collect();
    assert_eq!(asked, vec![Query::MyRoom { room, user: rosa.id }; 2]);
}

#[tokio::test]
async fn a_renamed_room_tells_its_name_with_the_event_and_nobody_asks() {
    let fixture = Fixture::start("settings").await;
    let rosa = fixture.person();
    let gateway = Gateway::start("settings").await;
    let mut tab = gateway.enter(&rosa, Form::Html, &fixture).await;
    fixture.room.world().queries.clear();
    let slug = Slug::parse("quay").expect("a slug");
    let renamed = Fact::Renamed { room_name: "Quay".into(), slug, before: "Harbour".into() };
    fixture.room.commit(rosa.id, Nonce::new(), |_| renamed).await;
    assert_eq!(tab.hear("event").await["settings"], json!({"name": "Quay", "address": "/r/quay"}));
    let topic = Topic::parse("Ropes").expect("a topic");
    fixture.room.commit(rosa.id, Nonce::new(), |_| Fact::Described { topic }).await;
    assert_eq!(tab.hear("event").await["settings"], json!({"topic": "Ropes"}));
    let world = fixture.room.world();
    let about_the_room = |query: &&Query| {
        matches!(query, Query::Rooms { .. } | Query::MyRoom { .. } | Query::Get { .. } | Query::Page { .. })
    };
    assert_eq!(world.queries.iter().filter(about_the_room).count(), 0);
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

#[tokio::test]
async fn pages_are_drawn_in_the_form_of_the_socket() {
    let fixture = Fixture::start("pages").await;
    let rosa = fixture.person();
    fixture.room.post(rosa.id, "Ahoy").await;
    let gateway = Gateway::start("pages").await;
    let page = ClientFrame::Page {
        id: 2,
        room: fixture.room.room,
        thread: None,
        before: None,
        after: None,
        around: None,
        limit: None,
    };
    let mut json = gateway.greet(&rosa, Form::Json).await;
    json.say(&page).await;
    assert_eq!(json.hear("page").await["messages"][0]["body"], "Ahoy");
    let mut html = gateway.greet(&rosa, Form::Html).await;
    html.say(&page).await;
    assert!(html.hear("page").await["html"].as_str().is_some_and(|drawn| drawn.contains("Ahoy")));
}
