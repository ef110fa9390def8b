//! The same over the socket: everyone says every frame in every kind of room.

use std::collections::BTreeSet;

use chassis::Subscription;
use futures_util::future::join_all;
use futures_util::{SinkExt, StreamExt};
use proto::frame::ClientFrame;
use proto::room::{Action, ActionKind, MarkerQuery, Query};
use proto::{RoomId, UserId};
use serde_json::{Value, json};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{self, Message};

use super::people::{Caller, EVERYONE, KINDS, Kind, Setup, TestRoom};
use super::table::{About, FRAMES, RoomRights};
use super::{DEADLINE, Log, SETTINGS, Tried, assert_rights, name};
use crate::fixture::Fixture;

type Socket = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

/// The number of the frame that is tried.
const ID: u64 = 7;

#[test]
fn every_frame_has_its_line() {
    // The wire itself knows its frames, and says so to whoever sends another one.
    let refused = serde_json::from_value::<ClientFrame>(json!({"t": "no such frame"})).expect_err("refused");
    let refused = refused.to_string();
    let (_, known) = refused.split_once("expected one of ").expect("a list");
    let there: BTreeSet<_> = known.split('`').skip(1).step_by(2).collect();
    let told: BTreeSet<_> = FRAMES.iter().map(|act| act.name).collect();
    assert!(there.len() > 5 && there == told, "rights/table.rs: {there:?} are there, {told:?} have a line");
    let tried: BTreeSet<_> =
        FRAMES.iter().map(|act| act.action).filter(|action| !action.is_empty()).collect();
    let alone = ActionKind::all().filter(|kind| Action::on_message(kind.as_str(), 1).is_some());
    let worded = [
        ActionKind::Post,
        ActionKind::PostInThread,
        ActionKind::Edit,
        ActionKind::React,
        ActionKind::Unreact,
        ActionKind::Cancel,
    ];
    let carried = alone.chain(worded).map(ActionKind::as_str);
    assert_eq!(tried, carried.collect(), "rights/table.rs: the actions a command can carry");
}

#[tokio::test(flavor = "multi_thread")]
async fn everyone_is_answered_what_is_theirs_on_the_socket_and_nothing_else() {
    let fixture = Fixture::open_with(&SETTINGS).await;
    let setup = Setup::new(&fixture).await;
    let (fixture, setup) = (&fixture, &setup);
    let all = KINDS.into_iter().flat_map(|kind| EVERYONE.map(|who| (kind, who)));
    let logs = join_all(all.map(|(kind, who)| async move {
        let caller = setup.caller(fixture, who).await;
        speak(fixture, setup, &caller, kind).await
    }));
    assert_rights(fixture, FRAMES, logs.await).await;
}

/// One caller says every frame, each on a socket of its own.
async fn speak(fixture: &Fixture, setup: &Setup, caller: &Caller, kind: Kind) -> Log {
    let (mut tries, mut test_rooms) = (Vec::new(), vec![setup.room(caller, kind).await]);
    for act in FRAMES {
        if test_rooms.last().is_none_or(|test_room| test_room.is_used) {
            test_rooms.push(setup.room(caller, kind).await);
        }
        let test_room = test_rooms.last_mut().expect("a room");
        let mut got = match connect(fixture, &caller.cookie).await {
            Ok(mut socket) => say(fixture, setup, &mut socket, act, (caller, test_room)).await,
            Err(401) => '/',
            Err(status) => panic!("{}: {status} when opening a socket", act.name),
        };
        // Nobody answers these on the socket: the marker tells.
        match (act.name, got) {
            ("read", '.') => {
                got = marked(fixture, caller, test_room, "generation = 0 and read_seq >= ").await;
            }
            ("unread", '.') => {
                got = marked(fixture, caller, test_room, "generation = 1 and read_seq < ").await;
            }
            _ => {}
        }
        test_room.is_used |= got == '+' && act.name == "command" && act.action != "cancel";
        tries.push(Tried { name: name(act), kind, who: caller.who, got });
    }
    (tries, test_rooms)
}

async fn say(
    fixture: &Fixture,
    setup: &Setup,
    socket: &mut Socket,
    act: &RoomRights,
    (caller, test_room): (&Caller, &TestRoom),
) -> char {
    let room = test_room.id;
    if act.name == "hello" {
        tell(socket, &json!({"t": "hello", "rooms": {room.0.to_string(): 1}})).await;
        return letter(&hear(socket, |frame| matches!(kind(frame), "opened" | "error")).await);
    }
    tell(socket, &json!({"t": "hello"})).await;
    hear(socket, |frame| kind(frame) == "rooms").await;
    let target = if act.about == About::Own { test_room.own } else { test_room.theirs };
    let said = json!({
        "t": act.name, "action": act.action, "id": ID, "n": ID, "room": room, "nonce": uuid::Uuid::new_v4(), "target": target, "seq": target, "root": target, "here": false,
        "body": "Other words.", "reaction": "👍",
    });
    match act.name {
        "typing" => typed(fixture, setup, socket, room, &said).await,
        "attention" | "close" | "read_thread" => unanswered(socket, &said).await,
        "read" | "unread" => {
            let mut bus = fixture.overhear().await;
            let got = unanswered(socket, &said).await;
            timeout(DEADLINE, decided(&mut bus, act.name, caller.id, room)).await.expect("it is decided");
            got
        }
        _ => {
            tell(socket, &said).await;
            letter(&hear(socket, |frame| frame["id"] == ID || frame["n"] == ID).await)
        }
    }
}

