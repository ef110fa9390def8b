//! The rooms somebody keeps at the top of their list.

use proto::auth::Session;
use proto::room::{Query, Reply};
use proto::{Refusal, RoomId};

use super::Actions;

impl Actions {
    /// Puts a room there, or back, in all their windows.
    ///
    /// # Errors
    /// They are not inside, do so too often, or nobody answers.
    pub(crate) async fn star(&self, session: &Session, room: RoomId, starred: bool) -> Result<(), Refusal> {
        let user = session.person.id;
        self.rate_limiter.durable(user)?;
        match self.cluster.ask_room(room.0, &Query::Star { room, user, starred }).await? {
            Reply::Starred(_) => Ok(()),
            _ => Err(Refusal::unavailable()),
        }
    }
}
