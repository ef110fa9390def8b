//! The yardstick: a bare broadcast server. Each connection has a queue and a writer; a message is numbered, drawn once and
//! put into the queue of everyone who has its room open. No store, no accounts, no other process: what nobody can do
//! without. It speaks enough of `hubbub.v1.json` for the same crowd to drive it, in a process of its own.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::stream::SplitSink;
use futures_util::{SinkExt, StreamExt};
use proto::frame::{ActionFrame, ClientFrame, EventFrame, Limits, ServerFrame};
use proto::room::{Message as Said, Reactions};
use proto::{At, Nonce, RoomId, Seq, SessionId, UserId};
use services::managed_child::{ChildCommand, ManagedChild};
use services::ports;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};
use tokio_tungstenite::{WebSocketStream, accept_hdr_async_with_config};

use super::crowd::Crowd;
use super::error::LoadError;
use super::layout::Layout;
use super::process::Processes;
use super::socket::Endpoint;

/// Frames that wait for one connection; who is further behind is disconnected.
const QUEUE: usize = 4_096;
/// Frames written at once.
const BATCH: usize = 64;
const BUFFER: usize = 4 * 1024;
/// How long it may take to start.
const START: Duration = Duration::from_secs(10);

/// The server in a process of its own.
#[derive(Debug)]
pub(super) struct RawServer {
    process: ManagedChild,
    pub(super) endpoint: Endpoint,
}

impl RawServer {
    /// Starts it and waits until it listens.
    pub(super) async fn start() -> Result<Self, LoadError> {
        Self::start_with("raw-server", &[]).await
    }

    /// The one that answers everything with so many bytes.
    pub(super) async fn start_pages(bytes: usize) -> Result<Self, LoadError> {
        Self::start_with("raw-pages", &[bytes.to_string()]).await
    }

    /// Its process.
    pub(super) fn processes(&self) -> Processes {
        let mut processes = Processes::default();
        processes.add("raw", self.process.pid());
        processes
    }

    /// So many people who need no session there, connected as they are to a cluster.
    pub(super) async fn connect(
        &self,
        name: &'static str,
        layout: Layout,
        people: usize,
        rooms: &[RoomId],
    ) -> Result<Crowd, LoadError> {
        let nobody = vec![String::new(); people];
        Crowd::connect(name, layout, std::slice::from_ref(&self.endpoint), &nobody, rooms).await
    }

    async fn start_with(verb: &str, arguments: &[String]) -> Result<Self, LoadError> {
        let program = std::env::current_exe().map_err(LoadError::doing("we do not know our own program"))?;
        let address = SocketAddr::from(([127, 0, 0, 1], ports::private()));
        let mut command =
            ChildCommand::new(program).arg(verb).arg(address.to_string()).only_this_environment();
        for argument in arguments {
            command = command.arg(argument);
        }
        let process = command.start().map_err(LoadError::doing("the raw server"))?;
        let listens = async {
            while TcpStream::connect(address).await.is_err() && !process.has_ended() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            !process.has_ended()
        };
        match tokio::time::timeout(START, listens).await {
            Ok(true) => Ok(Self { process, endpoint: Endpoint { authority: address.to_string(), address } }),
            _ => Err(LoadError::Failed(format!("the raw server does not listen at {address}"))),
        }
    }
}

/// Is that server, until it is killed.
pub(super) fn serve(listen: SocketAddr) -> Result<(), LoadError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(LoadError::doing("cannot start"))?.block_on(async {
        let listener = TcpListener::bind(listen)
            .await
            .map_err(LoadError::doing(format!("cannot listen at {listen}")))?;
        let rooms = Rooms::default();
        loop {
            let accepted = listener.accept().await.map_err(LoadError::doing("cannot take a connection"))?;
            tokio::spawn(connection(accepted.0, rooms.clone()));
        }
    })
}

#[derive(Clone, Default)]
struct Rooms(Arc<Mutex<HashMap<RoomId, Room>>>);

#[derive(Default)]
struct Room {
    head: Seq,
    hearers: Vec<mpsc::Sender<Utf8Bytes>>,
}

type Stream = WebSocketStream<TcpStream>;

