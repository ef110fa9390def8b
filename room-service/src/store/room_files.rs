//! The files of a room, as whoever may read it looks for them: by name, kind, person and day, the latest first.
//!
//! Called by `files`.

use proto::room::{FileKind, FileSearch, FoundFile, FoundFiles, Viewer};
use proto::{RoomId, UserId};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use super::files::{file, file_json};
use super::{Pool, StoreError, may_read};

/// Files of a page.
const PAGE: usize = 50;
/// People to choose from.
const PEOPLE: i64 = 200;

/// The files of a room with the right to read it, so that nothing is found for others.
macro_rules! readable {
    () => {
        concat!(
            "chat.room r
left join chat.member me on me.room_id = r.id and me.user_id = $2
join chat.attachment a on a.room_id = r.id and a.seq is not null and a.removed_at is null
where r.id = $1 and r.deleted_at is null and ",
            may_read!("$3")
        )
    };
}

/// `$5`: what types begin with; `$6`: that they begin with none of them.
const SEARCH: &str = concat!(
    "select f.*, e.name as author_name, e.at, ",
    file_json!("f"),
    " as file
from (select a.* from ",
    readable!(),
    ") f
join chat.event e on e.room_id = f.room_id and e.seq = f.seq
where f.name ilike $4 and ($5::text[] is null or (f.type like any ($5)) <> $6)
    and ($7::uuid is null or f.owner_id = $7)
    and ($8::timestamptz is null or e.at >= $8) and ($9::timestamptz is null or e.at < $9)
    and ($10::bigint is null or (f.seq, f.place) < ($10, $11::int))
order by f.seq desc, f.place desc limit $12"
);

const AUTHORS: &str = concat!("select distinct a.owner_id from ", readable!(), " limit $4");

/// Those that are wanted, and who there is to choose from.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn search(
    pool: &Pool,
    room: RoomId,
    viewer: Viewer,
    search: &FileSearch,
) -> Result<FoundFiles, StoreError> {
    // No name has one, and the database takes none.
    if search.name.contains('\0') {
        return Ok(FoundFiles::default());
    }
    let (user, visitor) = (viewer.user.0, viewer.is_visitor());
    let (name, (types, others)) = (like(&search.name), types(search.kind));
    let (author, after) = (search.author.map(|author| author.0), search.after.unzip());
    let limit = PAGE as i64 + 1;
    let wanted: [&(dyn ToSql + Sync); 12] = [
        &room.0,
        &user,
        &visitor,
        &name,
        &types,
        &others,
        &author,
        &search.from,
        &search.before,
        &after.0,
        &after.1,
        &limit,
    ];
    let anyones: [&(dyn ToSql + Sync); 4] = [&room.0, &user, &visitor, &PEOPLE];
    let (rows, authors) = tokio::try_join!(pool.read(SEARCH, &wanted), pool.read(AUTHORS, &anyones))?;
    Ok(FoundFiles {
        files: rows.iter().take(PAGE).map(found).collect::<Result<_, _>>()?,
        more: rows.len() > PAGE,
        authors: authors.iter().map(|row| Ok(UserId(row.try_get(0)?))).collect::<Result<_, StoreError>>()?,
    })
}

/// What a name is compared with: what people type means itself.
fn like(name: &str) -> String {
    let literal = name.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{literal}%")
}

/// What types begin with, and whether all others are meant.
fn types(kind: Option<FileKind>) -> (Option<Vec<String>>, bool) {
    let Some(kind) = kind else { return (None, false) };
    let families = FileKind::ALL.into_iter().filter(|one| kind.family().is_none() || *one == kind);
    let begin = families.filter_map(FileKind::family).map(|family| format!("{family}%"));
    (Some(begin.collect()), kind.family().is_none())
}

fn found(row: &Row) -> Result<FoundFile, StoreError> {
    Ok(FoundFile {
        file: file(row)?,
        seq: row.try_get("seq")?,
        place: row.try_get("place")?,
        author: UserId(row.try_get("owner_id")?),
        name: row.try_get("author_name")?,
        at: row.try_get("at")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_means_itself_and_a_kind_is_a_family_of_types_or_none() {
        assert_eq!(like("50%_\\"), "%50\\%\\_\\\\%");
        assert_eq!(types(None), (None, false));
        assert_eq!(types(Some(FileKind::Audio)), (Some(vec!["audio/%".into()]), false));
        let (families, others) = types(Some(FileKind::Other));
        assert_eq!((families.map(|all| all.len()), others), (Some(3), true));
    }
}
