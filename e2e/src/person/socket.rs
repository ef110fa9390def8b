//! A person's socket, speaking `hubbub.v1.json`: says frames, waits for frames, and forgets none meanwhile.

use std::collections::{HashMap, VecDeque};

use futures_util::{SinkExt, StreamExt};
use proto::frame::{ActionFrame, ClientFrame, EventFrame, MyRoomFrame, ServerFrame};
use proto::{Nonce, RoomId, Seq};
use reqwest::Url;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

use crate::DEADLINE;

/// An open socket that has been welcomed.
pub struct Socket {
    stream: Stream,
    heard: VecDeque<ServerFrame>,
    next_id: u64,
    owner: String,
    heard_at: Instant,
    /// The rooms the person is in, as told after the welcome.
    pub rooms: Vec<MyRoomFrame>,
}

impl Socket {
    pub(crate) async fn open(home: &Url, cookie: &str, owner: &str) -> Self {
        let stream =
            connect(home, cookie).await.unwrap_or_else(|error| panic!("{owner} cannot connect: {error}"));
        let (heard, owner) = (VecDeque::new(), owner.to_owned());
        let mut socket =
            Self { stream, heard, next_id: 0, owner, heard_at: Instant::now(), rooms: Vec::new() };
        socket.say(&ClientFrame::Hello { log: None, rooms: HashMap::new() }).await;
        socket.wait("a welcome", |frame| matches!(frame, ServerFrame::Welcome { .. })).await;
        while let ServerFrame::Rooms { rooms, more } =
            socket.wait("the rooms", |frame| matches!(frame, ServerFrame::Rooms { .. })).await
        {
            socket.rooms.extend(rooms);
            if !more {
                break;
            }
        }
        socket
    }

