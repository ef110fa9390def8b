//! What a nonce found in the log means to a command that carries it: the first answer, or "used for something else".
//!
//! Used by `round` for twins within one round, and by `machine` for what the append found. Pure.

use proto::room::{Action, Answer, Command, Done, Fingerprint};
use proto::{At, Nonce, Refusal, Seq, UserId};

/// Why a `void` event was written; kept with it, so that a twin gets the same answer.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum VoidReason {
    /// The command was refused.
    Refused {
        /// With these words.
        refusal: Refusal,
    },
    /// Things were already as wished.
    Unchanged,
    /// A `Cancel` came first. Its row carries the fingerprint of [`Action::Cancel`].
    Cancelled,
}

/// An event of the log found under a nonce.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Who sent the command.
    pub actor: UserId,
    /// Which nonce.
    pub nonce: Nonce,
    /// The event's seq.
    pub seq: Seq,
    /// The fingerprint of the command that wrote it.
    pub fingerprint: Fingerprint,
    /// When it was committed.
    pub at: At,
    /// Why, if it is a `void`.
    pub void_reason: Option<VoidReason>,
}

impl Known {
    /// This row is about that command.
    pub fn is_of(&self, command: &Command) -> bool {
        self.nonce == command.nonce && self.actor == command.actor.id
    }

    /// The answer to a command whose nonce this is. `Cancel` matches every fingerprint; a cancelled nonce answers so to
    /// every action.
    pub fn answer(&self, action: &Action, fingerprint: Fingerprint) -> Answer {
        let cancels = matches!(action, Action::Cancel);
        let done = Answer::Done(Done { seq: self.seq, at: self.at, dup: true });
        match &self.void_reason {
            Some(VoidReason::Cancelled) => Answer::Cancelled,
            _ if !cancels && self.fingerprint != fingerprint => Answer::Refused(Refusal::nonce_reused()),
            Some(VoidReason::Refused { .. }) if cancels => Answer::Cancelled,
            Some(VoidReason::Refused { refusal }) => Answer::Refused(refusal.clone()),
            Some(VoidReason::Unchanged) | None => done,
        }
    }
}
