//! The roster: which sockets are connected here, whose they are, and which rooms their people belong to.
//!
//! Hubs, hints, published heads and the feed ask it whom something concerns; it writes small frames into their outboxes itself.
//! What it knows of memberships may be out of date, and only decides who is told where a room stands: what is said inside a room
//! goes through that room's hub alone.

mod availability;
mod memberships;
mod shown;

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use axum::extract::ws::Utf8Bytes;
use proto::frame::{Close, ServerFrame};
use proto::room::{Marker, OrgRole};
use proto::{RoomId, SessionId, UserId};
use ractor::ActorRef;
use tokio::sync::Notify;

use super::frame;
use super::outbox::{Key, Outbox, Works};
use super::socket::message::SocketMessage;
pub(super) use availability::{Availabilities, Work};
pub(super) use memberships::HeadOutcome;
use memberships::Memberships;
use shown::Shown;

/// A socket's number, never used twice while the process lives.
pub(super) type SocketId = u64;

/// A fresh number.
pub(super) fn next_socket() -> SocketId {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// A connected socket.
#[derive(Clone, Debug)]
pub(super) struct Connected {
    pub(super) user: UserId,
    pub(super) session: SessionId,
    /// The feed stood here when the session was read.
    pub(super) feed: i64,
    pub(super) outbox: Outbox,
    pub(super) actor: ActorRef<SocketMessage>,
}

/// Who is connected here. Clones share it.
#[derive(Clone, Debug, Default)]
pub(super) struct Roster {
    inner: Arc<Mutex<Inner>>,
    /// Something may have changed about who is here.
    presence: Arc<Notify>,
}

#[derive(Debug, Default)]
struct Inner {
    sockets: HashMap<SocketId, Connected>,
    people: HashMap<UserId, HashSet<SocketId>>,
    memberships: Memberships,
    shown: Shown,
    availability: Availabilities,
    works: Works,
}

impl Roster {
    /// A socket of somebody who is to be seen, or not.
    pub(super) fn enter(&self, socket: SocketId, connected: Connected, invisible: bool) {
        let mut inner = self.inner();
        connected.outbox.set_works(inner.works);
        inner.availability.enter(socket, connected.user, invisible);
        self.presence.notify_one();
        inner.people.entry(connected.user).or_default().insert(socket);
        inner.sockets.insert(socket, connected);
    }

    pub(super) fn leave(&self, socket: SocketId) {
        let mut inner = self.inner();
        let Some(connected) = inner.sockets.remove(&socket) else { return };
        inner.availability.leave(socket, Instant::now());
        self.presence.notify_one();
        if let Some(sockets) = inner.people.get_mut(&connected.user) {
            sockets.remove(&socket);
            if sockets.is_empty() {
                inner.people.remove(&connected.user);
                inner.memberships.forget(connected.user);
                inner.show_nobody_to(connected.user);
            }
        }
    }

    /// How many sockets are connected.
    pub(super) fn count(&self) -> usize {
        self.inner().sockets.len()
    }

    /// Whether any socket of this person is connected.
    pub(super) fn has(&self, user: UserId) -> bool {
        self.inner().people.contains_key(&user)
    }

    /// Everyone who is connected, as they are at this moment.
    pub(super) fn people(&self) -> Vec<UserId> {
        self.inner().people.keys().copied().collect()
    }

    /// All sockets, as they are at this moment.
    pub(super) fn all(&self) -> Vec<Connected> {
        self.inner().sockets.values().cloned().collect()
    }

    /// Wakes every I/O task, so that it looks whether the gateway is frozen.
    pub(super) fn wake(&self) {
        self.inner().sockets.values().for_each(|connected| connected.outbox.wake());
    }

    /// What works at the moment, for everyone who is here and who comes.
    pub(super) fn set_works(&self, works: Works) {
        let mut inner = self.inner();
        if std::mem::replace(&mut inner.works, works) != works {
            inner.sockets.values().for_each(|connected| connected.outbox.set_works(works));
        }
    }

    /// Whether a room-service takes messages, as far as is known.
    pub(super) fn is_sending(&self) -> bool {
        self.inner().works.sending
    }

    /// A room's hub has failed: whoever has it open is told `gap`.
    pub(super) fn mark_lagging(&self, room: RoomId) {
        self.inner().sockets.values().for_each(|connected| connected.outbox.mark_lagging(room));
    }

    /// Something of which only the newest matters, for all sockets of a person.
    pub(super) fn latest(&self, user: UserId, key: Key, bytes: &Utf8Bytes) {
        self.inner().of(user).for_each(|connected| connected.outbox.latest(key, bytes.clone()));
    }

    /// A person's own post has moved their marker: told to the sockets that do not have the event itself.
    pub(super) fn marker_moved(&self, user: UserId, room: RoomId, marker: Marker) {
        for connected in self.inner().of(user).filter(|c| !c.outbox.hears(room, marker.read_seq)) {
            let bytes = frame::bytes(&ServerFrame::Marker { room, marker });
            connected.outbox.latest(Key::Marker(room), bytes);
        }
    }

    /// A session has ended.
    pub(super) fn end_session(&self, user: UserId, session: SessionId) {
        self.inner()
            .of(user)
            .filter(|c| c.session == session)
            .for_each(|c| c.outbox.close(Close::SessionEnded));
    }

    /// All sessions of a person that were read before the feed stood at `n` have ended.
    pub(super) fn end_person(&self, user: UserId, n: i64) {
        self.inner().of(user).filter(|c| c.feed < n).for_each(|c| c.outbox.close(Close::SessionEnded));
    }

    /// A person is something else to the organisation now.
    pub(super) fn org_role(&self, user: UserId, n: i64, org_role: OrgRole) {
        if org_role == OrgRole::Inactive {
            return self.end_person(user, n);
        }
        let told = frame::bytes(&ServerFrame::OrgRole { org_role });
        for connected in self.inner().of(user).filter(|connected| connected.feed < n) {
            let _ = connected.actor.cast(SocketMessage::OrgRoleChanged(org_role));
            connected.outbox.latest(Key::OrgRole, told.clone());
        }
    }

    /// A person is called differently now.
    pub(super) fn renamed(&self, user: UserId, name: &str) {
        for connected in self.inner().of(user) {
            let _ = connected.actor.cast(SocketMessage::Renamed(name.to_owned()));
        }
    }

    /// A person is out of a room: their sockets are told, wherever they look.
    pub(super) fn removed(&self, user: UserId, room: RoomId) {
        let mut inner = self.inner();
        inner.memberships.remove(user, room);
        let gone = frame::bytes(&ServerFrame::RoomGone { room });
        inner.of(user).for_each(|connected| connected.outbox.latest(Key::Room(room), gone.clone()));
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn of(&self, user: UserId) -> impl Iterator<Item = &Connected> {
        let ids = self.people.get(&user).into_iter().flatten();
        ids.filter_map(|id| self.sockets.get(id))
    }
}
