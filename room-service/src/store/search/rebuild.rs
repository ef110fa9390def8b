//! The index written anew, room by room and a few messages at a time, while what is there serves. How far it has come stands in
//! `chat.search_rebuild`, so that it goes on after whatever ends in the middle.

use proto::{RoomId, Seq};

use super::super::{Pool, StoreError};
use super::index;

/// Messages at once.
const BITE: i64 = 200;

/// All rooms, from their first message.
const BEGIN: &str = "
insert into chat.search_rebuild (room_id) select id from chat.room where deleted_at is null
on conflict (room_id) do update set seq = 0 returning room_id";

const ROOMS: &str = "select room_id from chat.search_rebuild order by room_id limit $1";
const LEFT: &str = "select count(*) from chat.search_rebuild";
const PLACE: &str = "select seq from chat.search_rebuild where room_id = $1";

/// Messages, and rows of the index whose message may be gone.
const NEXT: &str = "
select seq from (
    (select seq from chat.message where room_id = $1 and seq > $2 order by seq limit $3)
    union (select seq from chat.search where room_id = $1 and seq > $2 order by seq limit $3)
) s order by seq limit $3";

/// It may have begun anew meanwhile.
const MOVE: &str = "update chat.search_rebuild set seq = $3 where room_id = $1 and seq = $2";
const END: &str = "delete from chat.search_rebuild where room_id = $1 and seq = $2";

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

/// Writes the next messages of a room.
///
/// # Errors
/// The database is away.
pub(crate) async fn step(pool: &Pool, room: RoomId) -> Result<(), StoreError> {
    let Some(row) = pool.read_first(PLACE, &[&room.0]).await? else { return Ok(()) };
    let place: Seq = row.try_get("seq")?;
    let rows = pool.read(NEXT, &[&room.0, &place, &BITE]).await?;
    let seqs = rows.iter().map(|row| Ok(row.try_get("seq")?)).collect::<Result<Vec<Seq>, StoreError>>()?;
    let Some(last) = seqs.last() else { return pool.read(END, &[&room.0, &place]).await.map(drop) };
    index::write(pool, room, &seqs).await?;
    pool.read(MOVE, &[&room.0, &place, last]).await.map(drop)
}
