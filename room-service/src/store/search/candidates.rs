//! Where something may be that is looked for: blocks of the index and what is not in it yet, newest first; and the messages there
//! that one may read.

use std::collections::BTreeMap;
use std::time::Duration;

use chassis::postgres::Pool;
use proto::room::Viewer;
use proto::room::search::{Has, Is, Search, Term};
use proto::{At, RoomId, Seq};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use super::super::{StoreError, may_read};
use super::block;

/// The blocks of `$source` out of `$newest`, of which those in rooms that may be read are `$mine`, and what rooms have that is not in the
/// index yet, in pieces of a block. Words are read of what may be read alone: they are what is dear.
macro_rules! places {
    ($newest:literal, $mine:literal, $source:literal, $since:literal) => {
        concat!(
            "
with room as materialized (
    select r.id, r.kind, r.settings, r.head, r.head_at, me.role is not null and me.role in ('member', 'moderator', 'owner') as inside,
        coalesce((select k.read_seq from chat.marker k where k.user_id = $1 and k.room_id = r.id), me.since_seq) as read_seq
    from chat.room r left join chat.member me on me.room_id = r.id and me.user_id = $1
    where r.deleted_at is null and ", may_read!("$2"), "
        and ($3::uuid[] is null or r.id = any ($3)) and (not $4::boolean or r.kind = 'direct')
), newest as materialized (", $newest, "
), mine as materialized (", $mine, "
), source as materialized (", $source, "
), place as (
    select s.room_id, s.block * 16 as low, least(s.rev, s.block * 16 + 15) as high, s.last_at
    from source s
    union all
    select r.id, piece, least(piece + 15, r.head), r.head_at
    from room r
    left join lateral (
        select least(s.rev, s.block * 16 + 15) as upto from chat.search s where s.room_id = r.id order by s.block desc limit 1
    ) s on true
    cross join lateral generate_series(coalesce(s.upto, 0) + 1, r.head, 16) piece
    where r.head > coalesce(s.upto, 0) and ($6::timestamptz is null or r.head_at >= $6) and r.head_at >= ", $since, "
)
select p.room_id, p.low, p.high, p.last_at, (select min(last_at) from newest) as horizon, (select count(*) from newest) as looked_at,
    (select count(*) from mine) as mine, (select count(*) from source) as found
from place p join room r on r.id = p.room_id
where (not $9::boolean or exists (select from chat.reaction_count n where n.room_id = p.room_id and n.seq between p.low and p.high))
    and (not $10::boolean or exists (select from chat.thread t where t.room_id = p.room_id and t.root between p.low and p.high))
    and (not $11::boolean or exists (
        select from chat.saved k where k.user_id = $1 and k.room_id = p.room_id and k.seq between p.low and p.high
    ))
    and (not $12::boolean or exists (
        select from jsonb_array_elements(coalesce(r.settings -> 'pins', '[]')) pin where pin::bigint between p.low and p.high
    ))
    and (not $13::boolean or r.inside and p.high > coalesce(r.read_seq, 0))
order by p.last_at desc, p.room_id, p.low desc
limit $14"
        )
    };
}

/// Among some of the newest blocks alone: what is common is found there, without looking at all there is of it.
const AMONG_NEWEST: &str = places!(
    "
    select s.room_id, s.block, s.rev, s.last_at, s.words from chat.search s
    where ($6::timestamptz is null or s.last_at >= $6) and ($7::timestamptz is null or s.first_at < $7)
        and ($8::timestamptz is null or s.first_at <= $8) and ($15::timestamptz is null or s.last_at <= $15)
    order by s.last_at desc limit $16",
    "
    select s.* from newest s join room on room.id = s.room_id",
    "
    select s.* from mine s where $5::text is null or s.words @@ $5::text::tsquery",
    "coalesce((select min(last_at) from newest), '-infinity')"
);

