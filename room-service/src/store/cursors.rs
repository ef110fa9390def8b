//! How far followers have come in each room, and the events after that.
//!
//! Called by `followers`; and by `query_handler` for the overview.

use proto::room::{Event, FollowerStatus};
use proto::{RoomId, Seq};
use uuid::Uuid;

use super::{Pool, StoreError, events};

/// Where a follower stands in a room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cursor {
    /// The last event that is done with.
    pub(crate) seq: Seq,
    /// How often the next one was tried without success.
    pub(crate) tries: i32,
}

/// Events to be handled.
#[derive(Debug)]
pub(crate) struct Batch {
    /// Those of the follower's kinds, in order.
    pub(crate) events: Vec<Event>,
    /// Where the cursor stands once they are done with: what lies between is of other kinds.
    pub(crate) upto: Seq,
    /// There may be more of them.
    pub(crate) more: bool,
}

/// What a sweep found.
#[derive(Debug)]
pub(crate) struct Sweep {
    /// Rooms that were looked at.
    pub(crate) rooms: i64,
    /// Those in which something of the follower's kinds happened.
    pub(crate) behind: Vec<RoomId>,
}

const READ: &str = "select seq, tries from chat.cursor where follower = $1 and room_id = $2";

/// Moves the cursors of rooms in which nothing concerns the follower, and names the others.
const SWEEP: &str = "
with behind as (
    select r.id, r.head, coalesce(c.seq, 0) as seq
    from chat.room r left join chat.cursor c on c.follower = $1 and c.room_id = r.id
    where r.head > coalesce(c.seq, 0) limit $3
),
concerned as (
    select b.id, b.head, exists (
        select from chat.event e where e.room_id = b.id and e.seq > b.seq and e.seq <= b.head and e.kind = any ($2)
    ) as work
    from behind b
),
quiet as (
    insert into chat.cursor as c (follower, room_id, seq) select $1, id, head from concerned where not work
    on conflict (follower, room_id) do update set seq = greatest(c.seq, excluded.seq)
)
select id, work from concerned";

const ADVANCE: &str = "
insert into chat.cursor as c (follower, room_id, seq)
select $1, room, seq from unnest($2::uuid[], $3::bigint[]) done (room, seq) order by room
on conflict (follower, room_id) do update set seq = excluded.seq, tries = 0, error = case when c.skipped > 0 then c.error end where c.seq < excluded.seq";

const FAILED: &str = "
insert into chat.cursor as c (follower, room_id, seq, tries, error) values ($1, $2, $3, $4, $5)
on conflict (follower, room_id) do update set tries = excluded.tries, error = excluded.error where c.seq = excluded.seq";

const SKIP: &str = "
insert into chat.cursor as c (follower, room_id, seq, skipped, error) values ($1, $2, $3, 1, $4)
on conflict (follower, room_id)
do update set seq = excluded.seq, tries = 0, skipped = c.skipped + 1, error = excluded.error where c.seq < excluded.seq";

const STATUS: &str = "
with behind as (
    select r.id, coalesce(c.seq, 0) as seq
    from chat.room r left join chat.cursor c on c.follower = $1 and c.room_id = r.id
    where r.head > coalesce(c.seq, 0)
),
waiting as (
    select (
        select min(e.at) from chat.event e where e.room_id = b.id and e.seq > b.seq and e.kind = any ($2)
    ) as since
    from behind b
)
select (select count(since) from waiting) as rooms, (select min(since) from waiting) as waiting_since,
    (select coalesce(sum(skipped), 0)::bigint from chat.cursor where follower = $1) as skipped,
    (select error from chat.cursor where follower = $1 and error is not null order by room_id limit 1) as error";

/// How far a follower has come that acts on these kinds of event.
///
/// # Errors
/// The database is away.
pub(crate) async fn status(
    pool: &Pool,
    follower: &'static str,
    kinds: &[&str],
) -> Result<FollowerStatus, StoreError> {
    let row = pool.read_one(STATUS, &[&follower, &kinds]).await?;
    Ok(FollowerStatus {
        name: follower.to_owned(),
        rooms: row.try_get("rooms")?,
        waiting_since: row.try_get("waiting_since")?,
        skipped: row.try_get("skipped")?,
        error: row.try_get("error")?,
    })
}

/// Where a follower stands in a room; at the beginning if it has never been there.
///
/// # Errors
/// The database is away.
pub(crate) async fn read(pool: &Pool, follower: &'static str, room: RoomId) -> Result<Cursor, StoreError> {
    let Some(row) = pool.read_first(READ, &[&follower, &room.0]).await? else { return Ok(Cursor::default()) };
    Ok(Cursor { seq: row.try_get("seq")?, tries: row.try_get("tries")? })
}

/// The next events of these kinds after a seq, at most `most`.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn events(
    pool: &Pool,
    room: RoomId,
    after: Seq,
    kinds: &[&str],
    most: i64,
) -> Result<Batch, StoreError> {
    let (head, events) = events::of_kinds(pool, room, after, kinds, most).await?;
    let more = events.len() as i64 == most;
    let upto = events.last().filter(|_| more).map_or(head, |event| event.seq);
    Ok(Batch { events, upto, more })
}

/// Rooms that a follower is behind in, at most `limit`.
///
/// # Errors
/// The database is away.
pub(crate) async fn sweep(
    pool: &Pool,
    follower: &'static str,
    kinds: &[&str],
    limit: i64,
) -> Result<Sweep, StoreError> {
    let rows = pool.read(SWEEP, &[&follower, &kinds, &limit]).await?;
    let mut behind = Vec::new();
    for row in &rows {
        if row.try_get("work")? {
            behind.push(RoomId(row.try_get("id")?));
        }
    }
    Ok(Sweep { rooms: rows.len() as i64, behind })
}

/// Everything up to here is done with, in each of these rooms.
///
/// # Errors
/// The database is away.
pub(crate) async fn advance(
    pool: &Pool,
    follower: &'static str,
    done: &[(RoomId, Seq)],
) -> Result<(), StoreError> {
    let (rooms, seqs): (Vec<Uuid>, Vec<Seq>) = done.iter().map(|(room, seq)| (room.0, *seq)).unzip();
    pool.read(ADVANCE, &[&follower, &rooms, &seqs]).await.map(drop)
}

/// What comes after `seq` was tried so often without success.
///
/// # Errors
/// The database is away.
pub(crate) async fn failed(
    pool: &Pool,
    follower: &'static str,
    room: RoomId,
    seq: Seq,
    tries: i32,
    why: &str,
) -> Result<(), StoreError> {
    pool.read(FAILED, &[&follower, &room.0, &seq, &tries, &why]).await.map(drop)
}

/// The event at `seq` is given up.
///
/// # Errors
/// The database is away.
pub(crate) async fn skip(
    pool: &Pool,
    follower: &'static str,
    room: RoomId,
    seq: Seq,
    why: &str,
) -> Result<(), StoreError> {
    pool.read(SKIP, &[&follower, &room.0, &seq, &why]).await.map(drop)
}
