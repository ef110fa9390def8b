//! Messages that people saved to come back to, and what else is theirs alone. What was deleted, or may not be read any more, is
//! there for nobody: each question looks at the message and the room as they stand.
//!
//! Called by `query_handler`.

use proto::room::{Excerpt, Moment, Personal, SAVED_MAX, Saved, SavedMessage, Viewer};
use proto::{At, RoomId, Seq, UserId};
use tokio_postgres::Row;
use uuid::Uuid;

use super::files::files_alone;
use super::levels::chosen_level;
use super::put_away::away_seq;
use super::reports::open_reports;
use super::threads::unread_replies;
use super::{Pool, StoreError, arrangements, may_read, rooms, word};

/// What the person `$1` saved and may still read; `$visitor` says whether they see public rooms that they are not in.
macro_rules! readable {
    ($visitor:literal) => {
        concat!(
            "chat.saved s
    join chat.room r on r.id = s.room_id and r.deleted_at is null
    left join chat.member me on me.room_id = r.id and me.user_id = s.user_id
    join chat.message m on m.room_id = s.room_id and m.seq = s.seq and m.deleted_at is null
where s.user_id = $1 and ",
            may_read!($visitor)
        )
    };
}

/// Saves a message, and says how: with another reminder where `$6` says so, else with the one it had. Of too many nothing is saved.
const SAVE: &str = concat!(
    "
with it as (
    select r.id, m.seq
    from chat.room r
    left join chat.member me on me.room_id = r.id and me.user_id = $1
    join chat.message m on m.room_id = r.id and m.seq = $3 and m.deleted_at is null
    where r.id = $2 and r.deleted_at is null and ",
    may_read!("$4"),
    "
), others as (
    select count(*) >= $7::bigint as full from chat.saved where user_id = $1 and (room_id, seq) <> ($2, $3)
), kept as (
    insert into chat.saved as k (user_id, room_id, seq, remind_at)
    select $1::uuid, it.id, it.seq, $5::timestamptz from it, others where not others.full
    on conflict (user_id, room_id, seq) do update
    set remind_at = case when $6::boolean then excluded.remind_at else k.remind_at end
    returning k.remind_at
)
select others.full, kept.remind_at from it cross join others left join kept on true"
);

/// What nobody can read any more makes room for something else.
const SWEEP: &str = "
delete from chat.saved s using chat.message m
where s.user_id = $1 and m.room_id = s.room_id and m.seq = s.seq and m.deleted_at is not null";

const UNSAVE: &str = "delete from chat.saved where user_id = $1 and room_id = $2 and seq = $3";

const ONE: &str = concat!("select s.remind_at from ", readable!("$4"), " and s.room_id = $2 and s.seq = $3");

