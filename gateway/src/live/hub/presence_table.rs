//! Who has the room open, here and on the other gateways. Plain values: what was heard goes in, what to publish and what to show comes out.
//!
//! Soft all through: a lost delta is mended by the next full list, a gateway that vanishes takes its people along.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use proto::node::Presence;
use proto::{NodeId, UserId};

/// Above so many people there are only counts.
pub const NAMES: usize = 200;
/// A full list is told every so many ticks.
const SNAPSHOT_EVERY: u32 = 30;
/// A gateway not heard for so many ticks is forgotten.
const FORGOTTEN: u32 = 75;

/// Who is here.
#[derive(Debug)]
pub struct PresenceTable {
    node: NodeId,
    /// This gateway's people, with how many sockets they have the room open.
    mine: BTreeMap<UserId, usize>,
    /// What the others know of them.
    told: BTreeSet<UserId>,
    others: HashMap<NodeId, Other>,
    ticks: u32,
    asked: bool,
    changed: bool,
}

#[derive(Debug, Default)]
struct Other {
    count: u32,
    users: BTreeSet<UserId>,
    heard: u32,
}

impl PresenceTable {
    /// Nobody is here yet.
    pub fn new(node: NodeId) -> Self {
        Self {
            node,
            mine: BTreeMap::new(),
            told: BTreeSet::new(),
            others: HashMap::new(),
            ticks: 0,
            asked: false,
            changed: false,
        }
    }

    /// One of this gateway's sockets opened the room.
    pub fn enter(&mut self, user: UserId) {
        *self.mine.entry(user).or_default() += 1;
        self.changed = true;
    }

    /// One of this gateway's sockets left it.
    pub fn leave(&mut self, user: UserId) {
        if let Some(sockets) = self.mine.get_mut(&user) {
            *sockets -= 1;
            if *sockets == 0 {
                self.mine.remove(&user);
                self.changed = true;
            }
        }
    }

    /// Another gateway says something.
    pub fn hear(&mut self, presence: Presence) {
        match presence {
            Presence::Request { node } => self.asked |= node != self.node,
            Presence::Snapshot { node, .. } | Presence::Delta { node, .. } if node == self.node => {}
            Presence::Snapshot { node, count, users } => {
                let other = Other { count, users: users.into_iter().collect(), heard: self.ticks };
                let before = self.others.insert(node, other);
                self.changed |= before.is_none_or(|before| {
                    let now = &self.others[&node];
                    before.users != now.users || before.count != now.count
                });
            }
            Presence::Delta { node, entered, left } => {
                let other = self.others.entry(node).or_default();
                other.users.extend(entered);
                for user in left {
                    other.users.remove(&user);
                }
                other.count = u32::try_from(other.users.len()).unwrap_or(u32::MAX);
                other.heard = self.ticks;
                self.changed = true;
            }
        }
    }

    /// A gateway is gone, and its people with it.
    pub fn gone(&mut self, node: NodeId) {
        self.changed |= self.others.remove(&node).is_some();
    }

    /// A second has passed: what to tell the other gateways, if anything.
    pub fn tick(&mut self) -> Option<Presence> {
        self.ticks = self.ticks.wrapping_add(1);
        let (ticks, before) = (self.ticks, self.others.len());
        self.others.retain(|_, other| ticks.wrapping_sub(other.heard) < FORGOTTEN);
        self.changed |= self.others.len() != before;
        let now: BTreeSet<UserId> = self.mine.keys().copied().collect();
        let snapshot = self.asked || (self.ticks.is_multiple_of(SNAPSHOT_EVERY) && !now.is_empty());
        if !snapshot && now == self.told {
            return None;
        }
        self.asked = false;
        let before = std::mem::replace(&mut self.told, now.clone());
        if snapshot || now.len() > NAMES {
            let users = if now.len() > NAMES { Vec::new() } else { now.iter().copied().collect() };
            return Some(Presence::Snapshot {
                node: self.node,
                count: u32::try_from(now.len()).unwrap_or(u32::MAX),
                users,
            });
        }
        Some(Presence::Delta {
            node: self.node,
            entered: now.difference(&before).copied().collect(),
            left: before.difference(&now).copied().collect(),
        })
    }

