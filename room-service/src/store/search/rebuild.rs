//! The index written anew, room by room and some blocks at a time, while what is there serves. How far it has come stands in
//! `chat.search_rebuild`, so that it goes on after whatever ends in the middle.

use proto::{RoomId, Seq};

use super::super::{Pool, StoreError};
use super::{block, index};

/// Blocks at once.
const BITE: Seq = 16;

/// All rooms, from their first message.
const BEGIN: &str = "
insert into chat.search_rebuild (room_id) select id from chat.room where deleted_at is null
on conflict (room_id) do update set block = 0 returning room_id";

const ROOMS: &str = "select room_id from chat.search_rebuild order by room_id limit $1";
const LEFT: &str = "select count(*) from chat.search_rebuild";
const PLACE: &str = "select block from chat.search_rebuild where room_id = $1";

/// Blocks without a message, which are not written.
const CLEAR: &str = "
delete from chat.search s where s.room_id = $1 and s.block >= $2 and ($3::bigint is null or s.block < $3) and not exists (
    select from chat.message m where m.room_id = s.room_id and m.seq >= s.block * 16 and m.seq < s.block * 16 + 16
)";

/// It may have begun anew meanwhile.
const MOVE: &str = "update chat.search_rebuild set block = $3 where room_id = $1 and block = $2";
const END: &str = "delete from chat.search_rebuild where room_id = $1 and block = $2";

/// Has all rooms written anew. Says how many that are.
///
/// # Errors
/// The database is away.
pub(crate) async fn begin(pool: &Pool) -> Result<usize, StoreError> {
    Ok(pool.read(BEGIN, &[]).await?.len())
}

/// How many rooms are still to be written anew.
///
/// # Errors
/// The database is away.
pub(crate) async fn left(pool: &Pool) -> Result<i64, StoreError> {
    Ok(pool.read_one(LEFT, &[]).await?.try_get(0)?)
}

/// Some of them.
///
/// # Errors
/// The database is away.
pub(crate) async fn rooms(pool: &Pool, limit: i64) -> Result<Vec<RoomId>, StoreError> {
    pool.read(ROOMS, &[&limit]).await?.iter().map(|row| Ok(RoomId(row.try_get(0)?))).collect()
}

/// Writes the next blocks of a room, if it is one of them.
///
/// # Errors
/// The database is away.
pub(crate) async fn step(pool: &Pool, room: RoomId) -> Result<(), StoreError> {
    let Some(row) = pool.read_first(PLACE, &[&room.0]).await? else { return Ok(()) };
    let place: Seq = row.try_get("block")?;
    let end = place + BITE;
    let head = index::write(pool, room, place..end).await?;
    let is_last = head < block::start(end);
    pool.read(CLEAR, &[&room.0, &place, &(!is_last).then_some(end)]).await?;
    if is_last {
        return pool.read(END, &[&room.0, &place]).await.map(drop);
    }
    pool.read(MOVE, &[&room.0, &place, &end]).await.map(drop)
}
