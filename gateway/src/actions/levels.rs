//! What of a room somebody wants to be told about.

use proto::auth::Session;
use proto::room::{Kind, Level, Query, Reply};
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

    /// Lets nothing of a room call them any more; or what calls those who have chosen nothing.
    ///
    /// # Errors
    /// They are not inside, do so too often, or nobody answers.
    pub(crate) async fn mute_room(
        &self,
        session: &Session,
        (room, kind): (RoomId, Kind),
        is_muted: bool,
    ) -> Result<(), Refusal> {
        let level = if is_muted { Level::Nothing } else { Level::unless_chosen(kind) };
        self.set_level(session, room, level).await
    }
}
