//! Names of things: a type for each, so that a person is never taken for a room.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A fresh one from the system's random generator.
            pub fn new() -> Self {
                Self(Uuid::new_v4())
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

uuid_id!(
    /// A room. A room made by a person carries the nonce of the command that made it.
    RoomId
);
uuid_id!(
    /// A person.
    UserId
);
uuid_id!(
    /// A session: the public handle of a sign-in, never the token itself.
    SessionId
);
uuid_id!(
    /// A file that somebody uploads.
    FileId
);
uuid_id!(
    /// A small picture that stands for somebody or something, new each time it is sent: what it leads to never changes.
    PictureId
);
uuid_id!(
    /// A process, new at each start.
    NodeId
);
uuid_id!(
    /// What a client names its durable command by; unique per room and person for ever.
    Nonce
);

/// A position in a room's log: 1, 2, 3 … head, without holes. 0 is "before the first".
pub type Seq = i64;

/// The room everyone starts in; made by the first migration.
pub const GENERAL: RoomId = RoomId(Uuid::from_u128(0x6e52_a1c3_0000_4000_8000_0000_0000_0001));

/// Who acts where nobody in particular does: the installation itself, and its operator.
pub const SYSTEM: UserId = UserId(Uuid::nil());
/// Stands for everyone in a room, where people are mentioned.
pub const EVERYONE: UserId = UserId(Uuid::max());
/// Stands for those of a room who are here at the moment, where people are mentioned.
pub const WHOEVER_IS_HERE: UserId = UserId(Uuid::from_u128(u128::MAX - 1));

impl RoomId {
    /// The room that a person makes under a nonce: a form sent twice makes one, and nobody makes a room under the id of another's, or
    /// learns from it that there is one.
    pub fn made_by(user: UserId, nonce: Nonce) -> Self {
        Self(Uuid::new_v5(&user.0, nonce.0.as_bytes()))
    }
}

impl Nonce {
    /// The nonce under which a person enters [`GENERAL`]: the same each time, so that signing in again never
    /// brings back someone who left on purpose.
    pub fn of_welcome(user: UserId) -> Self {
        Self(Uuid::new_v5(&GENERAL.0, user.0.as_bytes()))
    }

    /// The nonce of what is done next because of the command with this one: the same each time.
    #[must_use]
    pub fn after(self, step: &str) -> Self {
        Self(Uuid::new_v5(&self.0, step.as_bytes()))
    }
}
