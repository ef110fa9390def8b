//! What comes in on a subscription.

use std::time::Instant;

use async_nats::{Message, Subscriber};
use bytes::Bytes;
use futures_util::StreamExt;
use proto::subject;
use serde::de::DeserializeOwned;

use super::{RequestError, parts};
use crate::telemetry::{self, metrics, spans};

/// A subscription; dropping it ends it.
#[derive(Debug)]
pub struct Subscription {
    subscriber: Subscriber,
    prefix: usize,
}

impl Subscription {
    pub(super) fn new(subscriber: Subscriber, prefix: usize) -> Self {
        Self { subscriber, prefix }
    }

    /// The next message; none when the connection is closed for good.
    pub async fn next(&mut self) -> Option<Inbound> {
        let message = self.subscriber.next().await?;
        let heard = Inbound::new(message, self.prefix);
        metrics::heard(subject::template(&heard.subject));
        Some(heard)
    }
}

/// One message.
#[derive(Clone, Debug)]
pub struct Inbound {
    /// Its subject, without the prefix.
    pub subject: String,
    /// What it says.
    pub payload: Bytes,
    /// Where an answer goes, if it is a request.
    pub reply: Option<String>,
    /// Its answer may come in parts.
    pub(super) in_parts: bool,
    trace: telemetry::Fields,
    pub(super) since: Instant,
}

impl Inbound {
    fn new(message: Message, prefix: usize) -> Self {
        let subject = message.subject.as_str();
        let trace = message.headers.iter().flat_map(|headers| {
            telemetry::FIELDS.into_iter().filter_map(|name| {
                headers.get(name).map(|value| (name.to_owned(), value.as_str().to_owned()))
            })
        });
        Self {
            subject: subject.get(prefix..).unwrap_or(subject).to_owned(),
            in_parts: parts::are_wanted(&message),
            trace: trace.collect(),
            payload: message.payload,
            reply: message.reply.map(|reply| reply.to_string()),
            since: Instant::now(),
        }
    }

    /// Reads its JSON.
    ///
    /// # Errors
    /// It is not of the form expected.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, RequestError> {
        serde_json::from_slice(&self.payload).map_err(|error| RequestError::Garbled(error.to_string()))
    }

    /// A span for dealing with it, a child of the sender's; none if the sender's was not recorded.
    pub fn span(&self) -> tracing::Span {
        spans::process(&self.subject, self.reply.is_some(), &self.trace)
    }
}
