//! Whether the connection still carries anything in time. Twice a second this process sends a number to itself; when three in a row
//! have not come back, or what comes back is three seconds old, the connection is made anew.
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
/// So many ticks may pass at first without anything coming back. It doubles with every connection that was made in vain, for
/// a server that is slow would only be slower for it.
const QUIET: u32 = 3;
/// At most so many: 12 s.
const QUIET_MAX: u32 = 24;
/// What comes back may be behind what was sent by so many times the ticks of quiet: over a connection that carries less than is
/// said, everybody waits for as long as that.
const LATE: u64 = 2;
/// How long the client library may take to take something over. It does not at all while it can write nothing.
const TAKEN_OVER: Duration = Duration::from_millis(250);

/// What a tick leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Beat {
    /// Send this number.
    Send(u64),
    /// Nothing comes back, or too late: make the connection anew.
    Reconnect,
    /// There is no connection.
    Rest,
}

/// What was sent, and what has come back of it.
#[derive(Debug)]
struct Pulse {
    sent: u64,
    back: u64,
    /// Ticks since anything has come back.
    quiet: u32,
    limit: u32,
}

impl Pulse {
    fn new() -> Self {
        Self { sent: 0, back: 0, quiet: 0, limit: QUIET }
    }

    /// This number has come back; none: something else that this process sent to itself.
    fn returned(&mut self, number: Option<u64>) {
        self.quiet = 0;
        self.back = self.back.max(number.unwrap_or(0)).min(self.sent);
        if number.is_some() && self.behind() <= u64::from(QUIET) {
            self.limit = QUIET;
        }
    }

    fn behind(&self) -> u64 {
        self.sent - self.back
    }

    fn tick(&mut self, up: bool) -> Beat {
        if !up {
            (self.back, self.quiet) = (self.sent, 0);
            return Beat::Rest;
        }
        if self.quiet < self.limit && self.behind() < LATE * u64::from(self.limit) {
            self.quiet += 1;
            self.sent += 1;
            return Beat::Send(self.sent);
        }
        (self.back, self.quiet) = (self.sent, 0);
        self.limit = (self.limit * 2).min(QUIET_MAX);
        Beat::Reconnect
    }
}

/// Whether the client does what it is told. It does not while it takes leave of a connection over TLS that takes nothing any
/// more: for that it waits without end, and nobody else can connect for it.
#[derive(Debug, Default)]
struct Obedience {
    /// The connection that was to be given up.
    told: Option<u64>,
}

impl Obedience {
    fn told(&mut self, connection: Connection) {
        self.told = Some(connection.generation);
    }

    fn is_refused(&self, now: Connection) -> bool {
        now.up && self.told == Some(now.generation)
    }
}

/// Watches over the connection until the client is closed. `echoes` hears what is sent to `echo`; a request there is
/// answered: that is a barrier. `stuck`: the client was told to connect anew and does not.
pub(super) async fn watch(
    client: Client,
    echo: String,
    mut echoes: Subscriber,
    connection: watch::Receiver<Connection>,
    stuck: watch::Sender<bool>,
) {
    let (mut pulse, mut obedience, mut ticks) = (Pulse::new(), Obedience::default(), interval(EVERY));
    let mut generation = 0;
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            // What has come back is seen before anything is missed.
            biased;
            message = echoes.next() => {
                let Some(message) = message else { return };
                pulse.returned(number(&message.payload));
                if let Some(barrier) = message.reply {
                    taken_over(client.publish(barrier, message.payload)).await;
                }
            }
            _ = ticks.tick() => {
                let now = *connection.borrow();
                if now.up && std::mem::replace(&mut generation, now.generation) != now.generation {
                    warn_of_limit(&client);
                }
                stuck.send_replace(obedience.is_refused(now));
                let beat = pulse.tick(now.up);
                if beat == Beat::Reconnect {
                    obedience.told(now);
                }
                perform(beat, &client, &echo).await;
            }
        }
    }
}

async fn perform(beat: Beat, client: &Client, echo: &str) {
    match beat {
        Beat::Send(number) => {
            let number = Bytes::copy_from_slice(&number.to_be_bytes());
            taken_over(client.publish(echo.to_owned(), number)).await;
        }
        Beat::Reconnect => {
            tracing::warn!("nothing comes back from NATS in time: connecting anew");
            metrics::bus_silent();
            taken_over(client.force_reconnect()).await;
        }
        Beat::Rest => {}
    }
}

