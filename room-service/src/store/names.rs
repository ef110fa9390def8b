//! Names and addresses span rooms, so a room that is about to be called something else takes them first, in a short
//! statement of its own; the append makes them its name, or they are given back.
//!
//! Called by the command listener, before and after a command to rename, and by `query_handler`.

use proto::room::permissions::Asker;
use proto::room::{Actor, RoomSettings, Viewer};
use proto::text::{RoomName, Slug};
use proto::{Nonce, RoomId};
use serde::de::Error as _;
use tokio_postgres::types::Json;
use uuid::Uuid;

use super::{Pool, StoreError, may_read, word};
use crate::room::Claim;

const ASKER: &str = "
select r.kind, r.archived_at is not null as archived, r.settings,
    case when me.role = 'banned' and me.banned_until <= now() then 'former' else me.role end as role,
    case when me.muted_until > now() then me.muted_until end as muted_until
from chat.room r left join chat.member me on me.room_id = r.id and me.user_id = $2
where r.id = $1 and r.deleted_at is null";

const CLAIM: &str = "select answer, slug from chat.claim_rename($1, $2, $3, $4, $5, $6)";

/// Only names that rooms really have, and only of rooms that this person may find.
const ALIKE: &str = concat!(
    "
select r.name from chat.name n
join chat.room r on r.id = n.room_id and r.name_key = n.key and r.kind = 'public' and r.deleted_at is null
left join chat.member me on me.room_id = r.id and me.user_id = $1
where n.skeleton = $2 and n.key <> $3 and r.id is distinct from $4 and ",
    may_read!("$5"),
    "
limit 1"
);

const RELEASE: &str = "
with names as (delete from chat.name where room_id = $1 and claim = $2)
delete from chat.address where room_id = $1 and claim = $2";

/// Addresses tried one after the other when names look alike.
const ADDRESSES: u32 = 40;

/// How somebody stands to a room that they want something of; none if there is no such room.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn asker(pool: &Pool, room: RoomId, actor: &Actor) -> Result<Option<Asker>, StoreError> {
    let Some(row) = pool.read_first(ASKER, &[&room.0, &actor.id.0]).await? else { return Ok(None) };
    let Json(settings): Json<RoomSettings> = row.try_get("settings")?;
    Ok(Some(Asker {
        org_role: actor.org_role,
        role: row.try_get::<_, Option<&str>>("role")?.map(word).transpose()?,
        kind: word(row.try_get("kind")?)?,
        archived: row.try_get("archived")?,
        blocked: false,
        muted_until: row.try_get("muted_until")?,
        posting: settings.posting,
        broadcast: settings.broadcast,
    }))
}

/// Takes a name for a room; the same command finds it taken by itself. None: there is no such room.
///
/// # Errors
/// The database is away.
pub(crate) async fn claim(
    pool: &Pool,
    room: RoomId,
    nonce: Nonce,
    name: &RoomName,
) -> Result<Option<Claim>, StoreError> {
    let (slugs, unlisted) = (addresses(name, nonce), unlisted(name, nonce));
    let row =
        pool.read_one(CLAIM, &[&room.0, &nonce.0, &name.key(), &name.skeleton(), &slugs, &unlisted]).await?;
    match row.try_get("answer")? {
        "held" => {
            let slug = Slug::try_from(row.try_get::<_, String>("slug")?);
            slug.map(|slug| Some(Claim::Held(slug)))
                .map_err(|refusal| StoreError::Unreadable(serde_json::Error::custom(refusal)))
        }
        "taken" | "no_address" => Ok(Some(Claim::Taken)),
        "no_room" => Ok(None),
        word => Err(StoreError::Unreadable(serde_json::Error::custom(word))),
    }
}

/// The name of a public room, other than `room`, that looks like this one.
///
/// # Errors
/// The database is away.
pub(crate) async fn alike(
    pool: &Pool,
    viewer: Viewer,
    name: &RoomName,
    room: Option<RoomId>,
) -> Result<Option<String>, StoreError> {
    let room = room.map(|room| room.0);
    let row = pool
        .read_first(ALIKE, &[&viewer.user.0, &name.skeleton(), &name.key(), &room, &viewer.is_visitor()])
        .await?;
    Ok(row.map(|row| row.try_get("name")).transpose()?)
}

/// Gives back what a command had taken and its room is not called by.
///
/// # Errors
/// The database is away; in a minute the name is anyone's.
pub(crate) async fn release(pool: &Pool, room: RoomId, nonce: Nonce) -> Result<(), StoreError> {
    pool.read(RELEASE, &[&room.0, &nonce.0]).await.map(drop)
}

/// Addresses for a public room of this name, the plainest first.
pub(super) fn addresses(name: &RoomName, nonce: Nonce) -> Vec<String> {
    let mut slugs: Vec<String> = (0..ADDRESSES).map(|clash| Slug::of(name, clash).to_string()).collect();
    // Should all of those be gone, a number that nobody has.
    slugs.extend(unlisted(name, nonce).pop());
    slugs
}

/// Addresses for a private room of this name: the plain ones would tell its name, or another room's. The same for the
/// same command.
pub(super) fn unlisted(name: &RoomName, nonce: Nonce) -> Vec<String> {
    let number = |n: u8| Uuid::new_v5(&nonce.0, &[n]).as_fields().0;
    (0..8).map(|n| Slug::unlisted(name, number(n)).to_string()).collect()
}
