//! Why NATS cannot be reached, in words an operator can act on.
//!
//! The client library tells its events only what kind of error it was; what it remembers of each server says more.

use std::sync::{Arc, Mutex, PoisonError};

use async_nats::Server;

/// The reason of the last failure to connect; none while the connection stands. Clones share it.
#[derive(Clone, Debug, Default)]
pub(super) struct Reason(Arc<Mutex<Option<String>>>);

impl Reason {
    /// One reason in three hands: who asks for it, who learns it, and who forgets it.
    pub(super) fn shared() -> (Self, Self, Self) {
        let reason = Self::default();
        (reason.clone(), reason.clone(), reason)
    }

    /// Takes in what the client remembers, before each of its attempts. A reason that is new is logged.
    pub(super) fn learn(&self, servers: &[Server]) {
        let errors: Vec<String> =
            servers.iter().filter_map(|server| server.last_error.as_deref()).map(explain).collect();
        let Some(why) =
            errors.into_iter().reduce(|all, one| if all.contains(&one) { all } else { all + "; " + &one })
        else {
            return;
        };
        if self.known().replace(why.clone()).as_ref() != Some(&why) {
            tracing::warn!(%why, "cannot reach NATS (NATS_URL); trying again");
        }
    }

    /// The connection stands.
    pub(super) fn forget(&self) {
        self.known().take();
    }

    /// The reason, if one is known.
    pub(super) fn get(&self) -> Option<String> {
        self.known().clone()
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Option<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the client library says, and what it means. What it says otherwise is passed on: it names no secret.
const MEANINGS: [(&str, &str); 13] = [
    ("expected info, got nothing", "it closed the connection without a greeting"),
    ("authorization violation", "it refuses the user, password or token in NATS_URL"),
    ("authentication timeout", "it gave up waiting for the user, password or token"),
    ("maximum connections exceeded", "it takes no more connections (its max_connections)"),
    ("maximum account active connections exceeded", "it takes no more connections of this account"),
    ("timed out", "no greeting of a NATS came within 2 s"),
    ("expected info", "what answers there is not NATS"),
    ("received corrupt message", "it offers no TLS, and NATS_URL asks for it with tls://"),
    ("certificate", "its certificate is not trusted or not for this name"),
    ("tls", "no TLS connection could be made"),
    ("connection refused", "nobody listens there"),
    ("dns error", "its name cannot be resolved"),
    ("broken pipe", "it closed the connection"),
];

fn explain(error: &str) -> String {
    let lower = error.to_lowercase();
    let meaning = MEANINGS.iter().find(|(said, _)| lower.contains(said));
    meaning.map_or_else(|| error.to_owned(), |(_, means)| (*means).to_owned())
}
