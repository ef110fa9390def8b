//! The hubs: which rooms are open in this gateway, and how to reach their hubs. Also what every hub is given.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chassis::Bus;
use proto::node::SeenPerson;
use proto::room::Stretch;
use proto::{NodeId, RoomId, Seq, UserId};
use ractor::{ActorRef, ActorRuntime};
use tokio::sync::mpsc;

use super::hub::{Hub, HubArgs, HubMessage, OpenRequest};
use super::roster::Roster;
use super::send_latency::SendLatency;
use crate::cluster::Cluster;
use crate::draw::Draw;
use crate::people::People;

/// All hubs of this gateway. Clones share them.
#[derive(Clone)]
pub(super) struct Hubs(Arc<Shared>);

struct Shared {
    node: NodeId,
    cluster: Cluster,
    draw: Arc<Draw>,
    people: People,
    roster: Roster,
    holes: mpsc::Sender<(RoomId, Seq)>,
    actors: Mutex<HashMap<RoomId, ActorRef<HubMessage>>>,
    present: Mutex<HashMap<RoomId, Vec<SeenPerson>>>,
    send_latency: SendLatency,
}

impl Hubs {
    /// None yet. Holes that hubs want filled go into `holes`.
    pub(super) fn new(
        node: NodeId,
        cluster: Cluster,
        draw: Arc<Draw>,
        people: People,
        roster: Roster,
        holes: mpsc::Sender<(RoomId, Seq)>,
    ) -> Self {
        Self(Arc::new(Shared {
            node,
            cluster,
            draw,
            people,
            roster,
            holes,
            actors: Mutex::default(),
            present: Mutex::default(),
            send_latency: SendLatency::default(),
        }))
    }

    /// Messages on their way from here.
    pub(super) fn send_latency(&self) -> &SendLatency {
        &self.0.send_latency
    }

    pub(super) fn node(&self) -> NodeId {
        self.0.node
    }

    pub(super) fn bus(&self) -> &Bus {
        self.0.cluster.bus()
    }

    pub(super) fn cluster(&self) -> &Cluster {
        &self.0.cluster
    }

    pub(super) fn renderer(&self) -> &Draw {
        &self.0.draw
    }

    pub(super) fn people(&self) -> &People {
        &self.0.people
    }

    pub(super) fn roster(&self) -> &Roster {
        &self.0.roster
    }

    /// Opens a room for a socket; its hub is born if there is none.
    pub(super) fn open(&self, room: RoomId, opening: OpenRequest) {
        let mut actors = self.actors();
        let hub = match actors.entry(room) {
            Entry::Occupied(hub) => hub.into_mut(),
            Entry::Vacant(place) => match self.spawn(room) {
                Some(hub) => place.insert(hub),
                None => return,
            },
        };
        // Sent under the lock: whatever reached a hub before it was retired is in its mailbox before the word of it.
        let _ = hub.cast(HubMessage::Open(opening));
    }

    /// Tells a room's hub something, if the room is open here.
    pub(super) fn tell(&self, room: RoomId, message: HubMessage) {
        if let Some(hub) = self.actors().get(&room) {
            let _ = hub.cast(message);
        }
    }

    /// Tells every hub something.
    pub(super) fn tell_all(&self, message: impl Fn() -> HubMessage) {
        for hub in self.actors().values() {
            let _ = hub.cast(message());
        }
    }

    /// The rooms that are open here.
    pub(super) fn rooms(&self) -> Vec<RoomId> {
        self.actors().keys().copied().collect()
    }

    /// Has a hole filled. A hub asks again when nothing comes of it.
    pub(super) fn fill(&self, room: RoomId, after: Seq) {
        let _ = self.0.holes.try_send((room, after));
    }

    /// A hole has been filled, or could not be.
    pub(super) fn filled(&self, room: RoomId, stretch: Option<Stretch>) {
        self.tell(room, HubMessage::Filled(stretch));
    }

    /// Takes an idle hub out of the map; [`HubMessage::Retired`] is the last message it gets.
    pub(super) fn retire(&self, room: RoomId, hub: &ActorRef<HubMessage>) {
        let mut actors = self.actors();
        if actors.get(&room).is_some_and(|other| other.get_id() == hub.get_id()) {
            actors.remove(&room);
            let _ = hub.cast(HubMessage::Retired);
        }
    }

    /// Puts a hub back that was asked for at the last moment. Says whether its place was still free.
    pub(super) fn reinstate(&self, room: RoomId, hub: &ActorRef<HubMessage>) -> bool {
        match self.actors().entry(room) {
            Entry::Occupied(_) => false,
            Entry::Vacant(place) => {
                place.insert(hub.clone());
                true
            }
        }
    }

    /// Remembers who has the room open, for pages.
    pub(super) fn set_present(&self, room: RoomId, users: Vec<SeenPerson>) {
        self.0.present.lock().unwrap_or_else(PoisonError::into_inner).insert(room, users);
    }

    /// Who has the room open, as last shown.
    pub(super) fn present(&self, room: RoomId) -> Vec<SeenPerson> {
        let present = self.0.present.lock().unwrap_or_else(PoisonError::into_inner);
        present.get(&room).cloned().unwrap_or_default()
    }

    /// The rooms open here in whose list somebody stands, as last shown.
    pub(super) fn rooms_with(&self, user: UserId) -> Vec<RoomId> {
        let present = self.0.present.lock().unwrap_or_else(PoisonError::into_inner);
        let with = present.iter().filter(|(_, people)| people.iter().any(|person| person.user == user));
        with.map(|(room, _)| *room).collect()
    }

    fn spawn(&self, room: RoomId) -> Option<ActorRef<HubMessage>> {
        let args = HubArgs { room, hubs: self.clone() };
        let (hub, started) = match ActorRuntime::spawn_instant(None, Hub, args) {
            Ok(born) => born,
            Err(error) => {
                tracing::error!(%error, room.id = %room, "a hub could not be born");
                return None;
            }
        };
        let (hubs, me) = (self.clone(), hub.clone());
        tokio::spawn(async move {
            if let Ok(Ok(running)) = started.await {
                let _ = running.await;
            }
            hubs.ended(room, &me);
        });
        Some(hub)
    }

    /// However a hub ended: whoever still had the room open through it is told `gap`, and opens again.
    fn ended(&self, room: RoomId, hub: &ActorRef<HubMessage>) {
        let mut actors = self.actors();
        match actors.get(&room) {
            Some(other) if other.get_id() == hub.get_id() => {
                tracing::error!(room.id = %room, "a hub failed");
                actors.remove(&room);
                self.0.roster.mark_lagging(room);
            }
            Some(_) => return,
            None => {}
        }
        self.0.present.lock().unwrap_or_else(PoisonError::into_inner).remove(&room);
    }

    fn actors(&self) -> MutexGuard<'_, HashMap<RoomId, ActorRef<HubMessage>>> {
        self.0.actors.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
