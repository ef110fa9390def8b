//! Markers: how far somebody has read a room.

use proto::room::{Marker, MarkerQuery, Query, Reply};
use proto::{Refusal, RoomId, Seq, UserId};

use super::Actions;

impl Actions {
    /// Moves a member's marker forward, if it is still of this generation.
    ///
    /// # Errors
    /// They are no member, or nobody answers.
    pub(crate) async fn mark_read(
        &self,
        user: UserId,
        room: RoomId,
        seq: Seq,
        generation: Option<i64>,
    ) -> Result<Marker, Refusal> {
        self.marker(room, Query::Markers { query: MarkerQuery::Mark { room, user, seq, generation } }).await
    }

    /// Moves a member's marker forward, whatever was marked unread before: who says so by a form means it.
    ///
    /// # Errors
    /// They are no member, or nobody answers.
    pub(crate) async fn mark_all_read(
        &self,
        user: UserId,
        room: RoomId,
        seq: Seq,
    ) -> Result<Marker, Refusal> {
        let generation =
            self.marker(room, Query::Markers { query: MarkerQuery::Get { room, user } }).await?.generation;
        self.mark_read(user, room, seq, Some(generation)).await
    }

    /// Puts a member's marker right before a message.
    ///
    /// # Errors
    /// They are no member, or nobody answers.
    pub(crate) async fn mark_unread(&self, user: UserId, room: RoomId, seq: Seq) -> Result<Marker, Refusal> {
        self.marker(room, Query::Markers { query: MarkerQuery::MarkUnread { room, user, seq } }).await
    }

    async fn marker(&self, room: RoomId, query: Query) -> Result<Marker, Refusal> {
        match self.cluster.ask_room(room.0, &query).await? {
            Reply::Marked(marker) => Ok(marker),
            _ => Err(Refusal::unavailable()),
        }
    }
}
