//! The rooms that somebody keeps at the top of their list.
//!
//! Called by `query_handler`.

use proto::{RoomId, UserId};

use super::{Pool, StoreError};

const SET: &str = "
update chat.member me set starred = $3
from chat.room r
where r.id = $1 and r.deleted_at is null and me.room_id = r.id and me.user_id = $2 and me.role in ('member', 'moderator', 'owner')
returning 1";

/// Puts a room there, or back; false if they are not inside.
///
/// # Errors
/// The database is away.
pub(crate) async fn set(pool: &Pool, room: RoomId, user: UserId, starred: bool) -> Result<bool, StoreError> {
    Ok(pool.read_first(SET, &[&room.0, &user.0, &starred]).await?.is_some())
}