/// Nothing comes of it on the socket before what was asked next is answered.
async fn unanswered(socket: &mut Socket, said: &Value) -> char {
    tell(socket, said).await;
    tell(socket, &json!({"t": "ping", "n": ID})).await;
    let answer = hear(socket, |frame| matches!(kind(frame), "pong" | "error")).await;
    if kind(&answer) == "pong" { '.' } else { letter(&answer) }
}

/// Whether somebody is heard typing by one who listens before another is.
async fn typed(fixture: &Fixture, setup: &Setup, socket: &mut Socket, room: RoomId, said: &Value) -> char {
    let mut witness = listen(fixture, &setup.tomas_cookie, room).await;
    tell(socket, &json!({"t": "open", "id": 1, "room": room})).await;
    hear(socket, |frame| frame["id"] == 1).await;
    tell(socket, said).await;
    tell(socket, &json!({"t": "ping", "n": ID})).await;
    hear(socket, |frame| kind(frame) == "pong").await;
    let mut host = listen(fixture, &setup.host_cookie, room).await;
    tell(&mut host, &json!({"t": "typing", "room": room})).await;
    let heard = hear(&mut witness, |frame| kind(frame) == "typing").await;
    if heard["user"] == json!(setup.host) { '.' } else { '+' }
}

/// Waits until the room-service has answered what the gateway asked of it because of the frame: for all to see, on the bus.
async fn decided(bus: &mut Subscription, frame: &str, who: UserId, which: RoomId) {
    let mut inbox = None;
    loop {
        let heard = bus.next().await.expect("the bus is there");
        if inbox.as_ref() == Some(&heard.subject) {
            return;
        }
        let is_it = match heard.read() {
            Ok(Query::Markers { query: MarkerQuery::Mark { room, user, .. } }) => {
                (frame, user, room) == ("read", who, which)
            }
            Ok(Query::Markers { query: MarkerQuery::MarkUnread { room, user, .. } }) => {
                (frame, user, room) == ("unread", who, which)
            }
            _ => false,
        };
        inbox = if is_it { heard.reply } else { inbox };
    }
}

/// Whether their marker stands as they said, of a message of another's.
async fn marked(fixture: &Fixture, caller: &Caller, test_room: &TestRoom, stands: &str) -> char {
    let (user, room) = (caller.id.0, test_room.id.0);
    let query = format!(
        "select 'here' from chat.marker where user_id = '{user}' and room_id = '{room}' and {stands}{}",
        test_room.theirs
    );
    if fixture.sql_lines(&query).await.is_empty() { '.' } else { '+' }
}

async fn listen(fixture: &Fixture, cookie: &str, room: RoomId) -> Socket {
    let mut socket = connect(fixture, cookie).await.expect("let in");
    tell(&mut socket, &json!({"t": "hello", "rooms": {room.0.to_string(): 1}})).await;
    hear(&mut socket, |frame| kind(frame) == "opened").await;
    socket
}

/// A socket, or the status of the no.
async fn connect(fixture: &Fixture, cookie: &str) -> Result<Socket, u16> {
    let mut request = format!("ws://{}/ws", fixture.address()).into_client_request().expect("a request");
    let origin = format!("http://{}", fixture.address());
    for (name, value) in
        [("cookie", cookie), ("origin", &*origin), ("sec-websocket-protocol", "hubbub.v1.json")]
    {
        request.headers_mut().insert(name, value.parse().expect("a header"));
    }
    match tokio_tungstenite::connect_async(request).await {
        Ok((socket, _)) => Ok(socket),
        Err(tungstenite::Error::Http(answer)) => Err(answer.status().as_u16()),
        Err(error) => panic!("{error}"),
    }
}

async fn tell(socket: &mut Socket, frame: &Value) {
    socket.send(Message::text(frame.to_string())).await.expect("sent");
}

/// The next frame that is the one; several may come in one piece.
async fn hear(socket: &mut Socket, is_it: impl Fn(&Value) -> bool) -> Value {
    loop {
        let heard = timeout(DEADLINE, socket.next()).await.expect("something is heard");
        let heard = heard.expect("open").expect("a frame");
        let Ok(text) = heard.to_text() else { continue };
        let Ok(frames) = serde_json::from_str::<Value>(text) else { continue };
        let frames = if frames.is_array() { frames } else { json!([frames]) };
        if let Some(found) = frames.as_array().expect("frames").iter().find(|frame| is_it(frame)) {
            return found.clone();
        }
    }
}

fn kind(frame: &Value) -> &str {
    frame["t"].as_str().unwrap_or_default()
}

fn letter(answer: &Value) -> char {
    match (kind(answer), answer["code"].as_str().unwrap_or_default()) {
        ("error", "not_found") => '-',
        ("error", "forbidden") => '!',
        ("error", "archived") => '=',
        ("error", _) => panic!("{answer}"),
        _ => '+',
    }
}
