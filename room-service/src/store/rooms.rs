//! Rooms as a whole: making them and finding them.
//!
//! Called by the command listener (`create`) and by `query_handler`.

use proto::room::{
    Actor, Fingerprint, Head, Kind, Membership, Mute, RoomAddress, RoomSettings, RoomView, Viewer,
};
use proto::text::{ModerationReason, RoomName, Slug};
use proto::{At, Nonce, PictureId, RoomId, UserId};
use tokio_postgres::Row;
use tokio_postgres::types::Json;
use uuid::Uuid;

use super::levels::{chosen_level, level};
use super::names::{addresses, unlisted};
use super::unread::read_msg;
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

const HEADS: &str = "select id, head, last_msg, acl, revised from chat.room where id = any ($1)";

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

/// The picture in a row that has the column `picture`.
pub(super) fn picture(row: &Row) -> Result<Option<PictureId>, StoreError> {
    Ok(row.try_get::<_, Option<Uuid>>("picture")?.map(PictureId))
}

/// Who is in a direct conversation with this person.
pub(super) fn others(row: &Row, user: UserId) -> Result<Vec<UserId>, StoreError> {
    let participants: Option<Vec<Uuid>> = row.try_get("participants")?;
    Ok(participants.into_iter().flatten().map(UserId).filter(|other| *other != user).collect())
}

pub(super) fn unreadable(refusal: proto::Refusal) -> StoreError {
    StoreError::Unreadable(serde::de::Error::custom(refusal))
}
