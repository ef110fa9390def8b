//! Where people who were deactivated still are, and who could own a room after them.
//!
//! Called by `leavers`; and the erasing of deleted rooms, called by `purge`.

use proto::{RoomId, UserId};
use uuid::Uuid;

use super::{Pool, StoreError};

const INSIDE: &str = "
select m.room_id, m.user_id from chat.member m join chat.room r on r.id = m.room_id
where m.user_id = any ($1) and m.role in ('member', 'moderator', 'owner') and r.deleted_at is null limit $2";

/// The moderator, else the member, who has been there longest.
const SUCCESSOR: &str = "
select user_id from chat.member where room_id = $1 and role in ('moderator', 'member') and user_id <> all ($2)
order by role = 'moderator' desc, since_seq, user_id limit 1";

const EMPTY: &str = "select chat.empty_rooms($1)";

/// Memberships of these people, at most `limit`.
///
/// # Errors
/// The database is away.
pub(crate) async fn inside(
    pool: &Pool,
    people: &[UserId],
    limit: i64,
) -> Result<Vec<(RoomId, UserId)>, StoreError> {
    let ids: Vec<Uuid> = people.iter().map(|user| user.0).collect();
    pool.read(INSIDE, &[&ids, &limit])
        .await?
        .iter()
        .map(|row| Ok((RoomId(row.try_get("room_id")?), UserId(row.try_get("user_id")?))))
        .collect()
}

/// Who should own a room after those who are gone, if anybody else is there.
///
/// # Errors
/// The database is away.
pub(crate) async fn successor(
    pool: &Pool,
    room: RoomId,
    gone: &[UserId],
) -> Result<Option<UserId>, StoreError> {
    let gone: Vec<Uuid> = gone.iter().map(|user| user.0).collect();
    let row = pool.read_first(SUCCESSOR, &[&room.0, &gone]).await?;
    Ok(row.map(|row| row.try_get("user_id")).transpose()?.map(UserId))
}

/// Erases the next messages of deleted rooms, and says how many; none: everything is erased.
///
/// # Errors
/// The database is away.
pub(crate) async fn empty(pool: &Pool, bite: i32) -> Result<Option<i64>, StoreError> {
    Ok(pool.write_one(EMPTY, &[&bite]).await?.try_get(0)?)
}