    /// Opens a room from that seq on, or from now on; gives its head.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn open_room(&mut self, room: RoomId, after: Option<Seq>) -> Seq {
        let id = self.id();
        self.say(&ClientFrame::Open { id, room, after }).await;
        match self.answer(id).await {
            ServerFrame::Opened { head, .. } => head,
            other => panic!("{} may not open the room: {other:?}", self.owner),
        }
    }

    /// Says something and waits until it is in the log; where.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn send(&mut self, room: RoomId, body: &str) -> Seq {
        match self.try_send(room, Nonce(uuid::Uuid::new_v4()), body, false).await {
            ServerFrame::Ack { seq: Some(seq), .. } => seq,
            other => panic!("{} cannot say {body:?}: {other:?}", self.owner),
        }
    }

    /// Does something in a room and waits until it is in the log; where.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn act(&mut self, room: RoomId, action: ActionFrame) -> Seq {
        let (id, nonce) = (self.id(), Nonce::new());
        let what = action.action.clone();
        self.say(&ClientFrame::Command { id, room, nonce, again: false, action }).await;
        match self.answer(id).await {
            ServerFrame::Ack { seq: Some(seq), .. } => seq,
            other => panic!("{} cannot {what}: {other:?}", self.owner),
        }
    }

    /// Says something under that nonce; gives the answer, `ack` or `error`.
    pub async fn try_send(&mut self, room: RoomId, nonce: Nonce, body: &str, again: bool) -> ServerFrame {
        let id = self.id();
        let body = body.to_owned();
        self.say(&ClientFrame::post(id, room, nonce, body, again)).await;
        self.answer(id).await
    }

    /// The next event of that room not taken yet.
    pub async fn next_event(&mut self, room: RoomId) -> EventFrame {
        let mine = |frame: &ServerFrame| matches!(frame, ServerFrame::Event(event) if event.room == room);
        match self.wait("an event", mine).await {
            ServerFrame::Event(event) => *event,
            other => panic!("{other:?} is no event"),
        }
    }

    /// Waits for the answer to the frame with that id.
    pub async fn answer(&mut self, wanted: u64) -> ServerFrame {
        self.wait("an answer", |frame| match frame {
            ServerFrame::Opened { id, .. } | ServerFrame::Ack { id, .. } | ServerFrame::Page { id, .. } => {
                *id == wanted
            }
            ServerFrame::Error { id, .. } => *id == Some(wanted),
            _ => false,
        })
        .await
    }

    /// Takes the first frame that fits, among those heard already or those to come; others wait for their turn.
    ///
    /// # Panics
    /// When none comes in time, or the socket closes.
    pub async fn wait(&mut self, what: &str, fits: impl Fn(&ServerFrame) -> bool) -> ServerFrame {
        let deadline = Instant::now() + DEADLINE;
        let mut looked_at = 0;
        loop {
            while looked_at < self.heard.len() {
                if fits(&self.heard[looked_at]) {
                    return self.heard.remove(looked_at).expect("just looked at");
                }
                looked_at += 1;
            }
            let Ok(message) = timeout_at(deadline, self.stream.next()).await else {
                panic!("{} waited in vain for {what}; heard {:?}", self.owner, self.heard);
            };
            self.heard_at = Instant::now();
            match message {
                Some(Ok(Message::Text(text))) => self.hear(&text),
                Some(Ok(Message::Close(why))) => panic!("{}'s socket closed: {why:?}", self.owner),
                Some(Ok(_)) => {}
                Some(Err(error)) => panic!("{}'s socket broke: {error}", self.owner),
                None => panic!("{}'s socket ended", self.owner),
            }
        }
    }

    /// When the last of what was heard came, before it was read.
    pub fn heard_at(&self) -> Instant {
        self.heard_at
    }

    /// Waits until the gateway ends it; the code it gave, if it gave one.
    ///
    /// # Panics
    /// When it stays open.
    pub async fn closed(&mut self) -> Option<u16> {
        let deadline = Instant::now() + DEADLINE;
        loop {
            let message = timeout_at(deadline, self.stream.next()).await;
            match message.unwrap_or_else(|_| panic!("{}'s socket stays open", self.owner)) {
                Some(Ok(Message::Close(frame))) => return frame.map(|frame| frame.code.into()),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return None,
            }
        }
    }

    /// Says a frame.
    ///
    /// # Panics
    /// When the socket is gone.
    pub async fn say(&mut self, frame: &ClientFrame) {
        self.say_text(serde_json::to_string(frame).expect("JSON")).await;
    }

    /// Says anything at all.
    ///
    /// # Panics
    /// When the socket is gone.
    pub async fn say_text(&mut self, text: impl Into<String>) {
        let message = Message::text(text.into());
        self.stream
            .send(message)
            .await
            .unwrap_or_else(|error| panic!("{} cannot speak: {error}", self.owner));
    }

    /// A number for the next frame.
    pub fn id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }

    fn hear(&mut self, text: &str) {
        self.heard.extend(frames(text));
    }
}

/// A connection as it comes from the network.
pub(crate) type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Connects with a cookie, as a browser at that address would.
pub(crate) async fn connect(home: &Url, cookie: &str) -> Result<Stream, tungstenite::Error> {
    let host = home.host_str().expect("a host").to_owned();
    let port = home.port().expect("a port");
    let mut request = format!("ws://{host}:{port}/ws").into_client_request().expect("a request");
    let headers = request.headers_mut();
    headers.insert("cookie", cookie.parse().expect("a cookie"));
    headers.insert("origin", format!("http://{host}:{port}").parse().expect("an origin"));
    headers.insert("sec-websocket-protocol", "hubbub.v1.json".parse().expect("a protocol"));
    // Small frames are written at once, as browsers do.
    connect_async_with_config(request, None, true).await.map(|(stream, _)| stream)
}

/// Reads a text: under load several frames come in one array.
pub(crate) fn frames(text: &str) -> Vec<ServerFrame> {
    let many = text.trim_start().starts_with('[');
    let frames: serde_json::Result<Vec<ServerFrame>> =
        if many { serde_json::from_str(text) } else { serde_json::from_str(text).map(|frame| vec![frame]) };
    frames.unwrap_or_else(|error| panic!("no frame of ours: {error}: {text}"))
}
