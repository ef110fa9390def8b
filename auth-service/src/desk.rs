//! The desk: every question about people, answered. The door brings them; store, hasher and throttle do the work.

mod forgotten;
mod invites;
mod office;
mod place;
mod registering;
mod sessions;
mod settings;
mod signing_in;

use chassis::{Bus, Secret};
use proto::auth::{Question, Reply, TokenHash, Visitor};
use proto::node::UserHint;
use proto::{Refusal, SessionId, UserId, subject};

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
            Question::Register { username, email, display_name, password, claim, invite, from } => {
                let form = registering::Form { username, email, display_name, password, claim, invite };
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
            Question::Profile { username } => self.profile(&username).await.map(Reply::Profile),
            Question::Called { usernames } => self.called(&usernames).await.map(Reply::People),
            Question::Rename { user, display_name } => {
                self.rename(user, &display_name).await.map(|()| Reply::Done)
            }
            Question::ChangePassword { user, keep, old, new, from: _ } => {
                self.change_password(user, keep, old, new).await.map(|()| Reply::Done)
            }
            Question::Sessions { user } => self.sessions_of(user).await.map(Reply::Sessions),
            Question::EndSession { user, session } => {
                self.end_session(user, session).await.map(|()| Reply::Done)
            }
            Question::EndOtherSessions { user, keep } => {
                self.end_other_sessions(user, keep).await.map(|()| Reply::Done)
            }
            Question::LookAtInvite { code } => self.invitation(&code).await.map(Reply::Invitation),
            Question::LookAtReset { token } => self.reset_for(&token).await.map(Reply::ResetFor),
            Question::ResetPassword { token, password } => {
                self.reset_password(&token, password).await.map(|()| Reply::Done)
            }
            Question::Invites { actor } => self.invites(actor).await.map(Reply::Invites),
            Question::MakeInvite { actor, id, uses, days } => {
                self.make_invite(actor, id, uses, days).await.map(Reply::Link)
            }
            Question::RevokeInvite { actor, invite } => {
                self.revoke_invite(actor, invite).await.map(|()| Reply::Done)
            }
            office => self.office(office).await,
        };
        outcome.unwrap_or_else(Reply::Refused)
    }

    /// Tells the gateways where someone is that some of their sessions ended; the feed tells all of them for certain.
    async fn hint_ended(&self, user: UserId, sessions: &[SessionId]) {
        for session in sessions {
            let hint = UserHint::SessionEnded { session: Some(*session) };
            self.bus.publish(&subject::user_evt(user), &hint).await;
        }
    }

    /// The same for all of their sessions.
    async fn hint_all_ended(&self, user: UserId) {
        let hint = UserHint::SessionEnded { session: None };
        self.bus.publish(&subject::user_evt(user), &hint).await;
    }

    /// The token for a new session, and what is kept of it and of its visitor.
    fn opening(from: &Visitor) -> Result<(String, Opening), Refusal> {
        let (token, hash) = fresh_token()?;
        let opening = Opening {
            session: SessionId::new(),
            token: hash,
            net: visitor::net(from),
            agent: visitor::agent(from),
        };
        Ok((token, opening))
    }
}

/// A fresh token as it is handed on, and the hash it is kept under.
fn fresh_token() -> Result<(String, TokenHash), Refusal> {
    token::fresh().map_err(|error| {
        tracing::error!(%error, "no randomness for a token");
        Refusal::unavailable()
    })
}

/// What a person hears when the database did not do it; the log hears why.
#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
fn away(error: StoreError) -> Refusal {
    tracing::warn!(%error, "the database did not do it");
    Refusal::unavailable()
}
