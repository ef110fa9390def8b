//! How somebody has their list of rooms.

use proto::Refusal;
use proto::auth::Session;
use proto::room::{Query, Rearrange, Reply};

use super::Actions;

impl Actions {
    /// Changes it, in all their windows.
    ///
    /// # Errors
    /// They do so too often, or nobody answers.
    pub(crate) async fn arrange(&self, session: &Session, change: Rearrange) -> Result<(), Refusal> {
        let user = session.person.id;
        self.rate_limiter.durable(user)?;
        match self.cluster.ask_room(user.0, &Query::Arrange { user, change }).await? {
            Reply::Arranged => Ok(()),
            _ => Err(Refusal::unavailable()),
        }
    }
}