    /// Whether there is something new to show since this was last asked.
    pub fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }

    /// What was shown was not complete.
    pub fn mark_changed(&mut self) {
        self.changed = true;
    }

    /// How many people, and who: nobody by name above [`NAMES`].
    pub fn crowd(&self) -> (u32, Vec<UserId>) {
        if self.mine.len() > NAMES && self.others.values().all(|other| other.users.is_empty()) {
            // Nobody is named twice, and nobody will be named: a crowd is counted at each arrival.
            let others: u32 = self.others.values().map(|other| other.count).sum();
            return (u32::try_from(self.mine.len()).unwrap_or(u32::MAX).saturating_add(others), Vec::new());
        }
        let named: BTreeSet<UserId> =
            self.mine.keys().chain(self.others.values().flat_map(|other| &other.users)).copied().collect();
        let unnamed: u32 =
            self.others.values().filter(|other| other.users.is_empty()).map(|other| other.count).sum();
        let count = u32::try_from(named.len()).unwrap_or(u32::MAX).saturating_add(unnamed);
        let by_name = unnamed == 0 && named.len() <= NAMES;
        (count, if by_name { named.into_iter().collect() } else { Vec::new() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_gateways_see_each_others_people_come_and_go() {
        let (mut east, mut west) = (PresenceTable::new(NodeId::new()), PresenceTable::new(NodeId::new()));
        let (rosa, anton) = (UserId::new(), UserId::new());
        east.enter(rosa);
        east.enter(rosa);
        west.enter(anton);
        for told in [east.tick(), west.tick()].into_iter().flatten() {
            east.hear(told.clone());
            west.hear(told);
        }
        assert_eq!((east.crowd().0, west.crowd().0), (2, 2));
        east.leave(rosa);
        assert_eq!(east.tick(), None, "her other tab is still here");
        east.leave(rosa);
        west.hear(east.tick().expect("she went"));
        assert_eq!(west.crowd(), (1, vec![anton]));
    }

    #[test]
    fn a_new_hub_that_asks_is_told_everyone() {
        let (mut old, mut new) = (PresenceTable::new(NodeId::new()), PresenceTable::new(NodeId::new()));
        let rosa = UserId::new();
        old.enter(rosa);
        old.tick();
        assert_eq!(old.tick(), None);
        old.hear(Presence::Request { node: new.node });
        new.hear(old.tick().expect("the full list"));
        assert_eq!(new.crowd(), (1, vec![rosa]));
        new.gone(old.node);
        assert_eq!(new.crowd(), (0, vec![]));
    }

    #[test]
    fn a_crowd_is_counted_and_not_named() {
        let (mut here, other) = (PresenceTable::new(NodeId::new()), NodeId::new());
        (0..NAMES + 1).for_each(|_| here.enter(UserId::new()));
        assert!(
            matches!(here.tick(), Some(Presence::Snapshot { count: 201, users, .. }) if users.is_empty())
        );
        assert_eq!(here.crowd(), (201, vec![]));
        here.hear(Presence::Snapshot { node: other, count: 300, users: vec![] });
        assert_eq!(here.crowd(), (501, vec![]));
        let twice = here.mine.keys().take(2).copied().collect();
        here.hear(Presence::Snapshot { node: NodeId::new(), count: 2, users: twice });
        assert_eq!(here.crowd(), (501, vec![]), "they are here as well");
    }

    #[test]
    fn a_gateway_that_falls_silent_takes_its_people_along() {
        let mut here = PresenceTable::new(NodeId::new());
        here.hear(Presence::Snapshot { node: NodeId::new(), count: 1, users: vec![UserId::new()] });
        for _ in 0..FORGOTTEN {
            here.tick();
        }
        assert!(here.take_changed());
        assert_eq!(here.crowd().0, 0);
    }
}
