//! NATS, typed: ask, answer, publish, subscribe, barrier. The only code that knows the client.
//!
//! What the bus promises: an answer is from whom was asked; events of one publisher arrive in order or not at all;
//! after [`Bus::barrier`] everything subscribed before is in force. What it does not: that anything arrives.

mod connect;
mod inbound;
mod parts;
mod payload;
mod pulse;
mod reason;
mod tls;

pub use connect::{BusConfig, Connection};
pub use inbound::{Inbound, Subscription};
pub use payload::NEEDED_PAYLOAD;
pub use tls::BusTls;

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_nats::client::{PublishErrorKind, Request, RequestErrorKind};
use async_nats::{Client, HeaderMap, Message};
use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::watch;
use tracing::Span;

use crate::health::Liveness;
use crate::telemetry::{self, metrics, spans};
use reason::Reason;

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
    /// The request is longer than NATS takes, or its answer in all its parts.
    #[error("longer than NATS takes (its max_payload)")]
    TooLong,
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
            Self::TooLong => "too_long",
            Self::Down => "down",
        }
    }
}

/// How long a barrier may take before the connection counts as down.
const BARRIER: Duration = Duration::from_secs(3);
/// How long a message may wait to be taken over by the client, which takes none over while it can write nothing.
const SENDING: Duration = Duration::from_secs(1);
/// The same for a subscription.
const SUBSCRIBING: Duration = Duration::from_secs(5);
/// How long the client may stay with a connection that it was told to give up.
const STUCK: Duration = Duration::from_secs(30);

