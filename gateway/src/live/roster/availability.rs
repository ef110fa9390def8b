//! Whether people are here, by all their devices. Plain values and the time go in; what to tell others, whom to listen to and
//! whom to ask about comes out.
//!
//! A gateway knows the sockets of its own people and tells what they come to (`say`). Of people who are shown to somebody here
//! it listens for what other gateways say (`listen`), and asks those now and then (`ask`), so that whatever is lost is mended.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::time::{Duration, Instant};

use proto::node::{Availability, AvailabilityChange, SeenPerson};
use proto::{NodeId, UserId};

use super::{Roster, SocketId};

/// Whoever has closed their last page is offline after so long: pages are changed and connections made anew meanwhile.
const LINGER: Duration = Duration::from_secs(10);
/// So many people are listened to at most; others are asked about alone.
const LISTENED: usize = 4_096;

/// What is known of everyone who is connected here or shown to somebody here.
#[derive(Debug, Default)]
pub(in crate::live) struct Availabilities {
    sockets: HashMap<SocketId, (UserId, bool)>,
    people: HashMap<UserId, Known>,
    /// Whose last socket has gone, in this order.
    leaving: VecDeque<(Instant, UserId)>,
    /// Of whom something may have changed since [`Availabilities::work`].
    touched: BTreeSet<UserId>,
    listened: usize,
    /// The number of the last change that was said.
    n: u64,
}

#[derive(Debug, Default)]
struct Known {
    /// Their sockets here, and how many of these are in use.
    sockets: usize,
    here: usize,
    /// As what they left, and when.
    left: Option<(Availability, Instant)>,
    invisible: bool,
    /// What others were told last.
    said: Option<Availability>,
    /// They are shown to somebody here.
    shown: bool,
    listened: bool,
    /// What other gateways have said of them, and by which change.
    elsewhere: Vec<(NodeId, u64, Option<Availability>)>,
    /// As what they were last seen here.
    seen: Option<Availability>,
}

/// What is to be done.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::live) struct Work {
    /// Listen to what is said of these people.
    pub(in crate::live) listen: Vec<UserId>,
    /// Listen no more.
    pub(in crate::live) ignore: Vec<UserId>,
    /// Tell the others: the number of the change, and what they are now.
    pub(in crate::live) say: Vec<(UserId, u64, Option<Availability>)>,
    /// Ask the other gateways about these.
    pub(in crate::live) ask: Vec<UserId>,
    /// These are something else now to whoever sees them.
    pub(in crate::live) changed: Vec<UserId>,
}

impl Known {
    /// By their sockets here; none for whoever is not to be seen.
    fn local(&self) -> Option<Availability> {
        match self {
            Self { invisible: true, .. } => None,
            Self { here: 1.., .. } => Some(Availability::Here),
            Self { sockets: 1.., .. } => Some(Availability::Away),
            Self { left, .. } => left.map(|(availability, _)| availability),
        }
    }

    fn anywhere(&self) -> Option<Availability> {
        if self.invisible {
            return None;
        }
        self.elsewhere.iter().filter_map(|(_, _, said)| *said).max().max(self.local())
    }

    /// Of two words of one gateway the later one counts.
    fn take(&mut self, node: NodeId, n: u64, said: Option<Availability>) {
        match self.elsewhere.iter_mut().find(|(other, ..)| *other == node) {
            Some(known) if known.1 <= n => *known = (node, n, said),
            Some(_) => {}
            None if said.is_some() => self.elsewhere.push((node, n, said)),
            None => {}
        }
    }

    fn is_of_interest(&self) -> bool {
        self.sockets > 0 || self.left.is_some() || self.shown || self.listened || self.said.is_some()
    }
}

