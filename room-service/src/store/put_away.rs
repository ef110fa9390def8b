//! What people put away unread: up to a seq of a room or of a thread, for good or until a moment. One row a person and conversation, and
//! it is the one that says how far they have read it; nothing is written for anybody when a message is posted.
//!
//! Called by `query_handler`. What it leaves waiting, `inbox` lists and the numbers of a room (`unread`) tell.

use proto::room::{Conversation, PutAway, SNOOZED_MAX};
use proto::{At, RoomId, Seq, UserId};
use tokio_postgres::Row;
use uuid::Uuid;

use super::{Pool, StoreError};

/// Up to where the conversation of `$row` is put away at this moment; 0: it is not, or waits again. Null where there is no row.
macro_rules! away_seq {
    ($row:literal) => {
        concat!("(case when ", $row, ".away_until <= now() then 0 else ", $row, ".away_seq end)")
    };
}

/// What `$user` put away of room `$room`, for [`of_row`]: of marker `$row`, where it goes beyond `$read_seq`.
macro_rules! away_columns {
    ($user:literal, $room:literal, $row:literal, $read_seq:literal) => {
        concat!(
            "case when ",
            $crate::store::put_away::away_seq!($row),
            " > ",
            $read_seq,
            " then ",
            $crate::store::unread::read_msg!($room, concat!($row, ".away_seq"), concat!($row, ".away_msg")),
            " end as away_msg, case when ",
            $crate::store::put_away::away_seq!($row),
            " > ",
            $read_seq,
            " then ",
            $row,
            ".away_until end as away_until, case when ",
            $row,
            ".away_until > now() and ",
            $row,
            ".away_seq > ",
            $read_seq,
            " then ",
            $crate::store::unread::mentions!($user, $room, $read_seq),
            " else 0 end as away_mentions"
        )
    };
}
pub(super) use {away_columns, away_seq};

/// How much is snoozed, the conversation itself excepted.
const SNOOZED: &str = "
select (
    select count(*) from chat.marker k where k.user_id = $1 and k.away_until > now() and not ($3::bigint is null and k.room_id = $2)
) + (
    select count(*) from chat.thread_follow f
    where f.user_id = $1 and f.away_until > now() and (f.room_id, f.root) is distinct from ($2, $3)
) as snoozed";

/// Rooms up to a seq, never less far than they are put away already.
const ROOMS: &str = "
insert into chat.marker as k (user_id, room_id, read_seq, read_msg, away_seq, away_msg, away_until)
select me.user_id, r.id, me.since_seq, me.since_msg, least(w.seq, r.head), coalesce((
    select g.msg_no from chat.message g
    where g.room_id = r.id and g.msg_no is not null and g.seq <= w.seq order by g.seq desc limit 1), 0), $4::timestamptz
from unnest($2::uuid[], $3::bigint[]) w (room_id, seq)
join chat.room r on r.id = w.room_id and r.deleted_at is null
join chat.member me on me.room_id = r.id and me.user_id = $1 and me.role in ('member', 'moderator', 'owner')
on conflict (user_id, room_id) do update
set away_seq = excluded.away_seq, away_msg = excluded.away_msg, away_until = excluded.away_until
where k.away_seq <= excluded.away_seq
returning room_id";

const THREADS: &str = "
update chat.thread_follow f set away_seq = w.seq, away_until = $5::timestamptz
from unnest($2::uuid[], $3::bigint[], $4::bigint[]) w (room_id, root, seq)
join chat.room r on r.id = w.room_id and r.deleted_at is null
join chat.member me on me.room_id = r.id and me.user_id = $1 and me.role in ('member', 'moderator', 'owner')
where f.user_id = $1 and f.room_id = w.room_id and f.root = w.root and f.away_seq <= w.seq
returning 1";

const ROOM_BACK: &str = "
update chat.marker set away_seq = 0, away_msg = 0, away_until = null
where user_id = $1 and room_id = $2 and away_seq > 0 returning 1";

const THREAD_BACK: &str = "
update chat.thread_follow set away_seq = 0, away_until = null
where user_id = $1 and room_id = $2 and root = $3 and away_seq > 0 returning 1";

/// What has changed for somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Changed {
    /// These rooms.
    pub(crate) rooms: Vec<RoomId>,
    /// Some thread.
    pub(crate) is_any_thread: bool,
}

/// Whether somebody may snooze one more conversation, or this one again.
///
/// # Errors
/// The database is away.
pub(crate) async fn may_snooze(
    pool: &Pool,
    user: UserId,
    Conversation { room, root }: Conversation,
) -> Result<bool, StoreError> {
    let row = pool.read_one(SNOOZED, &[&user.0, &room.0, &root]).await?;
    Ok(row.try_get::<_, i64>("snoozed")? < SNOOZED_MAX as i64)
}

/// Puts conversations of a member away, each up to a seq; those they are not in stay out of it.
///
/// # Errors
/// The database is away.
pub(crate) async fn put_away(
    pool: &Pool,
    user: UserId,
    conversations: &[(Conversation, Seq)],
    until: Option<At>,
) -> Result<Changed, StoreError> {
    let (mut rooms, mut upto) = (Vec::new(), Vec::new());
    let (mut in_rooms, mut roots, mut seqs) = (Vec::new(), Vec::new(), Vec::new());
    for (Conversation { room, root }, seq) in conversations {
        match root {
            None => {
                rooms.push(room.0);
                upto.push((*seq).max(0));
            }
            Some(root) => {
                in_rooms.push(room.0);
                roots.push(*root);
                seqs.push((*seq).max(0));
            }
        }
    }
    let mut changed = Changed::default();
    if !rooms.is_empty() {
        let rows = pool.read(ROOMS, &[&user.0, &rooms, &upto, &until]).await?;
        let room = |row: &Row| Ok::<_, StoreError>(RoomId(row.try_get::<_, Uuid>("room_id")?));
        changed.rooms = rows.iter().map(room).collect::<Result<_, _>>()?;
    }
    if !roots.is_empty() {
        let rows = pool.read(THREADS, &[&user.0, &in_rooms, &roots, &seqs, &until]).await?;
        changed.is_any_thread = !rows.is_empty();
    }
    Ok(changed)
}

/// What somebody put away of a conversation waits again, as far as it is unread.
///
/// # Errors
/// The database is away.
pub(crate) async fn bring_back(
    pool: &Pool,
    user: UserId,
    Conversation { room, root }: Conversation,
) -> Result<Changed, StoreError> {
    Ok(match root {
        None => {
            let rows = pool.read(ROOM_BACK, &[&user.0, &room.0]).await?;
            Changed { rooms: rows.iter().map(|_| room).collect(), is_any_thread: false }
        }
        Some(root) => {
            let rows = pool.read(THREAD_BACK, &[&user.0, &room.0, &root]).await?;
            Changed { rooms: Vec::new(), is_any_thread: !rows.is_empty() }
        }
    })
}

/// What a member put away of a room, of the columns that `away_columns!` names.
pub(super) fn of_row(row: &Row) -> Result<Option<PutAway>, StoreError> {
    let Some(msg) = row.try_get("away_msg")? else { return Ok(None) };
    Ok(Some(PutAway { msg, until: row.try_get("away_until")?, mentions: row.try_get("away_mentions")? }))
}
