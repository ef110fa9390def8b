//! People, gateways and tabs of the socket tests.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use chassis::Lifecycle;
use chassis::telemetry::Origin;
use futures_util::{SinkExt, StreamExt};
use proto::auth::{Person, Session};
use proto::frame::{ClientFrame, FRAME_MAX};
use proto::room::OrgRole;
use proto::{At, NodeId, Nonce, RoomId, Seq, SessionId, UserId};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use crate::actions::Actions;
use crate::cluster::fake_room_service::{FakeRoomService, cluster};
use crate::draw::Draw;
use crate::live::{Form, Live, LiveConfig};
use crate::people::People;
use crate::rate_limit::{RateLimiter, Rates};

/// Nothing a test waits for takes longer.
const DEADLINE: Duration = Duration::from_secs(20);

/// A room and those who belong to it.
pub(super) struct Fixture {
    pub(super) room: FakeRoomService,
}

/// A member with a session.
#[derive(Clone)]
pub(super) struct Member {
    pub(super) id: UserId,
    pub(super) session: Session,
}

impl Fixture {
    pub(super) async fn start(prefix: &str) -> Self {
        Self { room: FakeRoomService::start(prefix, RoomId::new()).await }
    }

    pub(super) fn person(&self) -> Member {
        let id = UserId::new();
        self.room.admit(id);
        let session = Session {
            id: SessionId::new(),
            person: Person {
                id,
                username: "rosa".into(),
                display_name: "Rosa".into(),
                ambiguous: false,
                status: None,
                invisible: false,
                avatar: None,
                quiet: None,
            },
            org_role: OrgRole::Member,
            expires_at: At::now_utc() + Duration::from_secs(86_400),
            proved_at: At::now_utc(),
            newcomer: false,
            feed: self.room.world().feed.len() as i64,
        };
        Member { id, session }
    }
}

type RouterState = (Live, Arc<Mutex<HashMap<UserId, Session>>>);

/// A gateway that lets in whoever is named.
pub(super) struct Gateway {
    pub(super) live: Live,
    sessions: Arc<Mutex<HashMap<UserId, Session>>>,
    address: String,
}

impl Gateway {
    pub(super) async fn start(prefix: &str) -> Self {
        Self::start_with_heartbeat(prefix, Duration::from_secs(25)).await
    }

    pub(super) async fn start_with_heartbeat(prefix: &str, heartbeat: Duration) -> Self {
        let goaway = Duration::from_millis(200);
        Self::start_with(prefix, LiveConfig { goaway, heartbeat, ..LiveConfig::new(NodeId::new()) }).await
    }

