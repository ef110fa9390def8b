//! The people of a room: a page of them, and who of some is inside, with the position this is true at.
//!
//! Called by `query_handler`; `belong` for a gateway that is about to send heads to people whose membership may have changed.

use proto::room::{CommonRoom, MemberLine, Reply, Role, Viewer};
use proto::text::Slug;
use proto::{RoomId, UserId};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use super::rooms::{moderation_reason, unreadable};
use super::{Pool, StoreError, may_read, word};

const BELONG: &str = "
select r.acl, r.head, r.kind = 'public' as public,
    (select coalesce(array_agg(m.user_id), '{}') from chat.member m
     where m.room_id = r.id and m.user_id = any ($2) and m.role in ('member', 'moderator', 'owner')
        and r.deleted_at is null) as members
from chat.room r where r.id = $1";

/// Those who may read the room see who is in it; its members see who may not come back. One row more than asked for tells
/// whether there are more.
const LIST: &str = concat!(
    "
select x.* from chat.room r left join chat.member me on me.room_id = r.id and me.user_id = $2
left join lateral (
    select m.user_id, m.role, e.at, case when $3 then m.banned_until when m.muted_until > now() then m.muted_until end as until,
        case when $3 then e.data ->> 'reason' when m.muted_until > now() then w.data ->> 'reason' end as reason
    from chat.member m join chat.event e on e.room_id = m.room_id and e.seq = m.since_seq
    left join chat.event w on w.room_id = m.room_id and w.seq = m.muted_seq
    where m.room_id = r.id and case when $3 then m.role = 'banned' and (m.banned_until is null or m.banned_until > now()) else m.role in ('member', 'moderator', 'owner') end
        and ($7::uuid[] is null or m.user_id = any ($7))
    order by array_position(array['owner', 'moderator', 'member'], m.role), m.since_seq, m.user_id
    offset $4 limit $5
) x on true
where r.id = $1 and r.deleted_at is null and ",
    may_read!("not $3 and $6")
);

const ROLE: &str = "select role from chat.member where room_id = $1 and user_id = $2";

const IN_COMMON: &str = "
select r.slug, r.name, r.kind
from chat.member one join chat.room r on r.id = one.room_id and r.kind <> 'direct' and r.deleted_at is null
join chat.member other on other.room_id = r.id
where one.user_id = $1 and other.user_id = $2
    and one.role in ('member', 'moderator', 'owner') and other.role in ('member', 'moderator', 'owner')
order by r.head_at desc limit 50";

/// A page of the people inside, or of the banned, and whether there are more; none for those who may not see them.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn list(
    pool: &Pool,
    room: RoomId,
    viewer: Viewer,
    (banned, among): (bool, Option<&[UserId]>),
    offset: u32,
    limit: u16,
) -> Result<Option<(Vec<MemberLine>, bool)>, StoreError> {
    let among: Option<Vec<Uuid>> = among.map(|people| people.iter().map(|user| user.0).collect());
    let limit = i64::from(limit.clamp(1, 100));
    let (user, is_visitor) = (viewer.user.0, viewer.is_visitor());
    let values: [&(dyn ToSql + Sync); 7] =
        [&room.0, &user, &banned, &i64::from(offset), &(limit + 1), &is_visitor, &among];
    let rows = pool.read(LIST, &values).await?;
    if rows.is_empty() {
        return Ok(None);
    }
    let mut members = Vec::new();
    for row in &rows {
        let Some(user) = row.try_get::<_, Option<Uuid>>("user_id")? else { continue };
        members.push(MemberLine {
            user: UserId(user),
            role: word(row.try_get("role")?)?,
            since: row.try_get("at")?,
            until: row.try_get("until")?,
            reason: moderation_reason(row, "reason")?,
        });
    }
    let more = members.len() as i64 > limit;
    members.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(Some((members, more)))
}

/// What a person is or was in a room; none if they never had anything to do with it.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn role(pool: &Pool, room: RoomId, user: UserId) -> Result<Option<Role>, StoreError> {
    let row = pool.read_first(ROLE, &[&room.0, &user.0]).await?;
    row.map(|row| Ok(word(row.try_get("role")?)?)).transpose()
}

/// The rooms that two people are in together.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn in_common(
    pool: &Pool,
    user: UserId,
    with: UserId,
) -> Result<Vec<CommonRoom>, StoreError> {
    let rows = pool.read(IN_COMMON, &[&user.0, &with.0]).await?;
    let room = |row: &Row| {
        Ok(CommonRoom {
            slug: Slug::try_from(row.try_get::<_, String>("slug")?).map_err(unreadable)?,
            name: row.try_get("name")?,
            kind: word(row.try_get("kind")?)?,
        })
    };
    rows.iter().map(room).collect()
}

const KNOWN: &str = "
select distinct other.user_id
from chat.member me join chat.room r on r.id = me.room_id and r.deleted_at is null
join chat.member other on other.room_id = r.id
where me.user_id = $1 and other.user_id <> $1
    and me.role in ('member', 'moderator', 'owner') and other.role in ('member', 'moderator', 'owner')
limit 2000";

/// Those who are in a room with a person; of very many, some.
///
/// # Errors
/// The database is away.
pub(crate) async fn known(pool: &Pool, user: UserId) -> Result<Vec<UserId>, StoreError> {
    let rows = pool.read(KNOWN, &[&user.0]).await?;
    rows.iter().map(|row| Ok(UserId(row.try_get("user_id")?))).collect()
}

const INSIDE: &str = "
select user_id from chat.member where room_id = $1 and role in ('member', 'moderator', 'owner') limit $2";

/// Some of those inside, at most `limit`.
///
/// # Errors
/// The database is away.
pub(crate) async fn inside(pool: &Pool, room: RoomId, limit: i64) -> Result<Vec<UserId>, StoreError> {
    pool.read(INSIDE, &[&room.0, &limit])
        .await?
        .iter()
        .map(|row| Ok(UserId(row.try_get("user_id")?)))
        .collect()
}

/// `Reply::Belong`; none if there is no such room.
///
/// # Errors
/// The database is away.
pub(crate) async fn belong(pool: &Pool, room: RoomId, users: &[UserId]) -> Result<Option<Reply>, StoreError> {
    let ids: Vec<Uuid> = users.iter().map(|user| user.0).collect();
    let Some(row) = pool.read_first(BELONG, &[&room.0, &ids]).await? else { return Ok(None) };
    let members: Vec<Uuid> = row.try_get("members")?;
    Ok(Some(Reply::Belong {
        acl: row.try_get("acl")?,
        head: row.try_get("head")?,
        public: row.try_get("public")?,
        members: members.into_iter().map(UserId).collect(),
    }))
}
