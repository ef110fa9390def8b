//! NATS, typed: ask, answer, publish, subscribe, barrier. The only code that knows the client.
//!
//! What the bus promises: an answer is from whom was asked; events of one publisher arrive in order or not at all;
//! after [`Bus::barrier`] everything subscribed before is in force. What it does not: that anything arrives.

mod connect;
mod inbound;

pub use connect::{BusConfig, Connection};
pub use inbound::{Inbound, Subscription};

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_nats::client::{Request, RequestErrorKind};
use async_nats::{Client, HeaderMap};
use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::watch;
use tracing::Span;

use crate::telemetry::{self, metrics, spans};

/// Why there is no answer. None of these says whether the request was acted on, except `NobodyThere`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// Nobody listens there: it certainly was not acted on.
    #[error("nobody is there")]
    NobodyThere,
    /// No answer in time.
    #[error("no answer in time")]
    TooSlow,
    /// The answer is not of the form expected.
    #[error("garbled: {0}")]
    Garbled(String),
    /// The connection is down.
    #[error("the connection is down")]
    Down,
}

impl RequestError {
    /// It in one word, of which there are few.
    fn word(&self) -> &'static str {
        match self {
            Self::NobodyThere => "nobody_there",
            Self::TooSlow => "too_slow",
            Self::Garbled(_) => "garbled",
            Self::Down => "down",
        }
    }
}

/// How long a barrier may take before the connection counts as down.
const BARRIER: Duration = Duration::from_secs(3);

/// A connection to NATS. Clones share it; it reconnects by itself, for ever.
#[derive(Clone, Debug)]
pub struct Bus {
    client: Client,
    prefix: Arc<str>,
    echo: Arc<str>,
    connection: watch::Receiver<Connection>,
    lost: watch::Receiver<u64>,
}

impl Bus {
    /// Asks whoever listens on `subject` and waits at most `timeout`.
    ///
    /// # Errors
    /// See [`RequestError`].
    pub async fn ask<Q, A>(&self, subject: &str, request: &Q, timeout: Duration) -> Result<A, RequestError>
    where
        Q: Serialize + Sync,
        A: DeserializeOwned,
    {
        // The client would hold the request until it is connected again, and the asker has better things to do.
        if !self.connection.borrow().up {
            return Err(RequestError::Down);
        }
        let payload = encode(request)?;
        let (span, since) = (spans::ask(subject), Instant::now());
        let request = Request::new().payload(payload).headers(headers(&span)).timeout(Some(timeout));
        let answer =
            self.client.send_request(self.full(subject), request).await.map_err(|error| match error.kind() {
                RequestErrorKind::NoResponders => RequestError::NobodyThere,
                RequestErrorKind::TimedOut => RequestError::TooSlow,
                RequestErrorKind::InvalidSubject | RequestErrorKind::MaxPayloadExceeded => {
                    RequestError::Garbled(error.to_string())
                }
                RequestErrorKind::Other => RequestError::Down,
            });
        let answer = answer.and_then(|answer| {
            serde_json::from_slice(&answer.payload).map_err(|error| RequestError::Garbled(error.to_string()))
        });
        let error = answer.as_ref().err().map(RequestError::word);
        metrics::asked(proto::subject::template(subject), since.elapsed(), error);
        if let Some(error) = error {
            spans::failed(&span, error);
        }
        answer
    }

    /// Answers what was heard, if it was a request.
    pub async fn answer<A: Serialize + Sync>(&self, heard: &Inbound, answer: &A) {
        // Whoever asks says where the answer goes: to nothing but an inbox, or we would speak for them elsewhere.
        let reply = heard.reply.as_ref().filter(|reply| reply.starts_with(proto::subject::INBOX));
        if let (Some(reply), Ok(payload)) = (reply, encode(answer)) {
            // The subject is the asker's own inbox: no prefix of ours.
            if let Err(error) = self.client.publish(reply.clone(), payload).await {
                tracing::debug!(%error, "an answer was not sent");
            }
            metrics::answered(proto::subject::template(&heard.subject), heard.since.elapsed());
        }
    }

    /// Publishes as JSON. It may be lost: whoever needs it finds out by other means.
    pub async fn publish<T: Serialize + Sync>(&self, subject: &str, value: &T) {
        if let Ok(payload) = encode(value) {
            self.publish_bytes(subject, payload).await;
        }
    }

    /// Publishes bytes that are JSON already.
    pub async fn publish_bytes(&self, subject: &str, payload: Bytes) {
        let span = spans::publish(subject);
        metrics::published(proto::subject::template(subject));
        let (subject, headers) = (self.full(subject), headers(&span));
        let sent = if headers.is_empty() {
            self.client.publish(subject, payload).await
        } else {
            self.client.publish_with_headers(subject, headers, payload).await
        };
        if let Err(error) = sent {
            tracing::debug!(%error, "a message was not published");
        }
    }

    /// Subscribes; in force after the next [`Bus::barrier`].
    ///
    /// # Errors
    /// The connection is closed for good.
    pub async fn subscribe(&self, subject: &str) -> Result<Subscription, RequestError> {
        let subscriber = self.client.subscribe(self.full(subject)).await.map_err(|_| RequestError::Down)?;
        Ok(Subscription::new(subscriber, self.prefix.len()))
    }

    /// A round trip on this very connection: everything subscribed before is now in force. A flush would only
    /// empty the client's buffer.
    ///
    /// # Errors
    /// The connection is down, or did not come round in time.
    pub async fn barrier(&self) -> Result<(), RequestError> {
        if !self.connection.borrow().up {
            return Err(RequestError::Down);
        }
        let request = Request::new().payload(Bytes::new()).timeout(Some(BARRIER));
        match self.client.send_request(self.echo.to_string(), request).await {
            Ok(_) => Ok(()),
            Err(error) if error.kind() == RequestErrorKind::TimedOut => Err(RequestError::TooSlow),
            Err(_) => Err(RequestError::Down),
        }
    }

    /// Whether the connection stands, and its generation: a new one means that anything may have been missed.
    pub fn connection(&self) -> watch::Receiver<Connection> {
        self.connection.clone()
    }

    /// Counts losses of messages on subscriptions that were read too slowly: a change means that anything may have been missed.
    pub fn lost(&self) -> watch::Receiver<u64> {
        self.lost.clone()
    }

    /// Sends what is buffered, at most within `timeout`.
    pub async fn flush(&self, timeout: Duration) {
        let _ = tokio::time::timeout(timeout, self.client.flush()).await;
    }

    fn full(&self, subject: &str) -> String {
        debug_assert_ne!(
            proto::subject::template(subject),
            "other",
            "nobody may use {subject}: proto::subject::rights"
        );
        format!("{}{subject}", self.prefix)
    }
}

fn encode<T: Serialize>(value: &T) -> Result<Bytes, RequestError> {
    serde_json::to_vec(value).map(Bytes::from).map_err(|error| {
        tracing::error!(%error, "a message could not be written as JSON");
        RequestError::Garbled(error.to_string())
    })
}

fn headers(span: &Span) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in telemetry::inject(span) {
        headers.insert(name, value);
    }
    headers
}
