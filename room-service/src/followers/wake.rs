//! Who is told that a room has moved on: hints, each room once however often it moves within a second; and, of what was appended
//! here, the events themselves, so that a follower that keeps up reads nothing.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, PoisonError};

use chassis::Bus;
use proto::node::Heads;
use proto::room::Event;
use proto::{NodeId, RoomId, Seq, subject};

/// Rooms at most that wait for one follower, and whose run is known; the sweep finds the others.
const WAITING: usize = 100_000;
/// Bytes of events at most that are kept for one follower; of the rooms that have more it reads them.
pub(super) const KEPT: usize = 8 << 20;

/// Rooms that wait for each follower. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Wake {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    followers: Vec<Waiting>,
    /// What was appended here without a hole, up to now.
    runs: HashMap<RoomId, Run>,
}

/// Every event with `after < seq <= upto` was appended here.
#[derive(Clone, Copy)]
struct Run {
    after: Seq,
    upto: Seq,
}

struct Waiting {
    name: &'static str,
    kinds: &'static [&'static str],
    /// The events of a room that are of these kinds; none where not all of them are here.
    rooms: HashMap<RoomId, Option<Vec<Arc<Event>>>>,
    bytes: usize,
}

/// All events of a follower's kinds with `after < seq <= upto`, and perhaps some before them.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) after: Seq,
    pub(super) upto: Seq,
    pub(super) events: Vec<Arc<Event>>,
}

impl Wake {
    /// Makes room for a follower that acts on these kinds of event.
    pub(super) fn register(&self, name: &'static str, kinds: &'static [&'static str]) {
        self.lock().followers.push(Waiting { name, kinds, rooms: HashMap::new(), bytes: 0 });
    }

    /// These events, which follow one another, were appended here.
    pub(crate) fn appended<'a>(&self, room: RoomId, events: impl Iterator<Item = &'a Event>) {
        let mut state = self.lock();
        for event in events {
            state.run(room, event.seq);
            let kind = event.fact.kind();
            let mut shared = None;
            for waiting in state.followers.iter_mut().filter(|one| one.kinds.contains(&kind)) {
                waiting.keep(room, shared.get_or_insert_with(|| Arc::new(event.clone())));
            }
        }
    }

    /// Another node says that these rooms have moved on; by what kind of event it does not say.
    fn moved(&self, rooms: impl Iterator<Item = RoomId>) {
        let mut state = self.lock();
        for room in rooms {
            state.followers.iter_mut().for_each(|waiting| waiting.forget(room));
        }
    }

    /// Takes what waits for a follower, with the events of those rooms of which all are here.
    pub(super) fn take(&self, name: &'static str) -> HashMap<RoomId, Option<Kept>> {
        let mut state = self.lock();
        let State { followers, runs } = &mut *state;
        let Some(waiting) = followers.iter_mut().find(|waiting| waiting.name == name) else {
            return HashMap::new();
        };
        waiting.bytes = 0;
        let kept = |room: &RoomId, events: Option<Vec<Arc<Event>>>| {
            let Run { after, upto } = *runs.get(room)?;
            Some(Kept { after, upto, events: events? })
        };
        let rooms = std::mem::take(&mut waiting.rooms).into_iter();
        rooms.map(|(room, events)| (room, kept(&room, events))).collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// An event was appended here: it goes on with the room's run, or begins another.
    fn run(&mut self, room: RoomId, seq: Seq) {
        if self.runs.len() >= WAITING && !self.runs.contains_key(&room) {
            self.runs.clear();
        }
        let run = self.runs.entry(room).or_insert(Run { after: seq - 1, upto: seq });
        if seq > run.upto + 1 {
            run.after = seq - 1;
        }
        run.upto = seq;
    }
}

impl Waiting {
    fn keep(&mut self, room: RoomId, event: &Arc<Event>) {
        let bytes = weight(event);
        let (is_full, is_crowded) = (self.bytes + bytes > KEPT, self.is_crowded());
        let events = match self.rooms.entry(room) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(_) if is_crowded => return,
            Entry::Vacant(entry) => entry.insert(Some(Vec::new())),
        };
        if is_full {
            *events = None;
        } else if let Some(events) = events {
            events.push(event.clone());
            self.bytes += bytes;
        }
    }

