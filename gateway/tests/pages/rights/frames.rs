//! The same over the socket: everyone says every frame in every kind of room.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use futures_util::{SinkExt, StreamExt};
use proto::RoomId;
use proto::frame::ClientFrame;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{self, Message};

use super::people::{EVERYONE, KINDS, Kind, Player, Scene, Stage, Who};
use super::table::{About, FRAMES, RoomRights};
use super::{DEADLINE, Log, SETTINGS, Tried, judge, name};
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
}

#[tokio::test(flavor = "multi_thread")]
async fn everyone_is_answered_what_is_theirs_on_the_socket_and_nothing_else() {
    let fixture = Fixture::open_with(&SETTINGS).await;
    let stage = Stage::set(&fixture).await;
    let (fixture, stage) = (&fixture, &stage);
    let all = KINDS.into_iter().flat_map(|kind| EVERYONE.map(|who| (kind, who)));
    let logs = join_all(all.map(|(kind, who)| async move {
        let player = stage.player(fixture, who).await;
        speak(fixture, stage, &player, kind).await
    }));
    judge(fixture, FRAMES, logs.await).await;
}

/// One player says every frame, each on a socket of its own.
async fn speak(fixture: &Fixture, stage: &Stage, player: &Player, kind: Kind) -> Log {
    let (mut tries, mut scenes) = (Vec::new(), vec![stage.scene(player, kind).await]);
    for act in FRAMES {
        if scenes.last().is_none_or(|scene| scene.is_used) {
            scenes.push(stage.scene(player, kind).await);
        }
        let scene = scenes.last_mut().expect("a room");
        let mut got = match connect(fixture, &player.cookie).await {
            Ok(mut socket) => say(fixture, stage, &mut socket, act, scene).await,
            Err(401) => '/',
            Err(status) => panic!("{}: {status} at the door", act.name),
        };
        // Nobody answers these: the marker tells.
        match (act.name, got) {
            ("read", '.') => got = marked(fixture, player, scene, "generation = 0 and read_seq >= ").await,
            ("unread", '.') => got = marked(fixture, player, scene, "generation = 1 and read_seq < ").await,
            _ => {}
        }
        scene.is_used |= got == '+' && matches!(act.name, "send" | "edit" | "delete" | "pin" | "unpin");
        tries.push(Tried { name: name(act), kind, who: player.who, got });
    }
    (tries, scenes)
}

async fn say(fixture: &Fixture, stage: &Stage, socket: &mut Socket, act: &RoomRights, scene: &Scene) -> char {
    let room = scene.room;
    if act.name == "hello" {
        tell(socket, &json!({"t": "hello", "rooms": {room.0.to_string(): 1}})).await;
        return letter(&hear(socket, |frame| matches!(kind(frame), "opened" | "error")).await);
    }
    tell(socket, &json!({"t": "hello"})).await;
    hear(socket, |frame| kind(frame) == "rooms").await;
    let target = if act.about == About::Own { scene.own } else { scene.theirs };
    let said = json!({
        "t": act.name, "id": ID, "n": ID, "room": room, "nonce": uuid::Uuid::new_v4(), "target": target, "seq": target,
        "body": "Other words.",
    });
    match act.name {
        "typing" => typed(fixture, stage, socket, room, &said).await,
        "close" | "read" | "unread" => {
            tell(socket, &said).await;
            tell(socket, &json!({"t": "ping", "n": ID})).await;
            let answer = hear(socket, |frame| matches!(kind(frame), "pong" | "error")).await;
            if kind(&answer) == "pong" { '.' } else { letter(&answer) }
        }
        _ => {
            tell(socket, &said).await;
            letter(&hear(socket, |frame| frame["id"] == ID || frame["n"] == ID).await)
        }
    }
}

/// Whether somebody is heard typing by one who listens before another is.
async fn typed(fixture: &Fixture, stage: &Stage, socket: &mut Socket, room: RoomId, said: &Value) -> char {
    let mut witness = listen(fixture, &stage.tomas_cookie, room).await;
    tell(socket, &json!({"t": "open", "id": 1, "room": room})).await;
    hear(socket, |frame| frame["id"] == 1).await;
    tell(socket, said).await;
    tell(socket, &json!({"t": "ping", "n": ID})).await;
    hear(socket, |frame| kind(frame) == "pong").await;
    let mut host = listen(fixture, &stage.host_cookie, room).await;
    tell(&mut host, &json!({"t": "typing", "room": room})).await;
    let heard = hear(&mut witness, |frame| kind(frame) == "typing").await;
    if heard["user"] == json!(stage.host) { '.' } else { '+' }
}

/// Whether their marker stands as they said, of a message of another's. Those who may are waited for.
async fn marked(fixture: &Fixture, player: &Player, scene: &Scene, stands: &str) -> char {
    let (user, room) = (player.id.0, scene.room.0);
    let query = format!(
        "select 'here' from chat.marker where user_id = '{user}' and room_id = '{room}' and {stands}{}",
        scene.theirs
    );
    let may = matches!(player.who, Who::Member | Who::Moderator | Who::Owner);
    let began = std::time::Instant::now();
    loop {
        let is_marked = !fixture.sql_lines(&query).await.is_empty();
        if is_marked || !may || began.elapsed() > DEADLINE {
            return if is_marked { '+' } else { '.' };
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
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
        let heard = tokio::time::timeout(DEADLINE, socket.next()).await.expect("something is heard");
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
