//! What waits for a person: how their rooms ended, and what mentions them there. For their home page.
//!
//! Called by `query_handler`.

use proto::room::{Excerpt, Waiting};
use proto::{RoomId, UserId};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use super::files::files_alone;
use super::put_away::away_seq;
use super::unread::{names, not_blocked};
use super::{Pool, StoreError};

/// The rest of a long message is left out: a line is shown of it. With the longest characters forty of them fit an answer.
const LAST: &str = concat!(
    "
select r.id as room_id, m.seq, m.author_id, e.name, e.at, left(m.html, 1500) as html, ",
    files_alone!("m"),
    " as files
from chat.member me join chat.room r on r.id = me.room_id and r.deleted_at is null
join lateral (
    select * from chat.message
    where room_id = r.id and msg_no is not null and deleted_at is null order by seq desc limit 1
) m on true
join chat.event e on e.room_id = r.id and e.seq = m.seq
where me.user_id = $1 and me.role in ('member', 'moderator', 'owner') and r.id = any ($2)"
);

/// The latest first.
const MENTIONS: &str = concat!(
    "
select r.id as room_id, m.seq, m.author_id, e.name, e.at, left(m.html, 1500) as html, ",
    files_alone!("m"),
    " as files
from chat.member me join chat.room r on r.id = me.room_id and r.deleted_at is null
left join chat.marker k on k.room_id = r.id and k.user_id = $1
join chat.mention n on ",
    names!("n", "$1::uuid"),
    " and n.room_id = r.id and n.seq > me.since_seq
left join chat.thread_follow f on f.user_id = $1 and f.room_id = n.room_id and f.root = n.root
join chat.message m on m.room_id = n.room_id and m.seq = n.seq and m.deleted_at is null
join chat.event e on e.room_id = m.room_id and e.seq = m.seq
where me.user_id = $1 and me.role in ('member', 'moderator', 'owner')
    and n.seq > coalesce(case when n.root is null then greatest(k.read_seq, ",
    away_seq!("k"),
    ") else greatest(f.read_seq, ",
    away_seq!("f"),
    ") end, 0) and f.level is distinct from 'none' and ",
    not_blocked!("$1", "n.room_id", "n.seq"),
    "
order by e.at desc limit 20"
);

/// The last messages of those of these rooms that the person is in, and unread messages that mention them in any.
///
/// # Errors
/// The database is away.
pub(crate) async fn waiting(pool: &Pool, user: UserId, rooms: &[RoomId]) -> Result<Waiting, StoreError> {
    let ids: Vec<Uuid> = rooms.iter().map(|room| room.0).collect();
    let (here, whose): ([&(dyn ToSql + Sync); 2], [&(dyn ToSql + Sync); 1]) = ([&user.0, &ids], [&user.0]);
    let (last, mentions) = tokio::try_join!(pool.read(LAST, &here), pool.read(MENTIONS, &whose))?;
    let excerpts = |rows: &[Row]| rows.iter().map(excerpt).collect::<Result<Vec<_>, _>>();
    Ok(Waiting { last: excerpts(&last)?, mentions: excerpts(&mentions)? })
}

fn excerpt(row: &Row) -> Result<Excerpt, StoreError> {
    Ok(Excerpt {
        room: RoomId(row.try_get("room_id")?),
        seq: row.try_get("seq")?,
        author: UserId(row.try_get("author_id")?),
        name: row.try_get("name")?,
        at: row.try_get("at")?,
        html: row.try_get("html")?,
        files: row.try_get("files")?,
    })
}
