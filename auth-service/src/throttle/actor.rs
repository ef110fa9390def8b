//! The throttle actor: one per auth-service.
//!
//! Born:  when the service is built.
//! Owns:  which windows it saw full a moment ago, so that hammering at them does not reach the database.
//! Hears: may this be tried, that one does not count, from the service; what the database said, from its own tasks.
//! Says:  nothing but answers.
//! Dies:  with the process. Should it fail, the process ends with it and is started anew.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use chassis::health::{self, Part};
use proto::Refusal;
use ractor::{Actor, ActorProcessingErr, ActorRef, RpcReplyPort};

use super::{Attempt, wait};
use crate::store::{Charge, Store};

/// How long a full window is remembered here. Short: it may be emptied through another service.
const REMEMBERED: Duration = Duration::from_secs(3);
/// How many full windows are remembered; further ones cost a query each.
const MOST: usize = 10_000;

type Key = [u8; 32];

/// What a throttle hears.
pub(crate) enum ThrottleMessage {
    /// May this be tried? The one window counts only where the others admit it.
    Admit(Vec<Charge>, Option<Charge>, RpcReplyPort<Result<(), Refusal>>),
    /// That attempt does not count, or was even a success.
    TakeBack { attempt: Attempt, successful: bool, reply: RpcReplyPort<()> },
    /// The database said: this window is full for so long.
    Full(Key, Duration),
    /// Report that messages are still handled.
    Beat,
}

/// What a throttle is given and never changes.
pub(crate) struct ThrottleActor {
    pub(crate) store: Store,
    pub(crate) window: Duration,
    pub(crate) alive: Part,
}

/// What a throttle changes.
#[derive(Default)]
pub(crate) struct ThrottleState {
    full: HashMap<Key, Full>,
}

struct Full {
    noted: Instant,
    ends: Instant,
}

impl Actor for ThrottleActor {
    type Msg = ThrottleMessage;
    type State = ThrottleState;
    type Arguments = ();

    async fn pre_start(
        &self,
        me: ActorRef<ThrottleMessage>,
        (): (),
    ) -> Result<ThrottleState, ActorProcessingErr> {
        me.send_interval(health::BEAT, || ThrottleMessage::Beat);
        Ok(ThrottleState::default())
    }

    async fn handle(
        &self,
        me: ActorRef<ThrottleMessage>,
        message: ThrottleMessage,
        state: &mut ThrottleState,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            ThrottleMessage::Admit(charges, last, reply) => self.admit(me, (charges, last), reply, state),
            ThrottleMessage::TakeBack { attempt, successful, reply } => {
                self.take_back(attempt, successful, reply, state);
            }
            ThrottleMessage::Full(key, lasting) => state.note(key, lasting, Instant::now()),
            ThrottleMessage::Beat => self.alive.progress(),
        }
        Ok(())
    }
}

impl ThrottleActor {
    /// Answers from memory, or has the database count. The actor itself waits for nobody; how many such tasks there
    /// are is bounded by the requests worked on at once.
    fn admit(
        &self,
        me: ActorRef<ThrottleMessage>,
        (charges, last): (Vec<Charge>, Option<Charge>),
        reply: RpcReplyPort<Result<(), Refusal>>,
        state: &mut ThrottleState,
    ) {
        let now = Instant::now();
        if let Some(left) = charges.iter().chain(&last).find_map(|charge| state.full_for(&charge.key, now)) {
            let _ = reply.send(Err(wait(left)));
            return;
        }
        let (store, window) = (self.store.clone(), self.window);
        tokio::spawn(async move {
            let verdict = match store.charge(&charges, last, window).await {
                Ok(None) => Ok(()),
                Ok(Some((key, lasting))) => {
                    let _ = me.cast(ThrottleMessage::Full(key, lasting));
                    Err(wait(lasting))
                }
                // Fail closed: who is not counted is not let in.
                Err(error) => {
                    error.warn("attempts cannot be counted");
                    Err(Refusal::unavailable())
                }
            };
            let _ = reply.send(verdict);
        });
    }

    fn take_back(
        &self,
        attempt: Attempt,
        successful: bool,
        reply: RpcReplyPort<()>,
        state: &mut ThrottleState,
    ) {
        for key in attempt.keys() {
            state.full.remove(key);
        }
        let store = self.store.clone();
        tokio::spawn(async move {
            let keys: Vec<&[u8]> = attempt.keys().map(<[u8; 32]>::as_slice).collect();
            let last = attempt.everywhere.as_ref().map(<[u8; 32]>::as_slice);
            if let Err(error) = store.take_back(&attempt.account, &keys, last, successful).await {
                error.warn("an attempt was not taken back");
            }
            let _ = reply.send(());
        });
    }
}

impl ThrottleState {
    fn full_for(&self, key: &Key, now: Instant) -> Option<Duration> {
        let full = self.full.get(key)?;
        let fresh = now.duration_since(full.noted) < REMEMBERED;
        (fresh && full.ends > now).then(|| full.ends - now)
    }

    fn note(&mut self, key: Key, lasting: Duration, now: Instant) {
        if self.full.len() >= MOST {
            self.full.retain(|_, full| now.duration_since(full.noted) < REMEMBERED);
        }
        if self.full.len() < MOST {
            self.full.insert(key, Full { noted: now, ends: now + lasting });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_window_is_remembered_for_a_moment_only() {
        let (mut state, now, key) = (ThrottleState::default(), Instant::now(), [7; 32]);
        state.note(key, Duration::from_secs(900), now);
        assert_eq!(state.full_for(&key, now), Some(Duration::from_secs(900)));
        assert_eq!(state.full_for(&key, now + REMEMBERED), None);
        state.note(key, Duration::from_secs(1), now);
        assert_eq!(state.full_for(&key, now + Duration::from_millis(1_001)), None);
    }

    #[test]
    fn the_memory_of_full_windows_is_bounded() {
        let (mut state, now) = (ThrottleState::default(), Instant::now());
        for n in 0..MOST + 10 {
            let mut key = [0; 32];
            key[..8].copy_from_slice(&n.to_be_bytes());
            state.note(key, Duration::from_secs(900), now);
        }
        assert_eq!(state.full.len(), MOST);
        state.note([255; 32], Duration::from_secs(900), now + REMEMBERED);
        assert_eq!(state.full.len(), 1);
    }
}
