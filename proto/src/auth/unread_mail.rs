//! A mail that tells of what is unread. As with every letter, a gateway writes it, and auth knows where it goes.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Letter;

/// What is mailed, and how it stands among other mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadMail {
    /// What it says.
    pub letter: Letter,
    /// The same for all mail that programs are to show together.
    pub thread: Uuid,
    /// The whole address by which its recipient is told no more (RFC 2369); under `https` without another word (RFC 8058).
    pub unsubscribe: String,
}

impl UnreadMail {
    /// Characters of the address.
    pub const ADDRESS: usize = 400;

    /// Its address can stand in a header.
    pub fn has_address(&self) -> bool {
        let Self { unsubscribe, .. } = self;
        let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | ',');
        unsubscribe.starts_with("http")
            && unsubscribe.len() <= Self::ADDRESS
            && unsubscribe.chars().all(is_plain)
    }
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailFate {
    /// The server has taken it.
    Sent,
    /// It is being sent: asked again, it is said what became of it.
    UnderWay,
    /// The server may take it later.
    Later,
    /// The server will not have it.
    Refused,
    /// The server fell silent: whether it has taken it nobody knows.
    Unknown,
    /// There is nobody to send it to: no such person, or no address that is confirmed.
    Nobody,
}
