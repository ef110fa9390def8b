//! Whether the connection still carries anything. Twice a second this process sends something to itself; when three in a row
//! have not come back, the connection is made anew.
//!
//! The client library notices a silent connection only after pings of its own have gone unanswered. Ticks are counted and no
//! clock is read, so that a process that was stopped for a while does not take its own absence for the connection's.

use std::future::Future;
use std::time::Duration;

use async_nats::{Client, Subscriber};
use bytes::Bytes;
use futures_util::StreamExt;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::{Connection, payload};
use crate::telemetry::metrics;

/// How often something is sent.
const EVERY: Duration = Duration::from_millis(500);
/// So many in a row may be missing at first. It doubles with every connection that was made in vain, for a server that is slow
/// would only be slower for it.
const MISSING: u32 = 3;
/// At most so many: 12 s.
const MISSING_MAX: u32 = 24;
/// How long the client library may take to take something over. It does not at all while it can write nothing.
const TAKEN_OVER: Duration = Duration::from_millis(250);

/// What a tick leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Beat {
    /// Send something.
    Send,
    /// Nothing comes back: make the connection anew.
    Reconnect,
    /// There is no connection.
    Rest,
}

/// What was sent and has not come back.
#[derive(Debug)]
struct Pulse {
    missing: u32,
    limit: u32,
}

impl Pulse {
    fn new() -> Self {
        Self { missing: 0, limit: MISSING }
    }

    /// Something has come back.
    fn returned(&mut self) {
        *self = Self::new();
    }

    fn tick(&mut self, up: bool) -> Beat {
        if !up {
            self.missing = 0;
            return Beat::Rest;
        }
        if self.missing < self.limit {
            self.missing += 1;
            return Beat::Send;
        }
        (self.missing, self.limit) = (0, (self.limit * 2).min(MISSING_MAX));
        Beat::Reconnect
    }
}

/// Watches over the connection until the client is closed. `echoes` hears what is sent to `echo`; a request there is
/// answered: that is a barrier.
pub(super) async fn watch(
    client: Client,
    echo: String,
    mut echoes: Subscriber,
    connection: watch::Receiver<Connection>,
) {
    let (mut pulse, mut ticks) = (Pulse::new(), interval(EVERY));
    let mut generation = 0;
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            // What has come back is seen before anything is missed.
            biased;
            message = echoes.next() => {
                let Some(message) = message else { return };
                pulse.returned();
                if let Some(barrier) = message.reply {
                    taken_over(client.publish(barrier, message.payload)).await;
                }
            }
            _ = ticks.tick() => {
                let now = *connection.borrow();
                if now.up && std::mem::replace(&mut generation, now.generation) != now.generation {
                    warn_of_limit(&client);
                }
                perform(pulse.tick(now.up), &client, &echo).await;
            }
        }
    }
}

async fn perform(beat: Beat, client: &Client, echo: &str) {
    match beat {
        Beat::Send => taken_over(client.publish(echo.to_owned(), Bytes::new())).await,
        Beat::Reconnect => {
            tracing::warn!("nothing comes back from NATS: connecting anew");
            metrics::bus_silent();
            taken_over(client.force_reconnect()).await;
        }
        Beat::Rest => {}
    }
}

/// Each server has a limit of its own.
fn warn_of_limit(client: &Client) {
    if let Err(why) = payload::fits(client.max_payload()) {
        tracing::warn!("{why}");
    }
}

/// Whatever is not taken over is missed, and noticed by that.
async fn taken_over<T>(sending: impl Future<Output = T>) {
    let _ = timeout(TAKEN_OVER, sending).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sends_before_reconnecting(pulse: &mut Pulse) -> usize {
        std::iter::from_fn(|| (pulse.tick(true) == Beat::Send).then_some(())).count()
    }

    #[test]
    fn three_in_a_row_that_do_not_come_back_are_silence_and_fewer_are_not() {
        let mut pulse = Pulse::new();
        for _ in 0..10 {
            assert_eq!((pulse.tick(true), pulse.tick(true)), (Beat::Send, Beat::Send));
            pulse.returned();
        }
        assert_eq!(sends_before_reconnecting(&mut pulse), 3);
    }

    #[test]
    fn a_server_that_stays_silent_is_left_more_and_more_time() {
        let mut pulse = Pulse::new();
        let patience: Vec<usize> = (0..5).map(|_| sends_before_reconnecting(&mut pulse)).collect();
        assert_eq!(patience, [3, 6, 12, 24, 24]);
        pulse.returned();
        assert_eq!(sends_before_reconnecting(&mut pulse), 3);
    }

    #[test]
    fn nothing_is_missed_without_a_connection() {
        let mut pulse = Pulse::new();
        assert_eq!((pulse.tick(true), pulse.tick(true)), (Beat::Send, Beat::Send));
        assert_eq!(pulse.tick(false), Beat::Rest);
        assert_eq!(sends_before_reconnecting(&mut pulse), 3);
    }
}
