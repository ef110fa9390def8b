//! Events: the numbered facts of a room, and the messages they are about.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Action, Authority, Fact, File, Previews, Quote, Reactions, Thread};
use crate::id::SYSTEM;
use crate::{At, Nonce, PictureId, RoomId, Seq, UserId};

/// One numbered fact of a room, as announced on `room.evt.<room>` and as read from the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The room.
    pub room: RoomId,
    /// Its place: 1, 2, 3 … without holes.
    pub seq: Seq,
    /// When it was committed, by the database's clock.
    #[serde(with = "time::serde::rfc3339")]
    pub at: At,
    /// Who did it.
    pub actor: UserId,
    /// Their display name then, a hint.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The nonce of the command.
    pub nonce: Nonce,
    /// What happened.
    #[serde(flatten)]
    pub fact: Fact,
}

impl Event {
    /// The event as it leaves the room-service. Of a `void` that is its place alone: whose command it was, and which, is
    /// nobody's business; and so it is of whoever blocks somebody.
    pub fn disclosed(&self) -> Cow<'_, Self> {
        if !self.fact.is_secret() {
            return Cow::Borrowed(self);
        }
        let nonce = Nonce(uuid::Uuid::nil());
        let nobody = Self { actor: SYSTEM, name: String::new(), nonce, fact: Fact::Void, ..self.clone() };
        Cow::Owned(nobody)
    }
}

/// A message as it stands now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// Its place in the log and its name in addresses.
    pub seq: Seq,
    /// Its number among the room's messages, for counting unread ones; none for what is said aside, which is on no page
    /// and never unread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub msg_no: Option<i64>,
    /// The seq of its last change of any kind; equal to `seq` when new. A higher one always wins.
    pub rev: Seq,
    /// The seq of the last change of its words, taking them back included; equal to `seq` when new.
    pub text_rev: Seq,
    /// Who said it.
    pub author: UserId,
    /// Their display name, a hint.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Their picture. Known to gateways alone, who fill it in for those they show it to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar: Option<PictureId>,
    /// When it was said.
    #[serde(with = "time::serde::rfc3339")]
    pub at: At,
    /// What was typed; empty once deleted.
    pub body: String,
    /// The same, rendered and made safe when it was written; empty once deleted.
    pub html: String,
    /// The message it answers, as that stands now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Box<Quote>>,
    /// The thread it is said in, or the one that began with it, as that stands now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<Box<Thread>>,
    /// Its files, in their order; none once deleted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<File>,
    /// What it shows of its links; nothing once deleted.
    #[serde(default, skip_serializing_if = "Previews::is_none")]
    pub previews: Previews,
    /// When it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
    pub edited_at: Option<At>,
    /// Earlier words of it are kept.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub history: bool,
    /// When it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
    pub deleted_at: Option<At>,
    /// What people reacted to it with; none once deleted.
    #[serde(default, skip_serializing_if = "Reactions::is_empty")]
    pub reactions: Reactions,
    /// The nonce it was posted under: a page drawn without the event can still resolve the author's pending row.
    pub nonce: Nonce,
}

/// A 64-bit hash of what a command wants, kept with its event: the same nonce with another fingerprint is another command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(pub i64);

impl Fingerprint {
    /// The fingerprint of an action: the first 8 bytes of the SHA-256 of its JSON, hints left out, and of any authority
    /// above a member's. `Cancel` matches every fingerprint.
    pub fn of(authority: Authority, action: &Action) -> Self {
        let mut digest = Sha256::new_with_prefix(serde_json::to_vec(&action.essence()).unwrap_or_default());
        if !authority.is_member() {
            digest.update(authority.as_str());
        }
        let mut first = [0; 8];
        first.copy_from_slice(&digest.finalize()[..8]);
        Self(i64::from_be_bytes(first))
    }
}

impl Message {
    /// The message whose thread it is said in; none if it is said in the room alone.
    pub fn root(&self) -> Option<Seq> {
        self.thread.as_ref().map(|thread| thread.root).filter(|root| *root != self.seq)
    }
}
