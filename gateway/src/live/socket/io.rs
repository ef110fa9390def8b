//! The I/O task of a socket: the only one that touches its WebSocket, un-split. Bytes become frames for the actor; what
//! waits in the outbox is taken at once, fed frame by frame and flushed once.
//!
//! There is one for each socket, for as long as it lives, so it holds no more than it needs while nothing happens.

use std::future::Future;
use std::pin::pin;
use std::time::{Duration, Instant};

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use chassis::telemetry::{Origin, metrics, spans};
use futures_util::SinkExt;
use proto::auth::Session;
use proto::frame::{ClientFrame, Close, FRAME_MAX, ServerFrame};
use proto::{Reason, UserId};
use ractor::{ActorRef, ActorRuntime};
use serde::Deserialize;

use super::violations::Violations;
use super::{Socket, SocketArgs, SocketMessage};
use crate::live::context::Context;
use crate::live::frame;
use crate::live::hub::HubMessage;
use crate::live::outbox::Outbox;
use crate::live::reader::Reader;
use crate::live::roster::{self, Connected, SocketId};
use crate::live::statuses;

/// What is counted as its code when a socket is gone without a word.
const ABNORMAL_CLOSURE: u16 = 1006;
/// The same when the other side has closed it, whatever code it gave: anybody can invent those.
const NORMAL_CLOSURE: u16 = 1000;
/// How long a close frame may take.
const FAREWELL: Duration = Duration::from_secs(2);

/// A connected socket: entered in the roster, its actor born. [`Io::run`] does the rest.
pub(in crate::live) struct Io {
    id: SocketId,
    live: Context,
    ws: WebSocket,
    outbox: Outbox,
    actor: ActorRef<SocketMessage>,
    user: UserId,
    reader: Reader,
    /// The request by which it came.
    origin: Origin,
    since: Instant,
    violations: Violations,
    hello_received: bool,
}

/// How a socket ends.
enum End {
    /// With a word.
    Close(Close),
    /// With the other side's word, which is still to be answered.
    Asked,
    /// The other side is gone, or takes nothing.
    Disconnected,
}

impl Io {
    /// Lets a socket in: from here on it can be told things. None if its actor cannot be born.
    pub(in crate::live) fn start(
        live: Context,
        ws: WebSocket,
        session: Session,
        reader: Reader,
        origin: Origin,
    ) -> Option<Self> {
        let (id, outbox, user) = (roster::next_socket(), Outbox::new(), session.person.id);
        let (feed, session_id, invisible) = (session.feed, session.id, session.person.invisible);
        live.people().learn(&session.person);
        let args = SocketArgs { id, session, reader, outbox: outbox.clone(), live: live.clone() };
        let (actor, _) = ActorRuntime::spawn_instant(None, Socket, args)
            .inspect_err(|error| tracing::error!(%error, "a socket's actor could not be born"))
            .ok()?;
        let connected =
            Connected { user, session: session_id, feed, outbox: outbox.clone(), actor: actor.clone() };
        live.roster().enter(id, connected, invisible);
        if live.sessions().has_changed_status(user, feed) {
            // Perhaps they are not to be seen any more.
            tokio::spawn(statuses::read_anew(live.people().clone(), live.roster().clone(), user));
        }
        // It may have ended between the upgrade and the roster, where the feed would have found it.
        if live.sessions().has_ended(user, session_id, feed) {
            outbox.close(Close::SessionEnded);
        }
        if live.is_leaving() {
            outbox.close(Close::Restart);
        }
        metrics::socket_opened(reader.form.as_str());
        let (since, hello_received) = (Instant::now(), false);
        let violations = Violations::new(since);
        Some(Self { id, live, ws, outbox, actor, user, reader, origin, since, violations, hello_received })
    }

    /// Serves it to its end. `held` is what it holds until then.
    pub(in crate::live) async fn run(mut self, held: impl Send) {
        let code = self.until_closed().await;
        metrics::socket_closed(self.reader.form.as_str(), code, self.since.elapsed());
        self.leave();
        drop(held);
    }

    fn leave(&self) {
        self.outbox.close(Close::Internal);
        self.live.roster().leave(self.id);
        for room in self.outbox.rooms() {
            self.live.hubs().tell(room, HubMessage::Close(self.id));
        }
        self.actor.stop(None);
    }

    /// Until it ends; with which code.
    async fn until_closed(&mut self) -> u16 {
        let why = match self.serve().await {
            Ok(()) | Err(End::Disconnected) => return ABNORMAL_CLOSURE,
            Err(End::Asked) => None,
            Err(End::Close(why)) => Some(why),
        };
        let farewell = async {
            if let Some(why) = why {
                tracing::debug!(user.id = %self.user, code = why.code(), "a socket is closed");
                let frame = CloseFrame { code: why.code(), reason: Utf8Bytes::from_static(why.reason()) };
                self.ws.send(Message::Close(Some(frame))).await?;
            }
            // Until the other side has closed too: a close frame in a reset connection is never read. The library has answered
            // theirs, and writes that while it reads.
            while let Some(Ok(_)) = self.ws.recv().await {}
            Ok::<_, axum::Error>(())
        };
        // Boxed like whatever happens seldom: a socket is as large as the largest thing it may be doing.
        let _ = tokio::time::timeout(FAREWELL, Box::pin(farewell)).await;
        why.map_or(NORMAL_CLOSURE, Close::code)
    }

