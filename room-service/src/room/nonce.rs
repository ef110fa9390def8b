//! What a nonce found in the log means to a command that carries it: the first answer, or "used for something else".
//!
//! Used by `round` for twins within one round, and by the actor for what the append found. Pure.

use proto::room::{Answer, Command, Done, Print, Wish};
use proto::{At, Nonce, Refusal, Seq, UserId};

/// Why a `void` event was written; kept with it, so that a twin gets the same answer.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum Because {
    /// The command was refused.
    Refused {
        /// With these words.
        refusal: Refusal,
    },
    /// Things were already as wished.
    Unchanged,
    /// A `Cancel` came first. Its row carries the print of [`Wish::Cancel`].
    Cancelled,
}

/// An event of the log found under a nonce.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Whose.
    pub actor: UserId,
    /// Which nonce.
    pub nonce: Nonce,
    /// The event's place.
    pub seq: Seq,
    /// The print of the command that wrote it.
    pub print: Print,
    /// When it was committed.
    pub at: At,
    /// Why, if it is a `void`.
    pub because: Option<Because>,
}

impl Known {
    /// This row is about that command.
    pub fn is_of(&self, command: &Command) -> bool {
        self.nonce == command.nonce && self.actor == command.actor.id
    }

    /// The answer to a command whose nonce this is. `Cancel` matches every print; a cancelled nonce answers so to
    /// every wish.
    pub fn answer(&self, wish: &Wish, print: Print) -> Answer {
        let cancels = matches!(wish, Wish::Cancel);
        let done = Answer::Done(Done { seq: self.seq, at: self.at, dup: true });
        match &self.because {
            Some(Because::Cancelled) => Answer::Cancelled,
            _ if !cancels && self.print != print => Answer::Refused(Refusal::nonce_reused()),
            Some(Because::Refused { .. }) if cancels => Answer::Cancelled,
            Some(Because::Refused { refusal }) => Answer::Refused(refusal.clone()),
            Some(Because::Unchanged) | None => done,
        }
    }
}
