//! An open page: it knows numbers, and changes them by what it hears, as a gateway and the scripts do (`gateway/src/live/hints.rs`,
//! `static/js/models/rooms.js`).

use std::collections::HashMap;

use chassis::Subscription;
use proto::id::EVERYONE;
use proto::node::UserHint;
use proto::room::{Event, Fact, Level, Marker, MarkerQuery, MyRoom, Personal, Query, Reply};
use proto::{At, RoomId, UserId, subject};
use tokio::sync::mpsc;

use crate::fixture::{DEADLINE, Fixture, Node};

/// The page of somebody.
pub(super) struct Page {
    user: UserId,
    /// Its clock.
    pub(super) now: At,
    rooms: HashMap<RoomId, MyRoom>,
    personal: Personal,
    heard: mpsc::UnboundedReceiver<Heard>,
}

/// What it is told.
enum Heard {
    Hint(UserHint),
    Event(Box<Event>),
}

/// How much waits, by the numbers that a page is drawn with.
pub(super) async fn counted(fixture: &Fixture, node: &Node, user: UserId) -> i64 {
    let (rooms, personal) = rooms(fixture, node, user).await;
    let waiting = rooms.iter().filter(|room| room.waiting() > 0).count();
    waiting as i64 + personal.threads
}

async fn rooms(fixture: &Fixture, node: &Node, user: UserId) -> (Vec<MyRoom>, Personal) {
    match fixture.ask(node, &Query::Rooms { user, after: None }).await {
        Reply::Rooms { rooms, personal: Some(personal), .. } => (rooms, personal),
        other => panic!("rooms: {other:?}"),
    }
}

impl Page {
    /// It hears what is told from now on, of these rooms.
    pub(super) async fn open(fixture: &Fixture, node: &Node, user: UserId, rooms: &[RoomId]) -> Self {
        let (sender, heard) = mpsc::unbounded_channel();
        for whose in [user, EVERYONE] {
            let hints = fixture.bus.subscribe(&subject::user_evt(whose)).await.expect("subscribed");
            forward(hints, sender.clone(), |heard| Heard::Hint(heard.read().expect("a hint")));
        }
        for room in rooms {
            let events = fixture.bus.subscribe(&subject::room_evt(*room)).await.expect("subscribed");
            forward(events, sender.clone(), |heard| Heard::Event(Box::new(heard.read().expect("an event"))));
        }
        fixture.bus.barrier().await.expect("in force");
        let (rooms, personal) = self::rooms(fixture, node, user).await;
        let rooms = rooms.into_iter().map(|room| (room.room, room)).collect();
        Self { user, now: At::now_utc(), rooms, personal, heard }
    }

    /// Hears what is told until it counts as much as this.
    pub(super) async fn follows(mut self, fixture: &Fixture, node: &Node, expected: i64) {
        let until = tokio::time::Instant::now() + DEADLINE;
        loop {
            while let Ok(heard) = self.heard.try_recv() {
                self.take(fixture, node, heard).await;
            }
            let counted = self.counted();
            if counted == expected {
                return;
            }
            let Ok(Some(heard)) = tokio::time::timeout_at(until, self.heard.recv()).await else {
                panic!("a page counts {counted}, and {expected} wait");
            };
            self.take(fixture, node, heard).await;
        }
    }

    async fn take(&mut self, fixture: &Fixture, node: &Node, heard: Heard) {
        match heard {
            Heard::Event(event) => self.happened(fixture, node, &event).await,
            Heard::Hint(UserHint::Marker { room, marker }) => self.marked(room, marker),
            Heard::Hint(UserHint::Mention { room, .. } | UserHint::Called { room, .. }) => {
                self.ask_marker(fixture, node, room).await;
            }
            Heard::Hint(UserHint::MembershipAdded { room } | UserHint::MembershipRemoved { room, .. }) => {
                let (rooms, personal) = rooms(fixture, node, self.user).await;
                self.rooms.remove(&room);
                self.rooms.extend(rooms.into_iter().find(|mine| mine.room == room).map(|mine| (room, mine)));
                self.personal = personal;
            }
            Heard::Hint(UserHint::Rooms) => {
                let (rooms, personal) = rooms(fixture, node, self.user).await;
                self.rooms = rooms.into_iter().map(|room| (room.room, room)).collect();
                self.personal = personal;
            }
            Heard::Hint(UserHint::Personal) => {
                let Reply::Personal(personal) = fixture.ask(node, &Query::Personal { user: self.user }).await
                else {
                    panic!("numbers")
                };
                self.personal = personal;
            }
            Heard::Hint(_) => {}
        }
    }

    async fn happened(&mut self, fixture: &Fixture, node: &Node, event: &Event) {
        let Some(room) = self.rooms.get_mut(&event.room) else { return };
        match &event.fact {
            Fact::Posted { message } => room.last_msg = room.last_msg.max(message.msg_no.unwrap_or_default()),
            // A published head says that something is less than it was.
            Fact::Edited { .. } | Fact::Deleted { .. } => self.ask_marker(fixture, node, event.room).await,
            _ => {}
        }
    }

    async fn ask_marker(&mut self, fixture: &Fixture, node: &Node, room: RoomId) {
        let query =
            Query::Markers { query: MarkerQuery::GetAll { room, users: vec![self.user], calling: None } };
        let Reply::Markers(markers) = fixture.ask(node, &query).await else { panic!("markers") };
        for (_, marker) in markers {
            self.marked(room, marker);
        }
    }

    fn marked(&mut self, room: RoomId, marker: Marker) {
        let Some(room) = self.rooms.get_mut(&room) else { return };
        let is_moved_back = marker.generation > room.generation;
        if marker.generation < room.generation {
            return;
        }
        if is_moved_back || marker.read_seq >= room.read_seq {
            (room.mentions, room.away) = (marker.mentions, marker.away);
        }
        if is_moved_back {
            (room.read_seq, room.read_msg) = (marker.read_seq, marker.read_msg);
        }
        room.generation = marker.generation;
        room.read_seq = room.read_seq.max(marker.read_seq);
        room.read_msg = room.read_msg.max(marker.read_msg);
    }

    fn counted(&self) -> i64 {
        let waiting = self.rooms.values().filter(|room| self.waits(room)).count();
        waiting as i64 + self.personal.waiting(self.now)
    }

    fn waits(&self, room: &MyRoom) -> bool {
        let is_back = room.away.and_then(|away| away.until).is_some_and(|until| until <= self.now);
        let mut room = room.clone();
        if is_back {
            room.mentions = room.mentions.max(room.away.map_or(0, |away| away.mentions));
            room.away = None;
        }
        match room.level {
            Level::Everything => room.open() > 0,
            Level::Mentions => room.mentions > 0,
            Level::Nothing | Level::Hidden => false,
        }
    }
}

fn forward(
    mut told: Subscription,
    sender: mpsc::UnboundedSender<Heard>,
    read: impl Fn(chassis::Inbound) -> Heard + Send + 'static,
) {
    tokio::spawn(async move {
        while let Some(heard) = told.next().await {
            if sender.send(read(heard)).is_err() {
                return;
            }
        }
    });
}