const AMONG_ALL: &str = places!(
    "
    select null::timestamptz as last_at where false",
    "
    select where false",
    "
    select s.room_id, s.block, s.rev, s.last_at from chat.search s join room on room.id = s.room_id
    where ($5::text is null or s.words @@ $5::text::tsquery) and ($6::timestamptz is null or s.last_at >= $6)
        and ($7::timestamptz is null or s.first_at < $7) and ($8::timestamptz is null or s.first_at <= $8)",
    "'-infinity'"
);

/// The messages of some places that may be read and are what is meant but for their words, and the names of files there. How few messages
/// a place has the planner cannot know: told so, it looks them up, where it would read the whole table else.
const MESSAGES: &str = concat!(
    "
with place as (
    select * from unnest($11::uuid[], $12::bigint[], $13::bigint[]) with ordinality place (room_id, low, high, place)
)
select p.room_id, p.place, m.seq, m.at, m.body as text, false as is_name
from place p
join chat.room r on r.id = p.room_id and r.deleted_at is null
left join chat.member me on me.room_id = r.id and me.user_id = $1
cross join lateral (
    select m.*, case when $14::boolean then (select e.at from chat.event e where e.room_id = m.room_id and e.seq = m.seq) end as at
    from chat.message m where m.room_id = r.id and m.seq between p.low and p.high and m.deleted_at is null
    limit 16
) m
where ",
    may_read!("$2"),
    "
    and ($3::uuid[] is null or m.author_id = any ($3))
    and ($4::timestamptz is null or m.at >= $4) and ($5::timestamptz is null or m.at < $5)
    and ($6::timestamptz is null or (m.at, m.room_id, m.seq) < ($6, $7::uuid, $8::bigint))
    and (not ($9::boolean[])[1] or strpos(m.html, 'href=\"http') > 0)
    and (not ($9)[2] or exists (
        select from chat.attachment f where f.room_id = m.room_id and f.seq = m.seq and f.removed_at is null
    ))
    and (not ($9)[3] or exists (
        select from chat.attachment f
        where f.room_id = m.room_id and f.seq = m.seq and f.removed_at is null and f.type like 'image/%'
    ))
    and (not ($9)[4] or exists (select from chat.reaction_count n where n.room_id = m.room_id and n.seq = m.seq and n.count > 0))
    and (not ($9)[5] or exists (select from chat.thread t where t.room_id = m.room_id and t.root = m.seq and t.replies > 0))
    and (not ($10::boolean[])[1] or exists (
        select from chat.saved k where k.user_id = $1 and k.room_id = m.room_id and k.seq = m.seq
    ))
    and (not ($10)[2] or coalesce(r.settings -> 'pins', '[]') @> to_jsonb(m.seq))
    and (not ($10)[3] or m.author_id = $1)
    and (not ($10)[4] or me.role in ('member', 'moderator', 'owner') and m.msg_no is not null and m.author_id <> $1
        and m.seq > coalesce((select k.read_seq from chat.marker k where k.user_id = $1 and k.room_id = r.id), me.since_seq))
    and (not ($10)[5] or m.root is not null)
union all
select p.room_id, p.place, f.seq, null, f.name, true
from place p cross join lateral (
    select * from chat.attachment f
    where f.room_id = p.room_id and f.seq between p.low and p.high and f.removed_at is null
    offset 0
) f"
);

/// When messages were said.
const TIMES: &str = "
select (select e.at from chat.event e where e.room_id = m.room_id and e.seq = m.seq) as at
from unnest($1::uuid[], $2::bigint[]) with ordinality m (room_id, seq, place) order by m.place";

/// What so many of a hundred blocks have is common, ...
const COMMON: i64 = 5;
/// ... if at least so many were looked at.
const SAMPLE: i64 = 20;

/// Messages of a room that stand together, of which one may be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) room: RoomId,
    pub(super) low: Seq,
    high: Seq,
    /// No message there was said later.
    pub(super) last_at: At,
}

