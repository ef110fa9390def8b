//! Sockets over a real server and a real bus; the room-service is a fake one, and the router asks nobody who they are.

mod away;
mod deadlines;
mod ends;
mod opening;
mod rooms;
mod support;

use proto::Nonce;
use proto::auth::Change;
use proto::frame::ClientFrame;
use proto::room::OrgRole;
use serde_json::json;
use support::{Fixture, Gateway};

use super::Form;

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
