//! Waiting for one's turn at an actor: how long it takes is the first thing to look at when everything is slow.

use std::time::Instant;

use tracing::Span;

use super::{metrics, spans};

/// Something in an actor's mailbox or line, and the span in which it came.
#[derive(Clone, Debug)]
pub struct Turn {
    span: Span,
    since: Instant,
}

impl Turn {
    /// It begins to wait.
    pub fn wait(span: Span) -> Self {
        Self { span, since: Instant::now() }
    }

    /// Its turn has come, at an actor of this kind.
    pub fn comes(&self, actor: &'static str) -> &Span {
        let wait = self.since.elapsed();
        metrics::waited(actor, wait);
        spans::waited(&self.span, wait);
        &self.span
    }
}
