//! What comes in on a subscription.

use std::collections::HashMap;

use async_nats::{Message, Subscriber};
use bytes::Bytes;
use futures_util::StreamExt;
use serde::de::DeserializeOwned;

use super::AskError;
use crate::telemetry;

/// A subscription; dropping it ends it.
#[derive(Debug)]
pub struct Ear {
    subscriber: Subscriber,
    prefix: usize,
}

impl Ear {
    pub(super) fn new(subscriber: Subscriber, prefix: usize) -> Self {
        Self { subscriber, prefix }
    }

    /// The next message; none when the connection is closed for good.
    pub async fn next(&mut self) -> Option<Heard> {
        let message = self.subscriber.next().await?;
        Some(Heard::new(message, self.prefix))
    }
}

/// One message.
#[derive(Clone, Debug)]
pub struct Heard {
    /// Its subject, without the prefix.
    pub subject: String,
    /// What it says.
    pub payload: Bytes,
    /// Where an answer goes, if it is a question.
    pub reply: Option<String>,
    trace: HashMap<String, String>,
}

impl Heard {
    fn new(message: Message, prefix: usize) -> Self {
        let subject = message.subject.as_str();
        let trace = message.headers.iter().flat_map(|headers| {
            ["traceparent", "tracestate"].into_iter().filter_map(|name| {
                headers.get(name).map(|value| (name.to_owned(), value.as_str().to_owned()))
            })
        });
        Self {
            subject: subject.get(prefix..).unwrap_or(subject).to_owned(),
            trace: trace.collect(),
            payload: message.payload,
            reply: message.reply.map(|reply| reply.to_string()),
        }
    }

    /// Reads its JSON.
    ///
    /// # Errors
    /// It is not of the form expected.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, AskError> {
        serde_json::from_slice(&self.payload).map_err(|error| AskError::Garbled(error.to_string()))
    }

    /// A span for dealing with it, a child of the sender's.
    pub fn span(&self, name: &'static str) -> tracing::Span {
        let span = tracing::info_span!("bus", otel.name = name, messaging.system = "nats", messaging.destination.name = %self.subject);
        telemetry::continue_from(&span, &self.trace);
        span
    }
}
