//! A place for one answer: owed from the moment it is taken until the answer is written, or it is dropped.

use axum::extract::ws::Utf8Bytes;

use super::Outbox;

/// One owed answer.
#[derive(Debug)]
pub struct Slot {
    outbox: Option<Outbox>,
}

impl Slot {
    pub(super) fn new(outbox: Outbox) -> Self {
        Self { outbox: Some(outbox) }
    }

    /// Answers.
    pub fn answer(mut self, bytes: Utf8Bytes) {
        if let Some(outbox) = self.outbox.take() {
            outbox.answer(bytes, true);
        }
    }

    /// Answers in part; more comes in the same slot.
    pub fn say(&self, bytes: Utf8Bytes) {
        if let Some(outbox) = &self.outbox {
            outbox.answer(bytes, false);
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        if let Some(outbox) = self.outbox.take() {
            outbox.release();
        }
    }
}
