//! A room-service as a test wants it, over a real nats-server: a log in memory, and whatever behaviour it is told.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chassis::{Bus, BusConfig, HeartbeatPublisher, Inbound, Lifecycle, Peers, Secret};
use proto::auth::{Change, Feed, FeedEntry};
use proto::node::{Heads, NodeKind, UserHint, UserMarker};
use proto::room::{
    Action, Answer, Command, Done, Edge, Ends, Event, Fact, Head, Kind, Level, Marker, MarkerQuery, Message,
    MyRoom, Opened, Page, Query, Reactions, Reply, Role, Stretch,
};
use proto::text::Slug;
use proto::{At, NodeId, Nonce, Refusal, RoomId, Seq, UserId, subject};

use tokio::sync::{Notify, Semaphore};

use super::Cluster;

/// How it answers commands.
#[derive(Clone, Debug, Default)]
pub(crate) enum Behaviour {
    /// Well.
    #[default]
    CarriesOut,
    /// Not at all.
    Silent,
    /// Always so.
    Answers(Answer),
    /// So, one command for each permit that the test adds.
    AnswersWhen(Arc<Semaphore>, Answer),
}

/// Everything it knows.
#[derive(Debug, Default)]
pub(crate) struct World {
    pub(crate) behaviour: Behaviour,
    /// Events are committed, but nobody is told.
    pub(crate) mute: bool,
    /// Queries are not answered.
    pub(crate) ignores_queries: bool,
    /// Nor is it said which log it is.
    pub(crate) ignores_logs: bool,
    /// No room can be opened at the moment.
    pub(crate) cannot_open: bool,
    pub(crate) commands: Vec<Command>,
    pub(crate) log: Vec<Event>,
    pub(crate) members: HashMap<UserId, Role>,
    /// Everybody is in so many more rooms, in which nothing happens.
    pub(crate) more_rooms: usize,
    pub(crate) feed: Vec<FeedEntry>,
    pub(crate) queries: Vec<Query>,
}

/// The service.
#[derive(Clone)]
pub(crate) struct FakeRoomService {
    pub(crate) node: NodeId,
    pub(crate) room: RoomId,
    pub(crate) bus: Bus,
    pub(crate) world: Arc<Mutex<World>>,
    /// Told when a command comes.
    commanded: Arc<Notify>,
    /// Told when an answer that had to wait is on its way.
    answered: Arc<Notify>,
    pub(crate) heartbeat: Option<HeartbeatPublisher>,
}

/// A bus of its own, in an installation of the test's own.
pub(crate) async fn bus(prefix: &str) -> Bus {
    let url = Secret::new(services::testbed::nats().await);
    let (prefix, name, tls) = (prefix.to_owned(), "test".to_owned(), chassis::BusTls::default());
    let bus = Bus::connect(&BusConfig { url, prefix, name, tls }).await;
    let bus = bus.expect("connects");
    assert!(bus.ready(Duration::from_secs(10)).await);
    bus
}

/// A gateway's view of the services, once `rooms` room-services live.
pub(crate) async fn cluster(prefix: &str, rooms: usize) -> Cluster {
    let bus = bus(prefix).await;
    let peers = Peers::watch(bus.clone(), Lifecycle::new()).await.expect("listens");
    until_there_are(&peers, rooms).await;
    Cluster::new(bus, peers)
}

/// Waits until `rooms` room-services live.
pub(crate) async fn until_there_are(peers: &Peers, rooms: usize) {
    let mut changes = peers.changes();
    while peers.rank(NodeKind::Room, uuid::Uuid::nil()).len() < rooms {
        changes.recv().await.expect("a change");
    }
}

impl FakeRoomService {
    /// Begins to beat and to answer for one room.
    pub(crate) async fn start(prefix: &str, room: RoomId) -> Self {
        let (bus, node) = (bus(prefix).await, NodeId::new());
        let commands = bus.subscribe(&subject::room_command(node)).await.expect("subscribes");
        let queries = bus.subscribe(&subject::room_query(node)).await.expect("subscribes");
        bus.barrier().await.expect("in force");
        let mut fake_room_service = Self {
            node,
            room,
            bus,
            world: Arc::default(),
            commanded: Arc::default(),
            answered: Arc::default(),
            heartbeat: None,
        };
        for mut subscription in [commands, queries] {
            let fake_room_service = fake_room_service.clone();
            tokio::spawn(async move {
                while let Some(heard) = subscription.next().await {
                    let fake_room_service = fake_room_service.clone();
                    tokio::spawn(async move { fake_room_service.answer(heard).await });
                }
            });
        }
        fake_room_service.beat();
        fake_room_service
    }

    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives signs of life, until the heartbeat is dropped.
    pub(crate) fn beat(&mut self) {
        let heartbeat =
            HeartbeatPublisher::start(self.bus.clone(), NodeKind::Room, self.node, &Lifecycle::new());
        self.heartbeat = Some(heartbeat);
    }