fn number(payload: &[u8]) -> Option<u64> {
    payload.try_into().ok().map(u64::from_be_bytes)
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
        std::iter::from_fn(|| matches!(pulse.tick(true), Beat::Send(_)).then_some(())).count()
    }

    #[test]
    fn three_in_a_row_that_do_not_come_back_are_silence_and_fewer_are_not() {
        let mut pulse = Pulse::new();
        for round in 1..=10 {
            assert_eq!(
                (pulse.tick(true), pulse.tick(true)),
                (Beat::Send(2 * round - 1), Beat::Send(2 * round))
            );
            pulse.returned(Some(2 * round));
        }
        assert_eq!(sends_before_reconnecting(&mut pulse), 3);
    }

    #[test]
    fn what_comes_back_three_seconds_late_is_as_bad_as_silence_and_what_is_less_late_is_kept() {
        let mut pulse = Pulse::new();
        for number in 1..=100 {
            assert_eq!(pulse.tick(true), Beat::Send(number));
            pulse.returned(number.checked_sub(5));
        }
        assert_eq!(pulse.tick(true), Beat::Send(101));
        pulse.returned(Some(95));
        assert_eq!(pulse.tick(true), Beat::Reconnect);
        assert_eq!(sends_before_reconnecting(&mut pulse), 6, "another connection is left more time");
    }

    #[test]
    fn a_server_that_stays_silent_is_left_more_and_more_time() {
        let mut pulse = Pulse::new();
        let patience: Vec<usize> = (0..5).map(|_| sends_before_reconnecting(&mut pulse)).collect();
        assert_eq!(patience, [3, 6, 12, 24, 24]);
        pulse.returned(None);
        assert_eq!(sends_before_reconnecting(&mut pulse), 24, "whatever else comes back proves nothing");
        pulse.returned(Some(pulse.sent));
        assert_eq!(sends_before_reconnecting(&mut pulse), 3);
    }

    #[test]
    fn nothing_is_missed_without_a_connection() {
        let mut pulse = Pulse::new();
        assert_eq!((pulse.tick(true), pulse.tick(true)), (Beat::Send(1), Beat::Send(2)));
        assert_eq!(pulse.tick(false), Beat::Rest);
        assert_eq!(sends_before_reconnecting(&mut pulse), 3);
    }

    #[test]
    fn a_client_that_keeps_the_connection_it_was_told_to_give_up_is_stuck() {
        let connection = |up, generation| Connection { up, generation };
        let mut obedience = Obedience::default();
        assert!(!obedience.is_refused(connection(true, 1)));
        obedience.told(connection(true, 1));
        assert!(obedience.is_refused(connection(true, 1)), "nothing has happened");
        assert!(!obedience.is_refused(connection(false, 1)), "it is gone");
        assert!(!obedience.is_refused(connection(true, 2)), "there is another");
    }

    #[tokio::test]
    async fn silence_is_noticed_though_the_client_library_would_wait_for_an_hour() {
        use services::testbed::proxy::{Behaviour, Proxy};
        let server = services::testbed::nats().await;
        let proxy = Proxy::to(&server).await.expect("a proxy");
        let address: async_nats::ServerAddr = proxy.url().parse().expect("an address");
        let (made, connection) = watch::channel(Connection::default());
        let token = address.username().expect("a token").to_owned();
        let options = async_nats::ConnectOptions::with_token(token).ping_interval(Duration::from_secs(3_600));
        let options = options.event_callback(move |event| {
            if event == async_nats::Event::Connected {
                let next =
                    |now: &mut Connection| *now = Connection { up: true, generation: now.generation + 1 };
                made.send_modify(next);
            }
            std::future::ready(())
        });
        let client = options.connect(proxy.address().to_string()).await.expect("connects");
        let echoes = client.subscribe("_ECHO.pulse").await.expect("subscribes");
        let (stuck, _) = watch::channel(false);
        tokio::spawn(super::watch(client, "_ECHO.pulse".to_owned(), echoes, connection.clone(), stuck));
        let mut connection = connection;
        let generation = connection.wait_for(|now| now.up).await.expect("open").generation;
        proxy.set_open(Behaviour::HoldAnswers);
        let anew = connection.wait_for(|now| now.generation > generation);
        timeout(Duration::from_secs(60), anew).await.expect("in time").expect("open");
    }
}
