//! Events in order, and what is missing asked for: at once where a later event shows the hole; where only an ack or a published head
//! tells of one, after a patience, for the event is most likely on its way.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use proto::Seq;
use proto::room::Ends;

use super::{HubMachine, Output};
use crate::live::hub::ledger::{Entry, SubscriberId};

/// How long an asked-for stretch is waited for before it is asked for again.
const OVERDUE: Duration = Duration::from_secs(6);

/// What is missing, as far as it is waited for.
#[derive(Debug)]
pub(super) struct Filling {
    patience: Duration,
    /// Since when an asked-for stretch is under way.
    since: Option<Instant>,
    /// What something has told of and has not come.
    expected: Option<Expected>,
}

/// Events up to a seq, waited for until a moment that nothing heard later puts off.
#[derive(Clone, Copy, Debug)]
struct Expected {
    upto: Seq,
    until: Instant,
}

impl Filling {
    pub(super) fn new(patience: Duration) -> Self {
        Self { patience, since: None, expected: None }
    }
}

impl<T: Clone> HubMachine<T> {
    pub(super) fn event(&mut self, now: Instant, entry: Entry<T>, out: &mut Vec<Output<T>>) {
        self.hear(entry, out);
        self.look_for_hole(now, out);
    }

    pub(super) fn head_known(&mut self, now: Instant, head: Seq, out: &mut Vec<Output<T>>) {
        self.ledger.learn(head);
        self.look_for_hole(now, out);
    }

    pub(super) fn filled(
        &mut self,
        now: Instant,
        stretch: Option<(Vec<Entry<T>>, Seq)>,
        out: &mut Vec<Output<T>>,
    ) {
        self.filling.since = None;
        let Some((entries, head)) = stretch else { return };
        let before = self.ledger.at();
        for entry in entries {
            self.hear(entry, out);
        }
        self.ledger.learn(head);
        if self.ledger.at() == before {
            return; // In vain; it is asked for once more with the next tick.
        }
        if self.ledger.at().is_some_and(|at| at < head) {
            return self.fill(now, out); // It was cut off, and the rest is there to be read.
        }
        self.look_for_hole(now, out);
    }

    /// What came after the last event handed on is asked for, missing or not.
    pub(super) fn resync(&mut self, now: Instant, out: &mut Vec<Output<T>>) {
        if let Some(at) = self.ledger.at() {
            self.filling.since = Some(now);
            out.push(Output::Fill(at));
        }
    }

    /// Forgets the order: everyone opens again, with membership read afresh.
    pub(super) fn reset(&mut self, out: &mut Vec<Output<T>>) {
        out.extend(self.ledger.reset().into_iter().map(Output::Gap));
        (self.filling.since, self.filling.expected) = (None, None);
    }

    /// Fills a hole that is certain or has been waited for.
    pub(super) fn look_for_hole(&mut self, now: Instant, out: &mut Vec<Output<T>>) {
        let Some(hole) = self.ledger.hole() else {
            self.filling.expected = None;
            return;
        };
        if self.ledger.has_early() || hole.is_too_wide() {
            return self.fill(now, out);
        }
        match self.filling.expected {
            Some(expected) if hole.after < expected.upto => {
                if now >= expected.until {
                    self.fill(now, out);
                }
            }
            _ => {
                let until = now + self.filling.patience;
                self.filling.expected = Some(Expected { upto: hole.upto, until });
                out.push(Output::Wake(self.filling.patience));
            }
        }
    }

    /// Asks for what is missing, unless that is under way.
    fn fill(&mut self, now: Instant, out: &mut Vec<Output<T>>) {
        let Some(hole) = self.ledger.hole() else { return };
        if hole.is_too_wide() {
            return self.reset(out);
        }
        let under_way = |since: &Instant| now.saturating_duration_since(*since) < OVERDUE;
        if self.filling.since.filter(under_way).is_none() {
            self.filling.since = Some(now);
            out.push(Output::Fill(hole.after));
        }
    }

    /// Hands on what is in order now, each event to all at once. Whoever is not subscribed afterwards was out by one of these
    /// events.
    fn hear(&mut self, entry: Entry<T>, out: &mut Vec<Output<T>>) {
        let (before, mut ended, mut last) = (out.len(), false, None);
        self.ledger.hear(entry, |socket, entry| {
            ended |= !matches!(entry.ends, Ends::Nobody);
            match out.last_mut() {
                Some(Output::Deliver(sockets, _)) if last == Some(entry.seq) => sockets.push(socket),
                _ => out.push(Output::Deliver(vec![socket], entry.payload.clone())),
            }
            last = Some(entry.seq);
            true
        });
        if ended {
            let sockets = |output: &Output<T>| match output {
                Output::Deliver(sockets, _) => sockets.clone(),
                _ => Vec::new(),
            };
            let heard: BTreeSet<SubscriberId> = out[before..].iter().flat_map(sockets).collect();
            out.extend(heard.into_iter().filter(|id| !self.ledger.is_subscribed(*id)).map(Output::Removed));
        }
    }
}
