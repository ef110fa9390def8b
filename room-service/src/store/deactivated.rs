//! Where people who were deactivated still are, and who could own a room after them. `auth.deactivated` is auth-service's
//! view of who that is.
//!
//! Called by the follower of that name. Rooms that nobody can join again (direct ones) are left out: revoking closes the
//! door already, and whoever is let in again finds everything as it was.

use proto::{RoomId, UserId};

use super::{Pool, StoreError};

const FEED_HEAD: &str = "select coalesce(max(n), 0) from auth.feed";

const ROOMS: &str = "
select distinct r.id
from auth.deactivated d
join chat.member m on m.user_id = d.user_id and m.role in ('member', 'moderator', 'owner')
join chat.room r on r.id = m.room_id
where r.kind in ('public', 'private') and r.deleted_at is null
limit $1";

const INSIDE: &str = "
select m.user_id
from chat.member m join auth.deactivated d on d.user_id = m.user_id join chat.room r on r.id = m.room_id
where m.room_id = $1 and m.role in ('member', 'moderator', 'owner')
    and r.kind in ('public', 'private') and r.deleted_at is null
order by m.since_seq, m.user_id limit 200";

/// The moderator, else the member, who has been there longest.
const SUCCESSOR: &str = "
select m.user_id from chat.member m
where m.room_id = $1 and m.role in ('moderator', 'member')
    and not exists (select from auth.deactivated d where d.user_id = m.user_id)
order by m.role = 'moderator' desc, m.since_seq, m.user_id limit 1";

/// The number of the last ending: it rises with every deactivation.
///
/// # Errors
/// The database is away, or auth-service has not made its tables.
pub(crate) async fn feed_head(pool: &Pool) -> Result<i64, StoreError> {
    Ok(pool.read_one(FEED_HEAD, &[]).await?.try_get(0)?)
}

/// Rooms in which somebody deactivated is, at most `limit`.
///
/// # Errors
/// The database is away.
pub(crate) async fn rooms(pool: &Pool, limit: i64) -> Result<Vec<RoomId>, StoreError> {
    pool.read(ROOMS, &[&limit]).await?.iter().map(|row| Ok(RoomId(row.try_get(0)?))).collect()
}

/// Who of those inside a room is deactivated, longest there first.
///
/// # Errors
/// The database is away.
pub(crate) async fn inside(pool: &Pool, room: RoomId) -> Result<Vec<UserId>, StoreError> {
    pool.read(INSIDE, &[&room.0]).await?.iter().map(|row| Ok(UserId(row.try_get(0)?))).collect()
}

/// Who should own a room next, if anybody active is there.
///
/// # Errors
/// The database is away.
pub(crate) async fn successor(pool: &Pool, room: RoomId) -> Result<Option<UserId>, StoreError> {
    let row = pool.read_first(SUCCESSOR, &[&room.0]).await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?.map(UserId))
}
