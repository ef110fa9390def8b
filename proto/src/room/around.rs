//! Which of the messages of a room.

use serde::{Deserialize, Serialize};

use crate::{At, Seq};

/// Which part of a room's messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Around {
    /// The newest.
    Latest,
    /// Those before this seq.
    Before(Seq),
    /// Those after this seq.
    After(Seq),
    /// Half before, this one, half after.
    Around(Seq),
    /// From the first that was written at this moment or later.
    Since(#[serde(with = "time::serde::rfc3339")] At),
    /// These, as far as they are there; at most 100.
    These(Vec<Seq>),
}
