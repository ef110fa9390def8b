//! Pictures of pages that messages link to: who may see one, and which nothing shows any more. Their bytes are in the gateways' store.
//!
//! Called by `links`, and by `files` for what the store is to remove.

use proto::FileId;
use proto::room::Viewer;
use tokio_postgres::Row;
use uuid::Uuid;

use super::{Pool, StoreError, may_read};

/// A picture counts among all files.
const KEEP: &str = "
insert into chat.link_picture (id, size)
select $1::uuid, $2::bigint where $2 <= $3::bigint - (select coalesce(sum(size), 0) from chat.attachment)
    - (select coalesce(sum(size), 0) from chat.link_picture)
returning id";

/// The messages that show a picture, by the index that holds them.
macro_rules! shows {
    ($picture:literal) => {
        concat!(
            "m.previews is not null and jsonb_path_query_array(m.previews, '$.links[*].picture.id') ? ",
            $picture
        )
    };
}

const IS_SHOWN: &str = concat!(
    "
select exists (
    select from chat.message m
    join chat.room r on r.id = m.room_id and r.deleted_at is null
    left join chat.member me on me.room_id = r.id and me.user_id = $2
    where ",
    shows!("$1"),
    " and m.deleted_at is null and ",
    may_read!("$3"),
    ") as shown"
);

/// Of what is due to be looked at, what nothing showed an hour ago either is let go of: one that was just drawn is on its way to a
/// message. Links are looked up before they are forgotten, since whoever links to the page next is shown the same.
const SWEEP: &str = concat!(
    "
with due as (
    select p.id, (exists (select from chat.link l where l.preview ? 'picture' and l.preview #>> '{picture,id}' = p.id::text)
        or exists (select from chat.message m where ",
    shows!("p.id::text"),
    ")) as is_used
    from chat.link_picture p where p.removed_at is null and p.look_at <= now()
    order by p.look_at limit 200 for update skip locked
)
update chat.link_picture p set
    look_at = now() + case when d.is_used then interval '1 day' else interval '1 hour' end,
    unused_at = case when d.is_used then null else coalesce(p.unused_at, now()) end,
    removed_at = case when not d.is_used and p.unused_at <= now() - interval '1 hour' then now() end
from due d where d.id = p.id
returning p.id"
);

const REMOVED: &str =
    "select id from chat.link_picture where removed_at is not null order by removed_at limit 200";

const FORGET: &str =
    "delete from chat.link_picture where id = any ($1) and removed_at is not null returning id";

const KNOWN: &str = "select id from chat.link_picture where id = any ($1)";

/// Notes that a gateway is about to write a picture. False: there is no room for it.
///
/// # Errors
/// The database is away.
pub(crate) async fn keep(pool: &Pool, picture: FileId, size: u32, all: u64) -> Result<bool, StoreError> {
    let (size, all) = (i64::from(size), i64::try_from(all).unwrap_or(i64::MAX));
    Ok(!pool.write(KEEP, &[&picture.0, &size, &all]).await?.is_empty())
}

/// Whether somebody may read a message that shows it.
///
/// # Errors
/// The database is away.
pub(crate) async fn is_shown(pool: &Pool, picture: FileId, viewer: Viewer) -> Result<bool, StoreError> {
    let picture = picture.to_string();
    Ok(pool.read_one(IS_SHOWN, &[&picture, &viewer.user.0, &viewer.is_visitor()]).await?.try_get("shown")?)
}

/// Lets go of what nothing shows any more, and says which pictures the store is to remove.
///
/// # Errors
/// The database is away.
pub(super) async fn unwanted(pool: &Pool) -> Result<Vec<FileId>, StoreError> {
    pool.write(SWEEP, &[]).await?;
    ids(&pool.read(REMOVED, &[]).await?)
}

/// The store has removed these.
///
/// # Errors
/// The database is away.
pub(super) async fn forget(pool: &Pool, files: &[Uuid]) -> Result<(), StoreError> {
    pool.write(FORGET, &[&files]).await.map(drop)
}

/// Those of these that are known.
///
/// # Errors
/// The database is away.
pub(super) async fn known(pool: &Pool, files: &[Uuid]) -> Result<Vec<FileId>, StoreError> {
    ids(&pool.read(KNOWN, &[&files]).await?)
}

fn ids(rows: &[Row]) -> Result<Vec<FileId>, StoreError> {
    rows.iter().map(|row| Ok(FileId(row.try_get("id")?))).collect()
}
