//! A room whose messages show what can be done here. It is a room like any other, and deleted like one.

use proto::auth::Session;
use proto::room::{Action, Kind};
use proto::text::{Body, RoomName, Topic};
use proto::{Nonce, Refusal, RoomId};
use uuid::Uuid;

use super::Actions;
use crate::catalogue::{Language, Text};
use crate::draw;

impl Actions {
    /// Makes it, in this language. Everything has its nonce from the room's: done again, nothing is there twice.
    ///
    /// # Errors
    /// Its name is taken; what a command may be refused for.
    pub(crate) async fn create_demo(
        &self,
        session: &Session,
        nonce: Nonce,
        language: Language,
    ) -> Result<(), Refusal> {
        let say = |text: &Text| language.catalogue().say(text);
        let room = RoomId::made_by(session.person.id, nonce);
        let name = RoomName::parse(&say(&Text::new("demo-name")))?;
        self.command(session, room, nonce, Action::Create { name, kind: Kind::Public }).await?;
        let topic = Topic::parse(&say(&Text::new("demo-topic")))?;
        self.command(session, room, part(nonce, 0), Action::Describe { topic }).await?;
        for (n, text) in (1..).zip(draw::demo(&session.person)) {
            let body = Body::parse(&say(&text))?;
            self.command(
                session,
                room,
                part(nonce, n),
                Action::Post { body, reply_to: None, files: Vec::new() },
            )
            .await?;
        }
        Ok(())
    }
}

fn part(nonce: Nonce, n: u8) -> Nonce {
    Nonce(Uuid::new_v5(&nonce.0, &[n]))
}
