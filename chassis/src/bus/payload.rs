//! How long a message may be: NATS has a limit of its own, and ends what goes over it.

use async_nats::{HeaderMap, Message};

use super::{Bus, RequestError};

/// So many bytes must fit into a message: the longest answers of the services, with what is around them.
pub const NEEDED_PAYLOAD: usize = 512 * 1024;

/// Says of an answer that the true one is too long for one message.
const REFUSED: &str = "Hubbub-Refused";

impl Bus {
    /// Whether NATS takes messages as long as ours can be; else by how much it does not, in a sentence. As of the present
    /// connection, or of the last one.
    ///
    /// # Errors
    /// Its `max_payload` is too small: some pages and events will not arrive.
    pub fn takes_our_messages(&self) -> Result<(), String> {
        fits(self.client.max_payload())
    }

    pub(super) fn warn_too_long(&self, subject: &str, bytes: usize) {
        let max = self.client.max_payload();
        tracing::warn!(
            subject,
            bytes,
            max,
            "a message is longer than NATS takes (max_payload): an answer is asked for in parts, anything else is lost"
        );
    }
}

/// The same of a server that takes messages of so many bytes.
pub(super) fn fits(taken: usize) -> Result<(), String> {
    if taken >= NEEDED_PAYLOAD {
        return Ok(());
    }
    let (taken, needed) = (taken / 1024, NEEDED_PAYLOAD / 1024);
    Err(format!("NATS takes messages of at most {taken} KiB (max_payload); Hubbub needs {needed} KiB"))
}

/// The header of an answer in place of one that was too long.
pub(super) fn too_long() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(REFUSED, RequestError::TooLong.word());
    headers
}

/// Whether an answer stands in place of one that was too long.
pub(super) fn refused(answer: &Message) -> Result<(), RequestError> {
    let refused = answer.headers.as_ref().is_some_and(|headers| headers.get(REFUSED).is_some());
    if refused { Err(RequestError::TooLong) } else { Ok(()) }
}
