//! Whoever was deactivated is taken out of their rooms.
//!
//! Each node reads the feed from its beginning when it starts, and then what is new: so it always knows who is deactivated,
//! whatever ended in the middle of something. Those of them who are still inside somewhere are removed, by a command to the room like any
//! other; the second node to try finds that it is done. A room whose last owner goes gets another one first: the moderator, else the member,
//! who has been there longest.

use std::collections::HashSet;
use std::time::Duration;

use proto::auth::Change;
use proto::id::SYSTEM;
use proto::room::{Action, Actor, Answer, Authority, Command, OrgRole, Role};
use proto::text::RemovalReason;
use proto::{Code, Nonce, RoomId, UserId};
use ractor::ActorRef;

use crate::delivery::Delivery;
use crate::directory::DirectoryMessage;
use crate::store::{Pool, StoreError, feed, leavers};

/// Why somebody is out whom nobody in the room removed.
const DEACTIVATED: &str = "Their account was deactivated.";
/// How often the feed is read.
const EVERY: Duration = Duration::from_secs(1);
/// How often it is looked again, without any news: somebody may have been added while they were deactivated.
const AGAIN: u32 = 60;
/// Memberships ended in one go.
const AT_ONCE: i64 = 200;
/// How long a room may take.
const DEADLINE: Duration = Duration::from_secs(15);

/// Who is deactivated, as far as the feed has been read.
#[derive(Debug, Default)]
struct Gone {
    upto: i64,
    people: HashSet<UserId>,
}

/// Removes until dropped.
pub(crate) async fn run(pool: Pool, directory: ActorRef<DirectoryMessage>) {
    let mut gone = Gone::default();
    let mut quiet = 0;
    loop {
        quiet += 1;
        let swept = match gone.catch_up(&pool).await {
            Ok(news) if news || quiet >= AGAIN => sweep(&pool, &directory, &gone).await,
            Ok(_) => Ok(true),
            Err(error) => Err(error),
        };
        match swept {
            Ok(true) if quiet < AGAIN => {}
            Ok(true) => quiet = 0,
            // Something was left: once more in a moment.
            Ok(false) => quiet = AGAIN,
            Err(error) => {
                tracing::debug!(%error, "deactivated people were not looked for");
                quiet = AGAIN;
            }
        }
        tokio::time::sleep(EVERY).await;
    }
}

impl Gone {
    /// Reads what is new. Says whether somebody was deactivated.
    async fn catch_up(&mut self, pool: &Pool) -> Result<bool, StoreError> {
        let mut news = false;
        loop {
            let feed = feed::feed(pool, self.upto).await?;
            for entry in &feed.entries {
                match entry.change {
                    Change::OrgRole { org_role: OrgRole::Inactive } => {
                        news |= self.people.insert(entry.user);
                    }
                    Change::OrgRole { .. } => {
                        self.people.remove(&entry.user);
                    }
                    _ => {}
                }
                self.upto = entry.n;
            }
            if !feed.more {
                return Ok(news);
            }
        }
    }
}

/// Says whether everyone is out.
async fn sweep(pool: &Pool, directory: &ActorRef<DirectoryMessage>, gone: &Gone) -> Result<bool, StoreError> {
    let people: Vec<UserId> = gone.people.iter().copied().collect();
    let inside = leavers::inside(pool, &people, AT_ONCE).await?;
    let mut all = (inside.len() as i64) < AT_ONCE;
    for (room, user) in inside {
        let mut out = carry_out(directory, room, removal(user)).await;
        if out == Err(Code::Forbidden)
            && let Some(successor) = leavers::successor(pool, room, &people).await?
        {
            let appoint = Action::Appoint { user: successor, role: Role::Owner };
            let _ = carry_out(directory, room, appoint).await;
            out = carry_out(directory, room, removal(user)).await;
        }
        match out {
            Ok(()) => tracing::info!(room.id = %room, user.id = %user, "taken out of a room: deactivated"),
            Err(code) => {
                tracing::debug!(room.id = %room, user.id = %user, ?code, "not taken out of a room yet");
                all = false;
            }
        }
    }
    Ok(all)
}

fn removal(user: UserId) -> Action {
    let reason = RemovalReason::parse(DEACTIVATED).ok();
    Action::Remove { user, ban: false, reason, whom: String::new() }
}

async fn carry_out(directory: &ActorRef<DirectoryMessage>, room: RoomId, action: Action) -> Result<(), Code> {
    let actor = Actor { id: SYSTEM, name: String::new(), org_role: OrgRole::Owner };
    let command = Command::new(room, actor, Nonce::new(), action).by(Authority::System);
    let (delivery, answer) = Delivery::new(command);
    directory.cast(DirectoryMessage::Deliver(delivery)).map_err(|_| Code::Unavailable)?;
    match tokio::time::timeout(DEADLINE, answer).await {
        Ok(Ok(Answer::Refused(refusal))) => Err(refusal.code),
        Ok(Ok(Answer::Done(_) | Answer::Cancelled)) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(Code::Unavailable),
    }
}
