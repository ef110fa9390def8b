//! Admission: an `open` is read after the subscription is in force, and admitted through the log alone.

use std::time::{Duration, Instant};

use proto::room::Opened;
use proto::{Refusal, Seq};

use super::{HubMachine, Output, Ticket, Want};
use crate::live::hub::ledger::{Admission, SubscriberId};

/// How long an `open` waits for the subscription to be in force.
const DEADLINE: Duration = Duration::from_secs(5);
/// How often `open` is read when the ring does not reach back to what was read.
const TRIES: u8 = 5;

/// A socket that is not admitted yet.
#[derive(Debug)]
pub(super) struct Opening {
    want: Want,
    /// Of its latest reading.
    ticket: Ticket,
    tries: u8,
    since: Instant,
}

impl<T: Clone> HubMachine<T> {
    pub(super) fn open(&mut self, now: Instant, socket: SubscriberId, want: Want, out: &mut Vec<Output<T>>) {
        self.ledger.leave(socket);
        self.last_ticket += 1;
        let ticket = self.last_ticket;
        self.opening.insert(socket, Opening { want, ticket, tries: 0, since: now });
        if self.subscribed {
            out.push(Output::Read(socket, ticket));
        }
    }

    pub(super) fn subscribed(&mut self, out: &mut Vec<Output<T>>) {
        if !std::mem::replace(&mut self.subscribed, true) {
            out.extend(self.opening.iter().map(|(socket, opening)| Output::Read(*socket, opening.ticket)));
        }
    }

    /// Those whose subscription does not come into force are told to try again.
    pub(super) fn expire(&mut self, now: Instant, out: &mut Vec<Output<T>>) {
        if self.subscribed {
            return;
        }
        let late = |opening: &Opening| now.saturating_duration_since(opening.since) > DEADLINE;
        self.opening.retain(|socket, opening| {
            if late(opening) {
                out.push(Output::Refused(*socket, Refusal::unavailable()));
            }
            !late(opening)
        });
    }

    pub(super) fn read(
        &mut self,
        now: Instant,
        socket: SubscriberId,
        ticket: Ticket,
        reply: Result<Opened, Refusal>,
        out: &mut Vec<Output<T>>,
    ) {
        // Closed, or opened again, in the meantime?
        let Some(opening) = self.opening.get_mut(&socket).filter(|opening| opening.ticket == ticket) else {
            return;
        };
        let refusal = match reply {
            Ok(opened) if self.ledger.reaches(opened.head) => {
                let want = opening.want;
                self.opening.remove(&socket);
                return self.admit(now, socket, want, opened, out);
            }
            Ok(_) if opening.tries + 1 < TRIES => {
                opening.tries += 1;
                return out.push(Output::Read(socket, ticket));
            }
            Ok(_) => Refusal::busy(),
            Err(refusal) => refusal,
        };
        self.opening.remove(&socket);
        out.push(Output::Refused(socket, refusal));
    }

    fn admit(
        &mut self,
        now: Instant,
        socket: SubscriberId,
        want: Want,
        mut opened: Opened,
        out: &mut Vec<Output<T>>,
    ) {
        let head: Seq = opened.head;
        opened.reset |= want.stale;
        let (reset, after) = (opened.reset, want.after);
        opened.events.retain(|event| !reset && after.is_none_or(|after| event.seq > after));
        out.push(Output::Opened(socket, opened));
        let admission = self.ledger.admit(socket, want.user, head, |socket, entry| {
            out.push(Output::Deliver(socket, entry.payload.clone()));
            true
        });
        out.push(match admission {
            Admission::Admitted => Output::Admitted(socket),
            Admission::Removed => Output::Removed(socket),
            Admission::Lagging | Admission::ReadAgain => Output::Gap(socket),
        });
        self.look_for_hole(now, out);
    }

    pub(super) fn close(&mut self, socket: SubscriberId, out: &mut Vec<Output<T>>) {
        self.ledger.leave(socket);
        if self.opening.remove(&socket).is_some() {
            out.push(Output::Refused(socket, Refusal::busy()));
        }
    }
}
