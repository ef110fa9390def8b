//! A place for one answer: owed from the moment it is taken until the answer is written, or it is dropped.

use std::time::{Duration, Instant};

use axum::extract::ws::Utf8Bytes;
use tracing::Span;

use super::Outbox;

/// One owed answer.
#[derive(Debug)]
pub struct Slot {
    outbox: Option<Outbox>,
    /// Of the frame that is owed the answer; it ends with the slot.
    span: Span,
    since: Instant,
}

impl Slot {
    pub(super) fn new(outbox: Outbox) -> Self {
        Self { outbox: Some(outbox), span: Span::none(), since: Instant::now() }
    }

    /// The answer is owed to a frame with this span.
    pub fn within(mut self, span: Span) -> Self {
        self.span = span;
        self
    }

    /// The span of what is owed the answer.
    pub fn span(&self) -> Span {
        self.span.clone()
    }

    /// How long it has been owed.
    pub fn age(&self) -> Duration {
        self.since.elapsed()
    }

    /// Answers.
    pub fn answer(mut self, bytes: Utf8Bytes) {
        if let Some(outbox) = self.outbox.take() {
            outbox.answer(bytes);
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