impl Availabilities {
    /// A socket of somebody's: in use until it says otherwise.
    pub(super) fn enter(&mut self, socket: SocketId, user: UserId, invisible: bool) {
        self.sockets.insert(socket, (user, true));
        let known = self.people.entry(user).or_default();
        if known.sockets == 0 {
            // Of others that are here the feed has told since.
            known.invisible = invisible;
        }
        (known.sockets, known.here, known.left) = (known.sockets + 1, known.here + 1, None);
        self.touched.insert(user);
    }

    /// Whether a socket's page is in use.
    pub(super) fn attention(&mut self, socket: SocketId, here: bool) {
        let Some((user, was_here)) = self.sockets.get_mut(&socket) else { return };
        if std::mem::replace(was_here, here) != here
            && let Some(known) = self.people.get_mut(user)
        {
            known.here = if here { known.here + 1 } else { known.here.saturating_sub(1) };
            self.touched.insert(*user);
        }
    }

    /// A socket is gone. Its person stays as they were for a moment.
    pub(super) fn leave(&mut self, socket: SocketId, now: Instant) {
        let Some((user, here)) = self.sockets.remove(&socket) else { return };
        let Some(known) = self.people.get_mut(&user) else { return };
        let before = known.local();
        known.sockets = known.sockets.saturating_sub(1);
        known.here = known.here.saturating_sub(usize::from(here));
        if known.sockets == 0 {
            known.left = before.map(|before| (before, now));
            self.leaving.push_back((now, user));
        }
        self.touched.insert(user);
    }

    /// Somebody who is connected here wants to be seen, or not: at once.
    pub(super) fn set_invisible(&mut self, user: UserId, invisible: bool) {
        if let Some(known) = self.people.get_mut(&user).filter(|known| known.sockets > 0) {
            known.invisible = invisible;
            self.touched.insert(user);
        }
    }

    /// Somebody is shown to somebody here, or to nobody any more.
    pub(super) fn show(&mut self, user: UserId, shown: bool) {
        let known = self.people.entry(user).or_default();
        if std::mem::replace(&mut known.shown, shown) != shown {
            self.touched.insert(user);
        }
    }

    /// Another gateway says something of somebody.
    pub(in crate::live) fn heard(&mut self, user: UserId, change: AvailabilityChange) {
        if let Some(known) = self.people.get_mut(&user) {
            known.take(change.node, change.n, change.availability);
            self.touched.insert(user);
        }
    }

    /// Another gateway was asked about people: whom it does not name is not there.
    pub(in crate::live) fn answered(&mut self, node: NodeId, n: u64, asked: &[UserId], found: &[SeenPerson]) {
        let found: HashMap<UserId, Availability> =
            found.iter().map(|seen| (seen.user, seen.availability)).collect();
        for user in asked {
            if let Some(known) = self.people.get_mut(user) {
                known.take(node, n, found.get(user).copied());
                self.touched.insert(*user);
            }
        }
    }

    /// A gateway is gone, and with it whoever was there.
    pub(in crate::live) fn gone(&mut self, node: NodeId) {
        for (user, known) in &mut self.people {
            let before = known.elsewhere.len();
            known.elsewhere.retain(|(other, ..)| *other != node);
            if known.elsewhere.len() < before {
                self.touched.insert(*user);
            }
        }
    }

    /// Time has passed: whoever left a while ago is gone.
    pub(in crate::live) fn tick(&mut self, now: Instant) {
        while let Some((at, user)) = self.leaving.front().copied()
            && now.saturating_duration_since(at) >= LINGER
        {
            self.leaving.pop_front();
            if let Some(known) = self.people.get_mut(&user).filter(|known| known.sockets == 0) {
                known.left = known.left.filter(|(_, left)| *left > at);
                self.touched.insert(user);
            }
        }
    }

    /// Nobody is listened to in whose stead it was tried in vain: they are tried again.
    pub(in crate::live) fn not_listening(&mut self, user: UserId) {
        if let Some(known) = self.people.get_mut(&user).filter(|known| known.listened) {
            known.listened = false;
            self.listened -= 1;
            self.touched.insert(user);
        }
    }

