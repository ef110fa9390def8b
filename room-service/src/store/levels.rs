//! What of a room somebody is told about.
//!
//! Called by `query_handler`; with a room as its member sees it, the level is read there.

use proto::room::{Kind, Level};
use proto::{RoomId, UserId};
use tokio_postgres::Row;

use super::{Pool, StoreError, word};

/// The level of `me`, who is `$user`, in room `r`: what they chose for it or, where it has a name, for all of those, or an admin for
/// everyone. Null: nobody chose anything.
macro_rules! chosen_level {
    ($user:literal) => {
        concat!(
            "coalesce(me.level, case when r.kind <> 'direct' then coalesce((
        select chosen.level from chat.notification_settings chosen where chosen.user_id = ",
            $user,
            "), (select everyone.level from chat.installation everyone)) end)"
        )
    };
}
pub(super) use chosen_level;

const SET: &str = "
update chat.member me set level = $3
from chat.room r
where r.id = $1 and r.deleted_at is null and me.room_id = r.id and me.user_id = $2 and me.role in ('member', 'moderator', 'owner')
returning 1";

/// Chooses it; false if they are not inside.
///
/// # Errors
/// The database is away.
pub(crate) async fn set(pool: &Pool, room: RoomId, user: UserId, level: Level) -> Result<bool, StoreError> {
    Ok(pool.read_first(SET, &[&room.0, &user.0, &level.as_str()]).await?.is_some())
}

/// That of a member's row: its column `level`.
pub(super) fn level(row: &Row, kind: Kind) -> Result<Level, StoreError> {
    let chosen = row.try_get::<_, Option<&str>>("level")?.map(word).transpose()?;
    Ok(chosen.unwrap_or(Level::unless_chosen(kind)))
}
