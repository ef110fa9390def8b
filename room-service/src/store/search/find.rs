//! Messages found by what is in them.
//!
//! Called by `query_handler`. The statement joins the message and the membership as they stand: what was deleted, changed or may
//! not be read any more is not found, however far the index has come.

use std::time::Duration;

use chassis::postgres::Pool;
use proto::room::search::{Has, Is, Search, SearchHit, SearchOrder, Term};
use proto::room::{Excerpt, Viewer};
use proto::{At, RoomId, Seq, UserId};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use super::super::files::{self, message_files};
use super::super::{ANSWER_BYTES, StoreError, may_read, rooms, weight, word};
use super::index::{flag, quoted};

/// How long each of its two steps may take: both together less than whoever asks waits.
const TIME: Duration = Duration::from_millis(1_500);
/// So many of the newest are looked at for what the words fit best.
const RELEVANT: i64 = 2_000;
/// A stem of fewer letters says too little.
const STEM: usize = 3;

/// The messages that are meant, out of `$source`, newest first; of these the part that is asked for.
macro_rules! found {
    ($source:literal) => {
        concat!(
            "
with hit as materialized (
    select s.room_id, s.seq, s.at, s.body
    from ", $source, " s
    join chat.message m on m.room_id = s.room_id and m.seq = s.seq and m.text_rev = s.rev and m.deleted_at is null
    join chat.room r on r.id = s.room_id and r.deleted_at is null
    left join chat.member me on me.room_id = s.room_id and me.user_id = $1
    where ", may_read!("$2"), "
        and ($3::text is null or s.body @@ $3::text::tsquery)
        and ($4::uuid[] is null or s.author_id = any ($4)) and ($5::uuid[] is null or s.room_id = any ($5))
        and (not $6::boolean or r.kind = 'direct')
        and ($7::timestamptz is null or s.at >= $7) and ($8::timestamptz is null or s.at < $8)
        and ($9::smallint = 0 or s.has & $9 = $9)
        and (not $10::boolean or exists (select from chat.reaction_count n where n.room_id = s.room_id and n.seq = s.seq and n.count > 0))
        and (not $11::boolean or exists (select from chat.thread t where t.room_id = s.room_id and t.root = s.seq and t.replies > 0))
        and (not $12::boolean or exists (select from chat.saved k where k.user_id = $1 and k.room_id = s.room_id and k.seq = s.seq))
        and (not $13::boolean or coalesce(r.settings -> 'pins', '[]') @> to_jsonb(s.seq))
        and (not $14::boolean or s.author_id = $1)
        and (not $15::boolean or me.role in ('member', 'moderator', 'owner') and m.msg_no is not null and s.author_id <> $1
            and s.seq > coalesce((select k.read_seq from chat.marker k where k.user_id = $1 and k.room_id = s.room_id), me.since_seq))
        and (not $16::boolean or m.root is not null)
        and ($17::timestamptz is null or (s.at, s.room_id, s.seq) < ($17, $18::uuid, $19::bigint))
    order by s.at desc, s.room_id desc, s.seq desc limit $20
), part as (
    select room_id, seq, row_number() over (
        order by case when $21::boolean then ts_rank(body, $3::text::tsquery) end desc nulls last, at desc, room_id desc, seq desc
    ) as place
    from hit order by place offset $22 limit $23
)
select p.place, r.id as room_id, r.slug, coalesce(r.name, '') as room_name, r.kind, m.seq, m.root, m.author_id, e.name, e.at,
    left(m.html, 16000) as html, ", message_files!("m"), " as files
from part p join chat.room r on r.id = p.room_id
join chat.message m on m.room_id = p.room_id and m.seq = p.seq
join chat.event e on e.room_id = p.room_id and e.seq = p.seq
order by p.place"
        )
    };
}

/// Out of the newest alone: what is common is found there, without counting all there is of it.
const AMONG_NEWEST: &str = found!(
    "(select * from chat.search
        where ($17::timestamptz is null or at <= $17) and ($8::timestamptz is null or at < $8) and ($7::timestamptz is null or at >= $7)
        order by at desc limit 20000)"
);

