//! Somebody whose browser never gives up: it resumes after every loss and keeps a diary of all that was acked and heard.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::{FutureExt, SinkExt, StreamExt};
use proto::frame::{ActionFrame, ClientFrame, ServerFrame};
use proto::{At, Code, Nonce, RoomId, Seq};
use reqwest::Url;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Message;

use super::diary::Diary;
use super::socket::{self, Stream};
use crate::DEADLINE;

/// Between two tries to reach a gateway, or to send what was turned back.
const PAUSE: Duration = Duration::from_millis(150);
/// How long a frame may go unanswered before the connection counts as lost: a stopped gateway answers nothing.
pub const SILENCE: Duration = Duration::from_secs(3);

/// A person in a room, for as long as it is kept.
pub struct Participant {
    /// Who.
    pub username: String,
    orders: mpsc::UnboundedSender<ActionFrame>,
    diary: Arc<Mutex<Diary>>,
    turned: watch::Receiver<u64>,
    life: tokio::task::JoinHandle<()>,
}

impl Drop for Participant {
    fn drop(&mut self) {
        self.life.abort();
    }
}

impl Participant {
    pub(super) fn new(username: String, cookie: String, gateways: Vec<Url>, room: RoomId) -> Self {
        let (orders, todo) = mpsc::unbounded_channel();
        let (turn, turned) = watch::channel(0);
        let diary = Arc::<Mutex<Diary>>::default();
        let life = Life {
            room,
            cookie,
            gateways,
            todo,
            diary: diary.clone(),
            turn,
            pending: None,
            id: 0,
            begun: At::now_utc(),
        };
        Self { username, orders, diary, turned, life: tokio::spawn(life.lead()) }
    }

    /// Says something, in its turn: the one before is acked first.
    pub fn say(&self, words: &str) {
        self.act(ActionFrame { action: "post".into(), body: Some(words.into()), ..ActionFrame::default() });
    }

    /// Does something in the room, in its turn.
    pub fn act(&self, action: ActionFrame) {
        self.diary.lock().unwrap_or_else(PoisonError::into_inner).said += 1;
        let _ = self.orders.send(action);
    }