/// Places, the newest first.
#[derive(Debug)]
pub(super) struct Places {
    pub(super) places: Vec<Place>,
    /// None that is not among these is newer; none: there are no others.
    pub(super) horizon: Option<At>,
    /// Very many blocks are such places.
    pub(super) are_common: bool,
}

/// A message that is what is meant but for its words.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) room: RoomId,
    pub(super) seq: Seq,
    pub(super) at: At,
    /// What it says, and what its files are called.
    pub(super) texts: Vec<String>,
}

/// Where to look for places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// So many of the newest blocks, of those that are not newer than that.
    Newest { upto: Option<At>, blocks: i64 },
    /// All.
    All,
}

/// What is looked for, by whom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    pub(super) viewer: Viewer,
    pub(super) search: &'a Search,
    /// With their stems.
    pub(super) terms: &'a [Term],
}

impl Asked<'_> {
    /// Where something may be, at most so many places; none if finding out would take longer than that.
    pub(super) async fn places(
        &self,
        pool: &Pool,
        source: Source,
        (time, most): (Duration, i64),
    ) -> Result<Option<Places>, StoreError> {
        let Self { viewer, search, terms } = self;
        let mine = [viewer.user];
        let authors = if search.is.contains(&Is::Mine) { &mine[..] } else { &search.authors };
        let query = block::query(terms, authors, &search.has);
        let (rooms, before) =
            (some(search.rooms.iter().map(|room| room.0)), search.before.map(|last| last.at));
        let [.., reaction, thread] = self.has();
        let [saved, pinned, _, unread, _] = self.is();
        let (upto, blocks) = match source {
            Source::Newest { upto, blocks } => (upto, blocks),
            Source::All => (None, 0),
        };
        let values: [&(dyn ToSql + Sync); 16] = [
            &viewer.user.0,
            &viewer.is_visitor(),
            &rooms,
            &search.direct,
            &query,
            &search.from,
            &search.until,
            &before,
            &reaction,
            &thread,
            &saved,
            &pinned,
            &unread,
            &most,
            &upto,
            &blocks,
        ];
        let (sql, values) =
            if source == Source::All { (AMONG_ALL, &values[..14]) } else { (AMONG_NEWEST, &values[..]) };
        let Some(rows) = pool.read_within(time, sql, values).await? else { return Ok(None) };
        let places = rows.iter().map(place).collect::<Result<Vec<Place>, StoreError>>()?;
        let horizon = match (rows.first(), places.last()) {
            (Some(_), Some(last)) if rows.len() as i64 == most => Some(last.last_at),
            (Some(_), _) if source == Source::All => None,
            (Some(row), _) if row.try_get::<_, i64>("looked_at")? < blocks => None,
            (Some(row), _) => row.try_get("horizon")?,
            // Nothing among the newest says nothing about the others.
            (None, _) if source != Source::All => Some(time::PrimitiveDateTime::MAX.assume_utc()),
            (None, _) => None,
        };
        let are_common = match rows.first() {
            Some(row) => {
                let (mine, found): (i64, i64) = (row.try_get("mine")?, row.try_get("found")?);
                mine >= SAMPLE && found * 100 >= mine * COMMON
            }
            None => false,
        };
        Ok(Some(Places { places, horizon, are_common }))
    }

    /// The messages in some places that are what is meant but for their words; none if that would take longer than `time`. When
    /// each was said is read only where that is asked for: else it is as old as the last of its place.
    pub(super) async fn messages(
        &self,
        pool: &Pool,
        places: &[Place],
        time: Duration,
    ) -> Result<Option<Vec<Candidate>>, StoreError> {
        let Search { from, until, before, .. } = self.search;
        let authors = some(self.search.authors.iter().map(|user| user.0));
        let (at, room, seq) =
            before.map_or((None, Uuid::nil(), 0), |last| (Some(last.at), last.room.0, last.seq));
        let (has, is) = (self.has().to_vec(), self.is().to_vec());
        let rooms: Vec<Uuid> = places.iter().map(|place| place.room.0).collect();
        let (lows, highs): (Vec<Seq>, Vec<Seq>) = places.iter().map(|place| (place.low, place.high)).unzip();
        let (user, is_visitor) = (self.viewer.user.0, self.viewer.is_visitor());
        let with_time = self.is_of_a_time();
        let who: [&(dyn ToSql + Sync); 3] = [&user, &is_visitor, &authors];
        let when: [&(dyn ToSql + Sync); 5] = [from, until, &at, &room, &seq];
        let place: [&(dyn ToSql + Sync); 6] = [&has, &is, &rooms, &lows, &highs, &with_time];
        let values = [&who[..], &when, &place].concat();
        let Some(rows) = pool.read_within(time, MESSAGES, &values).await? else { return Ok(None) };
        gathered(&rows, places).map(Some)
    }

    /// Whether what is looked for was said at a certain time.
    pub(super) fn is_of_a_time(&self) -> bool {
        let Search { from, until, before, .. } = self.search;
        from.is_some() || until.is_some() || before.is_some()
    }

    fn has(&self) -> [bool; 5] {
        [Has::Link, Has::File, Has::Image, Has::Reaction, Has::Thread]
            .map(|has| self.search.has.contains(&has))
    }

    fn is(&self) -> [bool; 5] {
        [Is::Saved, Is::Pinned, Is::Mine, Is::Unread, Is::Thread].map(|is| self.search.is.contains(&is))
    }
}

