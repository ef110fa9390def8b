//! Who has the room open, here and on the other gateways. Plain values: what was heard goes in, what to publish and what to show comes out.
//!
//! Soft all through: a lost delta is mended by the next full list, a gateway that vanishes takes its people along.

use std::collections::{BTreeMap, HashMap};

use proto::node::{Availability, Presence, SeenPerson};
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
    /// This gateway's people, with how many sockets they have the room open, and as what they are seen.
    mine: BTreeMap<UserId, Mine>,
    /// What the others know of them.
    told: BTreeMap<UserId, Availability>,
    others: HashMap<NodeId, Other>,
    ticks: u32,
    asked: bool,
    changed: bool,
}

#[derive(Debug)]
struct Mine {
    sockets: usize,
    /// None: they are not to be seen.
    seen: Option<Availability>,
}

#[derive(Debug, Default)]
struct Other {
    count: u32,
    users: BTreeMap<UserId, Availability>,
    heard: u32,
}

impl PresenceTable {
    /// Nobody is here yet.
    pub fn new(node: NodeId) -> Self {
        Self {
            node,
            mine: BTreeMap::new(),
            told: BTreeMap::new(),
            others: HashMap::new(),
            ticks: 0,
            asked: false,
            changed: false,
        }
    }

    /// One of this gateway's sockets opened the room; its person is seen as this.
    pub fn enter(&mut self, user: UserId, seen: Option<Availability>) {
        let mine = self.mine.entry(user).or_insert(Mine { sockets: 0, seen });
        (mine.sockets, mine.seen) = (mine.sockets + 1, seen);
        self.changed = true;
    }

    /// Asks anew as what everyone here is seen.
    pub fn refresh(&mut self, seen: impl Fn(UserId) -> Option<Availability>) {
        for (user, mine) in &mut self.mine {
            let now = seen(*user);
            self.changed |= std::mem::replace(&mut mine.seen, now) != now;
        }
    }

