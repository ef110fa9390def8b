//! Files: what is known of them. Their bytes are in the gateways' store.
//!
//! Called by `files`, and by what reads messages. That a message has a file is written by the append.

use proto::room::{Actor, File, FileUsage, Upload, Viewer};
use proto::text::AltText;
use proto::{FileId, RoomId, UserId};
use tokio_postgres::Row;
use tokio_postgres::types::{Json, ToSql};

use super::stored_objects::uuids;
use super::{Pool, StoreError, may_read};

/// What is known of a file, as [`File`] reads it.
macro_rules! file_json {
    ($row:literal) => {
        concat!(
            "jsonb_strip_nulls(jsonb_build_object('id', ",
            $row,
            ".id, 'name', ",
            $row,
            ".name, 'size', ",
            $row,
            ".size,
            'type', ",
            $row,
            ".type, 'alt', ",
            $row,
            ".alt, 'preview', ",
            $row,
            ".preview,
            'picture', case when ",
            $row,
            ".width is not null then jsonb_build_object('width', ",
            $row,
            ".width,
                'height', ",
            $row,
            ".height, 'blur', ",
            $row,
            ".blur, 'round_ms', ",
            $row,
            ".round_ms) end))"
        )
    };
}
pub(super) use file_json;

/// The files of a message, as [`File`] reads them; null where it has none.
macro_rules! message_files {
    ($message:literal) => {
        concat!(
            "(select jsonb_agg(",
            $crate::store::files::file_json!("f"),
            " order by f.place)
            from chat.attachment f where f.room_id = ",
            $message,
            ".room_id and f.seq = ",
            $message,
            ".seq and f.removed_at is null)"
        )
    };
}
pub(super) use message_files;

/// How many files a message has, where it has no words.
macro_rules! files_alone {
    ($message:literal) => {
        concat!(
            "case when ",
            $message,
            ".html = '' then (select count(*) from chat.attachment f
            where f.room_id = ",
            $message,
            ".room_id and f.seq = ",
            $message,
            ".seq and f.removed_at is null) else 0 end"
        )
    };
}
pub(super) use files_alone;

const USED: &str = "
select coalesce(sum(size) filter (where owner_id = $1), 0)::bigint as of_one,
    (coalesce(sum(size), 0) + (select coalesce(sum(size), 0) from chat.link_picture))::bigint as of_all,
    count(*) filter (where owner_id = $1 and seq is null and removed_at is null) as unposted
from chat.attachment where id <> $2";

const USAGE: &str = "
select coalesce(sum(size) filter (where owner_id = $1), 0)::bigint as own,
    (coalesce(sum(size), 0) + (select coalesce(sum(size), 0) from chat.link_picture))::bigint as all,
    count(*) filter (where seq is null and removed_at is null) as unposted,
    coalesce(sum(size) filter (where seq is null and removed_at is null), 0)::bigint as unposted_bytes,
    count(*) filter (where removed_at is not null) as unwanted
from chat.attachment";

/// The same upload, begun again by who began it, is there already.
const BEGIN: &str = "
insert into chat.attachment as a (id, room_id, owner_id, name, size, type) values ($1, $2, $3, $4, $5, $6)
on conflict (id) do update set id = excluded.id where a.owner_id = excluded.owner_id and a.room_id = excluded.room_id
returning id";

const UPLOAD: &str = concat!(
    "
select a.room_id, a.stored_at is not null as stored, ",
    file_json!("a"),
    " as file from chat.attachment a
where a.id = $1 and a.owner_id = $2 and a.seq is null and a.removed_at is null"
);

const DESCRIBE: &str = "
update chat.attachment set alt = $3 where id = $1 and owner_id = $2 and seq is null and removed_at is null
returning id";

/// No larger than was said; of a picture that is not known before it is turned upright.
const STORED: &str = "
update chat.attachment set size = $3, type = $4, sha256 = $5, stored_at = coalesce(stored_at, now()),
    preview = $6, width = $7, height = $8, blur = $9, round_ms = $10
where id = $1 and owner_id = $2 and seq is null and removed_at is null and ($3 <= size or $7::int is not null)
returning id";

const CANCEL: &str = "
update chat.attachment set removed_at = now() where id = $1 and owner_id = $2 and seq is null and removed_at is null
returning id";

const CLAIMABLE: &str = concat!(
    "
select ",
    file_json!("a"),
    " as file from chat.attachment a
where a.id = any ($1) and a.room_id = $2 and a.owner_id = $3
    and a.stored_at is not null and a.seq is null and a.removed_at is null"
);

