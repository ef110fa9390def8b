//! Many sockets at one server, and what is said over them.

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::Rc;
use std::time::{Duration, Instant};

use futures_util::{StreamExt, TryStreamExt, stream};
use proto::RoomId;
use proto::frame::ClientFrame;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::error::LoadError;
use super::figures::Figures;
use super::layout::Layout;
use super::recorder::{Recorder, number_of};
use super::returns::Returns;
use super::socket::{Endpoint, Outgoing, Shared, Socket, text};

/// Sockets opened at once.
const AT_ONCE: usize = 32;
/// Every socket says that it is there once in so long; a gateway wants it every 25 s.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How long one waits in the end for what is still under way.
const STRAGGLER_DEADLINE: Duration = Duration::from_secs(30);

/// Everybody, connected. Dropping it closes their sockets.
pub(super) struct Crowd {
    /// Where they are, for people.
    pub(super) name: &'static str,
    people: Vec<Member>,
    shared: Rc<Shared>,
    /// Only so many of them say something.
    talkers: Cell<usize>,
    next: Cell<usize>,
    heartbeat: JoinHandle<()>,
}

#[derive(Clone)]
struct Member {
    queue: mpsc::UnboundedSender<Outgoing>,
    room: Option<RoomId>,
    /// How many have this person's room open.
    hearers: u32,
}

impl Drop for Crowd {
    fn drop(&mut self) {
        self.heartbeat.abort();
    }
}

impl Crowd {
    /// Connects one socket for each cookie, spread over the endpoints, each with its room open.
    pub(super) async fn connect(
        name: &'static str,
        layout: Layout,
        endpoints: &[Endpoint],
        cookies: &[String],
        rooms: &[RoomId],
    ) -> Result<Self, LoadError> {
        let room_of = |person: usize| layout.room_of(person).map(|room| rooms[room]);
        let sockets: Vec<Socket> = stream::iter(cookies.iter().enumerate())
            .map(|(n, cookie)| async move {
                let endpoint = &endpoints[n % endpoints.len()];
                let opened = Socket::open(endpoint, cookie, layout.form, room_of(n)).await;
                opened.map_err(LoadError::doing(format!(
                    "socket {} of {} at {}",
                    n + 1,
                    cookies.len(),
                    endpoint.authority
                )))
            })
            .buffered(AT_ONCE)
            .try_collect()
            .await?;
        let recorder = RefCell::new(Recorder::new(proto::Nonce::new().0.as_u64_pair().0));
        let (returns, returned) = Default::default();
        let shared = Rc::new(Shared { epoch: Instant::now(), recorder, returns, returned });
        let people = sockets.into_iter().enumerate().map(|(n, socket)| {
            let (queue, waiting) = mpsc::unbounded_channel();
            tokio::task::spawn_local(socket.serve(waiting, shared.clone()));
            let hearers = u32::try_from(layout.hearers(n)).unwrap_or(u32::MAX);
            Member { queue, room: room_of(n), hearers }
        });
        let people: Vec<Member> = people.collect();
        let heartbeat = tokio::task::spawn_local(beat(people.clone()));
        let talkers = Cell::new(people.len());
        Ok(Self { name, people, shared, talkers, next: Cell::new(0), heartbeat })
    }

    /// What is sent from now on belongs to another rate; of it these are measured.
    pub(super) fn begin(&self, measured: Range<usize>) {
        self.shared.recorder.borrow_mut().begin(measured);
    }

    /// The next person says something that was due then.
    pub(super) fn say(&self, intended: Instant) {
        let n = self.next.get();
        self.next.set((n + 1) % self.talkers.get());
        let person = &self.people[n];
        if let Some(room) = person.room {
            self.say_in(n, room, person.hearers, intended);
        }
    }

    /// That person says something in that room, which so many have open.
    pub(super) fn say_in(&self, person: usize, room: RoomId, hearers: u32, intended: Instant) {
        let nonce = self.shared.recorder.borrow_mut().send(self.shared.micros(intended), hearers);
        let id = number_of(nonce);
        let frame = ClientFrame::post(id, room, nonce, sentence(id), false);
        // A socket that is closed has been counted, and its message stays without an answer.
        let _ = self.people[person].queue.send(Outgoing::Write(text(&frame).into(), Some(nonce)));
    }

    /// From now on only so many of the first talk.
    pub(super) fn only_first_talk(&self, count: usize) {
        self.talkers.set(count.clamp(1, self.people.len()));
        self.next.set(0);
    }

    /// Cuts the sockets of all but the first; they come back evenly over that time. How many they are.
    pub(super) fn cut(&self, first: usize, spread: Duration) -> usize {
        let cut = &self.people[first..];
        for (n, person) in cut.iter().enumerate() {
            // A socket that is closed has been counted.
            let _ = person.queue.send(Outgoing::Cut(spread.mul_f64(n as f64 / cut.len() as f64)));
        }
        cut.len()
    }

    /// Waits until so many have come back; not for ever.
    pub(super) async fn all_back(&self, count: usize, patience: Duration) {
        let waiting = async {
            while self.shared.returns.borrow().back < count {
                self.shared.returned.notified().await;
            }
        };
        // Whoever is still away then is reported.
        let _ = tokio::time::timeout(patience, waiting).await;
    }

    /// How they came back.
    pub(super) fn returns(&self) -> Returns {
        self.shared.returns.take()
    }

    /// Waits until all that was sent has been answered and heard; not for ever.
    pub(super) async fn all_resolved(&self) {
        let arrived = self.shared.recorder.borrow().arrived();
        let waiting = async {
            while !self.shared.recorder.borrow().is_resolved() {
                arrived.notified().await;
            }
        };
        // What is still missing then is reported as lost.
        let _ = tokio::time::timeout(STRAGGLER_DEADLINE, waiting).await;
    }

    /// How many messages have been sent since the beginning of this rate.
    pub(super) fn sent(&self) -> usize {
        self.shared.recorder.borrow().sent()
    }

    /// How often anything was heard since they connected.
    pub(super) fn heard(&self) -> u64 {
        self.shared.recorder.borrow().deliveries()
    }

    /// What is known of this rate.
    pub(super) fn finish(&self) -> Figures {
        self.shared.recorder.borrow_mut().finish()
    }
}

/// What people say.
pub(super) fn sentence(n: u64) -> String {
    format!("Message {n} of this run, about as long as what people say to each other.")
}

/// One after the other, so that the beats of a thousand sockets are no load of their own.
async fn beat(people: Vec<Member>) {
    let pause = HEARTBEAT / u32::try_from(people.len().max(1)).unwrap_or(u32::MAX);
    let mut tick = tokio::time::interval(pause.max(Duration::from_millis(1)));
    for person in people.iter().cycle() {
        tick.tick().await;
        let _ = person.queue.send(Outgoing::Write(text(&ClientFrame::Ping { n: 0 }).into(), None));
    }
}
