//! Messages on their way into the index, a block at a time.
//!
//! Called by the follower `search`. What is written are the words of the messages as they stand, whatever happened to them: writing
//! them twice, or in another order, ends the same. The last block of a room may be written before it is full; what came later than
//! its `rev` is not in the index, and is read whenever somebody searches.

use std::collections::BTreeMap;
use std::ops::Range;

use proto::room::search::Has;
use proto::{At, RoomId, Seq, UserId};
use tokio_postgres::Row;

use super::super::{Pool, StoreError};
use super::block::{self, BLOCK, Words};

/// Blocks that are read and written at once.
const BITE: Seq = 16;

/// Up to where a room's messages are in the index.
const UPTO: &str = "
select least(s.rev, s.block * 16 + 15) as upto from chat.search s where s.room_id = $1 order by s.block desc limit 1";

/// The messages of some blocks, deleted ones without their words, and where the room stands: of one moment.
const MESSAGES: &str = "
select r.head, r.head_at, m.seq, m.author_id, e.at, m.deleted_at is null as there, m.body, f.names,
    strpos(m.html, 'href=\"http') > 0 as link, coalesce(f.images, false) as images
from chat.room r
left join chat.message m on m.room_id = r.id and m.seq >= $2 and m.seq < $3
left join chat.event e on e.room_id = m.room_id and e.seq = m.seq
left join lateral (
    select array_agg(f.name) as names, bool_or(f.type like 'image/%') as images
    from chat.attachment f where f.room_id = m.room_id and f.seq = m.seq and f.removed_at is null
) f on true
where r.id = $1 and r.deleted_at is null";

/// Whoever has read them later has the last word.
const WRITE: &str = "
insert into chat.search as s (room_id, block, first_at, last_at, rev, words)
select r.id, w.block, w.first_at, w.last_at, $2, w.words::tsvector
from chat.room r, unnest($3::bigint[], $4::timestamptz[], $5::timestamptz[], $6::text[]) w (block, first_at, last_at, words)
where r.id = $1 and r.deleted_at is null
on conflict (room_id, block)
do update set first_at = excluded.first_at, last_at = excluded.last_at, rev = excluded.rev, words = excluded.words
where s.rev <= excluded.rev";

/// Rooms in which nothing has happened for a while, although not all of what was said there is in the index.
const RESTING: &str = "
select r.id from chat.room r
where r.deleted_at is null and r.head_at < now() - interval '1 minute' and r.head > coalesce((
    select least(s.rev, s.block * 16 + 15) from chat.search s where s.room_id = r.id order by s.block desc limit 1
), 0)
limit $1";

/// Up to where the messages of a room are in the index.
///
/// # Errors
/// The database is away.
pub(crate) async fn upto(pool: &Pool, room: RoomId) -> Result<Seq, StoreError> {
    Ok(pool.read_first(UPTO, &[&room.0]).await?.map_or(Ok(0), |row| row.try_get("upto"))?)
}

/// Rooms, at most so many, that rest and are not in the index to their end.
///
/// # Errors
/// The database is away.
pub(crate) async fn resting(pool: &Pool, limit: i64) -> Result<Vec<RoomId>, StoreError> {
    pool.read(RESTING, &[&limit]).await?.iter().map(|row| Ok(RoomId(row.try_get("id")?))).collect()
}

/// Writes these blocks of a room as they stand now, as far as there are any. Says where the room stands.
///
/// # Errors
/// The database is away.
pub async fn write(pool: &Pool, room: RoomId, blocks: Range<Seq>) -> Result<Seq, StoreError> {
    let (mut next, mut head) = (blocks.start, 0);
    while next < blocks.end {
        let end = blocks.end.min(next + BITE);
        head = bite(pool, room, next..end).await?;
        next = if head < block::start(end) { blocks.end } else { end };
    }
    Ok(head)
}

/// Writes what is not in the index yet of a room, to its end.
///
/// # Errors
/// The database is away.
pub(crate) async fn finish(pool: &Pool, room: RoomId) -> Result<(), StoreError> {
    let upto = upto(pool, room).await?;
    write(pool, room, block::of(upto + 1)..Seq::MAX).await.map(drop)
}