/// When these messages were said, in their order, as far as they are still there; none if finding out would take longer than `time`.
pub(super) async fn times(
    pool: &Pool,
    messages: impl Iterator<Item = (RoomId, Seq)>,
    time: Duration,
) -> Result<Option<Vec<Option<At>>>, StoreError> {
    let (rooms, seqs): (Vec<Uuid>, Vec<Seq>) = messages.map(|(room, seq)| (room.0, seq)).unzip();
    if rooms.is_empty() {
        return Ok(Some(Vec::new()));
    }
    let Some(rows) = pool.read_within(time, TIMES, &[&rooms, &seqs]).await? else { return Ok(None) };
    rows.iter().map(|row| Ok(row.try_get("at")?)).collect::<Result<_, _>>().map(Some)
}

fn some(ids: impl Iterator<Item = Uuid>) -> Option<Vec<Uuid>> {
    let ids: Vec<Uuid> = ids.collect();
    (!ids.is_empty()).then_some(ids)
}

fn place(row: &Row) -> Result<Place, StoreError> {
    let (low, high) = (row.try_get("low")?, row.try_get("high")?);
    Ok(Place { room: RoomId(row.try_get("room_id")?), low, high, last_at: row.try_get("last_at")? })
}

/// Messages with the names of their files. Names of files of other messages come, too. Without a time a message is as old as the
/// last of its place.
fn gathered(rows: &[Row], places: &[Place]) -> Result<Vec<Candidate>, StoreError> {
    let mut found: BTreeMap<(RoomId, Seq), Candidate> = BTreeMap::new();
    let mut names: Vec<((RoomId, Seq), String)> = Vec::new();
    for row in rows {
        let (room, seq, text) = (RoomId(row.try_get("room_id")?), row.try_get("seq")?, row.try_get("text")?);
        if row.try_get("is_name")? {
            names.push(((room, seq), text));
            continue;
        }
        let place = usize::try_from(row.try_get::<_, i64>("place")? - 1).ok().and_then(|at| places.get(at));
        let at = row.try_get::<_, Option<At>>("at")?.or(place.map(|place| place.last_at));
        let at = at.unwrap_or(At::UNIX_EPOCH);
        found.insert((room, seq), Candidate { room, seq, at, texts: vec![text] });
    }
    for (message, name) in names {
        if let Some(candidate) = found.get_mut(&message) {
            candidate.texts.push(name);
        }
    }
    Ok(found.into_values().collect())
}