/// Reads until it ends; what is written is the writer's.
async fn connection(stream: TcpStream, rooms: Rooms) {
    let config = WebSocketConfig::default().read_buffer_size(BUFFER);
    let Ok(()) = stream.set_nodelay(true) else { return };
    let Ok(stream) = accept_hdr_async_with_config(stream, choose_protocol, Some(config)).await else {
        return;
    };
    let (sink, mut stream) = stream.split();
    let (queue, waiting) = mpsc::channel(QUEUE);
    tokio::spawn(write(sink, waiting));
    let user = UserId::new();
    while let Some(Ok(message)) = stream.next().await {
        let Message::Text(text) = message else { continue };
        let Ok(frame) = serde_json::from_str(&text) else { return };
        let answer = match frame {
            ClientFrame::Hello { .. } => {
                if queue.send(draw(&welcome(user))).await.is_err() {
                    return;
                }
                ServerFrame::Rooms { rooms: Vec::new(), more: false }
            }
            ClientFrame::Open { id, room, .. } => rooms.open(id, room, queue.clone()),
            ClientFrame::Command {
                id, room, nonce, action: ActionFrame { body: Some(body), .. }, ..
            } => rooms.post(id, room, user, nonce, body),
            ClientFrame::Ping { n } => ServerFrame::Pong { n },
            _ => return,
        };
        if queue.send(draw(&answer)).await.is_err() {
            return;
        }
    }
}

/// Writes whatever waits, and flushes once.
async fn write(mut sink: SplitSink<Stream, Message>, mut waiting: mpsc::Receiver<Utf8Bytes>) {
    let mut batch = Vec::with_capacity(BATCH);
    while waiting.recv_many(&mut batch, BATCH).await > 0 {
        for text in batch.drain(..) {
            if sink.feed(Message::Text(text)).await.is_err() {
                return;
            }
        }
        if sink.flush().await.is_err() {
            return;
        }
    }
}

impl Rooms {
    fn open(&self, id: u64, room: RoomId, queue: mpsc::Sender<Utf8Bytes>) -> ServerFrame {
        let mut rooms = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = rooms.entry(room).or_default();
        entry.hearers.push(queue);
        ServerFrame::Opened { id, room, head: entry.head, reset: false }
    }

    fn post(&self, id: u64, room: RoomId, author: UserId, nonce: Nonce, body: String) -> ServerFrame {
        let mut rooms = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = rooms.entry(room).or_default();
        entry.head += 1;
        let (seq, at) = (entry.head, At::now_utc());
        let event = draw(&ServerFrame::Event(Box::new(posted(room, seq, at, author, nonce, body))));
        entry.hearers.retain(|hearer| hearer.try_send(event.clone()).is_ok());
        ServerFrame::Ack { id, room, nonce, seq: Some(seq), at: Some(at), dup: false, cancelled: false }
    }
}

/// As long as the real one.
fn welcome(user: UserId) -> ServerFrame {
    let limits = Limits { body: 16_384, frame: 65_536, commands_per_s: 10, burst: 100 };
    let (session, log) = (SessionId::new(), uuid::Uuid::new_v4());
    let (heartbeat_ms, retry_ms, org_role) = (25_000, [200, 3_000], proto::room::OrgRole::Member);
    ServerFrame::Welcome { user, session, org_role, log, heartbeat_ms, retry_ms, limits }
}

/// As long as the real one.
fn posted(room: RoomId, seq: Seq, at: At, author: UserId, nonce: Nonce, body: String) -> EventFrame {
    let (html, name) = (format!("<p>{body}</p>\n"), "somebody".to_owned());
    let message = Said {
        seq,
        msg_no: Some(seq),
        rev: seq,
        text_rev: seq,
        author,
        name: name.clone(),
        avatar: None,
        at,
        body,
        html,
        reply_to: None,
        thread: None,
        edited_at: None,
        previews: proto::room::Previews::default(),
        history: false,
        deleted_at: None,
        files: Vec::new(),
        reactions: Reactions::default(),
        nonce,
    };
    let (kind, message) = ("posted".to_owned(), Some(message));
    EventFrame {
        previews: None,
        room,
        seq,
        kind,
        at,
        actor: Some(author),
        name,
        nonce: Some(nonce),
        target: None,
        user: None,
        settings: None,
        thread: None,
        reaction: None,
        message,
        html: None,
    }
}

fn draw(frame: &ServerFrame) -> Utf8Bytes {
    serde_json::to_string(frame).unwrap_or_else(|error| unreachable!("a frame is JSON: {error}")).into()
}

/// Whichever is wanted.
#[allow(clippy::result_large_err, reason = "the type of the library's callback")]
fn choose_protocol(
    request: &Request,
    mut response: Response,
) -> Result<Response, tokio_tungstenite::tungstenite::handshake::server::ErrorResponse> {
    if let Some(protocol) = request.headers().get("sec-websocket-protocol") {
        response.headers_mut().insert("sec-websocket-protocol", protocol.clone());
    }
    Ok(response)
}