const AMONG_ALL: &str = found!("chat.search");

const STEMS: &str = "select w, (ts_lexize($1::text::regdictionary, w))[1] as stem from unnest($2::text[]) w";

/// What was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// In the order that was asked for.
    pub hits: Vec<SearchHit>,
    /// There are further ones.
    pub more: bool,
    /// What was looked for, with stems.
    pub terms: Vec<Term>,
}

/// What somebody looks for among what they may read; none if that would take too long. `stemmer`: the dictionary of Postgres that
/// knows what words of the installation's language have in common, if it has one.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub async fn find(
    pool: &Pool,
    viewer: Viewer,
    search: &Search,
    stemmer: Option<&str>,
) -> Result<Option<Found>, StoreError> {
    let terms = with_stems(pool, &search.terms, stemmer).await?;
    let asked = Asked::new(viewer, search, &terms);
    let Some(mut rows) = pool.read_within(TIME, AMONG_NEWEST, &asked.values()).await? else {
        return Ok(None);
    };
    if !asked.is_filled_by(rows.len()) {
        let Some(all) = pool.read_within(TIME, AMONG_ALL, &asked.values()).await? else { return Ok(None) };
        rows = all;
    }
    let mut hits = rows.iter().map(hit).collect::<Result<Vec<_>, _>>()?;
    let mut more = hits.len() as i64 > asked.limit;
    hits.truncate(usize::try_from(asked.limit).unwrap_or(0));
    let mut bytes = 0;
    let fit = hits.iter().take_while(|hit| {
        bytes += weight(hit);
        bytes <= ANSWER_BYTES
    });
    let fit = fit.count();
    more |= fit < hits.len();
    hits.truncate(fit);
    Ok(Some(Found { hits, more, terms }))
}

/// The values of the statement, in its order.
struct Asked {
    user: Uuid,
    is_visitor: bool,
    query: Option<String>,
    authors: Option<Vec<Uuid>>,
    rooms: Option<Vec<Uuid>>,
    direct: bool,
    from: Option<At>,
    until: Option<At>,
    flags: i16,
    has: [bool; 2],
    is: [bool; 5],
    before: (Option<At>, Uuid, Seq),
    is_ranked: bool,
    offset: i64,
    limit: i64,
    /// How many of the newest hits are needed.
    newest: i64,
    one_more: i64,
}

impl Asked {
    fn new(viewer: Viewer, search: &Search, terms: &[Term]) -> Self {
        let limit = i64::from(search.limit.clamp(1, 50));
        // Without words all fit as well.
        let query = query(terms);
        let is_ranked = search.order == SearchOrder::Relevance && query.is_some();
        let offset = if search.order == SearchOrder::Relevance { i64::from(search.offset) } else { 0 };
        let has = |has| search.has.contains(&has);
        let is = |is| search.is.contains(&is);
        let some = |ids: Vec<Uuid>| (!ids.is_empty()).then_some(ids);
        Self {
            user: viewer.user.0,
            is_visitor: viewer.is_visitor(),
            query,
            authors: some(search.authors.iter().map(|user| user.0).collect()),
            rooms: some(search.rooms.iter().map(|room| room.0).collect()),
            direct: search.direct,
            from: search.from,
            until: search.until,
            flags: search.has.iter().map(|has| flag(*has)).fold(0, |all, flag| all | flag),
            has: [has(Has::Reaction), has(Has::Thread)],
            is: [is(Is::Saved), is(Is::Pinned), is(Is::Mine), is(Is::Unread), is(Is::Thread)],
            before: search
                .before
                .map_or((None, Uuid::nil(), 0), |last| (Some(last.at), last.room.0, last.seq)),
            is_ranked,
            offset,
            limit,
            newest: if is_ranked { RELEVANT } else { (offset + limit + 1).min(RELEVANT) },
            one_more: limit + 1,
        }
    }

