//! What a message said before it was edited.

use proto::auth::Session;
use proto::room::{Query, Reply, RevisionQuery, Revisions};
use proto::{Refusal, RoomId, Seq};

use super::Actions;

impl Actions {
    /// Those before an event, or the latest.
    ///
    /// # Errors
    /// They are not inside, or nobody answers.
    pub(crate) async fn revisions(
        &self,
        session: &Session,
        room: RoomId,
        seq: Seq,
        before: Option<Seq>,
    ) -> Result<Revisions, Refusal> {
        let query =
            Query::Revisions { query: RevisionQuery::List { room, user: session.person.id, seq, before } };
        match self.cluster.ask_room(room.0, &query).await? {
            Reply::Revisions(revisions) => Ok(revisions),
            _ => Err(Refusal::unavailable()),
        }
    }

    /// Erases what their own message said before.
    ///
    /// # Errors
    /// It is not theirs, they do so too often, or nobody answers.
    pub(crate) async fn erase_revisions(
        &self,
        session: &Session,
        room: RoomId,
        seq: Seq,
    ) -> Result<(), Refusal> {
        self.rate_limiter.durable(session.person.id)?;
        match self
            .cluster
            .ask_room(
                room.0,
                &Query::Revisions { query: RevisionQuery::Erase { room, viewer: session.into(), seq } },
            )
            .await?
        {
            Reply::Erased(_) => Ok(()),
            _ => Err(Refusal::unavailable()),
        }
    }
}
