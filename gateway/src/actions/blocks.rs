//! Blocking: in the conversation of two, which is made for it if it is not there.

use proto::auth::Session;
use proto::room::{Action, Query, Reply};
use proto::{Nonce, Refusal, UserId};

use super::{Actions, actor};

impl Actions {
    /// Somebody wants to hear nothing more from another, or does again. Done already is done.
    ///
    /// # Errors
    /// There is no such person, or nobody answers.
    pub(crate) async fn set_blocked(
        &self,
        session: &Session,
        other: UserId,
        blocked: bool,
    ) -> Result<(), Refusal> {
        self.rate_limiter.durable(session.person.id)?;
        let query = Query::Pair { actor: actor(session), other };
        let Reply::Room(pair) = self.cluster.ask_room(session.person.id.0, &query).await? else {
            return Err(Refusal::unavailable());
        };
        let action = if blocked { Action::Block } else { Action::Unblock };
        self.command(session, pair.room, Nonce::new(), action).await.map(drop)
    }
}
