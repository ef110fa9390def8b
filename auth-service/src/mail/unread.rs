//! Mail that tells of what is unread. Whoever has it sent wants to know what became of it, and looks again itself where it is to be sent
//! later: so there is one attempt, which goes on although nobody waits for it any more, and which is found again by its key.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chassis::telemetry::metrics;
use proto::auth::{MailFate, UnreadMail};
use proto::{Reason, Refusal, UserId};
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::retry::Outcome;
use super::{Mailer, Post, letter};

/// Its name in metrics and the log.
const KIND: &str = "unread";
/// How long whoever asks waits for the outcome: less than a command may take.
const PATIENCE: Duration = Duration::from_secs(8);

/// What is being sent, by its key, with what became of it as soon as that is known. Clones share it.
#[derive(Clone, Debug, Default)]
pub(super) struct UnderWay(Arc<Mutex<HashMap<Uuid, watch::Receiver<Option<MailFate>>>>>);

/// A mail that is being sent; dropped, nobody finds it any more.
struct Attempt {
    key: Uuid,
    under_way: UnderWay,
    fate: watch::Sender<Option<MailFate>>,
}

impl UnderWay {
    /// What is being sent under this key; none yet: how to say what became of it.
    fn find(&self, key: Uuid) -> (watch::Receiver<Option<MailFate>>, Option<Attempt>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = all.get(&key) {
            return (found.clone(), None);
        }
        let (fate, known) = watch::channel(None);
        all.insert(key, known.clone());
        (known, Some(Attempt { key, under_way: self.clone(), fate }))
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        self.under_way.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}

impl Mailer {
    /// Sends it, or waits for what is sent already under this key; says what became of it, if that is known soon.
    ///
    /// # Errors
    /// No mail is sent here, or too much waits already.
    pub(crate) async fn tell(
        &self,
        key: Uuid,
        user: UserId,
        mail: Box<UnreadMail>,
    ) -> Result<MailFate, Refusal> {
        let post = self.post.clone().ok_or_else(|| Refusal::new(Reason::NoMail))?;
        let Ok(place) = self.errands.clone().try_acquire_owned() else {
            metrics::mailed(KIND, "busy");
            return Err(Refusal::busy());
        };
        let (mut known, attempt) = self.under_way.find(key);
        if let Some(attempt) = attempt {
            let stopping = self.stopping.clone();
            self.working.spawn(async move { post.tell(attempt, user, &mail, &stopping, place).await });
        }
        let waiting = known.wait_for(Option::is_some);
        Ok(match tokio::time::timeout(PATIENCE, waiting).await {
            Ok(Ok(fate)) => fate.unwrap_or(MailFate::Unknown),
            // It ended without a word.
            Ok(Err(_)) => MailFate::Later,
            Err(_) => MailFate::UnderWay,
        })
    }
}

impl Post {
    /// Sends it once. `_place` is free again afterwards.
    async fn tell(
        &self,
        attempt: Attempt,
        user: UserId,
        mail: &UnreadMail,
        stopping: &CancellationToken,
        _place: OwnedSemaphorePermit,
    ) {
        let (fate, became) = self.attempt(attempt.key, user, mail, stopping).await;
        metrics::mailed(KIND, became);
        tracing::info!(mail = KIND, became, "mail");
        attempt.fate.send_replace(Some(fate));
    }

    async fn attempt(
        &self,
        key: Uuid,
        user: UserId,
        mail: &UnreadMail,
        stopping: &CancellationToken,
    ) -> (MailFate, &'static str) {
        let to = match self.store.confirmed(user).await {
            Ok(Some(found)) => found,
            Ok(None) => return (MailFate::Nobody, "nobody"),
            Err(error) => {
                error.warn("a mail was not prepared");
                return (MailFate::Later, "failed");
            }
        };
        let Ok(message) = letter::unread_mail(&self.delivery.settings().from, &to.into(), key, mail) else {
            return (MailFate::Nobody, "malformed");
        };
        if self.throttle.admit_unread_mail(user).await.is_err() {
            return (MailFate::Later, "quota");
        }
        let Some(Ok(_line)) = stopping.run_until_cancelled(self.lines.acquire()).await else {
            return (MailFate::Later, "given_up");
        };
        let outcome = self.delivery.send(&message).await;
        if outcome == Outcome::Sent
            && let Err(error) = self.store.note_mailed(key).await
        {
            error.warn("that a mail was sent was not noted: it may be sent once more");
        }
        (fate(outcome), outcome.as_str())
    }
}

/// What is set up badly is mended sooner or later.
fn fate(outcome: Outcome) -> MailFate {
    match outcome {
        Outcome::Sent => MailFate::Sent,
        Outcome::Later | Outcome::Misfit => MailFate::Later,
        Outcome::Refused => MailFate::Refused,
        Outcome::Unknown => MailFate::Unknown,
    }
}