    /// What has come of it all since this was last asked.
    pub(in crate::live) fn work(&mut self) -> Work {
        let mut work = Work::default();
        for user in std::mem::take(&mut self.touched) {
            let Some(known) = self.people.get_mut(&user) else { continue };
            if known.shown && !known.listened && self.listened < LISTENED {
                (known.listened, self.listened) = (true, self.listened + 1);
                work.listen.push(user);
                work.ask.push(user);
            } else if !known.shown && known.listened {
                (known.listened, self.listened) = (false, self.listened - 1);
                work.ignore.push(user);
            }
            let local = known.local();
            if local != known.said {
                if local == Some(Availability::Away) && !known.listened {
                    // They may be here by another device.
                    work.ask.push(user);
                }
                self.n += 1;
                known.said = local;
                work.say.push((user, self.n, local));
            }
            let seen = known.anywhere();
            if std::mem::replace(&mut known.seen, seen) != seen {
                work.changed.push(user);
            }
            if !known.is_of_interest() {
                self.people.remove(&user);
            }
        }
        work
    }

    /// Of whom other gateways may know better, whatever was heard: everyone shown, and those who are away by their sockets here.
    pub(in crate::live) fn to_ask(&self) -> Vec<UserId> {
        let unsure = |known: &Known| known.shown || (known.sockets > 0 && known.here == 0);
        self.people.iter().filter(|(_, known)| unsure(known)).map(|(user, _)| *user).collect()
    }

    /// Somebody, as far as is known here.
    pub(in crate::live) fn of(&self, user: UserId) -> Option<Availability> {
        self.people.get(&user)?.anywhere()
    }

    /// Whether somebody who is connected here is not to be seen.
    pub(in crate::live) fn is_invisible(&self, user: UserId) -> bool {
        self.people.get(&user).is_some_and(|known| known.invisible)
    }

    /// As what somebody is seen in a room that they have open here.
    pub(in crate::live) fn in_room(&self, user: UserId) -> Option<Availability> {
        self.people.get(&user).map_or(Some(Availability::Here), Known::anywhere)
    }

    /// Of these people, those who have sockets here and may be seen; and as of which change.
    pub(in crate::live) fn local(&self, users: &[UserId]) -> (u64, Vec<SeenPerson>) {
        let seen = |user: &UserId| {
            let availability = self.people.get(user)?.local()?;
            Some(SeenPerson { user: *user, availability })
        };
        (self.n, users.iter().filter_map(seen).collect())
    }
}

impl Roster {
    /// Whether a socket's page is in use.
    pub(in crate::live) fn attention(&self, socket: SocketId, here: bool) {
        self.inner().availability.attention(socket, here);
        self.presence.notify_one();
    }

    /// Somebody wants to be seen, or not.
    pub(in crate::live) fn set_invisible(&self, user: UserId, invisible: bool) {
        self.inner().availability.set_invisible(user, invisible);
        self.presence.notify_one();
    }

    /// Waits until something may have changed about who is here.
    pub(in crate::live) async fn presence_touched(&self) {
        self.presence.notified().await;
    }

    /// Takes something in, and what there is to do after all that was taken in.
    pub(in crate::live) fn presence(&self, take: impl FnOnce(&mut Availabilities)) -> Work {
        let mut inner = self.inner();
        take(&mut inner.availability);
        inner.availability.work()
    }

    /// Takes something in; what is to be done about it is done in time.
    pub(in crate::live) fn take_presence(&self, take: impl FnOnce(&mut Availabilities)) {
        take(&mut self.inner().availability);
        self.presence.notify_one();
    }

    /// What is known of people.
    pub(in crate::live) fn read_presence<T>(&self, read: impl FnOnce(&Availabilities) -> T) -> T {
        read(&self.inner().availability)
    }
}

#[cfg(test)]
mod tests;