    /// Waits for the first command.
    pub(crate) async fn commanded(&self) {
        while self.world().commands.is_empty() {
            self.commanded.notified().await;
        }
    }

    /// Waits until an answer that had to wait has reached the server.
    pub(crate) async fn answered(&self) {
        self.answered.notified().await;
        self.bus.barrier().await.expect("it is there");
    }

    /// Someone is a member from now on.
    pub(crate) fn admit(&self, user: UserId) {
        self.world().members.insert(user, Role::Member);
    }

    /// Commits an event and announces it, unless mute.
    pub(crate) async fn commit(&self, actor: UserId, nonce: Nonce, fact: impl FnOnce(Seq) -> Fact) -> Seq {
        let (event, mute) = {
            let mut world = self.world();
            let seq = world.log.len() as Seq + 1;
            let event = Event {
                room: self.room,
                seq,
                at: At::UNIX_EPOCH,
                actor,
                name: "Rosa".to_owned(),
                nonce,
                fact: fact(seq),
            };
            if let Ends::One(out) = event.fact.ends(actor) {
                world.members.remove(&out);
            }
            world.log.push(event.clone());
            (event, world.mute)
        };
        if !mute {
            self.bus.publish(&subject::room_evt(self.room), &event).await;
        }
        event.seq
    }

    /// Says something in the room.
    pub(crate) async fn post(&self, actor: UserId, body: &str) -> Seq {
        self.commit(actor, Nonce::new(), posted(actor, body)).await
    }

    /// Tells where the room stands.
    pub(crate) async fn publish_heads(&self) {
        let heads = Heads { node: self.node, heads: vec![self.head()], markers: Vec::new() };
        self.bus.publish(subject::ROOM_HEADS, &heads).await;
    }

    /// Tells how far their own posts have moved these markers.
    pub(crate) async fn publish_markers(&self, markers: Vec<UserMarker>) {
        let heads = Heads { node: self.node, heads: Vec::new(), markers };
        self.bus.publish(subject::ROOM_HEADS, &heads).await;
    }

    /// Tells the feed of something.
    pub(crate) fn tell_feed(&self, user: UserId, change: Change) {
        let mut world = self.world();
        let n = world.feed.len() as i64 + 1;
        world.feed.push(FeedEntry { n, user, change });
    }

    fn head(&self) -> Head {
        let world = self.world();
        let ends = |event: &&Event| event.fact.ends(event.actor) != Ends::Nobody;
        let acl = world.log.iter().rev().find(ends).map_or(0, |event| event.seq);
        let head = world.log.len() as Seq;
        Head { room: self.room, head, last_msg: head, acl, revised: 0 }
    }

    async fn answer(&self, heard: Inbound) {
        if heard.subject.starts_with("room.command") {
            let command: Command = heard.read().expect("a command");
            let behaviour = {
                let mut world = self.world();
                world.commands.push(command.clone());
                world.behaviour.clone()
            };
            self.commanded.notify_one();
            match behaviour {
                Behaviour::Silent => {}
                Behaviour::Answers(answer) => self.bus.answer(&heard, &answer).await,
                Behaviour::AnswersWhen(permitted, answer) => {
                    permitted.acquire().await.expect("it stays open").forget();
                    self.bus.answer(&heard, &answer).await;
                    self.answered.notify_one();
                }
                Behaviour::CarriesOut => {
                    let answer = self.carry_out(command).await;
                    self.bus.answer(&heard, &answer).await;
                }
            }
        } else if !self.world().ignores_queries {
            let query: Query = heard.read().expect("a query");
            self.world().queries.push(query.clone());
            if self.world().ignores_logs && query == Query::Log {
                return;
            }
            let reply = self.reply(query);
            self.bus.answer(&heard, &reply).await;
        }
    }

    async fn carry_out(&self, command: Command) -> Answer {
        let Action::Post { body, .. } = command.action else { return Answer::Cancelled };
        let actor = command.actor.id;
        if !self.world().members.contains_key(&actor) {
            return Answer::Refused(Refusal::not_found());
        }
        let seq = self.commit(actor, command.nonce, posted(actor, body.as_str())).await;
        Answer::Done(Done { seq, at: At::UNIX_EPOCH, dup: false })
    }

