//! Rooms as a whole: making them, finding them, listing them.
//!
//! Called by the command listener (`create`) and by `query_handler`.

use proto::room::{
    Actor, Fingerprint, Head, Kind, Listing, Membership, Mute, MyRoom, Reply, RoomAddress, RoomCounts,
    RoomFilter, RoomOrder, RoomSettings, RoomView, Viewer,
};
use proto::text::{ModerationReason, RoomName, Slug};
use proto::{At, Nonce, RoomId, UserId};
use tokio_postgres::Row;
use tokio_postgres::types::{Json, ToSql};
use uuid::Uuid;

use super::levels::{chosen_level, level};
use super::names::{addresses, unlisted};
use super::unread::{mentions, read_msg};
use super::{Pool, StoreError, may_read, word};

const CREATE: &str = "select answer, at from chat.create_room($1, $2, $3, $4, $5, $6, $7, $8, $9)";

/// Rooms as one person may see them. The marker never stands before the person came in: what was there is not unread.
macro_rules! view {
    ($which:literal) => {
        concat!(
            "select r.id, r.slug, coalesce(r.name, '') as name, r.participants, r.topic, r.kind, r.archived_at is not null as archived, r.members, r.head,
    r.last_msg, r.settings,
    r.kind = 'direct' and exists (select from chat.member b where b.room_id = r.id and b.blocks) as blocked, me.role, case when me.muted_until > now() then me.muted_until end as muted_until,
    greatest(0, ceil(extract(epoch from me.spoke_at - clock_timestamp()) + coalesce((r.settings ->> 'slow_mode')::int, 0)))::bigint as wait_seconds,
    (select w.data ->> 'reason' from chat.event w where w.room_id = r.id and w.seq = me.muted_seq) as muted_reason,
    ",
            chosen_level!("$2"),
            " as level, me.starred, me.since_seq, greatest(k.read_seq, me.since_seq) as read_seq,
    ",
            read_msg!("r.id", "greatest(k.read_seq, me.since_seq)", "greatest(k.read_msg, me.since_msg)"),
            " as read_msg
from chat.room r
left join chat.member me on me.room_id = r.id and me.user_id = $2
left join chat.marker k on k.room_id = r.id and k.user_id = $2
where ", $which, " and r.deleted_at is null and ", may_read!("$3")
        )
    };
}

const GET: &str = view!("r.id = $1");
const FIND: &str = view!("r.id = (select a.room_id from chat.address a where a.slug = $1)");

/// Rooms of one person, as their list shows them.
macro_rules! mine {
    ($which:literal, $rest:literal) => {
        concat!(
            "select r.id, r.slug, coalesce(r.name, '') as name, r.participants, me.hidden_msg, ",
            chosen_level!("$1"),
            " as level, me.starred, r.kind, me.role, r.head, r.head_at, r.last_msg, r.acl,
    greatest(k.read_seq, me.since_seq) as read_seq,
    ",
            read_msg!("r.id", "greatest(k.read_seq, me.since_seq)", "greatest(k.read_msg, me.since_msg)"),
            " as read_msg, coalesce(k.generation, 0) as generation, ",
            mentions!("$1", "r.id", "greatest(k.read_seq, me.since_seq)"),
            " as mentions
from chat.member me join chat.room r on r.id = me.room_id and r.deleted_at is null
left join chat.marker k on k.room_id = r.id and k.user_id = $1
where me.user_id = $1 and me.role in ('member', 'moderator', 'owner')",
            $which,
            $rest
        )
    };
}

const MINE: &str = mine!(" and me.room_id > $2", " order by me.room_id limit $3");
const MY_ROOM: &str = mine!(" and me.room_id = $2", "");

/// Rooms in pages, with how many match. One row without a room: nothing is to be shown.
const BROWSE: &str = concat!(
    "
with found as materialized (
    select r.id, r.slug, r.name, r.name_key, r.topic, r.kind, r.members, r.head_at, r.created_at,
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

const HEADS: &str = "select id, head, last_msg, acl, revised from chat.room where id = any ($1)";

/// The most rooms of one's own in one answer. A line with the longest name and address is about 1 KB: see `ANSWER_BYTES`.
const MY_ROOMS: usize = 400;

/// What came of making a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Created {
    /// It is there, since this moment.
    Made(At),
    /// It was made by the same command before.
    Known(At),
    /// The nonce made another room.
    Reused,
    /// The name is in use.
    Taken,
}

/// Makes a room with its first event, its address and its owner; its id is that of [`RoomId::made_by`].
///
/// # Errors
/// The database is away; whether the room was made is then unknown, and the same again finds out.
pub(crate) async fn create(
    pool: &Pool,
    room: RoomId,
    actor: &Actor,
    fingerprint: Fingerprint,
    name: &RoomName,
    kind: Kind,
) -> Result<Created, StoreError> {
    let nonce = Nonce(room.0);
    let (slugs, kind) = match kind {
        Kind::Public => (addresses(name, nonce), "public"),
        Kind::Private => (unlisted(name, nonce), "private"),
        // Nothing is called so: no room is made.
        Kind::Direct => (Vec::new(), "direct"),
    };
    let row = pool
        .write_one(
            CREATE,
            &[
                &room.0,
                &actor.id.0,
                &actor.name,
                &fingerprint.0,
                &name.as_str(),
                &name.key(),
                &name.skeleton(),
                &slugs,
                &kind,
            ],
        )
        .await?;
    Ok(match row.try_get("answer")? {
        "made" => Created::Made(row.try_get("at")?),
        "known" => Created::Known(row.try_get("at")?),
        "reused" => Created::Reused,
        "taken" | "no_address" => Created::Taken,
        word => return Err(StoreError::Unreadable(serde::de::Error::custom(word))),
    })
}

/// A room by its id, if this person may see it.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn get(pool: &Pool, room: RoomId, viewer: Viewer) -> Result<Option<RoomView>, StoreError> {
    pool.read_first(GET, &[&room.0, &viewer.user.0, &viewer.is_visitor()])
        .await?
        .as_ref()
        .map(|row| view(row, viewer.user))
        .transpose()
}

