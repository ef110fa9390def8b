//! What is known of one rate at one server: times, counts, and what must not happen.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::histogram::Times;

/// What is known of one rate.
#[derive(Debug, Default)]
pub(super) struct Figures {
    /// From the intended time to each receiver.
    pub(super) latency: Times,
    /// From the intended time to the sender's acknowledgement.
    pub(super) ack: Times,
    /// From the intended time to the writing: what the generator itself adds.
    pub(super) lateness: Times,
    /// Acknowledged messages among those measured.
    pub(super) messages: u64,
    /// Their deliveries.
    pub(super) deliveries: u64,
    /// What must not happen, warming up included.
    pub(super) faults: Faults,
}

/// What must not happen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Faults {
    /// Deliveries of acknowledged messages that never came.
    pub(super) lost: u64,
    /// Deliveries that came again.
    pub(super) duplicated: u64,
    /// Deliveries that came after a later one of the same room.
    pub(super) out_of_order: u64,
    /// Messages that were neither acknowledged nor refused.
    pub(super) unanswered: u64,
    /// Messages refused, by code.
    pub(super) refused: BTreeMap<String, u64>,
    /// How often a socket was told that it had missed something; it then asked for it.
    pub(super) gaps: u64,
    /// Sockets that were closed.
    pub(super) closed: u64,
}

impl Faults {
    /// And those of more messages.
    pub(super) fn add(&mut self, more: Self) {
        self.lost += more.lost;
        self.duplicated += more.duplicated;
        self.out_of_order += more.out_of_order;
        self.unanswered += more.unanswered;
        self.gaps += more.gaps;
        self.closed += more.closed;
        for (code, count) in more.refused {
            *self.refused.entry(code).or_default() += count;
        }
    }

    /// Whether there is none.
    pub(super) fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_none() {
            return f.write_str("nothing lost, duplicated or out of order");
        }
        let Self { lost, duplicated, out_of_order, unanswered, refused, gaps, closed } = self;
        write!(
            f,
            "{lost} lost, {duplicated} duplicated, {out_of_order} out of order, {unanswered} unanswered, {gaps} gaps, {closed} sockets closed, refused {refused:?}"
        )
    }
}