    /// Looks something up in the diary as it stands, without a copy of all of it.
    pub fn look_up<T>(&self, look: impl FnOnce(&Diary) -> T) -> T {
        look(&self.diary.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The diary as it stands.
    pub fn diary(&self) -> Diary {
        self.diary.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until the diary says so.
    ///
    /// # Panics
    /// When it never does.
    pub async fn until(&self, what: &str, holds: impl Fn(&Diary) -> bool) {
        let mut turned = self.turned.clone();
        let waiting = async {
            while !holds(&self.diary()) {
                turned.changed().await.expect("alive");
            }
        };
        if tokio::time::timeout(2 * DEADLINE, waiting).await.is_err() {
            let diary = self.diary();
            let (acked, heard) = (diary.acked.len(), diary.heard.len());
            let (last, connections) = (diary.last(), diary.connections);
            panic!(
                "{}: {what}: not with {acked} acked, {heard} heard up to {last}, {connections} connections",
                self.username
            );
        }
    }
}

struct Pending {
    nonce: Nonce,
    action: ActionFrame,
    sent: u32,
    since: Instant,
    sent_at: Instant,
}

struct Life {
    room: RoomId,
    cookie: String,
    gateways: Vec<Url>,
    todo: mpsc::UnboundedReceiver<ActionFrame>,
    diary: Arc<Mutex<Diary>>,
    turn: watch::Sender<u64>,
    pending: Option<Pending>,
    id: u64,
    /// What happened before is told as well, and was not waited for.
    begun: At,
}

/// The connection is of no use any more.
struct Lost;

/// The gateway is about to stop. This connection stands until its successor does.
struct Leaving(Stream);

impl Life {
    async fn lead(mut self) {
        let mut old = None;
        for gateway in (0..self.gateways.len()).cycle() {
            if let Ok(Ok(stream)) =
                tokio::time::timeout(SILENCE, socket::connect(&self.gateways[gateway], &self.cookie)).await
            {
                self.note(|diary| diary.connections += 1);
                match self.talk(stream, old.take()).await {
                    Ok(Leaving(stream)) => {
                        old = Some(stream);
                        continue;
                    }
                    Err(Lost) => self.note(|diary| diary.losses += 1),
                }
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Until the connection is lost, or is to be given up for another: `old` is the one that was.
    async fn talk(&mut self, mut stream: Stream, mut old: Option<Stream>) -> Result<Leaving, Lost> {
        // Nothing heard yet: from the very first event on.
        let rooms = HashMap::from([(self.room, self.last())]);
        self.put(&mut stream, &ClientFrame::Hello { log: None, rooms }).await?;
        let (mut answered, mut retry) = (Instant::now(), None::<Instant>);
        let (mut opened, mut leaving) = (false, false);
        loop {
            if leaving && self.pending.is_none() {
                return Ok(Leaving(stream));
            }
            if opened
                && self.pending.is_none()
                && let Ok(action) = self.todo.try_recv()
            {
                self.pending = Some(Pending {
                    nonce: Nonce::new(),
                    action,
                    sent: 0,
                    since: Instant::now(),
                    sent_at: Instant::now(),
                });
                retry = Some(Instant::now());
            }
            if opened
                && self
                    .pending
                    .as_ref()
                    .is_some_and(|pending| pending.sent == 0 || retry.is_some_and(|at| at <= Instant::now()))
            {
                self.send_pending(&mut stream).await?;
                (answered, retry) = (Instant::now(), None);
            }
            tokio::select! {
                message = stream.next() => match message {
                    Some(Ok(Message::Text(text))) => {
                        answered = Instant::now();
                        for frame in socket::frames(&text) {
                            match frame {
                                ServerFrame::Opened { reset: true, .. } => self.note(|diary| diary.faults.push("reset".into())),
                                ServerFrame::Opened { .. } => {
                                    // What was under way when the last connection went may or may not have arrived.
                                    if !opened && self.pending.is_some() {
                                        retry = Some(Instant::now());
                                    }
                                    opened = true;
                                    self.leave(old.take()).await;
                                }
                                ServerFrame::Goaway { .. } => leaving = true,
                                ServerFrame::Gap { .. } => self.open(&mut stream).await?,
                                ServerFrame::Error { id: Some(id), code, .. } if id == self.id => {
                                    retry = self.refused(code);
                                }
                                frame => self.hear(frame),
                            }
                        }
                    }
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return Err(Lost),
                    Some(Ok(_)) => {}
                },
                () = tokio::time::sleep(Duration::from_millis(20)) => {
                    // The room may be quiet; a gateway that lives answers a ping.
                    // Others may be heard although what one says oneself does not arrive.
                    let is_unheard = self.pending.as_ref().is_some_and(|pending| pending.sent_at.elapsed() > SILENCE);
                    if answered.elapsed() > SILENCE || opened && retry.is_none() && is_unheard {
                        return Err(Lost);
                    }
                    if answered.elapsed() > SILENCE / 2 {
                        self.put(&mut stream, &ClientFrame::Ping { n: 1 }).await?;
                    }
                }
            }
        }
    }

    /// Closes the connection whose successor stands; if it still stood, nothing was lost on the way.
    async fn leave(&self, old: Option<Stream>) {
        let Some(mut old) = old else { return };
        let stood = loop {
            match old.next().now_or_never() {
                None => break true,
                Some(Some(Ok(Message::Text(_) | Message::Ping(_) | Message::Pong(_)))) => {}
                Some(_) => break false,
            }
        };
        self.note(|diary| if stood { diary.moves += 1 } else { diary.losses += 1 });
        // The gateway may be gone by now.
        let _ = old.close(None).await;
    }

    /// When to try again, if that may help.
    fn refused(&mut self, code: Code) -> Option<Instant> {
        if code.is_try_again() {
            self.note(|diary| diary.refusals.push(code));
            return Some(Instant::now() + PAUSE);
        }
        let pending = self.pending.take()?;
        self.note(|diary| match (code, pending.action.target.or(pending.action.reply_to)) {
            // Its author was quicker.
            (Code::NotFound, Some(_)) => _ = diary.declined.insert(pending.nonce, pending.action),
            _ => diary.faults.push(format!("{} was refused: {code:?}", pending.action.action)),
        });
        None
    }

    fn hear(&mut self, frame: ServerFrame) {
        match frame {
            ServerFrame::Event(event) if event.room == self.room => {
                let delay = Duration::try_from(At::now_utc() - event.at.max(self.begun)).unwrap_or_default();
                self.note(|diary| diary.hear(*event, delay));
            }
            ServerFrame::Reactions { room, from, upto, messages } if room == self.room => {
                self.note(|diary| diary.skip(from..=upto, messages));
            }
            ServerFrame::Ack { nonce, seq: Some(seq), .. } => {
                if let Some(pending) = self.pending.take_if(|pending| pending.nonce == nonce) {
                    self.note(|diary| {
                        diary.acked.insert(seq, (nonce, pending.action));
                        diary.acks.push((pending.since, pending.since.elapsed()));
                    });
                }
            }
            _ => {}
        }
    }

    async fn open(&mut self, stream: &mut Stream) -> Result<(), Lost> {
        self.put(stream, &ClientFrame::Open { id: 0, room: self.room, after: Some(self.last()) }).await
    }

    async fn send_pending(&mut self, stream: &mut Stream) -> Result<(), Lost> {
        self.id += 1;
        let (id, room) = (self.id, self.room);
        let Some(pending) = &mut self.pending else { return Ok(()) };
        let (nonce, action, again) = (pending.nonce, pending.action.clone(), pending.sent > 0);
        pending.sent += 1;
        pending.sent_at = Instant::now();
        self.put(stream, &ClientFrame::Command { id, room, nonce, again, action }).await
    }

    async fn put(&self, stream: &mut Stream, frame: &ClientFrame) -> Result<(), Lost> {
        let text = serde_json::to_string(frame).expect("JSON");
        match tokio::time::timeout(SILENCE, stream.send(Message::text(text))).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(Lost),
        }
    }

    /// The last seq that was told of; 0 before the first.
    fn last(&self) -> Seq {
        self.diary.lock().unwrap_or_else(PoisonError::into_inner).last()
    }

    fn note<T>(&self, write: impl FnOnce(&mut Diary) -> T) {
        write(&mut self.diary.lock().unwrap_or_else(PoisonError::into_inner));
        self.turn.send_modify(|turn| *turn += 1);
    }
}
