//! Whoever was deactivated is taken out of their rooms.
//!
//! Who that is, is read as state: whoever is both deactivated and inside has still to go, whatever ended in the middle of
//! what, and however long ago it was. Each is removed by a command like any other; the second node to try finds that it is
//! done. A room whose last owner goes gets another one first: the moderator, else the member, who has been there longest.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use proto::id::SYSTEM;
use proto::room::{Action, Actor, Answer, Authority, Command, Event, OrgRole, Role};
use proto::text::ModerationReason;
use proto::{Code, Nonce, RoomId, UserId};
use ractor::ActorRef;

use super::{Follower, FollowerError};
use crate::delivery::Delivery;
use crate::directory::DirectoryMessage;
use crate::store::{Pool, deactivated};

/// Why somebody is out whom nobody in the room removed.
const REASON: &str = "Their account was deactivated.";
/// How often it looks again without any news.
const AGAIN: Duration = Duration::from_secs(60);
/// Rooms in one go.
const ROOMS: i64 = 200;
/// How long a room may take.
const DEADLINE: Duration = Duration::from_secs(15);

/// The follower.
pub(crate) struct Deactivated {
    pool: Pool,
    directory: ActorRef<DirectoryMessage>,
    clean: Mutex<Option<Clean>>,
    /// How long a room may take.
    patience: Duration,
}

/// Nobody deactivated was inside anywhere.
struct Clean {
    /// Where the feed of endings stood then.
    feed: i64,
    since: Instant,
}

impl Deactivated {
    /// Works through the rooms of this process.
    pub(crate) fn new(pool: Pool, directory: ActorRef<DirectoryMessage>) -> Self {
        Self { pool, directory, clean: Mutex::default(), patience: DEADLINE }
    }

    fn clean(&self) -> std::sync::MutexGuard<'_, Option<Clean>> {
        self.clean.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes somebody out. Says whether that changed anything for those who are left: a sole owner stays while nobody
    /// can follow them.
    async fn remove(&self, room: RoomId, user: UserId) -> Result<bool, FollowerError> {
        let out = match self.act(room, remove(user)).await {
            Err(Code::Forbidden) => {
                let Some(successor) = deactivated::successor(&self.pool, room).await? else {
                    return Ok(false);
                };
                // Refused where the successor has just gone: the next try finds another.
                let _ = self.act(room, Action::Appoint { user: successor, role: Role::Owner }).await;
                self.act(room, remove(user)).await
            }
            out => out,
        };
        match out {
            Ok(()) => {
                tracing::info!(room.id = %room, user.id = %user, "taken out of a room: deactivated");
                Ok(true)
            }
            Err(code) if code.is_try_again() || code == Code::Forbidden => {
                Err(FollowerError::Away(format!("the room answered {}", code.as_str())))
            }
            Err(code) => Err(FollowerError::Event(format!("the room answered {}", code.as_str()))),
        }
    }

    async fn act(&self, room: RoomId, action: Action) -> Result<(), Code> {
        let actor = Actor { id: SYSTEM, name: String::new(), org_role: OrgRole::Owner };
        let command = Command::new(room, actor, Nonce::new(), action).by(Authority::System);
        let (delivery, answer) = Delivery::new(command);
        self.directory.cast(DirectoryMessage::Deliver(delivery)).map_err(|_| Code::Unavailable)?;
        match tokio::time::timeout(self.patience, answer).await {
            Ok(Ok(Answer::Refused(refusal))) => Err(refusal.code),
            Ok(Ok(Answer::Done(_) | Answer::Cancelled)) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Code::Unavailable),
        }
    }
}

impl Follower for Deactivated {
    const NAME: &'static str = "deactivated";
    /// Whoever comes in may have been deactivated on the way.
    const KINDS: &'static [&'static str] = &["created", "joined", "added"];

    async fn handle(&self, room: RoomId, _: &[Event]) -> Result<(), FollowerError> {
        loop {
            let mut gone = false;
            for user in deactivated::inside(&self.pool, room).await? {
                gone |= self.remove(room, user).await?;
            }
            // Once the others are out, a sole owner can go as well.
            if !gone {
                return Ok(());
            }
        }
    }

    /// Rooms in which somebody deactivated is. The feed only says when to look.
    async fn due(&self) -> Result<Vec<RoomId>, FollowerError> {
        let feed = deactivated::feed_head(&self.pool).await?;
        let is_clean = |clean: &Clean| clean.feed == feed && clean.since.elapsed() < AGAIN;
        if self.clean().as_ref().is_some_and(is_clean) {
            return Ok(Vec::new());
        }
        let rooms = deactivated::rooms(&self.pool, ROOMS).await?;
        *self.clean() = rooms.is_empty().then(|| Clean { feed, since: Instant::now() });
        Ok(rooms)
    }
}

fn remove(user: UserId) -> Action {
    let reason = ModerationReason::parse(REASON).ok();
    Action::Remove { user, ban: false, minutes: None, reason, whom: String::new() }
}

#[cfg(test)]
mod tests {
    use chassis::postgres::Settings;
    use ractor::{Actor, ActorProcessingErr};

    use super::*;

    /// A directory that answers nobody.
    struct Silent;

    impl Actor for Silent {
        type Msg = DirectoryMessage;
        type State = Vec<DirectoryMessage>;
        type Arguments = ();

        async fn pre_start(&self, _: ActorRef<Self::Msg>, (): ()) -> Result<Self::State, ActorProcessingErr> {
            Ok(Vec::new())
        }

        async fn handle(
            &self,
            _: ActorRef<Self::Msg>,
            message: Self::Msg,
            heard: &mut Self::State,
        ) -> Result<(), ActorProcessingErr> {
            heard.push(message);
            Ok(())
        }
    }

    #[tokio::test]
    async fn a_room_that_says_nothing_holds_the_others_up_only_so_long() {
        let (directory, life) = Actor::spawn(None, Silent, ()).await.expect("a directory");
        let url = services::testbed::postgres().await;
        let settings = Settings::new(&url, "test", Duration::from_secs(5)).expect("an address");
        let follower = Deactivated::new(Pool::new(&settings, 1), directory.clone());
        let impatient = Deactivated { patience: Duration::from_millis(50), ..follower };
        let asked = impatient.act(RoomId::new(), remove(UserId::new()));
        let answer = tokio::time::timeout(DEADLINE, asked).await.expect("it ends");
        assert_eq!(answer, Err(Code::Unavailable), "which is tried again");
        directory.stop(None);
        life.await.expect("ended");
    }
}
