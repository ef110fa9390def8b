//! Messages on their way into the index.
//!
//! Called by the follower `search`. What is written is the message as it stands, whatever happened to it: writing it twice, or in
//! another order, ends the same.

use std::collections::BTreeMap;
use std::fmt::Write;

use proto::room::search::{Has, words};
use proto::{RoomId, Seq};
use tokio_postgres::Row;

use super::super::{Pool, StoreError};

const MESSAGES: &str = "
select m.seq, m.text_rev, m.body, strpos(m.html, 'href=\"http') > 0 as link, f.names, coalesce(f.images, false) as images
from chat.message m left join lateral (
    select string_agg(f.name, ' ' order by f.place) as names, bool_or(f.type like 'image/%') as images
    from chat.attachment f where f.room_id = m.room_id and f.seq = m.seq and f.removed_at is null
) f on true
where m.room_id = $1 and m.seq = any ($2) and m.deleted_at is null";

/// What was changed or deleted since it was read stays out: its event comes later.
const WRITE: &str = "
insert into chat.search as s (room_id, seq, author_id, at, rev, has, body)
select m.room_id, m.seq, m.author_id, e.at, m.text_rev, w.has, w.body::tsvector
from unnest($2::bigint[], $3::bigint[], $4::smallint[], $5::text[]) w (seq, rev, has, body)
join chat.message m on m.room_id = $1 and m.seq = w.seq and m.text_rev = w.rev and m.deleted_at is null
join chat.event e on e.room_id = m.room_id and e.seq = m.seq
on conflict (room_id, seq) do update set at = excluded.at, rev = excluded.rev, has = excluded.has, body = excluded.body
where s.rev <= excluded.rev";

const REMOVE: &str = "
delete from chat.search s where s.room_id = $1 and s.seq = any ($2) and not exists (
    select from chat.message m where m.room_id = s.room_id and m.seq = s.seq and m.deleted_at is null
)";

/// Writes these messages of a room as they stand now, and takes out those that are gone.
///
/// # Errors
/// The database is away.
pub async fn write(pool: &Pool, room: RoomId, seqs: &[Seq]) -> Result<(), StoreError> {
    let (mut there, mut revs, mut has, mut bodies) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for row in pool.read(MESSAGES, &[&room.0, &seqs]).await? {
        there.push(row.try_get::<_, Seq>("seq")?);
        revs.push(row.try_get::<_, Seq>("text_rev")?);
        has.push(flags_of(&row)?);
        bodies.push(vector(row.try_get("body")?, row.try_get("names")?));
    }
    if !there.is_empty() {
        pool.read(WRITE, &[&room.0, &there, &revs, &has, &bodies]).await?;
    }
    // What goes from here on has an event of its own.
    if there.len() < seqs.len() {
        pool.read(REMOVE, &[&room.0, &seqs]).await?;
    }
    Ok(())
}

/// The bit of `chat.search.has` that says so; none of what is looked up in other tables.
pub(super) fn flag(has: Has) -> i16 {
    match has {
        Has::Link => 1,
        Has::File => 2,
        Has::Image => 4,
        Has::Reaction | Has::Thread => 0,
    }
}

fn flags_of(row: &Row) -> Result<i16, StoreError> {
    let (link, images): (bool, bool) = (row.try_get("link")?, row.try_get("images")?);
    let has_files = row.try_get::<_, Option<&str>>("names")?.is_some();
    let flags = [(link, Has::Link), (has_files, Has::File), (images, Has::Image)];
    Ok(flags.into_iter().filter(|(is, _)| *is).map(|(_, has)| flag(has)).sum())
}

/// The words of a message and of the names of its files, each with where it stands, as Postgres reads a `tsvector`.
pub fn vector(body: &str, files: Option<&str>) -> String {
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut place = 0;
    // No phrase goes on from a text into another.
    for text in [Some(body), files].into_iter().flatten() {
        for word in words(text) {
            place += 1;
            places.entry(word.key).or_default().push(place);
        }
        place += 1;
    }
    let mut vector = String::new();
    for (key, places) in places {
        let _ = write!(vector, "{}:", quoted(&key));
        // So many are kept of one word.
        for (n, place) in places.iter().take(256).enumerate() {
            let _ = write!(vector, "{}{place}", if n == 0 { "" } else { "," });
        }
        vector.push(' ');
    }
    vector
}

/// A word as `tsvector` and `tsquery` spell it.
pub(super) fn quoted(key: &str) -> String {
    format!("'{}'", key.replace('\\', "\\\\").replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_has_each_word_once_with_all_its_places() {
        assert_eq!(vector("The jetty, the sea", Some("jetty.pdf")), "'jetty':2,6 'pdf':7 'sea':4 'the':1,3 ");
        assert_eq!(vector("", None), "");
        assert_eq!(quoted("o'b\\"), "'o''b\\\\'");
    }
}
