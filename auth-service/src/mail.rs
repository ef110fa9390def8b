//! Mail: a bounded number of errands at a time, each of which finds out whom it is for, makes the link, and hands the mail to
//! the server, again later where the server says so. Whoever asked has their answer before any of it begins.
//!
//! What waits is lost with the process: people ask again. No address, token or word of the server is logged.

mod delivery;
mod errand;
mod letter;
mod retry;
#[cfg(test)]
mod tests;
mod unread;

pub(crate) use errand::Errand;
pub(crate) use letter::Recipient;
pub use retry::Outcome;

use std::sync::Arc;
use std::time::Duration;

use chassis::telemetry::metrics;
use lettre::Message;
use proto::auth::Letter;
use proto::{Reason, Refusal};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::MailSettings;
use crate::store::Store;
use crate::throttle::Throttle;
use delivery::Delivery;

/// Errands at a time, those included that are tried again later; further ones are refused.
const ERRANDS: usize = 256;
/// Conversations with the server at a time.
const LINES: usize = 4;

/// The way to the server of mail. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Mailer {
    /// None: no mail is sent.
    post: Option<Arc<Post>>,
    errands: Arc<Semaphore>,
    working: TaskTracker,
    stopping: CancellationToken,
    under_way: unread::UnderWay,
}

#[derive(Debug)]
struct Post {
    delivery: Delivery,
    store: Store,
    throttle: Throttle,
    lines: Semaphore,
}

impl Mailer {
    /// By these settings; without any, every errand is refused.
    ///
    /// # Errors
    /// The certificates named there cannot be used, in words.
    pub(crate) fn new(
        settings: Option<MailSettings>,
        store: Store,
        throttle: Throttle,
    ) -> Result<Self, String> {
        let delivery = settings.map(Delivery::new).transpose().map_err(|error| error.to_string())?;
        let post = delivery.map(|delivery| Post { delivery, store, throttle, lines: Semaphore::new(LINES) });
        Ok(Self {
            post: post.map(Arc::new),
            errands: Arc::new(Semaphore::new(ERRANDS)),
            working: TaskTracker::new(),
            stopping: CancellationToken::new(),
            under_way: unread::UnderWay::default(),
        })
    }

    /// Whether mail is sent at all.
    pub(crate) fn is_on(&self) -> bool {
        self.post.is_some()
    }

    /// Takes an errand on and says no more: what comes of it, whoever asked is not told.
    ///
    /// # Errors
    /// No mail is sent here, or too much waits already.
    pub(crate) fn take(&self, errand: Errand, letter: Letter) -> Result<(), Refusal> {
        let post = self.post.clone().ok_or_else(|| Refusal::new(Reason::NoMail))?;
        let Ok(place) = self.errands.clone().try_acquire_owned() else {
            metrics::mailed(errand.as_str(), "busy");
            return Err(Refusal::busy());
        };
        let stopping = self.stopping.clone();
        self.working.spawn(async move { post.run(errand, &letter, &stopping, place).await });
        Ok(())
    }

    /// Lets what is being said to the server be finished, at most so long; what waits is given up.
    pub(crate) async fn close(&self, deadline: Duration) {
        self.working.close();
        self.stopping.cancel();
        if tokio::time::timeout(deadline, self.working.wait()).await.is_err() {
            tracing::warn!(left = self.working.len(), "stopping with mail unsent");
        }
    }
}

impl Post {
    /// From whom it is for to what came of it. `_place` is free again afterwards.
    async fn run(
        &self,
        errand: Errand,
        letter: &Letter,
        stopping: &CancellationToken,
        _place: OwnedSemaphorePermit,
    ) {
        let kind = errand.as_str();
        let became = match self.prepare(errand, letter).await {
            Ok(mail) => self.deliver(kind, &mail, stopping).await,
            Err(why) => why,
        };
        metrics::mailed(kind, became);
        tracing::info!(mail = kind, became, "mail");
    }

    async fn prepare(&self, errand: Errand, letter: &Letter) -> Result<Message, &'static str> {
        let (to, token) = errand.prepare(&self.store, &self.throttle).await?;
        letter::mail(&self.delivery.settings().from, &to, letter, token.as_ref()).map_err(|_| "malformed")
    }

    /// Tries until it is known what becomes of it, or the process stops.
    async fn deliver(
        &self,
        kind: &'static str,
        mail: &Message,
        stopping: &CancellationToken,
    ) -> &'static str {
        for attempts in 1.. {
            let outcome = {
                let Some(Ok(_line)) = stopping.run_until_cancelled(self.lines.acquire()).await else { break };
                self.delivery.send(mail).await
            };
            let Some(pause) = outcome.again(attempts) else {
                // What was worth trying again, and is not any more.
                return if outcome == Outcome::Later { "given_up" } else { outcome.as_str() };
            };
            metrics::mailed(kind, outcome.as_str());
            if stopping.run_until_cancelled(tokio::time::sleep(pause)).await.is_none() {
                break;
            }
        }
        "given_up"
    }
}

/// Sends a mail of the operator's to try the settings.
///
/// # Errors
/// Why it was not taken, for the operator alone: the server may have quoted the address.
pub async fn test(settings: MailSettings, to: &str) -> Result<(), String> {
    let words = |error: &dyn std::fmt::Display| error.to_string();
    let delivery = Delivery::new(settings).map_err(|error| words(&error))?;
    let to = Recipient { address: to.to_owned(), name: String::new() };
    let said = "This is a test. Hubbub can send email.";
    let letter = Letter {
        subject: "Test from Hubbub".to_owned(),
        text: said.to_owned(),
        html: format!("<p>{said}</p>"),
    };
    let mail = letter::mail(&delivery.settings().from, &to, &letter, None).map_err(|error| words(&error))?;
    delivery.try_send(&mail).await.map_err(|error| words(&error))
}

/// Whether the server lets us in; nothing is sent.
///
/// # Errors
/// Why it does not.
pub async fn check(settings: MailSettings) -> Result<(), String> {
    let delivery = Delivery::new(settings).map_err(|error| error.to_string())?;
    delivery.try_out().await.map_err(|error| error.to_string())
}