    /// What is here of a room is not all of it.
    fn forget(&mut self, room: RoomId) {
        if self.rooms.contains_key(&room) || !self.is_crowded() {
            self.rooms.insert(room, None);
        }
    }

    fn is_crowded(&self) -> bool {
        self.rooms.len() >= WAITING
    }
}

/// What an event takes, about.
pub(super) fn weight(event: &Event) -> usize {
    let text = event.fact.message().map_or(0, |message| message.body.len() + message.html.len());
    size_of::<Event>() + text
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

    fn event(room: RoomId, seq: Seq, fact: Fact) -> Event {
        let (actor, nonce) = (UserId::new(), Nonce::new());
        Event { room, seq, at: At::UNIX_EPOCH, actor, name: String::new(), nonce, fact }
    }

    /// From where to where the events of a room are here, and which they are.
    fn kept(wake: &Wake, name: &'static str, room: RoomId) -> Option<(Seq, Seq, Vec<Seq>)> {
        let Kept { after, upto, events } = wake.take(name).remove(&room)??;
        Some((after, upto, events.iter().map(|event| event.seq).collect()))
    }

    #[test]
    fn a_follower_is_woken_by_its_kinds_of_event_alone_and_once_a_room() {
        let (wake, room) = (Wake::default(), RoomId::new());
        wake.register("joins", &["joined"]);
        wake.register("leaves", &["left"]);
        let events = [event(room, 4, Fact::Joined), event(room, 5, Fact::Joined)];
        wake.appended(room, events.iter());
        assert_eq!(kept(&wake, "joins", room), Some((3, 5, vec![4, 5])));
        assert!(wake.take("joins").is_empty() && wake.take("leaves").is_empty());
    }

    #[test]
    fn what_lies_between_is_known_to_be_of_other_kinds_unless_there_was_a_hole() {
        let (wake, room) = (Wake::default(), RoomId::new());
        wake.register("joins", &["joined"]);
        for (seq, fact) in [(4, Fact::Joined), (5, Fact::Left), (6, Fact::Joined), (7, Fact::Left)] {
            wake.appended(room, [event(room, seq, fact)].iter());
        }
        assert_eq!(kept(&wake, "joins", room), Some((3, 7, vec![4, 6])));
        wake.appended(room, [event(room, 8, Fact::Joined)].iter());
        assert_eq!(kept(&wake, "joins", room), Some((3, 8, vec![8])), "the run goes on");
        // Another node wrote the ninth.
        wake.appended(room, [event(room, 10, Fact::Joined)].iter());
        assert_eq!(kept(&wake, "joins", room), Some((9, 10, vec![10])));
    }

    #[test]
    fn what_another_node_says_wakes_every_follower_and_is_not_here() {
        let (wake, room) = (Wake::default(), RoomId::new());
        wake.register("joins", &["joined"]);
        wake.register("leaves", &["left"]);
        wake.appended(room, [event(room, 4, Fact::Joined)].iter());
        wake.moved([room].into_iter());
        for name in ["joins", "leaves"] {
            let mut rooms = wake.take(name);
            assert!(rooms.remove(&room).is_some_and(|kept| kept.is_none()) && rooms.is_empty(), "{name}");
        }
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

    #[test]
    fn only_so_many_bytes_of_events_are_kept_and_the_rooms_wait_all_the_same() {
        let (wake, room) = (Wake::default(), RoomId::new());
        wake.register("joins", &["joined"]);
        let most = Seq::try_from(KEPT / size_of::<Event>()).expect("a seq");
        for seq in 1..=most + 1 {
            wake.appended(room, [event(room, seq, Fact::Joined)].iter());
        }
        assert!(wake.take("joins").remove(&room).is_some_and(|kept| kept.is_none()));
        wake.appended(room, [event(room, most + 2, Fact::Joined)].iter());
        assert_eq!(kept(&wake, "joins", room), Some((0, most + 2, vec![most + 2])), "there is a place again");
    }
}
