//! Admission: an `open` is read after the subscription is in force, and admitted through the log alone. One that cannot be read
//! now is read again and again, at growing intervals, for as long as its socket wants it: whoever was told that a room is not
//! open yet need not ask once more.

use std::time::{Duration, Instant};

use proto::room::Opened;
use proto::{Refusal, Seq};

use super::{HubMachine, Output, Ticket, Want};
use crate::live::hub::ledger::{Admission, SubscriberId};

/// How long an `open` waits for the subscription to be in force before its socket is told.
const DEADLINE: Duration = Duration::from_secs(5);
/// How often `open` is read when the ring does not reach back to what was read.
const TRIES: u8 = 5;
/// Between two readings that fail, at first and at most.
const PAUSES: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(8));

/// A socket that is not admitted yet.
#[derive(Debug)]
pub(super) struct Opening {
    want: Want,
    /// Of its latest reading.
    ticket: Ticket,
    tries: u8,
    since: Instant,
    /// Readings that failed. From the first on, the socket knows that it waits.
    failures: u32,
    told: bool,
}

impl Opening {
    fn new(want: Want, ticket: Ticket, now: Instant) -> Self {
        Self { want, ticket, tries: 0, since: now, failures: 0, told: false }
    }

    /// How long until it is read again, which doubles. Not the same for all sockets: they failed together.
    fn pause(&self) -> Duration {
        let (first, longest) = PAUSES;
        let pause = (first * 2_u32.pow(self.failures.saturating_sub(1).min(8))).min(longest);
        let spread = u32::try_from(self.ticket % 8).unwrap_or(0);
        pause + pause * spread / 16
    }
}

impl<T: Clone> HubMachine<T> {
    pub(super) fn open(&mut self, now: Instant, socket: SubscriberId, want: Want, out: &mut Vec<Output<T>>) {
        self.ledger.leave(socket);
        self.last_ticket += 1;
        let ticket = self.last_ticket;
        self.opening.insert(socket, Opening::new(want, ticket, now));
        if self.subscribed {
            out.push(Output::Read(socket, ticket));
        }
    }

    pub(super) fn subscribed(&mut self, out: &mut Vec<Output<T>>) {
        if !std::mem::replace(&mut self.subscribed, true) {
            out.extend(self.opening.iter().map(|(socket, Opening { ticket, told, .. })| match told {
                false => Output::Read(*socket, *ticket),
                true => Output::Retry(*socket, *ticket, Duration::ZERO),
            }));
        }
    }

    /// Those whose subscription does not come into force are told that they wait.
    pub(super) fn look_for_late(&mut self, now: Instant, out: &mut Vec<Output<T>>) {
        if self.subscribed {
            return;
        }
        for (socket, opening) in &mut self.opening {
            let late = now.saturating_duration_since(opening.since) > DEADLINE;
            if late && !std::mem::replace(&mut opening.told, true) {
                out.push(Output::Waits(*socket, Refusal::unavailable()));
            }
        }
    }

    /// An [`Output::Retry`] is due.
    pub(super) fn retry(&mut self, socket: SubscriberId, ticket: Ticket, out: &mut Vec<Output<T>>) {
        if self.opening.get(&socket).is_some_and(|opening| opening.ticket == ticket) {
            out.push(Output::Read(socket, ticket));
        }
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
        if refusal.code.is_try_again() {
            return wait(opening, socket, refusal, out);
        }
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
            out.push(Output::Deliver(vec![socket], entry.payload.clone()));
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
            out.push(Output::Dropped(socket));
        }
    }
}

/// It could not be read: it will be, later.
fn wait<T>(opening: &mut Opening, socket: SubscriberId, refusal: Refusal, out: &mut Vec<Output<T>>) {
    opening.failures += 1;
    opening.tries = 0;
    let pause = opening.pause();
    if !std::mem::replace(&mut opening.told, true) {
        let retry_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
        out.push(Output::Waits(socket, refusal.after_ms(retry_ms)));
    }
    out.push(Output::Retry(socket, opening.ticket, pause));
}
