//! Rooms that somebody may see, in pages.

use proto::RoomId;
use proto::room::{Listing, Reply, RoomCounts, RoomFilter, RoomOrder, Viewer};
use proto::text::{RoomName, Slug};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use super::rooms::{picture, unreadable};
use super::{Pool, StoreError, may_read, word};

/// Rooms in pages, with how many match. One row without a room: nothing is to be shown.
const BROWSE: &str = concat!(
    "
with found as materialized (
    select r.id, r.slug, r.name, (r.settings ->> 'picture')::uuid as picture, r.name_key, r.topic, r.kind, r.members, r.head_at, r.created_at,
        coalesce(me.role in ('member', 'moderator', 'owner'), false) as mine,
        r.kind = 'public' and r.archived_at is null as listed
    from chat.room r left join chat.member me on me.room_id = r.id and me.user_id = $1
    where r.deleted_at is null and r.kind <> 'direct' and ",
    may_read!("$2"),
    " and ($3 = '' or strpos(r.name_key, $3) > 0 or strpos(lower(r.topic), $3) > 0)
), counted as (
    select count(*) filter (where listed) as public, count(*) filter (where mine) as joined,
        count(*) filter (where listed and not mine) as others
    from found
)
select c.public, c.joined, c.others, page.*
from counted c left join lateral (
    select * from found
    where case $4 when 'joined' then mine when 'others' then listed and not mine else listed end
    order by case $5 when 'name' then name_key end, case $5 when 'members' then -members end,
        case $5 when 'newest' then created_at end desc, head_at desc, id
    offset $6 limit $7
) page on true"
);

/// Which part of the list of rooms is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part<'a> {
    pub(crate) show: RoomFilter,
    pub(crate) order: RoomOrder,
    pub(crate) search: &'a str,
    pub(crate) offset: u32,
    pub(crate) limit: u16,
}

/// Rooms that this person may see; as `Reply::Listing`.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn browse(pool: &Pool, viewer: Viewer, part: Part<'_>) -> Result<Reply, StoreError> {
    // Looked for as names are compared; what cannot be part of a name is found nowhere.
    let search =
        RoomName::parse(part.search).map_or_else(|_| part.search.trim().to_lowercase(), |name| name.key());
    let limit = usize::from(part.limit.clamp(1, 100));
    let values: [&(dyn ToSql + Sync); 7] = [
        &viewer.user.0,
        &viewer.is_visitor(),
        &search,
        &part.show.as_str(),
        &part.order.as_str(),
        &i64::from(part.offset),
        &(limit as i64 + 1),
    ];
    let rows = pool.read(BROWSE, &values).await?;
    let counts = rows.first().map(counts).transpose()?.unwrap_or_default();
    let mut rooms = rows.iter().filter_map(|row| listing(row).transpose()).collect::<Result<Vec<_>, _>>()?;
    let more = rooms.len() > limit;
    rooms.truncate(limit);
    Ok(Reply::Listing { rooms, more, counts })
}

fn counts(row: &Row) -> Result<RoomCounts, StoreError> {
    Ok(RoomCounts {
        public: row.try_get("public")?,
        joined: row.try_get("joined")?,
        others: row.try_get("others")?,
    })
}

fn listing(row: &Row) -> Result<Option<Listing>, StoreError> {
    let Some(id) = row.try_get("id")? else { return Ok(None) };
    Ok(Some(Listing {
        room: RoomId(id),
        slug: Slug::try_from(row.try_get::<_, String>("slug")?).map_err(unreadable)?,
        name: row.try_get("name")?,
        topic: row.try_get("topic")?,
        picture: picture(row)?,
        kind: word(row.try_get("kind")?)?,
        members: row.try_get("members")?,
        mine: row.try_get("mine")?,
        active_at: row.try_get("head_at")?,
    }))
}