/// Those that are due first, then what was saved last. The rest of a long message is left out: a line is shown of it.
const LIST: &str = concat!(
    "select s.room_id, s.seq, s.remind_at, coalesce(s.remind_at <= now(), false) as due,
    r.slug, r.name as room_name, r.kind, m.author_id, e.name, e.at, left(m.html, 1500) as html, ",
    files_alone!("m"),
    " as files
from (select s.* from ",
    readable!("$2"),
    ") s
join chat.room r on r.id = s.room_id
join chat.message m on m.room_id = s.room_id and m.seq = s.seq
join chat.event e on e.room_id = m.room_id and e.seq = m.seq
order by due desc, case when s.remind_at <= now() then s.remind_at end desc, s.saved_at desc, s.room_id, s.seq
offset $3 limit $4"
);

/// A hundred threads are as good as more. Those of rooms that are not to call are not counted; one that is snoozed and has nothing new
/// since waits from a moment on.
const PERSONAL: &str = concat!(
    "
select threads.waiting as threads, threads.snoozed, ",
    open_reports!("$1"),
    " as reports, array(
    select other from chat.member me join chat.room r on r.id = me.room_id cross join unnest(r.participants) o (other)
    where me.user_id = $1 and me.blocks and other <> $1 order by other
) as blocked, s.room_id, s.seq, s.remind_at
from (
    select count(*) filter (where found.is_open) as waiting,
        coalesce(array_agg(found.away_until order by found.away_until) filter (where not found.is_open), '{}') as snoozed
    from (
        select n.is_open, f.away_until from chat.thread_follow f
        join chat.thread t on t.room_id = f.room_id and t.root = f.root and t.last_seq > f.read_seq
        join chat.room r on r.id = f.room_id and r.deleted_at is null
        join chat.member me on me.room_id = r.id and me.user_id = f.user_id and me.role in ('member', 'moderator', 'owner')
        cross join lateral (select greatest(f.read_seq, me.since_seq, ",
    away_seq!("f"),
    ") as seq) open
        cross join lateral (select ",
    unread_replies!("open.seq"),
    " > 0 as is_open) n
        where f.user_id = $1 and f.level = 'all' and coalesce(",
    chosen_level!("$1"),
    ", '') not in ('nothing', 'hidden') and (n.is_open or f.away_until > now() and ",
    unread_replies!("greatest(f.read_seq, me.since_seq)"),
    " > 0) limit 100
    ) found
) threads
left join lateral (select s.room_id, s.seq, s.remind_at from ",
    readable!("true"),
    ") s on true
order by s.remind_at, s.room_id, s.seq"
);

/// What came of saving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    /// It is saved so.
    As(Saved),
    /// There are [`SAVED_MAX`] others already.
    Full,
}

/// Saves a message of a room. `remind`: at that moment, or not at all any more; none leaves that as it was. None for those who may not
/// read it.
///
/// # Errors
/// The database is away.
pub(crate) async fn save(
    pool: &Pool,
    room: RoomId,
    viewer: Viewer,
    seq: Seq,
    remind: Option<Option<At>>,
) -> Result<Option<Kept>, StoreError> {
    let most = SAVED_MAX as i64;
    let (at, is_other) = (remind.flatten(), remind.is_some());
    let save = async || {
        pool.read_first(SAVE, &[&viewer.user.0, &room.0, &seq, &viewer.is_visitor(), &at, &is_other, &most])
            .await
    };
    let Some(mut row) = save().await? else { return Ok(None) };
    if row.try_get("full")? {
        pool.read(SWEEP, &[&viewer.user.0]).await?;
        let Some(again) = save().await? else { return Ok(None) };
        row = again;
    }
    Ok(Some(if row.try_get("full")? { Kept::Full } else { Kept::As(saved(&row)?) }))
}

/// Forgets that somebody saved a message.
///
/// # Errors
/// The database is away.
pub(crate) async fn unsave(pool: &Pool, room: RoomId, user: UserId, seq: Seq) -> Result<(), StoreError> {
    pool.read(UNSAVE, &[&user.0, &room.0, &seq]).await.map(|_| ())
}

/// How somebody saved a message that they may read; none if they did not.
///
/// # Errors
/// The database is away.
pub(crate) async fn one(
    pool: &Pool,
    room: RoomId,
    viewer: Viewer,
    seq: Seq,
) -> Result<Option<Saved>, StoreError> {
    let row = pool.read_first(ONE, &[&viewer.user.0, &room.0, &seq, &viewer.is_visitor()]).await?;
    row.as_ref().map(saved).transpose()
}

/// What somebody saved and may still read, and whether there is more.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn list(
    pool: &Pool,
    viewer: Viewer,
    offset: u32,
    limit: u16,
) -> Result<(Vec<SavedMessage>, bool), StoreError> {
    let limit = i64::from(limit.clamp(1, 50));
    let asked =
        pool.read(LIST, &[&viewer.user.0, &viewer.is_visitor(), &i64::from(offset), &(limit + 1)]).await?;
    let mut messages = asked.iter().map(message).collect::<Result<Vec<_>, _>>()?;
    let more = messages.len() as i64 > limit;
    messages.truncate(limit as usize);
    Ok((messages, more))
}

/// What is a person's alone.
///
/// # Errors
/// The database is away.
pub(crate) async fn personal(pool: &Pool, user: UserId) -> Result<Personal, StoreError> {
    let reading = async { pool.read(PERSONAL, &[&user.0]).await };
    let (rows, arrangement) = tokio::try_join!(reading, arrangements::get(pool, user))?;
    let mut personal = Personal { arrangement, ..Personal::default() };
    for row in rows {
        personal.threads = row.try_get("threads")?;
        personal.snoozed = row.try_get::<_, Vec<At>>("snoozed")?.into_iter().map(Moment).collect();
        personal.reports = row.try_get("reports")?;
        if personal.blocked.is_empty() {
            personal.blocked = row.try_get::<_, Vec<Uuid>>("blocked")?.into_iter().map(UserId).collect();
        }
        let Some(room) = row.try_get("room_id")? else { continue };
        personal.saved.entry(RoomId(room)).or_default().push(row.try_get("seq")?);
        personal.reminders.extend(row.try_get::<_, Option<At>>("remind_at")?.map(Moment));
    }
    Ok(personal)
}

fn saved(row: &Row) -> Result<Saved, StoreError> {
    Ok(Saved { remind_at: row.try_get("remind_at")? })
}

fn message(row: &Row) -> Result<SavedMessage, StoreError> {
    Ok(SavedMessage {
        address: rooms::address(row, "room_id")?,
        name: row.try_get::<_, Option<String>>("room_name")?.unwrap_or_default(),
        kind: word(row.try_get("kind")?)?,
        message: Excerpt {
            room: RoomId(row.try_get("room_id")?),
            seq: row.try_get("seq")?,
            author: UserId(row.try_get("author_id")?),
            name: row.try_get("name")?,
            at: row.try_get("at")?,
            html: row.try_get("html")?,
            files: row.try_get("files")?,
        },
        saved: saved(row)?,
        due: row.try_get("due")?,
    })
}