    /// One of this gateway's sockets left it.
    pub fn leave(&mut self, user: UserId) {
        if let Some(mine) = self.mine.get_mut(&user) {
            mine.sockets -= 1;
            if mine.sockets == 0 {
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
            Presence::Snapshot { node, count, users, away } => {
                let users = users.into_iter().map(|user| (user, availability(user, &away))).collect();
                let other = Other { count, users, heard: self.ticks };
                let before = self.others.insert(node, other);
                self.changed |= before.is_none_or(|before| {
                    let now = &self.others[&node];
                    before.users != now.users || before.count != now.count
                });
            }
            Presence::Delta { node, entered, away, left } => {
                let other = self.others.entry(node).or_default();
                other.users.extend(entered.into_iter().map(|user| (user, availability(user, &away))));
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
        let now: BTreeMap<UserId, Availability> = self.seen().collect();
        let snapshot = self.asked || (self.ticks.is_multiple_of(SNAPSHOT_EVERY) && !now.is_empty());
        if !snapshot && now == self.told {
            return None;
        }
        self.asked = false;
        let before = std::mem::replace(&mut self.told, now.clone());
        if snapshot || now.len() > NAMES {
            let users = if now.len() > NAMES { Vec::new() } else { now.keys().copied().collect() };
            return Some(Presence::Snapshot {
                node: self.node,
                count: u32::try_from(now.len()).unwrap_or(u32::MAX),
                away: if users.is_empty() { Vec::new() } else { those_away(&now) },
                users,
            });
        }
        let is_news = |(user, seen): &(&UserId, &Availability)| before.get(user) != Some(seen);
        let entered: BTreeMap<UserId, Availability> =
            now.iter().filter(is_news).map(|(user, seen)| (*user, *seen)).collect();
        Some(Presence::Delta {
            node: self.node,
            away: those_away(&entered),
            entered: entered.into_keys().collect(),
            left: before.into_keys().filter(|user| !now.contains_key(user)).collect(),
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
    pub fn crowd(&self) -> (u32, Vec<SeenPerson>) {
        if self.mine.len() > NAMES && self.others.values().all(|other| other.users.is_empty()) {
            // Nobody is named twice, and nobody will be named: a crowd is counted at each arrival.
            let others: u32 = self.others.values().map(|other| other.count).sum();
            let mine = u32::try_from(self.seen().count()).unwrap_or(u32::MAX);
            return (mine.saturating_add(others), Vec::new());
        }
        let mut named: BTreeMap<UserId, Availability> = self.seen().collect();
        for (user, seen) in self.others.values().flat_map(|other| &other.users) {
            let best = named.entry(*user).or_insert(*seen);
            *best = (*best).max(*seen);
        }
        let unnamed: u32 =
            self.others.values().filter(|other| other.users.is_empty()).map(|other| other.count).sum();
        let count = u32::try_from(named.len()).unwrap_or(u32::MAX).saturating_add(unnamed);
        let by_name = unnamed == 0 && named.len() <= NAMES;
        let people = named.into_iter().map(|(user, availability)| SeenPerson { user, availability });
        (count, if by_name { people.collect() } else { Vec::new() })
    }

    /// This gateway's people, without those who are not to be seen.
    fn seen(&self) -> impl Iterator<Item = (UserId, Availability)> {
        self.mine.iter().filter_map(|(user, mine)| Some((*user, mine.seen?)))
    }
}

fn availability(user: UserId, away: &[UserId]) -> Availability {
    if away.contains(&user) { Availability::Away } else { Availability::Here }
}

fn those_away(people: &BTreeMap<UserId, Availability>) -> Vec<UserId> {
    people.iter().filter(|(_, seen)| **seen == Availability::Away).map(|(user, _)| *user).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Option<Availability> = Some(Availability::Here);

    fn seen(user: UserId, availability: Availability) -> SeenPerson {
        SeenPerson { user, availability }
    }

    #[test]
    fn two_gateways_see_each_others_people_come_and_go() {
        let (mut east, mut west) = (PresenceTable::new(NodeId::new()), PresenceTable::new(NodeId::new()));
        let (rosa, anton) = (UserId::new(), UserId::new());
        east.enter(rosa, HERE);
        east.enter(rosa, HERE);
        west.enter(anton, HERE);
        for told in [east.tick(), west.tick()].into_iter().flatten() {
            east.hear(told.clone());
            west.hear(told);
        }
        assert_eq!((east.crowd().0, west.crowd().0), (2, 2));
        east.leave(rosa);
        assert_eq!(east.tick(), None, "her other tab is still here");
        east.leave(rosa);
        west.hear(east.tick().expect("she went"));
        assert_eq!(west.crowd(), (1, vec![seen(anton, Availability::Here)]));
    }

    #[test]
    fn a_new_hub_that_asks_is_told_everyone() {
        let (mut old, mut new) = (PresenceTable::new(NodeId::new()), PresenceTable::new(NodeId::new()));
        let rosa = UserId::new();
        old.enter(rosa, HERE);
        old.tick();
        assert_eq!(old.tick(), None);
        old.hear(Presence::Request { node: new.node });
        new.hear(old.tick().expect("the full list"));
        assert_eq!(new.crowd(), (1, vec![seen(rosa, Availability::Here)]));
        new.gone(old.node);
        assert_eq!(new.crowd(), (0, vec![]));
    }

    #[test]
    fn a_crowd_is_counted_and_not_named() {
        let (mut here, other) = (PresenceTable::new(NodeId::new()), NodeId::new());
        (0..NAMES + 1).for_each(|_| here.enter(UserId::new(), HERE));
        assert!(
            matches!(here.tick(), Some(Presence::Snapshot { count: 201, users, .. }) if users.is_empty())
        );
        assert_eq!(here.crowd(), (201, vec![]));
        here.hear(Presence::Snapshot { node: other, count: 300, users: vec![], away: vec![] });
        assert_eq!(here.crowd(), (501, vec![]));
        let twice = here.mine.keys().take(2).copied().collect();
        here.hear(Presence::Snapshot { node: NodeId::new(), count: 2, users: twice, away: vec![] });
        assert_eq!(here.crowd(), (501, vec![]), "they are here as well");
    }

    #[test]
    fn a_gateway_that_falls_silent_takes_its_people_along() {
        let mut here = PresenceTable::new(NodeId::new());
        here.hear(Presence::Snapshot {
            node: NodeId::new(),
            count: 1,
            users: vec![UserId::new()],
            away: vec![],
        });
        for _ in 0..FORGOTTEN {
            here.tick();
        }
        assert!(here.take_changed());
        assert_eq!(here.crowd().0, 0);
    }

    #[test]
    fn who_is_not_to_be_seen_is_told_to_nobody_and_who_is_away_is_told_so() {
        let (mut east, mut west) = (PresenceTable::new(NodeId::new()), PresenceTable::new(NodeId::new()));
        let (rosa, anton) = (UserId::new(), UserId::new());
        east.enter(rosa, HERE);
        east.enter(anton, None);
        west.hear(east.tick().expect("she came"));
        assert_eq!((east.crowd().0, west.crowd()), (1, (1, vec![seen(rosa, Availability::Here)])));
        east.refresh(|user| (user == rosa).then_some(Availability::Away));
        west.hear(east.tick().expect("she is away"));
        assert_eq!(west.crowd(), (1, vec![seen(rosa, Availability::Away)]));
        west.enter(rosa, HERE);
        assert_eq!(west.crowd(), (1, vec![seen(rosa, Availability::Here)]), "by another device");
        east.refresh(|user| (user == anton).then_some(Availability::Here));
        assert!(east.take_changed());
        west.hear(east.tick().expect("one is seen again, the other is not"));
        assert_eq!(
            west.crowd(),
            (
                2,
                [seen(rosa.min(anton), HERE.expect("here")), seen(rosa.max(anton), HERE.expect("here"))]
                    .to_vec()
            )
        );
    }
}
