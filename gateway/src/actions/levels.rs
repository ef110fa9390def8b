//! What of a room somebody wants to be told about.

use proto::auth::Session;
use proto::room::{Level, Query, Reply};
use proto::{Refusal, RoomId};

use super::Actions;

impl Actions {
    /// Chooses it, for all their windows.
    ///
    /// # Errors
    /// They are not inside, do so too often, or nobody answers.
    pub(crate) async fn set_level(
        &self,
        session: &Session,
        room: RoomId,
        level: Level,
    ) -> Result<(), Refusal> {
        let user = session.person.id;
        self.rate_limiter.durable(user)?;
        match self.cluster.ask_room(room.0, &Query::SetLevel { room, user, level }).await? {
            Reply::Level(_) => Ok(()),
            _ => Err(Refusal::unavailable()),
        }
    }
}
