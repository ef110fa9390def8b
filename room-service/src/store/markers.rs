//! How far people have read. Markers only move forward and never past the head; the append never touches them.
//!
//! Called by `questions` for readers, by `authors` for those who have posted.

use deadpool_postgres::Pool;
use proto::{RoomId, Seq, UserId};
use uuid::Uuid;

use super::StoreError;

const MARK: &str = "
with here as (
    select m.user_id, r.id as room_id, greatest(m.since_seq, least(w.seq, r.head)) as read_seq, m.since_msg
    from unnest($1::uuid[], $2::uuid[], $3::bigint[]) w (room_id, user_id, seq)
    join chat.room r on r.id = w.room_id
    join chat.member m on m.room_id = r.id and m.user_id = w.user_id and m.role in ('member', 'moderator', 'owner')
), moved as (
    insert into chat.marker as k (user_id, room_id, read_seq, read_msg)
    select user_id, room_id, read_seq, greatest(since_msg, coalesce((
        select g.msg_no from chat.message g
        where g.room_id = here.room_id and g.seq <= here.read_seq order by g.seq desc limit 1), 0))
    from here
    on conflict (user_id, room_id) do update
    set read_seq = excluded.read_seq, read_msg = greatest(k.read_msg, excluded.read_msg)
    where k.read_seq < excluded.read_seq
    returning room_id, user_id, read_seq, read_msg
)
select room_id, user_id, read_seq, read_msg, true as moved from moved
union all
select room_id, user_id, k.read_seq, k.read_msg, false
from here join chat.marker k using (user_id, room_id)
where not exists (select from moved m where m.room_id = here.room_id and m.user_id = here.user_id)";

/// Where a marker stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marker {
    /// Of which room.
    pub(crate) room: RoomId,
    /// Whose.
    pub(crate) user: UserId,
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
    Ok(mark_all(pool, &[(room, user, seq)]).await?.pop())
}

/// Moves members' markers forward, where they are not there already; each room and person at most once. Nothing is
/// answered for those who are not inside.
///
/// # Errors
/// The database is away.
pub(crate) async fn mark_all(
    pool: &Pool,
    wanted: &[(RoomId, UserId, Seq)],
) -> Result<Vec<Marker>, StoreError> {
    let rooms: Vec<Uuid> = wanted.iter().map(|(room, ..)| room.0).collect();
    let users: Vec<Uuid> = wanted.iter().map(|(_, user, _)| user.0).collect();
    let seqs: Vec<Seq> = wanted.iter().map(|(.., seq)| *seq).collect();
    let client = pool.get().await?;
    let mark = client.prepare_cached(MARK).await?;
    let rows = client.query(&mark, &[&rooms, &users, &seqs]).await?;
    rows.iter()
        .map(|row| {
            Ok(Marker {
                room: RoomId(row.try_get("room_id")?),
                user: UserId(row.try_get("user_id")?),
                read_seq: row.try_get("read_seq")?,
                read_msg: row.try_get("read_msg")?,
                moved: row.try_get("moved")?,
            })
        })
        .collect()
}
