//! What is asked about threads.

use chassis::Bus;
use proto::UserId;
use proto::node::UserHint;
use proto::room::{Reply, ThreadQuery};

use super::or_not;
use crate::announce;
use crate::store::{Pool, StoreError, threads};

/// Answers.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(super) async fn answer(pool: &Pool, bus: &Bus, query: ThreadQuery) -> Result<Reply, StoreError> {
    Ok(match query {
        ThreadQuery::Page { room, viewer, root, part, limit } => {
            let page = threads::page(pool, room, viewer, root, part, limit).await?;
            or_not(page.map(Box::new), Reply::Thread)
        }
        ThreadQuery::Mine { user } => Reply::MyThreads(threads::unread(pool, user).await?),
        ThreadQuery::Follow { room, user, root, follow } => {
            let followed = threads::follow(pool, room, user, root, follow).await?;
            tell(bus, user, followed.is_some()).await;
            or_not(followed.map(Some), Reply::Follow)
        }
        ThreadQuery::Read { room, user, root, seq } => {
            let read = threads::read(pool, room, user, root, seq).await?;
            tell(bus, user, read.is_some()).await;
            Reply::Follow(read)
        }
    })
}

/// How many of their threads wait may be another number: their windows are told.
async fn tell(bus: &Bus, user: UserId, is_changed: bool) {
    if is_changed {
        announce::hint_to(bus, user, &UserHint::Personal).await;
    }
}