    async fn serve(&mut self) -> Result<(), End> {
        let (silence, taken) = (self.live.config().heartbeat * 2, self.live.config().taken);
        let mut deadline = pin!(tokio::time::sleep(self.live.config().hello));
        let outbox = self.outbox.clone();
        loop {
            let may_read = outbox.has_slot();
            tokio::select! {
                () = outbox.ready() => self.write().await?,
                message = self.ws.recv(), if may_read => {
                    let message = message.ok_or(End::Disconnected)?;
                    let is_ping = matches!(message, Ok(Message::Ping(_)));
                    self.message(message)?;
                    if is_ping {
                        // Its pong is in the write buffer: nothing more is read before that is taken.
                        Box::pin(with_deadline(taken, self.ws.flush())).await?;
                    }
                    if self.hello_received {
                        deadline.as_mut().reset(tokio::time::Instant::now() + silence);
                    }
                }
                () = outbox.slot_freed(), if !may_read => {}
                () = deadline.as_mut() => {
                    return Err(End::Close(if self.hello_received { Close::Silent } else { Close::NoHello }));
                }
            }
        }
    }

    /// Writes what waits, as much as is written at once, and flushes it.
    async fn write(&mut self) -> Result<(), End> {
        let frames = self.outbox.take_batch(self.live.frozen()).map_err(End::Close)?;
        if frames.is_empty() {
            return Ok(());
        }
        let count = frames.len();
        let writing = async {
            for bytes in frames {
                self.ws.feed(Message::Text(bytes)).await?;
            }
            self.ws.flush().await
        };
        with_deadline(self.live.config().taken, writing).await?;
        metrics::frames_sent(count);
        Ok(())
    }

    fn message(&mut self, message: Result<Message, axum::Error>) -> Result<(), End> {
        match message {
            Ok(Message::Text(text)) if text.len() > FRAME_MAX => Err(End::Close(Close::TooBig)),
            Ok(Message::Binary(bytes)) if bytes.len() > FRAME_MAX => Err(End::Close(Close::TooBig)),
            Ok(Message::Text(text)) => self.text(&text),
            Ok(Message::Binary(_)) => self.malformed(None, Reason::BinaryFrame),
            Ok(Message::Ping(_) | Message::Pong(_)) => self.control(),
            Ok(Message::Close(_)) => Err(End::Asked),
            Err(error) => Err(broken(&error.to_string())),
        }
    }

    /// A control frame of WebSocket: answered by the library, and counted like any frame.
    fn control(&mut self) -> Result<(), End> {
        metrics::frame_received("control");
        match self.live.rate_limiter().other(self.user) {
            Ok(()) => Ok(()),
            Err(_) => self.too_fast(),
        }
    }

    fn text(&mut self, text: &str) -> Result<(), End> {
        let frame = match serde_json::from_str::<ClientFrame>(text) {
            Ok(frame) => frame,
            Err(_) => {
                let id = serde_json::from_str::<FrameId>(text).ok().and_then(|found| found.id);
                return self.malformed(id, Reason::UnknownRequest);
            }
        };
        let label = frame.label();
        metrics::frame_received(label);
        match &frame {
            ClientFrame::Ping { n } => {
                let refusal = self.live.rate_limiter().other(self.user).err();
                self.outbox.control(match &refusal {
                    None => frame::bytes(&ServerFrame::Pong { n: *n }),
                    Some(refusal) => frame::error(self.reader.language, None, refusal),
                });
                return if refusal.is_some() { self.too_fast() } else { Ok(()) };
            }
            ClientFrame::Hello { .. } if !self.hello_received => self.hello_received = true,
            other => {
                let rate_limiter = self.live.rate_limiter();
                let passed = if other.is_durable() {
                    rate_limiter.durable(self.user)
                } else {
                    rate_limiter.other(self.user)
                };
                if let Err(refusal) = passed {
                    self.outbox.control(frame::error(self.reader.language, other.id(), &refusal));
                    return self.too_fast();
                }
            }
        }
        // Reading stops when too many answers are owed, so there is a place.
        let slot = if frame.wants_answer() { self.outbox.slot() } else { None };
        let slot = slot.map(|slot| slot.within(spans::frame(label, frame.room(), &self.origin)));
        self.actor.cast(SocketMessage::Frame(Box::new(frame), slot)).map_err(|_| End::Close(Close::Internal))
    }

    fn malformed(&mut self, id: Option<u64>, why: Reason) -> Result<(), End> {
        self.outbox.control(frame::error(self.reader.language, id, &why.into()));
        self.violations.malformed().map_or(Ok(()), |why| Err(End::Close(why)))
    }

    fn too_fast(&mut self) -> Result<(), End> {
        self.violations.too_fast(Instant::now()).map_or(Ok(()), |why| Err(End::Close(why)))
    }
}

/// What an error of tungstenite's means, by its words: it has no type here.
fn broken(words: &str) -> End {
    match words {
        words if words.contains("too long") => End::Close(Close::TooBig),
        words if words.starts_with("UTF-8") => End::Close(Close::NoText),
        words if words.contains("without closing handshake") => End::Disconnected,
        words if words.starts_with("WebSocket protocol error") => End::Close(Close::NoWebSocket),
        _ => End::Disconnected,
    }
}

/// A frame that says nothing else may still say which it is.
#[derive(Deserialize)]
struct FrameId {
    id: Option<u64>,
}

/// Every wait for the other side to take bytes has a deadline.
async fn with_deadline(
    deadline: Duration,
    writing: impl Future<Output = Result<(), axum::Error>>,
) -> Result<(), End> {
    match tokio::time::timeout(deadline, writing).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(End::Disconnected),
        Err(_) => Err(End::Close(Close::Slow)),
    }
}
