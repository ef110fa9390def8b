//! Rooms: made, joined, left; and the one that everyone begins in.

use std::time::Duration;

use proto::auth::Session;
use proto::id::GENERAL;
use proto::room::permissions::Asker;
use proto::room::{Action, ActionKind, Kind, Query, Reply};
use proto::text::RoomName;
use proto::{Nonce, Refusal, RoomId};
use tokio::time::timeout;

use super::Actions;

/// How long a sign-in waits for the common room. The command is not taken back then: the same nonce finds it done the next time.
const DEADLINE: Duration = Duration::from_secs(3);

impl Actions {
    /// Makes a room. Its id is the nonce: a form sent twice makes one room.
    ///
    /// # Errors
    /// It is no name, or is taken; what a command may be refused for.
    pub(crate) async fn create_room(
        &self,
        session: &Session,
        nonce: Nonce,
        name: &str,
        kind: Kind,
    ) -> Result<RoomId, Refusal> {
        let (name, room) = (RoomName::parse(name)?, RoomId(nonce.0));
        self.command(session, room, nonce, Action::Create { name, kind }).await?;
        Ok(room)
    }

    /// Lets a new person into the common room, unless they are a guest; says whether they were. The nonce is the same each time, so it happens once:
    /// whoever leaves stays out. Not to succeed is no reason to refuse a sign-in.
    pub(crate) async fn join_general(&self, session: &Session) -> bool {
        if !Asker::without_room(session.org_role).may(ActionKind::Join) {
            return false;
        }
        let nonce = Nonce::of_welcome(session.person.id);
        let joining = self.command(session, GENERAL, nonce, Action::Join);
        let joined = timeout(DEADLINE, joining).await.unwrap_or_else(|_| Err(Refusal::unavailable()));
        if let Err(refusal) = &joined {
            tracing::info!(code = ?refusal.code, user.id = %session.person.id, "not let into the common room yet");
        }
        joined.is_ok()
    }

    /// Lets a person into the common room who has never been there: they have just got their account, perhaps with rooms they
    /// were added to before. Everyone else is only asked about, so that signing in costs the common room nothing.
    pub(crate) async fn join_general_if_new(&self, session: &Session) {
        let query = Query::Role { room: GENERAL, user: session.person.id };
        let asked = timeout(DEADLINE, self.cluster.ask_room(GENERAL.0, &query)).await;
        if let Ok(Ok(Reply::Role(None))) = asked {
            self.join_general(session).await;
        }
    }
}
