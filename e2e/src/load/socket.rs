//! One person's socket: connected, then served by a task of its own that tells the recorder what it hears.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Instant;

use futures_util::{SinkExt, StreamExt};
use proto::frame::ClientFrame;
use proto::{Nonce, RoomId, Seq};
use serde::Deserialize;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{self, Message, Utf8Bytes};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use super::options::Form;
use super::recorder::Recorder;
use super::sequence::Sequence;

/// Read and written at once, in bytes: there are thousands of these buffers.
const BUFFER: usize = 4 * 1024;

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
}

/// A frame to write; of a message its nonce, too.
pub(super) type Outgoing = (Utf8Bytes, Option<Nonce>);

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

/// A socket that stands and has its room open.
#[derive(Debug)]
pub(super) struct Socket {
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
        let mut stream = dial(endpoint, cookie, form).await.map_err(|error| error.to_string())?;
        say(&mut stream, &ClientFrame::Hello { log: None, rooms: HashMap::new() }).await?;
        wait(&mut stream, "rooms").await?;
        let mut head = 0;
        if let Some(room) = room {
            say(&mut stream, &ClientFrame::Open { id: 0, room, after: None }).await?;
            head = wait(&mut stream, "opened").await?;
        }
        Ok(Self { stream, room, sequence: Sequence::after(head) })
    }

    /// Until the queue is closed, which closes the socket, or the socket is.
    pub(super) async fn serve(mut self, mut queue: mpsc::UnboundedReceiver<Outgoing>, shared: Rc<Shared>) {
        loop {
            tokio::select! {
                message = self.stream.next() => {
                    let reply = match message {
                        Some(Ok(Message::Text(text))) => self.hear(&text, &shared),
                        Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                        Some(Ok(_)) => None,
                    };
                    if let Some(frame) = reply && say(&mut self.stream, &frame).await.is_err() {
                        break;
                    }
                }
                outgoing = queue.recv() => {
                    let Some((text, nonce)) = outgoing else {
                        // Whether the other side takes leave, too, is of no interest any more.
                        let _ = self.stream.close(None).await;
                        return;
                    };
                    if self.stream.send(Message::Text(text)).await.is_err() {
                        break;
                    }
                    if let Some(nonce) = nonce {
                        shared.recorder.borrow_mut().written(nonce, shared.micros(Instant::now()));
                    }
                }
            }
        }
        shared.recorder.borrow_mut().closed();
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
    let mut stream = dial(endpoint, cookie, form).await.map_err(|error| error.to_string())?;
    say(&mut stream, &ClientFrame::Hello { log: None, rooms: HashMap::new() }).await?;
    wait(&mut stream, "welcome").await?;
    tokio::task::spawn_local(async move {
        // What a client needs to go on is part of the load, and not of the time.
        let _ = wait(&mut stream, "rooms").await;
        let _ = stream.close(None).await;
    });
    Ok(())
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
