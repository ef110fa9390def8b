//! One person's socket: connected, then served by a task of its own that tells the recorder what it hears.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use proto::frame::ClientFrame;
use proto::{Nonce, RoomId, Seq};
use serde::Deserialize;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::{Notify, mpsc};
use tokio::time::sleep;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{self, Message, Utf8Bytes};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use super::options::Form;
use super::recorder::Recorder;
use super::returns::Returns;
use super::sequence::Sequence;

/// Read and written at once, in bytes: there are thousands of these buffers.
const BUFFER: usize = 4 * 1024;
/// Between two attempts to come back.
const RETRY: Duration = Duration::from_millis(200);
/// After this it is given up.
const PATIENCE: Duration = Duration::from_secs(60);

type Stream = WebSocketStream<TcpStream>;

/// Where sockets are opened.
#[derive(Clone, Debug)]
pub(super) struct Endpoint {
    /// `127.0.0.1:8080`, as a browser names it.
    pub(super) authority: String,
    /// Where that is.
    pub(super) address: SocketAddr,
}

/// What all sockets of a crowd tell.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) epoch: Instant,
    pub(super) recorder: RefCell<Recorder>,
    pub(super) returns: RefCell<Returns>,
    /// Told whenever somebody has come back.
    pub(super) returned: Notify,
}

/// What a socket is told to do.
#[derive(Debug)]
pub(super) enum Outgoing {
    /// Write a frame; of a message its nonce is known, too.
    Write(Utf8Bytes, Option<Nonce>),
    /// Be cut, and come back after this time.
    Cut(Duration),
}

/// Why a socket is not served any more.
enum End {
    Left,
    Lost,
    Cut(Duration),
}

/// What we want to know of a frame. Everything else in it is skipped.
#[derive(Debug, Deserialize)]
struct Frame<'a> {
    #[serde(borrow)]
    t: Cow<'a, str>,
    room: Option<RoomId>,
    seq: Option<Seq>,
    nonce: Option<Nonce>,
    id: Option<u64>,
    #[serde(borrow)]
    code: Option<Cow<'a, str>>,
    head: Option<Seq>,
    #[serde(default)]
    reset: bool,
}

/// How somebody gets in.
#[derive(Debug)]
struct Door {
    endpoint: Endpoint,
    cookie: String,
    form: Form,
}

/// A socket that stands and has its room open.
#[derive(Debug)]
pub(super) struct Socket {
    door: Rc<Door>,
    stream: Stream,
    room: Option<RoomId>,
    sequence: Sequence,
}

impl Shared {
    /// Microseconds since the epoch.
    pub(super) fn micros(&self, at: Instant) -> u64 {
        u64::try_from(at.saturating_duration_since(self.epoch).as_micros()).unwrap_or(u64::MAX)
    }
}

impl Socket {
    /// Says hello and opens the room, if there is one.
    pub(super) async fn open(
        endpoint: &Endpoint,
        cookie: &str,
        form: Form,
        room: Option<RoomId>,
    ) -> Result<Self, String> {
        let door = Door { endpoint: endpoint.clone(), cookie: cookie.to_owned(), form };
        let mut stream = door.dial(HashMap::new()).await?;
        wait(&mut stream, "rooms").await?;
        let mut head = 0;
        if let Some(room) = room {
            say(&mut stream, &ClientFrame::Open { id: 0, room, after: None }).await?;
            head = wait(&mut stream, "opened").await?;
        }
        Ok(Self { door: Rc::new(door), stream, room, sequence: Sequence::after(head) })
    }

    /// Until the queue is closed, which closes the socket, or the socket is.
    pub(super) async fn serve(mut self, mut queue: mpsc::UnboundedReceiver<Outgoing>, shared: Rc<Shared>) {
        loop {
            match self.until_end(&mut queue, &shared).await {
                End::Left => return,
                End::Cut(pause) if self.come_back(pause, &shared).await.is_ok() => {}
                End::Cut(_) | End::Lost => return shared.recorder.borrow_mut().closed(),
            }
        }
    }