    fn my_room(&self, head: &Head, role: Role) -> MyRoom {
        MyRoom {
            room: self.room,
            address: Slug::parse("harbour").expect("a slug").into(),
            name: "Harbour".into(),
            picture: None,
            others: Vec::new(),
            hidden_msg: 0,
            kind: Kind::Public,
            role,
            head: head.head,
            last_msg: head.last_msg,
            acl: head.acl,
            read_seq: 0,
            read_msg: 0,
            generation: 0,
            mentions: 0,
            away: None,
            level: Level::Mentions,
            starred: false,
            active_at: At::UNIX_EPOCH,
        }
    }

    /// A hint for the gateways where somebody is.
    pub(crate) async fn hint(&self, user: UserId, hint: UserHint) {
        self.bus.publish(&subject::user_evt(user), &hint).await;
    }

    fn reply(&self, query: Query) -> Reply {
        let head = self.head();
        let world = self.world();
        let after = |seq: Seq| world.log.iter().filter(|event| event.seq > seq).cloned().collect::<Vec<_>>();
        match query {
            Query::Open { .. } if world.cannot_open => Reply::Refused(Refusal::unavailable()),
            Query::Open { user, after: seen, .. } => match world.members.get(&user) {
                Some(role) => Reply::Opened(Opened {
                    head: head.head,
                    last_msg: head.last_msg,
                    acl: head.acl,
                    role: *role,
                    reset: false,
                    events: seen.map(after).unwrap_or_default(),
                    reacted: Vec::new(),
                }),
                None => Reply::Refused(Refusal::not_found()),
            },
            Query::Page { .. } => {
                let messages = after(0).into_iter().filter_map(|event| match event.fact {
                    Fact::Posted { message } => Some(*message),
                    _ => None,
                });
                Reply::Page(Page {
                    head: head.head,
                    messages: messages.collect(),
                    mine: Vec::new(),
                    lines: Vec::new(),
                    following: Vec::new(),
                    more: Edge::default(),
                })
            }
            Query::Rooms { user, .. } | Query::MyRoom { user, .. } => {
                let mine = world.members.get(&user).map(|role| self.my_room(&head, *role));
                let quiet = mine.iter().cycle().take(world.more_rooms * mine.iter().len());
                let quiet = quiet.map(|room| MyRoom { room: RoomId::new(), ..room.clone() });
                let rooms = mine.iter().cloned().chain(quiet).collect();
                Reply::Rooms { rooms, more: false, personal: None }
            }
            Query::Fill { after: holes } => Reply::Stretches(
                holes
                    .into_iter()
                    .map(|(room, seq)| Stretch { room, head: head.head, events: after(seq), more: false })
                    .collect(),
            ),
            Query::Heads { .. } => Reply::Heads(vec![head]),
            Query::Belong { users, .. } => Reply::Belong {
                acl: head.acl,
                head: head.head,
                public: true,
                members: users.into_iter().filter(|user| world.members.contains_key(user)).collect(),
            },
            Query::Markers { query: MarkerQuery::Mark { seq, .. } } => Reply::Marked(marker(seq, 0, 0)),
            Query::Markers { query: MarkerQuery::MarkUnread { seq, .. } } => {
                Reply::Marked(marker(seq - 1, 1, 0))
            }
            Query::Markers { query: MarkerQuery::Get { .. } } => Reply::Marked(marker(0, 0, 1)),
            Query::Feed { after } => {
                let entries = world.feed.iter().filter(|entry| entry.n > after).cloned().collect();
                Reply::Feed(Feed { head: world.feed.len() as i64, entries, more: false })
            }
            Query::Log => Reply::Log(self.room.0),
            _ => Reply::Refused(Refusal::not_found()),
        }
    }
}

fn marker(seq: Seq, generation: i64, mentions: i64) -> Marker {
    Marker { read_seq: seq, read_msg: seq, generation, mentions, ..Marker::default() }
}

fn posted(author: UserId, body: &str) -> impl FnOnce(Seq) -> Fact {
    let body = body.to_owned();
    move |seq| Fact::Posted {
        message: Box::new(Message {
            seq,
            msg_no: Some(seq),
            rev: seq,
            text_rev: seq,
            author,
            name: "Rosa".to_owned(),
            avatar: None,
            at: At::UNIX_EPOCH,
            html: format!("<p>{body}</p>"),
            body,
            reply_to: None,
            thread: None,
            edited_at: None,
            previews: proto::room::Previews::default(),
            history: false,
            deleted_at: None,
            files: Vec::new(),
            reactions: Reactions::default(),
            nonce: Nonce::new(),
        }),
    }
}
