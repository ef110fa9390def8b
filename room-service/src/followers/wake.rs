//! Who is told that a room has moved on: hints, each room once however often it moves within a second.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use chassis::Bus;
use proto::node::Heads;
use proto::room::Event;
use proto::{NodeId, RoomId, subject};

/// Rooms at most that wait for one follower; the sweep finds the others.
const WAITING: usize = 100_000;

/// Rooms that wait for each follower. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Wake {
    followers: Arc<Mutex<Vec<Waiting>>>,
}

struct Waiting {
    name: &'static str,
    kinds: &'static [&'static str],
    rooms: HashSet<RoomId>,
}

impl Wake {
    /// Makes room for a follower that acts on these kinds of event.
    pub(super) fn register(&self, name: &'static str, kinds: &'static [&'static str]) {
        self.lock().push(Waiting { name, kinds, rooms: HashSet::new() });
    }

    /// These events were appended here.
    pub(crate) fn appended<'a>(&self, room: RoomId, events: impl Iterator<Item = &'a Event>) {
        let mut followers = self.lock();
        for event in events {
            let kind = event.fact.kind();
            followers
                .iter_mut()
                .filter(|waiting| waiting.kinds.contains(&kind))
                .for_each(|one| one.add(room));
        }
    }

    /// Another node says that these rooms have moved on; by what kind of event it does not say.
    fn moved(&self, rooms: impl Iterator<Item = RoomId>) {
        let mut followers = self.lock();
        for room in rooms {
            followers.iter_mut().for_each(|waiting| waiting.add(room));
        }
    }

    /// Takes what waits for a follower.
    pub(super) fn take(&self, name: &'static str) -> HashSet<RoomId> {
        let mut followers = self.lock();
        let waiting = followers.iter_mut().find(|waiting| waiting.name == name);
        waiting.map(|waiting| std::mem::take(&mut waiting.rooms)).unwrap_or_default()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Waiting>> {
        self.followers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    fn add(&mut self, room: RoomId) {
        if self.rooms.len() < WAITING {
            self.rooms.insert(room);
        }
    }
}

/// Wakes followers by the heads that other nodes publish, until the bus is closed.
pub(super) async fn listen(wake: Wake, bus: Bus, node: NodeId) {
    let Ok(mut heads) = bus.subscribe(subject::ROOM_HEADS).await else { return };
    while let Some(inbound) = heads.next().await {
        match inbound.read::<Heads>() {
            Ok(heads) if heads.node != node => wake.moved(heads.heads.iter().map(|head| head.room)),
            Ok(_) => {}
            Err(error) => tracing::debug!(%error, "heads were not understood"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proto::room::Fact;
    use proto::{At, Nonce, UserId};

    use super::*;

    fn event(room: RoomId, fact: Fact) -> Event {
        let (actor, nonce) = (UserId::new(), Nonce::new());
        Event { room, seq: 1, at: At::UNIX_EPOCH, actor, name: String::new(), nonce, fact }
    }

    #[test]
    fn a_follower_is_woken_by_its_kinds_of_event_alone_and_once_a_room() {
        let (wake, room) = (Wake::default(), RoomId::new());
        wake.register("joins", &["joined"]);
        wake.register("leaves", &["left"]);
        let events = [event(room, Fact::Joined), event(room, Fact::Joined)];
        wake.appended(room, events.iter());
        assert_eq!(wake.take("joins"), HashSet::from([room]));
        assert!(wake.take("joins").is_empty() && wake.take("leaves").is_empty());
    }

    #[test]
    fn what_another_node_says_wakes_every_follower() {
        let (wake, room) = (Wake::default(), RoomId::new());
        wake.register("joins", &["joined"]);
        wake.register("leaves", &["left"]);
        wake.moved([room].into_iter());
        assert_eq!((wake.take("joins").len(), wake.take("leaves").len()), (1, 1));
    }

    #[test]
    fn only_so_many_rooms_wait_and_the_sweep_finds_the_others() {
        let wake = Wake::default();
        wake.register("joins", &["joined"]);
        wake.moved((0..WAITING + 10).map(|_| RoomId::new()));
        assert_eq!(wake.take("joins").len(), WAITING);
        wake.moved([RoomId::new()].into_iter());
        assert_eq!(wake.take("joins").len(), 1, "there is a place again");
    }
}
