//! A message as it concerns one person: what `proto::room::notification` decides by.
//!
//! Called by `query_handler`; the notifier decides by the same columns.

use proto::room::notification::{Concern, Following, Handled, Place};
use proto::room::{LevelBy, Viewer};
use proto::{RoomId, Seq};
use tokio_postgres::Row;

use super::levels::level;
use super::{Pool, StoreError, may_read, word};

/// What message `m` of room `r` is to `$user`, whose row there is `me`: columns for [`read`], with [`concern_joins`].
macro_rules! concern_columns {
    ($user:literal) => {
        concat!(
            "coalesce(me.role in ('member', 'moderator', 'owner'), false) as is_member, r.kind, ",
            $crate::store::levels::chosen_level!($user),
            " as level, m.author_id = ",
            $user,
            " and not coalesce(m.msg_no is not null and m.seq <= k.held, false) as is_own, m.deleted_at is not null as is_deleted,
    coalesce(m.seq <= me.since_seq, false) as is_before, not ",
            $crate::store::unread::not_blocked!($user, "m.room_id", "m.seq"),
            " as is_blocked, n.seq is not null and n.keyword is null as is_mentioned, n.keyword,
    m.root, m.msg_no is not null as in_room, f.level as following,
    coalesce(k.read_seq >= m.seq, false) as read_in_room, coalesce(f.read_seq >= m.seq, false) as read_in_thread,
    coalesce(",
            $crate::store::put_away::away_seq!("k"),
            " >= m.seq, false) as away_in_room, coalesce(",
            $crate::store::put_away::away_seq!("f"),
            " >= m.seq, false) as away_in_thread, k.away_until is null as done_in_room, f.away_until is null as done_in_thread"
        )
    };
}

/// What [`concern_columns`] reads besides.
macro_rules! concern_joins {
    ($user:literal) => {
        concat!(
            "
left join chat.marker k on k.room_id = r.id and k.user_id = ",
            $user,
            "
left join chat.mention n on n.room_id = r.id and n.seq = m.seq and ",
            $crate::store::unread::names!("n", $user),
            "
left join chat.thread_follow f on f.user_id = ",
            $user,
            " and f.room_id = r.id and f.root = m.root
"
        )
    };
}
pub(in crate::store) use {concern_columns, concern_joins};

const CONCERN: &str = concat!(
    "select ",
    concern_columns!("$2::uuid"),
    ",
    case when me.level is not null then 'room' when r.kind = 'direct' then 'nobody'
        when exists (select from chat.notification_settings chosen where chosen.user_id = $2) then 'person'
        when (select everyone.level is not null from chat.installation everyone) then 'installation' else 'nobody' end as level_by
from chat.room r
left join chat.member me on me.room_id = r.id and me.user_id = $2
join chat.message m on m.room_id = r.id and m.seq = $3",
    concern_joins!("$2::uuid"),
    "where r.id = $1 and r.deleted_at is null and ",
    may_read!("$4")
);

/// What a message is to somebody who may read it, the keyword of theirs that it uses, and who chose their level. None for others, and
/// where there is none.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn of(
    pool: &Pool,
    room: RoomId,
    viewer: Viewer,
    seq: Seq,
) -> Result<Option<(Concern, Option<String>, LevelBy)>, StoreError> {
    let asked = pool.read_first(CONCERN, &[&room.0, &viewer.user.0, &seq, &viewer.is_visitor()]).await?;
    let Some(row) = asked else { return Ok(None) };
    let (concern, keyword) = read(&row)?;
    Ok(Some((concern, keyword, word(row.try_get("level_by")?)?)))
}

/// Reads it from columns; besides, the keyword that the message uses.
pub(in crate::store) fn read(row: &Row) -> Result<(Concern, Option<String>), StoreError> {
    let kind = word(row.try_get("kind")?)?;
    let keyword: Option<String> = row.try_get("keyword")?;
    let following = match row.try_get::<_, Option<&str>>("following")? {
        Some("all") => Following::Followed,
        Some(_) => Following::Left,
        None => Following::Neither,
    };
    let place = match (row.try_get::<_, Option<Seq>>("root")?, row.try_get("in_room")?) {
        (None, _) => Place::Room,
        (Some(_), true) => Place::Both(following),
        (Some(_), false) => Place::Thread(following),
    };
    let concern = Concern {
        is_member: row.try_get("is_member")?,
        kind,
        level: level(row, kind)?,
        is_own: row.try_get("is_own")?,
        is_deleted: row.try_get("is_deleted")?,
        is_before: row.try_get("is_before")?,
        is_blocked: row.try_get("is_blocked")?,
        is_mentioned: row.try_get("is_mentioned")?,
        has_keyword: keyword.is_some(),
        place,
        in_room: handled(row, ["read_in_room", "away_in_room", "done_in_room"])?,
        in_thread: handled(row, ["read_in_thread", "away_in_thread", "done_in_thread"])?,
        // Whoever asks knows that of themselves.
        is_quiet: false,
        is_looking: false,
    };
    Ok((concern, keyword))
}

fn handled(row: &Row, [read, away, done]: [&str; 3]) -> Result<Handled, StoreError> {
    Ok(match (row.try_get(read)?, row.try_get(away)?, row.try_get(done)?) {
        (true, ..) => Handled::Read,
        (_, true, true) => Handled::Done,
        (_, true, false) => Handled::Snoozed,
        _ => Handled::Open,
    })
}
