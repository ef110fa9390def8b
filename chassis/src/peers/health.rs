//! The peer table: who was heard when, and what that says of them. Plain values; the clock is given.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use proto::NodeId;
use proto::node::{Heartbeat, NodeKind};

/// Silent longer than this: suspect.
const SUSPECT: Duration = Duration::from_millis(1_200);
/// Silent longer than this: gone.
const GONE: Duration = Duration::from_secs(3);
/// Silent longer than this: forgotten.
const FORGOTTEN: Duration = Duration::from_secs(30);

/// How a process is, best first; also the order in which they are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Health {
    /// Beats, and its database answers.
    Well,
    /// Beats, but its database does not answer.
    Unwell,
    /// Says that it is about to stop.
    Leaving,
    /// Silent for more than 1.2 s.
    Suspect,
    /// Silent for more than 3 s.
    Gone,
}

/// A process and how it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer {
    /// The process.
    pub node: NodeId,
    /// As far as it was heard by now.
    pub health: Health,
}

/// A process as it tells of itself, and how it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// What it said last.
    pub beat: Heartbeat,
    /// How it is.
    pub health: Health,
}

/// What changed about a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeerChange {
    /// Its kind.
    pub kind: NodeKind,
    /// The process.
    pub node: NodeId,
    /// What happened to it.
    pub status: PeerStatus,
}

/// What the others see happen to a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PeerStatus {
    /// Heard for the first time, or again after it was gone.
    Came,
    /// Silent for more than 1.2 s.
    Suspect,
    /// Says that it is about to stop.
    Leaving,
    /// Silent for more than 3 s.
    Went,
}

#[derive(Debug)]
struct Entry {
    beat: Heartbeat,
    heard: Instant,
    told: PeerStatus,
}

impl Entry {
    fn health(&self, now: Instant) -> Health {
        let silent = now.saturating_duration_since(self.heard);
        match () {
            () if silent > GONE => Health::Gone,
            () if silent > SUSPECT => Health::Suspect,
            () if self.beat.leaving => Health::Leaving,
            () if !self.beat.well => Health::Unwell,
            () => Health::Well,
        }
    }
}

/// Everyone heard lately.
#[derive(Debug, Default)]
pub(super) struct PeerTable {
    entries: HashMap<NodeId, Entry>,
}

impl PeerTable {
    pub(super) fn heard(&mut self, beat: &Heartbeat, now: Instant) -> Vec<PeerChange> {
        let status = if beat.leaving { PeerStatus::Leaving } else { PeerStatus::Came };
        let fresh = Entry { beat: beat.clone(), heard: now, told: status };
        let before = self.entries.insert(beat.node, fresh);
        // A beat after mere suspicion is no coming: nothing was given up on its account.
        let news = match before.map(|entry| entry.told) {
            None | Some(PeerStatus::Went) => true,
            Some(told) => status == PeerStatus::Leaving && told != PeerStatus::Leaving,
        };
        if news { vec![PeerChange { kind: beat.kind, node: beat.node, status }] } else { Vec::new() }
    }

    pub(super) fn sweep(&mut self, now: Instant) -> Vec<PeerChange> {
        let mut changes = Vec::new();
        for (node, entry) in &mut self.entries {
            let status = match entry.health(now) {
                Health::Gone => PeerStatus::Went,
                Health::Suspect if entry.told != PeerStatus::Leaving => PeerStatus::Suspect,
                _ => continue,
            };
            if entry.told != status {
                entry.told = status;
                changes.push(PeerChange { kind: entry.beat.kind, node: *node, status });
            }
        }
        self.entries.retain(|_, entry| now.saturating_duration_since(entry.heard) <= FORGOTTEN);
        changes
    }

    pub(super) fn of_kind(&self, kind: NodeKind, now: Instant) -> Vec<Peer> {
        let of_kind = self.entries.iter().filter(|(_, entry)| entry.beat.kind == kind);
        of_kind.map(|(node, entry)| Peer { node: *node, health: entry.health(now) }).collect()
    }

    /// Everyone, the kinds together, the longest running first.
    pub(super) fn all(&self, now: Instant) -> Vec<Sighting> {
        let seen = |entry: &Entry| Sighting { beat: entry.beat.clone(), health: entry.health(now) };
        let mut all: Vec<Sighting> = self.entries.values().map(seen).collect();
        all.sort_by_key(|one| (one.beat.kind.as_str(), one.beat.since, one.beat.node));
        all
    }

    pub(super) fn health(&self, node: NodeId, now: Instant) -> Option<Health> {
        self.entries.get(&node).map(|entry| entry.health(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beat(node: NodeId, leaving: bool, well: bool) -> Heartbeat {
        Heartbeat {
            node,
            kind: NodeKind::Room,
            version: "0".into(),
            load: 0,
            leaving,
            well,
            since: None,
            why: None,
            files: None,
        }
    }

    #[test]
    fn silence_makes_suspect_then_gone_then_forgotten() {
        let (node, start, mut table) = (NodeId::new(), Instant::now(), PeerTable::default());
        assert_eq!(table.heard(&beat(node, false, true), start)[0].status, PeerStatus::Came);
        assert!(table.heard(&beat(node, false, true), start).is_empty());
        let after = |ms| start + Duration::from_millis(ms);
        assert_eq!(table.health(node, after(1_200)), Some(Health::Well));
        assert_eq!(table.sweep(after(1_201))[0].status, PeerStatus::Suspect);
        assert!(table.sweep(after(1_500)).is_empty());
        assert_eq!(table.sweep(after(3_001))[0].status, PeerStatus::Went);
        assert_eq!(table.heard(&beat(node, false, true), after(3_100))[0].status, PeerStatus::Came);
        table.sweep(after(40_000));
        assert_eq!(table.health(node, after(40_000)), None);
    }

    #[test]
    fn leaving_is_told_once_and_unwell_is_seen() {
        let (node, start, mut table) = (NodeId::new(), Instant::now(), PeerTable::default());
        table.heard(&beat(node, false, false), start);
        assert_eq!(table.health(node, start), Some(Health::Unwell));
        assert_eq!(table.heard(&beat(node, true, true), start)[0].status, PeerStatus::Leaving);
        assert!(table.heard(&beat(node, true, true), start).is_empty());
        assert_eq!(table.health(node, start), Some(Health::Leaving));
    }
}