    async fn until_end(&mut self, queue: &mut mpsc::UnboundedReceiver<Outgoing>, shared: &Shared) -> End {
        loop {
            tokio::select! {
                message = self.stream.next() => {
                    let reply = match message {
                        Some(Ok(Message::Text(text))) => self.hear(&text, shared),
                        Some(Ok(Message::Close(_)) | Err(_)) | None => return End::Lost,
                        Some(Ok(_)) => None,
                    };
                    if let Some(frame) = reply && say(&mut self.stream, &frame).await.is_err() {
                        return End::Lost;
                    }
                }
                outgoing = queue.recv() => match outgoing {
                    Some(Outgoing::Write(text, nonce)) => {
                        if self.stream.send(Message::Text(text)).await.is_err() {
                            return End::Lost;
                        }
                        if let Some(nonce) = nonce {
                            shared.recorder.borrow_mut().written(nonce, shared.micros(Instant::now()));
                        }
                    }
                    Some(Outgoing::Cut(pause)) => return End::Cut(pause),
                    None => {
                        // Whether the other side takes leave, too, is of no interest any more.
                        let _ = self.stream.close(None).await;
                        return End::Left;
                    }
                }
            }
        }
    }

    /// Is cut, connects again as often as it takes, and hears what it has missed.
    async fn come_back(&mut self, pause: Duration, shared: &Shared) -> Result<(), String> {
        let cut = Instant::now();
        let rooms: HashMap<RoomId, Seq> =
            self.room.iter().map(|room| (*room, self.sequence.last())).collect();
        // Nobody takes leave: the other side notices by itself.
        self.stream.get_mut().shutdown().await.map_err(|error| error.to_string())?;
        sleep(pause).await;
        self.stream = loop {
            match self.door.dial(rooms.clone()).await {
                Ok(stream) => break stream,
                Err(_) if cut.elapsed() < PATIENCE => shared.returns.borrow_mut().failed += 1,
                Err(error) => return Err(error),
            }
            sleep(RETRY).await;
        };
        let (mut welcomed, mut head) = (None, self.room.is_none().then_some(0));
        while head.is_none_or(|head| self.sequence.last() < head) || welcomed.is_none() {
            let message = self.stream.next().await.ok_or("closed")?.map_err(|error| error.to_string())?;
            let Message::Text(text) = message else { continue };
            for frame in frames(&text) {
                match frame.t.as_ref() {
                    "welcome" => welcomed = Some(cut.elapsed()),
                    "opened" => head = Some(frame.head.unwrap_or(0)),
                    _ => {}
                }
            }
            self.hear(&text, shared);
        }
        shared.returns.borrow_mut().came_back(welcomed.unwrap_or_default(), cut.elapsed());
        shared.returned.notify_waiters();
        Ok(())
    }

    /// Under load several frames come in one array. Gives what is to be said to it.
    fn hear(&mut self, text: &str, shared: &Shared) -> Option<ClientFrame> {
        let now = shared.micros(Instant::now());
        let recorder = &mut shared.recorder.borrow_mut();
        let mut reply = None;
        for frame in frames(text) {
            let ours = frame.room.is_some() && frame.room == self.room;
            match (frame.t.as_ref(), frame.seq, frame.nonce) {
                ("event", Some(seq), Some(nonce)) if ours => {
                    recorder.heard(self.sequence.hear(seq), nonce, now);
                }
                ("ack", _, Some(nonce)) => recorder.acknowledged(nonce, now),
                // The gateway goes on trying to open it.
                ("error", ..) if frame.room.is_some() => shared.returns.borrow_mut().put_off += 1,
                ("error", ..) => recorder.refused(frame.id.unwrap_or(0), &frame.code.unwrap_or_default()),
                ("opened", ..) if frame.reset => self.sequence = Sequence::after(frame.head.unwrap_or(0)),
                ("gap", ..) if ours => {
                    recorder.gap();
                    let after = Some(self.sequence.last());
                    reply = self.room.map(|room| ClientFrame::Open { id: 0, room, after });
                }
                _ => {}
            }
        }
        reply
    }
}