async fn bite(pool: &Pool, room: RoomId, blocks: Range<Seq>) -> Result<Seq, StoreError> {
    let (from, until) = (block::start(blocks.start), block::start(blocks.end));
    let rows = pool.read(MESSAGES, &[&room.0, &from, &until]).await?;
    let Some(first) = rows.first() else { return Ok(0) };
    let (head, head_at): (Seq, At) = (first.try_get("head")?, first.try_get("head_at")?);
    let mut written: BTreeMap<Seq, Block> = BTreeMap::new();
    for row in &rows {
        if let Some(seq) = row.try_get::<_, Option<Seq>>("seq")? {
            let at = row.try_get("at")?;
            written.entry(block::of(seq)).or_insert_with(|| Block::new(at)).add(row, at)?;
        }
    }
    // It tells how far the index has come, whether anything was said there or not.
    if blocks.contains(&block::of(head)) {
        written.entry(block::of(head)).or_insert_with(|| Block::new(head_at));
    }
    let numbers: Vec<Seq> = written.keys().copied().collect();
    let (firsts, lasts): (Vec<At>, Vec<At>) =
        written.values().map(|block| (block.first_at, block.last_at)).unzip();
    let words: Vec<String> = written.values().map(|block| block.words.vector()).collect();
    pool.read(WRITE, &[&room.0, &head, &numbers, &firsts, &lasts, &words]).await?;
    Ok(head)
}

/// A block as it is gathered.
struct Block {
    first_at: At,
    last_at: At,
    words: Words,
}

impl Block {
    fn new(at: At) -> Self {
        Self { first_at: at, last_at: at, words: Words::default() }
    }

    fn add(&mut self, row: &Row, at: At) -> Result<(), StoreError> {
        (self.first_at, self.last_at) = (self.first_at.min(at), self.last_at.max(at));
        if !row.try_get::<_, bool>("there")? {
            return Ok(());
        }
        self.words.author(UserId(row.try_get("author_id")?));
        self.words.text(row.try_get("body")?);
        let names = row.try_get::<_, Option<Vec<&str>>>("names")?;
        for name in names.iter().flatten() {
            self.words.text(name);
        }
        let (link, images): (bool, bool) = (row.try_get("link")?, row.try_get("images")?);
        let flags = [(link, Has::Link), (names.is_some(), Has::File), (images, Has::Image)];
        flags.into_iter().filter(|(is, _)| *is).for_each(|(_, has)| self.words.has(has));
        Ok(())
    }
}

/// The blocks that a follower writes of a room whose messages are in the index up to `upto`, after events up to `last` of which
/// these changed a message: those that are full now, and those in which something changed.
pub(crate) fn stale(upto: Seq, last: Seq, changed: impl Iterator<Item = Seq>) -> Vec<Range<Seq>> {
    let full = block::of(upto + 1)..block::of(last);
    let mut changed: Vec<Seq> =
        changed.filter(|seq| *seq <= upto).map(block::of).filter(|block| !full.contains(block)).collect();
    changed.sort_unstable();
    changed.dedup();
    let changed = changed.into_iter().map(|block| block..block + 1);
    changed.chain([full]).filter(|blocks| !blocks.is_empty()).collect()
}

/// The last seq of the last full block before the one that `last` is in.
pub(crate) fn full_upto(last: Seq) -> Seq {
    block::of(last) * BLOCK - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_written_once_they_are_full_or_something_in_them_has_changed() {
        for (upto, last, changed, expected) in [
            (0, 9, &[][..], &[][..]),
            (0, 16, &[], &[(0, 1)]),
            (15, 31, &[20], &[]),
            (15, 33, &[20], &[(1, 2)]),
            (15, 20, &[3, 20], &[(0, 1)]),
            (40, 41, &[39, 4, 5], &[(0, 1), (2, 3)]),
            (40, 50, &[39, 45], &[(2, 3)]),
            (0, 100, &[], &[(0, 6)]),
        ] {
            let blocks = stale(upto, last, changed.iter().copied()).into_iter();
            let blocks: Vec<(Seq, Seq)> = blocks.map(|range| (range.start, range.end)).collect();
            assert_eq!(blocks, expected, "{upto} {last} {changed:?}");
        }
        assert_eq!((full_upto(15), full_upto(16), full_upto(50)), (-1, 15, 47));
    }
}
