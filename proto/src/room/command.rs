//! Commands: what somebody wants a room to do, and the answer they get.

use serde::{Deserialize, Serialize};

use super::{Action, Actor, Authority, Fingerprint, Named};
use crate::{At, Nonce, Refusal, RoomId, Seq};

/// A durable command. Sent again, it carries the same nonce and `again`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Command {
    /// The room it is for. To make a room: the nonce, as the new room's id.
    pub room: RoomId,
    /// Who wants it.
    pub actor: Actor,
    /// By what right.
    #[serde(default, skip_serializing_if = "Authority::is_member")]
    pub authority: Authority,
    /// Its name, unique per room and person for ever.
    pub nonce: Nonce,
    /// It may have a twin under way: a refusal must then be written into the log.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
    /// Whom the `@names` in its words mean, as far as the gateway could tell in time: a hint, no part of the fingerprint.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub named: Vec<Named>,
    /// What is wanted.
    pub action: Action,
}

impl Command {
    /// A member's command, sent for the first time and naming nobody.
    pub fn new(room: RoomId, actor: Actor, nonce: Nonce, action: Action) -> Self {
        Self { room, actor, authority: Authority::Member, nonce, again: false, named: Vec::new(), action }
    }

    /// The same by another right.
    #[must_use]
    pub fn by(self, authority: Authority) -> Self {
        Self { authority, ..self }
    }

    /// What it has in common with every other attempt of it.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self.authority, &self.action)
    }
}

/// The answer to a command.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    /// It is in the log, committed.
    Done(Done),
    /// A `Cancel` found nothing, or its twin found that it had been cancelled.
    Cancelled,
    /// It is not done. A definite code means it never will be under this nonce's present attempt; see `Code`.
    Refused(Refusal),
}

/// Where a command stands in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Its event; the head of the room where nothing had to change.
    pub seq: Seq,
    /// When it was committed.
    #[serde(with = "time::serde::rfc3339")]
    pub at: At,
    /// It was there already.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dup: bool,
}