    fn values(&self) -> [&(dyn ToSql + Sync); 23] {
        let [reaction, thread] = &self.has;
        let [saved, pinned, mine, unread, in_thread] = &self.is;
        let (at, room, seq) = &self.before;
        [
            &self.user,
            &self.is_visitor,
            &self.query,
            &self.authors,
            &self.rooms,
            &self.direct,
            &self.from,
            &self.until,
            &self.flags,
            reaction,
            thread,
            saved,
            pinned,
            mine,
            unread,
            in_thread,
            at,
            room,
            seq,
            &self.newest,
            &self.is_ranked,
            &self.offset,
            &self.one_more,
        ]
    }

    /// Whether nothing older can come before what was found. Of what fits best only all of them can tell.
    fn is_filled_by(&self, rows: usize) -> bool {
        !self.is_ranked && rows as i64 == self.one_more
    }
}

/// What is looked for, as Postgres reads a `tsquery`; none: any words.
fn query(terms: &[Term]) -> Option<String> {
    let terms: Vec<String> = terms.iter().map(of_term).collect();
    (!terms.is_empty()).then(|| terms.join(" & "))
}

fn of_term(term: &Term) -> String {
    let last = term.words.len().saturating_sub(1);
    let of_word = |(at, key): (usize, &String)| match &term.stem {
        _ if at < last || !term.open => quoted(key),
        // What begins with the word begins with its stem.
        Some(stem) if key.starts_with(stem.as_str()) => format!("{}:*", quoted(stem)),
        Some(stem) => format!("({}:* | {}:*)", quoted(key), quoted(stem)),
        None => format!("{}:*", quoted(key)),
    };
    let words: Vec<String> = term.words.iter().enumerate().map(of_word).collect();
    format!("{}({})", if term.not { "!" } else { "" }, words.join(" <-> "))
}

/// What is looked for, with what its words have in common with others.
async fn with_stems(pool: &Pool, terms: &[Term], stemmer: Option<&str>) -> Result<Vec<Term>, StoreError> {
    let mut terms = terms.to_vec();
    let words: Vec<&str> = terms.iter().filter_map(Term::stemmed).collect();
    let Some(stemmer) = stemmer.filter(|_| !words.is_empty()) else { return Ok(terms) };
    for row in pool.read(STEMS, &[&stemmer, &words]).await? {
        let (word, stem): (String, Option<String>) = (row.try_get("w")?, row.try_get("stem")?);
        let stem = stem.filter(|stem| stem.chars().count() >= STEM && *stem != word);
        for term in terms.iter_mut().filter(|term| term.stemmed() == Some(&word)) {
            term.stem.clone_from(&stem);
        }
    }
    Ok(terms)
}

fn hit(row: &Row) -> Result<SearchHit, StoreError> {
    Ok(SearchHit {
        address: rooms::address(row, "room_id")?,
        name: row.try_get("room_name")?,
        kind: word(row.try_get("kind")?)?,
        root: row.try_get("root")?,
        message: Excerpt {
            room: RoomId(row.try_get("room_id")?),
            seq: row.try_get("seq")?,
            author: UserId(row.try_get("author_id")?),
            name: row.try_get("name")?,
            at: row.try_get("at")?,
            html: row.try_get("html")?,
            // They are shown themselves.
            files: 0,
        },
        files: files::of_message(row)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(text: &str, quoted: bool) -> Term {
        Term::of(text, quoted).expect("a term")
    }

    #[test]
    fn a_question_is_words_in_a_row_beginnings_and_what_must_not_be_there() {
        let stem = |text: &str, stem: &str| Term { stem: Some(stem.into()), ..term(text, false) };
        let not = Term { not: true, ..term("rain", false) };
        for (terms, expected) in [
            (vec![term("jetty", false)], "('jetty':*)"),
            (vec![term("is", false), not], "('is') & !('rain':*)"),
            (vec![term("by the sea", true)], "('by' <-> 'the' <-> 'sea')"),
            (vec![term("日本語", false)], "('日本' <-> '本語')"),
            (vec![term("語", false)], "('語':*)"),
            (vec![stem("meetings", "meet")], "('meet':*)"),
            (vec![stem("happy", "happi")], "(('happy':* | 'happi':*))"),
        ] {
            assert_eq!(query(&terms).as_deref(), Some(expected));
        }
        assert_eq!(query(&[]), None);
    }
}
