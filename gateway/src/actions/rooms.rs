//! Rooms: made, joined, left; and the one that everyone begins in.

use std::time::Duration;

use proto::auth::Session;
use proto::id::GENERAL;
use proto::room::permissions::Asker;
use proto::room::{Action, ActionKind, Kind, Query, Reply};
use proto::text::{RoomName, Topic};
use proto::{Nonce, Reason, Refusal, RoomId};
use tokio::time::timeout;

use super::Actions;

/// How long a sign-in waits for the common room. The command is not taken back then: the same nonce finds it done the next time.
const DEADLINE: Duration = Duration::from_secs(3);

/// The most people who are let into a room as it is made.
const LET_IN: usize = 30;

/// A room as it is asked for, everything as typed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewRoom<'a> {
    /// What it is called.
    pub(crate) name: &'a str,
    /// The name that they were warned about before, and ask for once more.
    pub(crate) meant: Option<&'a str>,
    /// Open to whom.
    pub(crate) kind: Kind,
    /// What it is about; may be empty.
    pub(crate) topic: &'a str,
    /// Usernames of those who are to be in it; may be empty.
    pub(crate) people: &'a str,
}

impl Actions {
    /// Makes a room, says what it is about and lets people in. Its id comes from the nonce, and so do the nonces of what
    /// follows: a form sent twice makes one room, and goes on where it was interrupted.
    ///
    /// # Errors
    /// Of a field, before anything is made: the name is none, is taken, or looks like another and is not `meant`; the topic is
    /// none; somebody is not there. And what a command may be refused for.
    pub(crate) async fn create_room(
        &self,
        session: &Session,
        nonce: Nonce,
        new: NewRoom<'_>,
    ) -> Result<RoomId, Refusal> {
        let (name, room) = (RoomName::parse(new.name)?, RoomId::made_by(session.person.id, nonce));
        let topic = Topic::parse(new.topic).map_err(|refusal| refusal.on("topic"))?;
        let people =
            self.people_listed(session, new.people, LET_IN, Reason::PeopleTooMany { max: LET_IN }).await?;
        if new.kind == Kind::Public {
            // A form sent twice finds the room it has made itself.
            self.warn_if_alike(session, Some(room), &name, new.meant).await?;
        }
        self.command(session, room, nonce, Action::Create { name, kind: new.kind }).await?;
        if !topic.as_str().is_empty() {
            self.command(session, room, nonce.after("topic"), Action::Describe { topic }).await?;
        }
        for person in people {
            let nonce = nonce.after(&person.username);
            let add = Action::Add { user: person.id, whom: person.display_name };
            self.command(session, room, nonce, add).await?;
        }
        Ok(room)
    }

    /// Warns whoever calls a public room what looks like the name of another. `meant`: the name that they were warned
    /// about before, and asked for once more.
    ///
    /// # Errors
    /// It looks alike. That nobody can say is no reason to refuse.
    pub(crate) async fn warn_if_alike(
        &self,
        session: &Session,
        room: Option<RoomId>,
        name: &RoomName,
        meant: Option<&str>,
    ) -> Result<(), Refusal> {
        let is_meant = |meant| RoomName::parse(meant).is_ok_and(|meant| meant.key() == name.key());
        if meant.is_some_and(is_meant) {
            return Ok(());
        }
        let user = session.person.id;
        let query = Query::NameAlike { viewer: session.into(), name: name.clone(), room };
        let asked = timeout(DEADLINE, self.cluster.ask_room(user.0, &query)).await;
        match asked {
            Ok(Ok(Reply::NameAlike(Some(other)))) => {
                Err(Refusal::new(Reason::RoomNameAlike { other }).on("name"))
            }
            _ => Ok(()),
        }
    }

    /// Lets a new person into the common room, unless they are a guest; says whether they were. The nonce is the same each time, so it happens once:
    /// whoever leaves stays out. Not to succeed is no reason to refuse a sign-in.
    pub(crate) async fn join_general(&self, session: &Session) -> bool {
        if !Asker::without_room(session.org_role).may(ActionKind::Join) {
            return false;
        }
        self.join(session, GENERAL, Nonce::of_welcome(session.person.id)).await
    }

    /// Lets somebody new into the room they were invited to, if it is open to them; says whether they were.
    pub(crate) async fn join_invited(&self, session: &Session, room: RoomId) -> bool {
        self.join(session, room, Nonce::new()).await
    }

    async fn join(&self, session: &Session, room: RoomId, nonce: Nonce) -> bool {
        let joining = self.command(session, room, nonce, Action::Join);
        let joined = timeout(DEADLINE, joining).await.unwrap_or_else(|_| Err(Refusal::unavailable()));
        if let Err(refusal) = &joined {
            tracing::info!(code = ?refusal.code, user.id = %session.person.id, room.id = %room, "not let into a room yet");
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
