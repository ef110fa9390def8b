//! How far people have read. Reading moves a marker forward and never past the head; only its person moves it back, on
//! purpose, and with that a new generation begins: what was read under an earlier one comes too late. The append never touches
//! markers.
//!
//! Called by `query_handler` for readers, by `author_markers` for those who have posted.

use proto::room::Marker;
use proto::{RoomId, Seq, UserId};
use tokio_postgres::Row;
use uuid::Uuid;

use super::put_away::{self, away_columns, away_seq};
use super::unread::{mentions, not_blocked, read_msg};
use super::{Pool, StoreError};

/// The number of the last message up to `$seq` that has one.
macro_rules! last_no {
    ($seq:literal) => {
        concat!(
            "coalesce((select g.msg_no from chat.message g
        where g.room_id = here.room_id and g.msg_no is not null and g.seq <= ",
            $seq,
            " order by g.seq desc limit 1), 0)"
        )
    };
}

const MARK: &str = concat!(
    "
with here as (
    select m.user_id, r.id as room_id, greatest(m.since_seq, least(w.seq, r.head)) as read_seq, m.since_msg, w.generation
    from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[]) w (room_id, user_id, seq, generation)
    join chat.room r on r.id = w.room_id and r.deleted_at is null
    join chat.member m on m.room_id = r.id and m.user_id = w.user_id and m.role in ('member', 'moderator', 'owner')
), moved as (
    insert into chat.marker as k (user_id, room_id, read_seq, read_msg)
    select user_id, room_id, read_seq, greatest(since_msg, ",
    last_no!("here.read_seq"),
    ")
    from here
    on conflict (user_id, room_id) do update
    set read_seq = excluded.read_seq, read_msg = greatest(k.read_msg, excluded.read_msg)
    where k.read_seq < excluded.read_seq and coalesce(
        (select h.generation = k.generation from here h where h.room_id = k.room_id and h.user_id = k.user_id and h.generation is not null),
        excluded.read_seq > k.held)
    returning room_id, user_id, read_seq, read_msg, generation, away_seq, away_msg, away_until
)
select at.room_id, at.user_id, at.read_seq, ",
    read_msg!("at.room_id", "at.read_seq", "at.read_msg"),
    " as read_msg, at.generation, at.moved, ",
    mentions!("at.user_id", "at.room_id", "open.seq"),
    " as mentions, 0::bigint as here, ",
    away_columns!("at.user_id", "at.room_id", "at", "at.read_seq"),
    "
from (
    select room_id, user_id, read_seq, read_msg, generation, away_seq, away_msg, away_until, true as moved from moved
    union all
    select room_id, user_id, k.read_seq, k.read_msg, k.generation, k.away_seq, k.away_msg, k.away_until, false
    from here join chat.marker k using (user_id, room_id)
    where not exists (select from moved m where m.room_id = here.room_id and m.user_id = here.user_id)
) at
cross join lateral (select greatest(at.read_seq, ",
    away_seq!("at"),
    ") as seq) open"
);

/// Right before the message, wherever the marker stood: what was on the screen may not have been marked as read yet. Nothing is put away
/// any more.
const MARK_UNREAD: &str = concat!(
    "
with here as (
    select m.user_id, r.id as room_id, r.head, m.since_msg,
        greatest(m.since_seq, least($3::bigint - 1, r.head)) as read_seq
    from chat.room r
    join chat.member m on m.room_id = r.id and m.user_id = $2 and m.role in ('member', 'moderator', 'owner')
        and r.deleted_at is null
    where r.id = $1
)
insert into chat.marker as k (user_id, room_id, read_seq, read_msg, generation, held)
select user_id, room_id, read_seq, greatest(since_msg, ",
    last_no!("here.read_seq"),
    "), 1, head from here
on conflict (user_id, room_id) do update
set read_seq = excluded.read_seq, read_msg = excluded.read_msg, generation = k.generation + 1, held = excluded.held,
    away_seq = 0, away_msg = 0, away_until = null
returning read_seq, ",
    read_msg!("k.room_id", "k.read_seq", "k.read_msg"),
    " as read_msg, generation, ",
    mentions!("k.user_id", "k.room_id", "k.read_seq"),
    " as mentions, 0::bigint as here, null::bigint as away_msg"
);

const MARKERS: &str = concat!(
    "
select m.user_id, at.read_seq, ",
    read_msg!("m.room_id", "at.read_seq", "greatest(k.read_msg, m.since_msg)"),
    " as read_msg, coalesce(k.generation, 0) as generation, ",
    mentions!("m.user_id", "m.room_id", "at.open_seq"),
    " as mentions, (
    select count(*) from chat.message called
    where called.room_id = m.room_id and called.seq = $3::bigint and called.seq > at.open_seq and called.deleted_at is null
        and called.author_id <> m.user_id and ",
    not_blocked!("m.user_id", "called.room_id", "called.seq"),
    ") as here, ",
    away_columns!("m.user_id", "m.room_id", "k", "at.read_seq"),
    "
from chat.member m join chat.room r on r.id = m.room_id and r.deleted_at is null
left join chat.marker k on k.room_id = m.room_id and k.user_id = m.user_id
cross join lateral (
    select greatest(k.read_seq, m.since_seq) as read_seq, greatest(k.read_seq, m.since_seq, ",
    away_seq!("k"),
    ") as open_seq
) at
where m.room_id = $1 and m.user_id = any ($2) and m.role in ('member', 'moderator', 'owner')"
);

/// Something read: which room, by whom, up to where, and under which generation of the marker, if that is known.
pub(crate) type Read = (RoomId, UserId, Seq, Option<i64>);

/// A marker after a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marked {
    /// Of which room.
    pub(crate) room: RoomId,
    /// The person.
    pub(crate) user: UserId,
    /// Where it stands.
    pub(crate) marker: Marker,
    /// It has just moved.
    pub(crate) moved: bool,
}

/// Moves a member's marker forward, if it is not there already. None for those who are not inside.
///
/// # Errors
/// The database is away.
pub(crate) async fn mark(pool: &Pool, read: Read) -> Result<Option<Marked>, StoreError> {
    if let Some(marked) = mark_all(pool, &[read]).await?.pop() {
        return Ok(Some(marked));
    }
    // Or the first marker of a member has been written by another statement meanwhile, which this one could not see.
    let (room, user, ..) = read;
    Ok(look(pool, room, user).await?.map(|marker| Marked { room, user, marker, moved: false }))
}

/// Moves members' markers forward, where they are not there already; each room and person at most once. Nothing is
/// answered for those who are not inside.
///
/// # Errors
/// The database is away.
pub(crate) async fn mark_all(pool: &Pool, wanted: &[Read]) -> Result<Vec<Marked>, StoreError> {
    let rooms: Vec<Uuid> = wanted.iter().map(|(room, ..)| room.0).collect();
    let users: Vec<Uuid> = wanted.iter().map(|(_, user, ..)| user.0).collect();
    let seqs: Vec<Seq> = wanted.iter().map(|(_, _, seq, _)| *seq).collect();
    let generations: Vec<Option<i64>> = wanted.iter().map(|(.., generation)| *generation).collect();
    let rows = pool.read(MARK, &[&rooms, &users, &seqs, &generations]).await?;
    rows.iter()
        .map(|row| {
            Ok(Marked {
                room: RoomId(row.try_get("room_id")?),
                user: UserId(row.try_get("user_id")?),
                marker: marker(row)?,
                moved: row.try_get("moved")?,
            })
        })
        .collect()
}

/// Puts a member's marker right before `seq`. None for those who are not inside.
///
/// # Errors
/// The database is away.
pub(crate) async fn mark_unread(
    pool: &Pool,
    room: RoomId,
    user: UserId,
    seq: Seq,
) -> Result<Option<Marker>, StoreError> {
    pool.read_first(MARK_UNREAD, &[&room.0, &user.0, &seq.max(1)]).await?.as_ref().map(marker).transpose()
}

/// Where a member's marker stands. None for those who are not inside.
///
/// # Errors
/// The database is away.
pub(crate) async fn look(pool: &Pool, room: RoomId, user: UserId) -> Result<Option<Marker>, StoreError> {
    Ok(look_all(pool, room, &[user], None).await?.pop().map(|(_, marker)| marker))
}

/// Where the markers of these people stand; those who are not inside are left out. `calling` is a message that mentions them, and is
/// counted nowhere.
///
/// # Errors
/// The database is away.
pub(crate) async fn look_all(
    pool: &Pool,
    room: RoomId,
    users: &[UserId],
    calling: Option<Seq>,
) -> Result<Vec<(UserId, Marker)>, StoreError> {
    let ids: Vec<Uuid> = users.iter().map(|user| user.0).collect();
    let rows = pool.read(MARKERS, &[&room.0, &ids, &calling]).await?;
    rows.iter().map(|row| Ok((UserId(row.try_get("user_id")?), marker(row)?))).collect()
}

fn marker(row: &Row) -> Result<Marker, StoreError> {
    let here: i64 = row.try_get("here")?;
    Ok(Marker {
        read_seq: row.try_get("read_seq")?,
        read_msg: row.try_get("read_msg")?,
        generation: row.try_get("generation")?,
        mentions: row.try_get::<_, i64>("mentions")? + here,
        here,
        away: put_away::of_row(row)?,
    })
}
