//! The rooms somebody is in, as their list shows them.

use proto::room::MyRoom;
use proto::{RoomId, UserId};
use tokio_postgres::Row;
use uuid::Uuid;

use super::levels::{chosen_level, level};
use super::put_away::{self, away_columns, away_seq};
use super::rooms::{address, others};
use super::unread::{mentions, read_msg};
use super::{Pool, StoreError, word};

/// Rooms of one person, as their list shows them.
macro_rules! mine {
    ($which:literal, $rest:literal) => {
        concat!(
            "select r.id, r.slug, coalesce(r.name, '') as name, r.participants, me.hidden_msg, ",
            chosen_level!("$1"),
            " as level, me.starred, r.kind, me.role, r.head, r.head_at, r.last_msg, r.acl,
    at.read_seq, ",
            read_msg!("r.id", "at.read_seq", "greatest(k.read_msg, me.since_msg)"),
            " as read_msg, coalesce(k.generation, 0) as generation, ",
            mentions!("$1", "r.id", "at.open_seq"),
            " as mentions, ",
            away_columns!("$1", "r.id", "k", "at.read_seq"),
            "
from chat.member me join chat.room r on r.id = me.room_id and r.deleted_at is null
left join chat.marker k on k.room_id = r.id and k.user_id = $1
cross join lateral (
    select greatest(k.read_seq, me.since_seq) as read_seq, greatest(k.read_seq, me.since_seq, ",
            away_seq!("k"),
            ") as open_seq
) at
where me.user_id = $1 and me.role in ('member', 'moderator', 'owner')",
            $which,
            $rest
        )
    };
}

const MINE: &str = mine!(" and me.room_id > $2", " order by me.room_id limit $3");
const MY_ROOM: &str = mine!(" and me.room_id = $2", "");

/// The most rooms of one's own in one answer. A line with the longest name and address is about 1 KB: see `ANSWER_BYTES`.
const MY_ROOMS: usize = 400;

/// The rooms this person is in, in order of their ids, those after `after`; and whether there are more.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn mine(
    pool: &Pool,
    user: UserId,
    after: Option<RoomId>,
) -> Result<(Vec<MyRoom>, bool), StoreError> {
    let after = after.map_or(Uuid::nil(), |room| room.0);
    let rows = pool.read(MINE, &[&user.0, &after, &(MY_ROOMS as i64 + 1)]).await?;
    let rooms = rows.iter().take(MY_ROOMS).map(|row| my_room_of(row, user)).collect::<Result<_, _>>()?;
    Ok((rooms, rows.len() > MY_ROOMS))
}

/// One of the rooms of a person; none if they are not in it.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn my_room(pool: &Pool, room: RoomId, user: UserId) -> Result<Option<MyRoom>, StoreError> {
    pool.read(MY_ROOM, &[&user.0, &room.0]).await?.first().map(|row| my_room_of(row, user)).transpose()
}

fn my_room_of(row: &Row, user: UserId) -> Result<MyRoom, StoreError> {
    let kind = word(row.try_get("kind")?)?;
    Ok(MyRoom {
        room: RoomId(row.try_get("id")?),
        address: address(row, "id")?,
        name: row.try_get("name")?,
        others: others(row, user)?,
        hidden_msg: row.try_get("hidden_msg")?,
        kind,
        role: word(row.try_get("role")?)?,
        head: row.try_get("head")?,
        last_msg: row.try_get("last_msg")?,
        acl: row.try_get("acl")?,
        read_seq: row.try_get("read_seq")?,
        read_msg: row.try_get("read_msg")?,
        generation: row.try_get("generation")?,
        mentions: row.try_get("mentions")?,
        away: put_away::of_row(row)?,
        level: level(row, kind)?,
        starred: row.try_get("starred")?,
        active_at: row.try_get("head_at")?,
    })
}
