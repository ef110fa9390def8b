//! What somebody writes, as their message would show it.

use proto::auth::Session;
use proto::room::{Action, Query, Reply};
use proto::{Refusal, RoomId};

use super::Actions;

impl Actions {
    /// The words of an action as safe HTML. To draw them takes what it takes to say them, so it counts as much.
    ///
    /// # Errors
    /// They do so too often, or nobody answers.
    pub(crate) async fn preview(
        &self,
        session: &Session,
        room: RoomId,
        action: &Action,
    ) -> Result<String, Refusal> {
        let Some(body) = action.body().filter(|body| !body.is_none()) else { return Ok(String::new()) };
        self.rate_limiter.durable(session.person.id)?;
        let named = self.people.mentioned(action).await;
        match self.cluster.ask_room(room.0, &Query::Preview { body: body.clone(), named }).await? {
            Reply::Preview(html) => Ok(html),
            _ => Err(Refusal::unavailable()),
        }
    }
}
