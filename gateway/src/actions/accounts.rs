//! Accounts: people signing in and up, changing their own, and what admins do about them.

use proto::Refusal;
use proto::auth::{AccountAction, Action, AdminAction, Answer, Command, Link, Session, Token};

use super::Actions;

/// A session opened just now, with the token that goes into the cookie.
pub(crate) struct OpenedSession {
    /// The secret; nothing else knows it.
    pub(crate) token: Token,
    /// Whose it is.
    pub(crate) session: Session,
}

impl Actions {
    /// Has something done by an auth-service that answers with no more than that.
    ///
    /// # Errors
    /// What auth refuses, or `unavailable`.
    pub(crate) async fn auth(&self, action: Action) -> Result<(), Refusal> {
        match self.cluster.command_auth(&Command::new(action)).await? {
            Answer::Done => Ok(()),
            Answer::Refused(refusal) => Err(refusal),
            Answer::SignedIn(_) | Answer::Link(_) | Answer::Mailed(_) => Err(Refusal::unavailable()),
        }
    }

    /// The same for what people do with their own accounts.
    ///
    /// # Errors
    /// What auth refuses, or `unavailable`.
    pub(crate) async fn change_account(
        &self,
        session: &Session,
        change: AccountAction,
    ) -> Result<(), Refusal> {
        self.auth(Action::Account { user: session.person.id, change }).await
    }

    /// The same for what admins do.
    ///
    /// # Errors
    /// What auth refuses, or `unavailable`.
    pub(crate) async fn administer(&self, session: &Session, change: AdminAction) -> Result<(), Refusal> {
        self.auth(Action::Admin { actor: session.person.id, change }).await
    }

    /// Has an auth-service make an invite or a link.
    ///
    /// # Errors
    /// What auth refuses, or `unavailable`.
    pub(crate) async fn make_link(&self, session: &Session, change: AdminAction) -> Result<Link, Refusal> {
        let action = Action::Admin { actor: session.person.id, change };
        match self.cluster.command_auth(&Command::new(action)).await? {
            Answer::Link(link) => Ok(link),
            Answer::Refused(refusal) => Err(refusal),
            Answer::Done | Answer::SignedIn(_) | Answer::Mailed(_) => Err(Refusal::unavailable()),
        }
    }

    /// Signs in or up with a session of this token.
    ///
    /// # Errors
    /// What auth refuses, or `unavailable`.
    pub(crate) async fn open_session(&self, token: Token, action: Action) -> Result<OpenedSession, Refusal> {
        match self.cluster.command_auth(&Command::new(action)).await? {
            Answer::SignedIn(session) => Ok(OpenedSession { token, session }),
            Answer::Refused(refusal) => Err(refusal),
            Answer::Done | Answer::Link(_) | Answer::Mailed(_) => Err(Refusal::unavailable()),
        }
    }
}
