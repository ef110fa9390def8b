//! What messages said before they were edited, in rooms that keep it. Written by the append; never searched.
//!
//! Called by `query_handler`.

use proto::room::{Revision, Revisions, Viewer};
use proto::{RoomId, Seq, UserId};

use super::{ANSWER_BYTES, Pool, StoreError, may_read, weight};

/// Whether earlier words of a message are kept.
macro_rules! has_history {
    ($message:literal) => {
        concat!(
            "(",
            $message,
            ".edited_at is not null and exists (select from chat.revision v where v.room_id = ",
            $message,
            ".room_id and v.seq = ",
            $message,
            ".seq)) as history"
        )
    };
}
pub(super) use has_history;

const LIST: &str = "
select x.rev, x.at, x.html
from chat.room r join chat.member me on me.room_id = r.id and me.user_id = $2
left join lateral (
    select v.rev, e.at, v.html from chat.revision v join chat.event e on e.room_id = v.room_id and e.seq = v.rev
    where v.room_id = r.id and v.seq = $3 and v.rev < $4
) x on true
where r.id = $1 and r.deleted_at is null and me.role in ('member', 'moderator', 'owner')
order by x.rev desc";

const ERASE: &str = concat!(
    "with mine as (
    select m.room_id, m.seq
    from chat.room r left join chat.member me on me.room_id = r.id and me.user_id = $2
    join chat.message m on m.room_id = r.id and m.seq = $4 and m.author_id = $2
    where r.id = $1 and r.deleted_at is null and ",
    may_read!("$3"),
    "
), gone as (
    delete from chat.revision v using mine where v.room_id = mine.room_id and v.seq = mine.seq returning 1
)
select (select count(*) from gone) as erased from mine"
);

/// Those of a message, the latest first, as many as fit an answer; none for those who are not inside.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn list(
    pool: &Pool,
    room: RoomId,
    user: UserId,
    seq: Seq,
    before: Option<Seq>,
) -> Result<Option<Revisions>, StoreError> {
    let rows = pool.read(LIST, &[&room.0, &user.0, &seq, &before.unwrap_or(Seq::MAX)]).await?;
    if rows.is_empty() {
        return Ok(None);
    }
    let (mut found, mut bytes) = (Revisions::default(), 0);
    for row in &rows {
        let Some(rev) = row.try_get::<_, Option<Seq>>("rev")? else { break };
        let revision = Revision { rev, at: row.try_get("at")?, html: row.try_get("html")? };
        bytes += weight(&revision);
        if bytes > ANSWER_BYTES && !found.revisions.is_empty() {
            found.more = true;
            break;
        }
        found.revisions.push(revision);
    }
    Ok(Some(found))
}

/// Erases those of somebody's own message: how many there were; none if it is not theirs, or not there for them.
///
/// # Errors
/// The database is away.
pub(crate) async fn erase(
    pool: &Pool,
    room: RoomId,
    viewer: Viewer,
    seq: Seq,
) -> Result<Option<u64>, StoreError> {
    let row = pool.read_first(ERASE, &[&room.0, &viewer.user.0, &viewer.is_visitor(), &seq]).await?;
    row.map(|row| Ok(row.try_get::<_, i64>("erased")?.unsigned_abs())).transpose()
}