/// Of a message that may be read; before it is posted, one's own.
const GET: &str = concat!(
    "
select ",
    file_json!("a"),
    " as file
from chat.attachment a
join chat.room r on r.id = a.room_id and r.deleted_at is null
left join chat.member me on me.room_id = r.id and me.user_id = $2
where a.id = $1 and a.stored_at is not null and a.removed_at is null
    and (a.seq is not null and ",
    may_read!("$3"),
    " or a.seq is null and a.owner_id = $2)"
);

/// How much there is, in bytes.
#[derive(Clone, Copy)]
pub(crate) struct Used {
    pub(crate) of_one: u64,
    pub(crate) of_all: u64,
    /// Uploads of theirs that no message has.
    pub(crate) unposted: usize,
}

/// What a person and everyone have, this file not counted.
///
/// # Errors
/// The database is away.
pub(crate) async fn used(pool: &Pool, user: UserId, file: FileId) -> Result<Used, StoreError> {
    let row = pool.read_one(USED, &[&user.0, &file.0]).await?;
    let bytes =
        |column: &str| Ok::<_, StoreError>(u64::try_from(row.try_get::<_, i64>(column)?).unwrap_or(0));
    let unposted = usize::try_from(row.try_get::<_, i64>("unposted")?).unwrap_or(usize::MAX);
    Ok(Used { of_one: bytes("of_one")?, of_all: bytes("of_all")?, unposted })
}

/// How much there is.
///
/// # Errors
/// The database is away.
pub(crate) async fn usage(pool: &Pool, user: UserId) -> Result<FileUsage, StoreError> {
    let row = pool.read_one(USAGE, &[&user.0]).await?;
    let number =
        |column: &str| Ok::<_, StoreError>(u64::try_from(row.try_get::<_, i64>(column)?).unwrap_or(0));
    Ok(FileUsage {
        own: number("own")?,
        all: number("all")?,
        unposted: (number("unposted")?, number("unposted_bytes")?),
        unwanted: number("unwanted")?,
        ..FileUsage::default()
    })
}

/// Notes that somebody uploads a file for a room. False: there is another under this id.
///
/// # Errors
/// The database is away.
pub(crate) async fn begin(pool: &Pool, room: RoomId, actor: &Actor, file: &File) -> Result<bool, StoreError> {
    let (name, media_type) = (file.name.as_str(), file.media_type.as_str());
    let rows =
        pool.write(BEGIN, &[&file.id.0, &room.0, &actor.id.0, &name, &size(file), &media_type]).await?;
    Ok(!rows.is_empty())
}

/// An upload of theirs that no message has.
///
/// # Errors
/// The database is away.
pub(crate) async fn upload(pool: &Pool, id: FileId, user: UserId) -> Result<Option<Upload>, StoreError> {
    let Some(row) = pool.read_first(UPLOAD, &[&id.0, &user.0]).await? else { return Ok(None) };
    let (room, stored) = (RoomId(row.try_get("room_id")?), row.try_get("stored")?);
    Ok(Some(Upload { room, file: file(&row)?, stored }))
}

/// An upload shows something. False: it is not theirs, posted or swept.
///
/// # Errors
/// The database is away.
pub(crate) async fn describe(
    pool: &Pool,
    id: FileId,
    user: UserId,
    alt: Option<&AltText>,
) -> Result<bool, StoreError> {
    let alt = alt.map(AltText::as_str);
    Ok(!pool.write(DESCRIBE, &[&id.0, &user.0, &alt]).await?.is_empty())
}

/// All of an upload is in the store. False: it is not theirs, posted or swept, or larger than was said.
///
/// # Errors
/// The database is away.
pub(crate) async fn stored(
    pool: &Pool,
    user: UserId,
    file: &File,
    sha256: &[u8],
) -> Result<bool, StoreError> {
    let media_type = file.media_type.as_str();
    let picture = file.picture.as_ref();
    let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    let width = picture.map(|picture| number(picture.width));
    let height = picture.map(|picture| number(picture.height));
    let blur = picture.and_then(|picture| picture.blur.as_deref());
    let round_ms = picture.and_then(|picture| picture.round_ms).map(number);
    let (id, user, size, preview) = (file.id.0, user.0, size(file), &file.preview);
    let values: [&(dyn ToSql + Sync); 10] =
        [&id, &user, &size, &media_type, &sha256, preview, &width, &height, &blur, &round_ms];
    Ok(!pool.write(STORED, &values).await?.is_empty())
}

/// An upload will not be posted.
///
/// # Errors
/// The database is away.
pub(crate) async fn cancel(pool: &Pool, id: FileId, user: UserId) -> Result<bool, StoreError> {
    Ok(!pool.write(CANCEL, &[&id.0, &user.0]).await?.is_empty())
}

/// Of these files those that somebody may post in this room.
///
/// # Errors
/// The database is away.
pub(crate) async fn claimable(
    pool: &Pool,
    room: RoomId,
    user: UserId,
    files: &[FileId],
) -> Result<Vec<File>, StoreError> {
    let rows = pool.read(CLAIMABLE, &[&uuids(files), &room.0, &user.0]).await?;
    rows.iter().map(file).collect()
}

/// A file, for whoever may read it.
///
/// # Errors
/// The database is away.
pub(crate) async fn get(pool: &Pool, id: FileId, viewer: Viewer) -> Result<Option<File>, StoreError> {
    let row = pool.read_first(GET, &[&id.0, &viewer.user.0, &viewer.is_visitor()]).await?;
    row.as_ref().map(file).transpose()
}

/// The files of the message of a row.
pub(super) fn of_message(row: &Row) -> Result<Vec<File>, StoreError> {
    let files: Option<Json<Vec<File>>> = row.try_get("files")?;
    Ok(files.map(|Json(files)| files).unwrap_or_default())
}

/// What a row says in its column `file`.
pub(super) fn file(row: &Row) -> Result<File, StoreError> {
    let Json(file) = row.try_get("file")?;
    Ok(file)
}

fn size(file: &File) -> i64 {
    i64::try_from(file.size).unwrap_or(i64::MAX)
}
