//! What the gateways' store of files is told: what is to be removed, what it may keep, and whether it is the one.
//!
//! Called by `files`.

use proto::{FileId, PictureId};
use tokio_postgres::Row;
use uuid::Uuid;

use super::{Pool, StoreError, link_pictures};

/// Whoever wants to post it has had a day. A few at a time, and none that another sweeps or an append holds.
const SWEEP: &str = "
update chat.attachment set removed_at = now() where id in (
    select id from chat.attachment
    where seq is null and removed_at is null and created_at < now() - $1::bigint * interval '1 second'
    order by created_at limit 200 for update skip locked)
returning id";

const REMOVED: &str =
    "select id from chat.attachment where removed_at is not null order by removed_at limit 200";

const FORGET: &str =
    "delete from chat.attachment where id = any ($1) and removed_at is not null returning id";

/// The first store asked about is the one.
const STORE: &str = "update chat.installation set file_store = $1 where file_store is null";

const IS_STORE: &str = "select file_store is not distinct from $1 as known from chat.installation";

const PICTURES: &str = "
select (settings ->> 'picture')::uuid as id from chat.room
where settings ->> 'picture' = any ($1) and deleted_at is null";

const KNOWN: &str = "select id from chat.attachment where id = any ($1)";

/// Lets go of uploads that nobody posted in so many seconds and of pictures of pages that nothing shows, and says which files the
/// store is to remove.
///
/// # Errors
/// The database is away.
pub(crate) async fn unwanted(pool: &Pool, kept_s: i64) -> Result<Vec<FileId>, StoreError> {
    pool.write(SWEEP, &[&kept_s]).await?;
    let mut unwanted = ids(&pool.read(REMOVED, &[]).await?)?;
    unwanted.extend(link_pictures::unwanted(pool).await?);
    Ok(unwanted)
}

/// The store has removed these.
///
/// # Errors
/// The database is away.
pub(crate) async fn forget(pool: &Pool, files: &[FileId]) -> Result<(), StoreError> {
    let files = uuids(files);
    pool.write(FORGET, &[&files]).await?;
    link_pictures::forget(pool, &files).await
}

/// Whether this is the store that all files are in.
///
/// # Errors
/// The database is away.
pub(crate) async fn is_known_store(pool: &Pool, id: Uuid) -> Result<bool, StoreError> {
    pool.write(STORE, &[&id]).await?;
    Ok(pool.read_one(IS_STORE, &[&id]).await?.try_get("known")?)
}

/// Those of these that are known.
///
/// # Errors
/// The database is away.
pub(crate) async fn known(pool: &Pool, files: &[FileId]) -> Result<Vec<FileId>, StoreError> {
    let files = uuids(files);
    let mut known = ids(&pool.read(KNOWN, &[&files]).await?)?;
    known.extend(link_pictures::known(pool, &files).await?);
    Ok(known)
}

/// Those of these pictures that stand for a room.
///
/// # Errors
/// The database is away.
pub(crate) async fn pictures(pool: &Pool, ids: &[PictureId]) -> Result<Vec<PictureId>, StoreError> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows = pool.read(PICTURES, &[&ids]).await?;
    rows.iter().map(|row| Ok(PictureId(row.try_get("id")?))).collect()
}

pub(super) fn uuids(files: &[FileId]) -> Vec<Uuid> {
    files.iter().map(|file| file.0).collect()
}

fn ids(rows: &[Row]) -> Result<Vec<FileId>, StoreError> {
    rows.iter().map(|row| Ok(FileId(row.try_get("id")?))).collect()
}
