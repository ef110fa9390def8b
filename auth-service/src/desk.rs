//! The desk: every question about people, answered. The door brings them; store, hasher and throttle do the work.

mod place;
mod registering;
mod sessions;
mod signing_in;

use chassis::{Bus, Secret};
use proto::auth::{Question, Reply, Visitor};
use proto::{Refusal, SessionId};

use crate::config::Sessions;
use crate::hasher::Hasher;
use crate::store::{Opening, Store, StoreError};
use crate::throttle::Throttle;
use crate::{token, visitor};

/// What answering takes.
#[derive(Debug)]
pub(crate) struct Desk {
    pub(crate) store: Store,
    pub(crate) hasher: Hasher,
    pub(crate) throttle: Throttle,
    pub(crate) bus: Bus,
    pub(crate) sessions: Sessions,
    pub(crate) claim_code: Option<Secret>,
}

impl Desk {
    /// Answers a question. Every wait inside has a deadline.
    pub(crate) async fn answer(&self, question: Question) -> Reply {
        let outcome = match question {
            Question::Register { username, email, display_name, password, claim, from } => {
                let form = registering::Form { username, email, display_name, password, claim };
                self.register(form, &from).await.map(Reply::SignedIn)
            }
            Question::LogIn { login, password, from } => {
                self.log_in(&login, password, &from).await.map(Reply::SignedIn)
            }
            Question::LogOut { token } => self.log_out(&token).await.map(|()| Reply::Ended),
            Question::Resume { token } => self.resume(&token).await.map(Reply::Session),
            Question::People { ids } => self.people(&ids).await.map(Reply::People),
            Question::Feed { after } => self.feed(after).await.map(Reply::Feed),
            Question::Place => self.place().await.map(Reply::Place),
        };
        outcome.unwrap_or_else(Reply::Refused)
    }

    /// The token for a new session, and what is kept of it and of its visitor.
    fn opening(from: &Visitor) -> Result<(String, Opening), Refusal> {
        let (token, hash) = token::fresh().map_err(|error| {
            tracing::error!(%error, "no randomness for a token");
            Refusal::unavailable()
        })?;
        let opening = Opening {
            session: SessionId::new(),
            token: hash,
            net: visitor::net(from),
            agent: visitor::agent(from),
        };
        Ok((token, opening))
    }
}

/// What a person hears when the database did not do it; the log hears why.
#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
fn away(error: StoreError) -> Refusal {
    tracing::warn!(%error, "the database did not do it");
    Refusal::unavailable()
}
