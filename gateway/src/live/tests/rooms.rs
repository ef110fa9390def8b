//! What is told of rooms, open or not.

use proto::Nonce;
use proto::frame::ClientFrame;
use proto::node::{UserHint, UserMarker};
use proto::room::{Fact, Marker, Query};
use proto::text::{Broadcast, Slug, Topic};
use serde_json::json;

use super::super::Form;
use super::support::{Fixture, Gateway};

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
async fn an_own_post_moves_the_marker_by_itself_where_it_is_heard_and_by_a_frame_elsewhere() {
    let fixture = Fixture::start("markers").await;
    let rosa = fixture.person();
    let gateway = Gateway::start("markers").await;
    let mut inside = gateway.enter(&rosa, Form::Json, &fixture).await;
    let mut elsewhere = gateway.greet(&rosa, Form::Json).await;
    fixture.room.post(rosa.id, "mine").await;
    assert_eq!(inside.seqs(1).await, [1]);
    let marker = |seq| Marker { read_seq: seq, read_msg: seq, ..Marker::default() };
    let moved = |seq| vec![UserMarker { user: rosa.id, room: fixture.room.room, marker: marker(seq) }];
    fixture.room.publish_markers(moved(1)).await;
    assert_eq!(elsewhere.hear("marker").await["read_seq"], 1);
    // What was said before the room was opened here is not heard any more.
    fixture.room.post(rosa.id, "mine, too").await;
    assert_eq!(inside.hear_or("event", "marker").await["seq"], 2);
    elsewhere.say(&ClientFrame::Open { id: 1, room: fixture.room.room, after: Some(2) }).await;
    elsewhere.hear("opened").await;
    fixture.room.publish_markers(moved(2)).await;
    assert_eq!(elsewhere.hear("marker").await["read_seq"], 2);
    fixture.room.post(rosa.id, "the last").await;
    assert_eq!(inside.hear_or("event", "marker").await["seq"], 3);
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
async fn what_is_chosen_for_everyone_tells_everyone_who_is_here_their_rooms_again() {
    let fixture = Fixture::start("for-all").await;
    let (rosa, anton) = (fixture.person(), fixture.person());
    let gateway = Gateway::start("for-all").await;
    let mut tabs = [gateway.greet(&rosa, Form::Json).await, gateway.greet(&anton, Form::Json).await];
    fixture.room.hint(Broadcast::Room.id(), UserHint::Rooms).await;
    for tab in &mut tabs {
        assert_eq!(tab.hear("room").await["address"], "/r/harbour");
    }
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