    pub(super) async fn start_with(prefix: &str, config: LiveConfig) -> Self {
        let (cluster, life) = (cluster(prefix, 1).await, Lifecycle::new());
        let people = People::start(cluster.clone(), &life);
        let actions = Actions::new(cluster, people, RateLimiter::new(Rates::default()));
        let draw = Arc::new(Draw::new("Hubbub", "/static").expect("templates"));
        let live = Live::start(actions, draw, config, life).await.expect("starts");
        let sessions = Arc::<Mutex<HashMap<UserId, Session>>>::default();
        let router =
            Router::new().route("/{user}/{form}", get(enter)).with_state((live.clone(), sessions.clone()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        tokio::spawn(async move { axum::serve(listener, router).await });
        while live.frozen() || live.can_send().is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Self { live, sessions, address }
    }

    pub(super) async fn connect(&self, who: &Member, form: Form) -> Tab {
        self.sessions.lock().expect("unpoisoned").insert(who.id, who.session.clone());
        let url = format!("ws://{}/{}/{form:?}", self.address, who.id);
        let (socket, _) = tokio_tungstenite::connect_async(url).await.expect("connects");
        Tab { socket, waiting: VecDeque::new(), passed: VecDeque::new() }
    }

    /// Connected, and hello said.
    pub(super) async fn greet(&self, who: &Member, form: Form) -> Tab {
        let mut tab = self.connect(who, form).await;
        tab.say(&ClientFrame::Hello { log: None, rooms: HashMap::new() }).await;
        tab.hear("rooms").await;
        tab
    }

    /// The same, and the room open.
    pub(super) async fn enter(&self, who: &Member, form: Form, fixture: &Fixture) -> Tab {
        let mut tab = self.greet(who, form).await;
        let after = Some(fixture.room.world().log.len() as Seq);
        tab.say(&ClientFrame::Open { id: 1, room: fixture.room.room, after }).await;
        tab.hear("opened").await;
        tab
    }
}

async fn enter(
    State((live, sessions)): State<RouterState>,
    Path((user, form)): Path<(UserId, String)>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let session = sessions.lock().expect("unpoisoned")[&user].clone();
    let form = if form == "Html" { Form::Html } else { Form::Json };
    let upgrade = upgrade.max_message_size(FRAME_MAX).max_frame_size(FRAME_MAX);
    upgrade.on_upgrade(move |socket| async move {
        live.serve(socket, session, form.into(), Origin::default(), ());
    })
}

/// One open tab.
pub(super) struct Tab {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    waiting: VecDeque<Value>,
    /// Read, and not asked for yet.
    passed: VecDeque<Value>,
}

impl Tab {
    pub(super) async fn say(&mut self, frame: &ClientFrame) {
        self.say_text(&serde_json::to_string(frame).expect("JSON")).await;
    }

    pub(super) async fn say_text(&mut self, text: &str) {
        self.socket.send(Message::text(text)).await.expect("sends");
    }

    /// Says it, if the socket still stands.
    pub(super) async fn try_say(&mut self, frame: &ClientFrame) {
        let _ = self.socket.send(Message::text(serde_json::to_string(frame).expect("JSON"))).await;
    }

    pub(super) async fn send(&mut self, fixture: &Fixture, id: u64, nonce: Nonce, body: &str) {
        let (room, body) = (fixture.room.room, body.to_owned());
        self.say(&ClientFrame::post(id, room, nonce, body, false)).await;
    }

    /// The next frame of this type; those of others are kept for whoever asks for them.
    pub(super) async fn hear(&mut self, kind: &str) -> Value {
        self.hear_or(kind, "").await
    }

    /// The next frame of this type, and none of the other type until then.
    pub(super) async fn hear_or(&mut self, kind: &str, never: &str) -> Value {
        let kept = self.passed.iter().position(|frame| frame["t"] == kind);
        if let Some(frame) = kept.and_then(|at| self.passed.remove(at)) {
            return frame;
        }
        loop {
            let frame = self.next().await.unwrap_or_else(|code| panic!("closed with {code} before {kind}"));
            assert_ne!(frame["t"], never, "instead of {kind}: {frame}");
            if frame["t"] == kind {
                return frame;
            }
            self.passed.push_back(frame);
        }
    }

    /// The seqs of the next events.
    pub(super) async fn seqs(&mut self, count: usize) -> Vec<Seq> {
        let mut seqs = Vec::new();
        while seqs.len() < count {
            seqs.push(self.hear("event").await["seq"].as_i64().expect("a seq"));
        }
        seqs
    }

    /// The code with which the server closes.
    pub(super) async fn closed(&mut self) -> u16 {
        loop {
            if let Err(code) = self.next().await {
                return code;
            }
        }
    }

    async fn next(&mut self) -> Result<Value, u16> {
        loop {
            if let Some(frame) = self.waiting.pop_front() {
                return Ok(frame);
            }
            let message = tokio::time::timeout(DEADLINE, self.socket.next()).await.expect("in time");
            match message {
                Some(Ok(Message::Text(text))) => match serde_json::from_str(&text).expect("JSON") {
                    Value::Array(frames) => self.waiting.extend(frames),
                    frame => self.waiting.push_back(frame),
                },
                Some(Ok(Message::Close(frame))) => return Err(frame.map_or(1005, |frame| frame.code.into())),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(1006),
            }
        }
    }
}
