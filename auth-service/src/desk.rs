//! The desk: every query about people, answered. The door brings them; store, hasher and throttle do the work.

mod admin;
mod forgotten;
mod invites;
mod place;
mod registering;
mod sessions;
mod settings;
mod signing_in;

use chassis::{Bus, Secret};
use proto::auth::{ClientInfo, Query, Reply, TokenHash};
use proto::node::UserHint;
use proto::{Refusal, SessionId, UserId, subject};

use crate::config::Sessions;
use crate::hasher::Hasher;
use crate::store::{Opening, Store, StoreError};
use crate::throttle::Throttle;
use crate::{client_info, token};

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
    /// Answers a query. Every wait inside has a deadline.
    pub(crate) async fn answer(&self, query: Query) -> Reply {
        let outcome = match query {
            Query::Register { username, email, display_name, password, claim, invite, from } => {
                let form = registering::Form { username, email, display_name, password, claim, invite };
                self.register(form, &from).await.map(Reply::SignedIn)
            }
            Query::LogIn { login, password, from } => {
                self.log_in(&login, password, &from).await.map(Reply::SignedIn)
            }
            Query::LogOut { token } => self.log_out(&token).await.map(|()| Reply::Ended),
            Query::Resume { token } => self.resume(&token).await.map(Reply::Session),
            Query::People { ids } => self.people(&ids).await.map(Reply::People),
            Query::Feed { after } => self.feed(after).await.map(Reply::Feed),
            Query::Installation => self.place().await.map(Reply::Installation),
            Query::Profile { username } => self.profile(&username).await.map(Reply::Profile),
            Query::Called { usernames } => self.called(&usernames).await.map(Reply::People),
            Query::Rename { user, display_name } => {
                self.rename(user, &display_name).await.map(|()| Reply::Done)
            }
            Query::ChangePassword { user, keep, old, new, from: _ } => {
                self.change_password(user, keep, old, new).await.map(|()| Reply::Done)
            }
            Query::Sessions { user } => self.sessions_of(user).await.map(Reply::Sessions),
            Query::EndSession { user, session } => {
                self.end_session(user, session).await.map(|()| Reply::Done)
            }
            Query::EndOtherSessions { user, keep } => {
                self.end_other_sessions(user, keep).await.map(|()| Reply::Done)
            }
            Query::LookAtInvite { code } => self.invitation(&code).await.map(Reply::Invitation),
            Query::LookAtReset { token } => self.reset_for(&token).await.map(Reply::ResetFor),
            Query::ResetPassword { token, password } => {
                self.reset_password(&token, password).await.map(|()| Reply::Done)
            }
            Query::Invites { actor } => self.invites(actor).await.map(Reply::Invites),
            Query::MakeInvite { actor, id, uses, days } => {
                self.make_invite(actor, id, uses, days).await.map(Reply::Link)
            }
            Query::RevokeInvite { actor, invite } => {
                self.revoke_invite(actor, invite).await.map(|()| Reply::Done)
            }
            admin => self.admin(admin).await,
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

    /// The token for a new session, and what is kept of it and of its client.
    fn opening(from: &ClientInfo) -> Result<(String, Opening), Refusal> {
        let (token, hash) = fresh_token()?;
        let opening = Opening {
            session: SessionId::new(),
            token: hash,
            net: client_info::net(from),
            agent: client_info::agent(from),
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