/// Connects with a session, says hello and is welcomed; takes what comes next, too, and leaves.
pub(super) async fn welcome(endpoint: &Endpoint, cookie: &str, form: Form) -> Result<(), String> {
    let door = Door { endpoint: endpoint.clone(), cookie: cookie.to_owned(), form };
    let mut stream = door.dial(HashMap::new()).await?;
    wait(&mut stream, "welcome").await?;
    tokio::task::spawn_local(async move {
        // What a client needs to go on is part of the load, and not of the time.
        let _ = wait(&mut stream, "rooms").await;
        let _ = stream.close(None).await;
    });
    Ok(())
}

impl Door {
    /// Connects and says hello, with the rooms to be reopened from there on.
    async fn dial(&self, rooms: HashMap<RoomId, Seq>) -> Result<Stream, String> {
        let stream = dial(&self.endpoint, &self.cookie, self.form).await;
        let mut stream = stream.map_err(|error| error.to_string())?;
        say(&mut stream, &ClientFrame::Hello { log: None, rooms }).await?;
        Ok(stream)
    }
}

async fn dial(endpoint: &Endpoint, cookie: &str, form: Form) -> Result<Stream, tungstenite::Error> {
    let mut request = format!("ws://{}/ws", endpoint.authority).into_client_request()?;
    let headers = request.headers_mut();
    headers.insert("cookie", cookie.parse().map_err(tungstenite::http::Error::from)?);
    let origin = format!("http://{}", endpoint.authority);
    headers.insert("origin", origin.parse().map_err(tungstenite::http::Error::from)?);
    headers
        .insert("sec-websocket-protocol", form.protocol().parse().map_err(tungstenite::http::Error::from)?);
    let stream = TcpStream::connect(endpoint.address).await?;
    stream.set_nodelay(true)?;
    let config = WebSocketConfig::default().read_buffer_size(BUFFER).write_buffer_size(0);
    client_async_with_config(request, stream, Some(config)).await.map(|(stream, _)| stream)
}

async fn say(stream: &mut Stream, frame: &ClientFrame) -> Result<(), String> {
    stream.send(Message::text(text(frame))).await.map_err(|error| error.to_string())
}

/// A frame as it is written.
pub(super) fn text(frame: &ClientFrame) -> String {
    serde_json::to_string(frame).unwrap_or_else(|error| unreachable!("a frame is JSON: {error}"))
}

/// Waits for a frame of that kind; its head, if it has one.
async fn wait(stream: &mut Stream, kind: &str) -> Result<Seq, String> {
    while let Some(message) = stream.next().await {
        let Message::Text(text) = message.map_err(|error| error.to_string())? else { continue };
        for frame in frames(&text) {
            if frame.t == kind {
                return Ok(frame.head.unwrap_or(0));
            }
            if let Some(code) = frame.code {
                return Err(format!("refused with {code} before `{kind}`"));
            }
        }
    }
    Err(format!("closed before `{kind}`"))
}

/// One frame, or an array of them. What cannot be read is no frame of ours and shows as a loss.
fn frames(text: &str) -> Vec<Frame<'_>> {
    if text.starts_with('[') {
        serde_json::from_str(text).unwrap_or_default()
    } else {
        serde_json::from_str(text).map(|frame| vec![frame]).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_frame_and_an_array_of_them_are_read_alike() {
        let event = r#"{"t":"event","room":"00000000-0000-0000-0000-000000000007","seq":3,"kind":"posted","nonce":"00000000-0000-0000-0000-000000000001","message":{"seq":3,"body":"\"a\""}}"#;
        let array = format!("[{event},{event}]");
        let all = frames(event).into_iter().chain(frames(&array)).collect::<Vec<_>>();
        assert_eq!(
            all.iter().map(|frame| (frame.t.as_ref(), frame.seq)).collect::<Vec<_>>(),
            [("event", Some(3)); 3]
        );
        assert!(frames("nonsense").is_empty());
    }
}