/// A room by one of its addresses, if this person may see it.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn find(pool: &Pool, slug: &Slug, viewer: Viewer) -> Result<Option<RoomView>, StoreError> {
    pool.read_first(FIND, &[&slug.as_str(), &viewer.user.0, &viewer.is_visitor()])
        .await?
        .as_ref()
        .map(|row| view(row, viewer.user))
        .transpose()
}

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
        level: level(row, kind)?,
        starred: row.try_get("starred")?,
        active_at: row.try_get("head_at")?,
    })
}

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
        kind: word(row.try_get("kind")?)?,
        members: row.try_get("members")?,
        mine: row.try_get("mine")?,
        active_at: row.try_get("head_at")?,
    }))
}

/// Where rooms stand; those that are not there are left out.
///
/// # Errors
/// The database is away.
pub(crate) async fn heads(pool: &Pool, rooms: &[RoomId]) -> Result<Vec<Head>, StoreError> {
    let ids: Vec<Uuid> = rooms.iter().map(|room| room.0).collect();
    let head = |row: &Row| {
        Ok(Head {
            room: RoomId(row.try_get("id")?),
            head: row.try_get("head")?,
            last_msg: row.try_get("last_msg")?,
            acl: row.try_get("acl")?,
            revised: row.try_get("revised")?,
        })
    };
    pool.read(HEADS, &[&ids]).await?.iter().map(head).collect()
}

fn view(row: &Row, user: UserId) -> Result<RoomView, StoreError> {
    let kind = word(row.try_get("kind")?)?;
    let mine = match row.try_get::<_, Option<&str>>("role")?.map(word::<proto::room::Role>).transpose()? {
        Some(role) if role.is_inside() => Some(Membership {
            role,
            since: row.try_get("since_seq")?,
            read_seq: row.try_get("read_seq")?,
            read_msg: row.try_get("read_msg")?,
            level: level(row, kind)?,
            starred: row.try_get("starred")?,
        }),
        _ => None,
    };
    Ok(RoomView {
        room: RoomId(row.try_get("id")?),
        address: address(row, "id")?,
        name: row.try_get("name")?,
        others: others(row, user)?,
        topic: row.try_get("topic")?,
        kind,
        archived: row.try_get("archived")?,
        members: row.try_get("members")?,
        head: row.try_get("head")?,
        last_msg: row.try_get("last_msg")?,
        settings: row.try_get::<_, Json<RoomSettings>>("settings")?.0,
        muted: mute(row)?.filter(|_| mine.is_some()),
        wait_seconds: wait_seconds(row, mine.as_ref())?,
        blocked: row.try_get("blocked")?,
        mine,
    })
}

/// Moderators do not wait.
fn wait_seconds(row: &Row, mine: Option<&Membership>) -> Result<u32, StoreError> {
    let waits = mine.is_some_and(|mine| mine.role == proto::room::Role::Member);
    let seconds: Option<i64> = row.try_get("wait_seconds")?;
    Ok(seconds.filter(|_| waits).and_then(|seconds| seconds.try_into().ok()).unwrap_or(0))
}

fn mute(row: &Row) -> Result<Option<Mute>, StoreError> {
    let Some(until) = row.try_get("muted_until")? else { return Ok(None) };
    Ok(Some(Mute { until, reason: moderation_reason(row, "muted_reason")? }))
}

/// Why somebody was muted or banned: a column of the event's text.
pub(super) fn moderation_reason(row: &Row, column: &str) -> Result<Option<ModerationReason>, StoreError> {
    let reason: Option<String> = row.try_get(column)?;
    reason.map(ModerationReason::try_from).transpose().map_err(unreadable)
}

/// Where the page of a row's room is: by its `slug`, or by its id, which is in the column of this name.
pub(super) fn address(row: &Row, id: &str) -> Result<RoomAddress, StoreError> {
    match row.try_get::<_, Option<String>>("slug")? {
        Some(slug) => Ok(Slug::try_from(slug).map_err(unreadable)?.into()),
        None => Ok(RoomAddress::Direct(RoomId(row.try_get(id)?))),
    }
}

/// Who is in a direct conversation with this person.
fn others(row: &Row, user: UserId) -> Result<Vec<UserId>, StoreError> {
    let participants: Option<Vec<Uuid>> = row.try_get("participants")?;
    Ok(participants.into_iter().flatten().map(UserId).filter(|other| *other != user).collect())
}

pub(super) fn unreadable(refusal: proto::Refusal) -> StoreError {
    StoreError::Unreadable(serde::de::Error::custom(refusal))
}
