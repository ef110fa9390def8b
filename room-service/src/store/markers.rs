//! How far people have read. Markers only move forward and never past the head; the append never touches them.
//!
//! Called by `questions`.

use deadpool_postgres::Pool;
use proto::{RoomId, Seq, UserId};

use super::StoreError;

const MARK: &str = "
with here as (
    select m.user_id, r.id as room_id, greatest(m.since_seq, least($3, r.head)) as read_seq, m.since_msg
    from chat.member m join chat.room r on r.id = m.room_id
    where r.id = $1 and m.user_id = $2 and m.role in ('member', 'moderator', 'owner')
), moved as (
    insert into chat.marker as k (user_id, room_id, read_seq, read_msg)
    select user_id, room_id, read_seq, greatest(since_msg, coalesce((
        select g.msg_no from chat.message g
        where g.room_id = here.room_id and g.seq <= here.read_seq order by g.seq desc limit 1), 0))
    from here
    on conflict (user_id, room_id) do update
    set read_seq = excluded.read_seq, read_msg = greatest(k.read_msg, excluded.read_msg)
    where k.read_seq < excluded.read_seq
    returning read_seq, read_msg
)
select read_seq, read_msg, true as moved from moved
union all
select k.read_seq, k.read_msg, false
from here join chat.marker k using (user_id, room_id) where not exists (select from moved)";

/// Where a marker stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marker {
    /// Read up to this seq.
    pub(crate) read_seq: Seq,
    /// Read up to this message number.
    pub(crate) read_msg: i64,
    /// It has just moved.
    pub(crate) moved: bool,
}

/// Moves a member's marker forward, if it is not there already. None for those who are not inside.
///
/// # Errors
/// The database is away.
pub(crate) async fn mark(
    pool: &Pool,
    room: RoomId,
    user: UserId,
    seq: Seq,
) -> Result<Option<Marker>, StoreError> {
    let client = pool.get().await?;
    let mark = client.prepare_cached(MARK).await?;
    let Some(row) = client.query_opt(&mark, &[&room.0, &user.0, &seq]).await? else { return Ok(None) };
    Ok(Some(Marker {
        read_seq: row.try_get("read_seq")?,
        read_msg: row.try_get("read_msg")?,
        moved: row.try_get("moved")?,
    }))
}
