//! An event of a room, as a client hears it.

use serde::{Deserialize, Serialize};

use crate::room::{Message, Previews, RoomAddress};
use crate::{At, Nonce, RoomId, Seq, UserId};

/// One numbered event, drawn once for each form and the same bytes for everyone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventFrame {
    /// The room.
    pub room: RoomId,
    /// Its place.
    pub seq: Seq,
    /// What kind of fact; see `proto::room::Fact`.
    pub kind: String,
    /// When it was committed.
    #[serde(with = "time::serde::rfc3339")]
    pub at: At,
    /// Who did it; of a `void` nobody is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<UserId>,
    /// How they are called.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The command's name: resolves the author's pending row. Of a `void` nobody is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<Nonce>,
    /// The message it is about, where the event does not carry it: `deleted`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Seq>,
    /// The person it is about: `removed`, `appointed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserId>,
    /// What is said of the room itself was changed: `renamed`, `described`, `archived`, `restored`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<SettingsFrame>,
    /// How many people react to the message at `target` like this now: `reacted`, `unreacted`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reaction: Option<ReactionFrame>,
    /// What the message at `target` shows of its links now, in the `json` form: `previewed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previews: Option<Box<Previews>>,
    /// The message as it stands now, in the `json` form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
    /// The thread that it is said in: `posted`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<ThreadFrame>,
    /// The message or line drawn, or what a message shows of its links, in the `html` form; absent for what nobody sees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
}

/// A thread that goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadFrame {
    /// The message it began with.
    pub root: Seq,
    /// The line under that message as it is now, drawn, in the `html` form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
}

/// How many people react to a message alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReactionFrame {
    /// The emoji, without a tone of skin, or the words.
    pub token: String,
    /// How many; 0: nobody any more.
    pub count: u32,
}

/// What was changed about a room; whoever shows it need not ask. Empty: it was closed or opened, see its page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsFrame {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its address, which changes with the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<RoomAddress>,
    /// What it is about; empty: nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
}
