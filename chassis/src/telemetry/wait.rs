//! Waiting at an actor, in its mailbox and its line: how long it takes is the first thing to look at when everything is slow.

use std::time::Instant;

use tracing::Span;

use super::{metrics, spans};

/// Something waits, and remembers since when and in which span it came.
#[derive(Clone, Debug)]
pub struct Wait {
    span: Span,
    since: Instant,
}

impl Wait {
    /// It begins.
    pub fn begin(span: Span) -> Self {
        Self { span, since: Instant::now() }
    }

    /// It is over, at an actor of this kind; the span in which it came.
    pub fn over(&self, actor: &'static str) -> &Span {
        let wait = self.since.elapsed();
        metrics::waited(actor, wait);
        spans::waited(&self.span, wait);
        &self.span
    }
}