/// A connection to NATS. Clones share it; it reconnects by itself, for ever.
#[derive(Clone, Debug)]
pub struct Bus {
    client: Client,
    prefix: Arc<str>,
    echo: Arc<str>,
    connection: watch::Receiver<Connection>,
    lost: watch::Receiver<u64>,
    stuck: watch::Receiver<bool>,
    reason: Reason,
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
        let asking = self.whole_answer(self.full(subject), headers(&span), payload);
        let answer = tokio::time::timeout(timeout, asking).await.unwrap_or(Err(RequestError::TooSlow));
        let answer = answer.and_then(|answer| {
            serde_json::from_slice(&answer).map_err(|error| RequestError::Garbled(error.to_string()))
        });
        let error = answer.as_ref().err().map(RequestError::word);
        metrics::asked(proto::subject::template(subject), since.elapsed(), error);
        if let Some(error) = error {
            spans::failed(&span, error);
        }
        answer
    }

    /// The answer, in parts if it is too long for one message: whoever is asked does the same again.
    async fn whole_answer(
        &self,
        subject: String,
        headers: HeaderMap,
        question: Bytes,
    ) -> Result<Bytes, RequestError> {
        let request = Request::new().payload(question.clone()).headers(headers.clone());
        let answer = self.request(subject.clone(), request).await?;
        match payload::refused(&answer) {
            Ok(()) => Ok(answer.payload),
            Err(_) => self.ask_for_parts(subject, headers, question).await,
        }
    }

    /// Not bounded in time, for the client's own bound begins only when it has taken the request over: the caller is.
    async fn request(&self, subject: String, request: Request) -> Result<Message, RequestError> {
        let answer = self.client.send_request(subject, request.timeout(None)).await;
        answer.map_err(|error| match error.kind() {
            RequestErrorKind::NoResponders => RequestError::NobodyThere,
            RequestErrorKind::TimedOut => RequestError::TooSlow,
            RequestErrorKind::InvalidSubject => RequestError::Garbled(error.to_string()),
            RequestErrorKind::MaxPayloadExceeded => RequestError::TooLong,
            RequestErrorKind::Other => RequestError::Down,
        })
    }

    /// Answers what was heard, if it was a request. An answer that is longer than NATS takes is said to be, so that it is asked
    /// for in parts.
    pub async fn answer<A: Serialize + Sync>(&self, heard: &Inbound, answer: &A) {
        // Whoever asks says where the answer goes: to nothing but an inbox, or we would speak for them elsewhere.
        let is_inbox = |reply: &&String| {
            let start = if heard.in_parts {
                &*self.full(proto::subject::GATEWAY_ANSWER)
            } else {
                proto::subject::INBOX
            };
            reply.starts_with(start)
        };
        let reply = heard.reply.as_ref().filter(is_inbox);
        if let (Some(reply), Ok(payload)) = (reply, encode(answer)) {
            // The reply's subject is the asker's own inbox: no prefix of ours.
            let sent = self.send(reply.clone(), HeaderMap::new(), payload.clone()).await;
            if matches!(sent, Err(Unsent::TooLong)) {
                self.answer_at_length(heard, reply, &payload).await;
            }
            metrics::answered(proto::subject::template(&heard.subject), heard.since.elapsed());
        }
    }

    /// In parts where they are wanted; else it is said that the answer is too long, and whoever asked may want them.
    async fn answer_at_length(&self, heard: &Inbound, reply: &str, answer: &Bytes) {
        let parts = parts::of(answer, self.client.max_payload());
        match parts.filter(|_| heard.in_parts) {
            Some(parts) => {
                for (headers, part) in parts {
                    let _ = self.send(reply.to_owned(), headers, part).await;
                }
            }
            None => {
                self.warn_too_long(proto::subject::template(&heard.subject), answer.len());
                let _ = self.send(reply.to_owned(), payload::too_long(), Bytes::new()).await;
            }
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
        let bytes = payload.len();
        if let Err(Unsent::TooLong) = self.send(self.full(subject), headers(&span), payload).await {
            self.warn_too_long(proto::subject::template(subject), bytes);
        }
    }

    /// Hands something to the client. What is not taken over in time is lost, and counted.
    async fn send(&self, subject: String, headers: HeaderMap, payload: Bytes) -> Result<(), Unsent> {
        let sending = async {
            if headers.is_empty() {
                self.client.publish(subject, payload).await
            } else {
                self.client.publish_with_headers(subject, headers, payload).await
            }
        };
        let sent = match tokio::time::timeout(SENDING, sending).await {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(error)) if error.kind() == PublishErrorKind::MaxPayloadExceeded => Unsent::TooLong,
            Ok(Err(error)) => {
                tracing::debug!(%error, "a message was not sent");
                Unsent::Refused
            }
            Err(_) => Unsent::TooSlow,
        };
        metrics::unsent(sent.word());
        Err(sent)
    }

    /// Subscribes; in force after the next [`Bus::barrier`].
    ///
    /// # Errors
    /// The connection is closed for good, or has taken nothing for 5 s.
    pub async fn subscribe(&self, subject: &str) -> Result<Subscription, RequestError> {
        let subscribing = tokio::time::timeout(SUBSCRIBING, self.client.subscribe(self.full(subject)));
        let subscriber = subscribing.await.map_err(|_| RequestError::TooSlow)?;
        let subscriber = subscriber.map_err(|_| RequestError::Down)?;
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
        let asking = self.request(self.echo.to_string(), Request::new());
        match tokio::time::timeout(BARRIER, asking).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(RequestError::TooSlow)) | Err(_) => Err(RequestError::TooSlow),
            Ok(Err(_)) => Err(RequestError::Down),
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

    /// Has the process found stuck where the client stays with a connection that it was told to give up: nothing less than
    /// another process helps.
    pub fn report_to(&self, liveness: &Liveness) {
        let (part, mut stuck) = (liveness.part("bus", STUCK), self.stuck.clone());
        tokio::spawn(async move {
            while part.wait(stuck.wait_for(|stuck| *stuck)).await.is_ok() {
                // No progress meanwhile.
                if stuck.wait_for(|stuck| !*stuck).await.is_err() {
                    break;
                }
            }
            part.retire();
        });
    }

    /// Sends what is buffered, at most within `timeout`.
    pub async fn flush(&self, timeout: Duration) {
        let _ = tokio::time::timeout(timeout, self.client.flush()).await;
    }

    fn full(&self, subject: &str) -> String {
        // Tests hear everything; a server with permissions lets no service do that.
        debug_assert!(
            subject == ">" || proto::subject::template(subject) != "other",
            "nobody may use {subject}: proto::subject::rights"
        );
        format!("{}{subject}", self.prefix)
    }
}

/// Why something was not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unsent {
    /// Longer than NATS takes.
    TooLong,
    /// The client took nothing over in time.
    TooSlow,
    /// The client is closed, or the subject is none.
    Refused,
}

impl Unsent {
    /// It in one word, of which there are few.
    fn word(self) -> &'static str {
        match self {
            Self::TooLong => "too_long",
            Self::TooSlow => "too_slow",
            Self::Refused => "refused",
        }
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
