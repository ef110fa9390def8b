//! What is asked about messages that somebody saves to come back to.

use chassis::Bus;
use proto::node::UserHint;
use proto::room::{Reply, SAVED_MAX, SavedQuery, Viewer};
use proto::{At, Reason, Refusal, RoomId, Seq};

use crate::announce;
use crate::store::saved::{self, Kept};
use crate::store::{Pool, StoreError};

/// Answers.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(super) async fn answer(pool: &Pool, bus: &Bus, query: SavedQuery) -> Result<Reply, StoreError> {
    Ok(match query {
        SavedQuery::Save { room, viewer, seq } => save(pool, bus, (room, seq), viewer, None).await?,
        SavedQuery::Remind { room, viewer, seq, at } => {
            save(pool, bus, (room, seq), viewer, Some(at)).await?
        }
        SavedQuery::Remove { room, user, seq } => {
            saved::unsave(pool, room, user, seq).await?;
            announce::hint_to(bus, user, &UserHint::Personal).await;
            Reply::Saved(None)
        }
        SavedQuery::Get { room, viewer, seq } => Reply::Saved(saved::one(pool, room, viewer, seq).await?),
        SavedQuery::List { viewer, offset, limit } => {
            let (messages, more) = saved::list(pool, viewer, offset, limit).await?;
            Reply::SavedMessages { messages, more }
        }
    })
}

/// With a reminder or without one, or with the one it has.
async fn save(
    pool: &Pool,
    bus: &Bus,
    (room, seq): (RoomId, Seq),
    viewer: Viewer,
    remind: Option<Option<At>>,
) -> Result<Reply, StoreError> {
    Ok(match saved::save(pool, room, viewer, seq, remind).await? {
        None => Reply::Refused(Refusal::not_found()),
        Some(Kept::Full) => Reply::Refused(Refusal::new(Reason::SavedFull { max: SAVED_MAX })),
        Some(Kept::As(saved)) => {
            announce::hint_to(bus, viewer.user, &UserHint::Personal).await;
            Reply::Saved(Some(saved))
        }
    })
}
