//! What is asked about markers: how far people have read.

use chassis::Bus;
use proto::node::UserHint;
use proto::room::{MarkerQuery, Reply};
use proto::{Refusal, RoomId, Seq, UserId};

use super::{NAMED, or_not, too_many};
use crate::announce;
use crate::store::markers::{self, Marked, Read};
use crate::store::{Pool, StoreError};

/// Answers.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(super) async fn answer(pool: &Pool, bus: &Bus, query: MarkerQuery) -> Result<Reply, StoreError> {
    Ok(match query {
        MarkerQuery::Mark { room, user, seq, generation } => {
            mark(pool, bus, (room, user, seq, generation)).await?
        }
        MarkerQuery::MarkUnread { room, user, seq } => mark_unread(pool, bus, room, user, seq).await?,
        MarkerQuery::Get { room, user } => or_not(markers::look(pool, room, user).await?, Reply::Marked),
        MarkerQuery::GetAll { users, .. } if users.len() > NAMED => too_many(),
        MarkerQuery::GetAll { room, users, calling } => {
            Reply::Markers(markers::look_all(pool, room, &users, calling).await?)
        }
    })
}

async fn mark(pool: &Pool, bus: &Bus, read: Read) -> Result<Reply, StoreError> {
    let Some(Marked { room, user, marker, moved }) = markers::mark(pool, read).await? else {
        return Ok(Reply::Refused(Refusal::not_found()));
    };
    if moved {
        announce::hint_to(bus, user, &UserHint::Marker { room, marker }).await;
    }
    Ok(Reply::Marked(marker))
}

async fn mark_unread(
    pool: &Pool,
    bus: &Bus,
    room: RoomId,
    user: UserId,
    seq: Seq,
) -> Result<Reply, StoreError> {
    let Some(marker) = markers::mark_unread(pool, room, user, seq).await? else {
        return Ok(Reply::Refused(Refusal::not_found()));
    };
    announce::hint_to(bus, user, &UserHint::Marker { room, marker }).await;
    Ok(Reply::Marked(marker))
}
