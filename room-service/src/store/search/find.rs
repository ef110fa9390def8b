//! Messages found by what is in them.
//!
//! Called by `query_handler`. The index says where something may be; what is found are messages as they stand: what was deleted,
//! changed or may not be read any more is not found, however far the index has come, and what it does not have yet is.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use chassis::postgres::Pool;
use proto::room::search::{Search, SearchHit, SearchOrder, Term, Word, words};
use proto::room::{Excerpt, Viewer};
use proto::{At, RoomId, Seq, UserId};
use tokio_postgres::Row;
use uuid::Uuid;

use super::super::files::{self, message_files};
use super::super::{ANSWER_BYTES, StoreError, may_read, rooms, weight, word};
use super::candidates::{Asked, Candidate, Place, Source, times};
use super::rank::rank;

/// How long all of it may take: less than whoever asks waits.
const TIME: Duration = Duration::from_secs(3);
/// How long one of its steps may take, waiting for locks included.
const STEP: Duration = Duration::from_millis(1_500);
/// So many of the newest are looked at for what the words fit best.
const RELEVANT: usize = 2_000;
/// Of the newest blocks so many are looked through at first, ...
const NEWEST: i64 = 1_000;
/// ... and so many times as many after them, where that is not enough.
const FURTHER: i64 = 8;
/// So many places are looked at.
const PLACES: i64 = 20_000;
/// And so many for what the words fit best.
const RELEVANT_PLACES: i64 = 800;
/// Of these so many at first; what is common is found there.
const FIRST: usize = 16;
/// And so many at once at most.
const AT_ONCE: usize = 128;
/// Bytes of text after which others have their turn.
const TURN: usize = 64 << 10;
/// A stem of fewer letters says too little.
const STEM: usize = 3;

const STEMS: &str = "select w, (ts_lexize($1::text::regdictionary, w))[1] as stem from unnest($2::text[]) w";

const HITS: &str = concat!(
    "
select p.place, r.id as room_id, r.slug, coalesce(r.name, '') as room_name, r.kind, m.seq, m.root, m.author_id, e.name, e.at,
    left(m.html, 16000) as html, ",
    message_files!("m"),
    " as files
from unnest($3::uuid[], $4::bigint[]) with ordinality p (room_id, seq, place)
join chat.room r on r.id = p.room_id and r.deleted_at is null
left join chat.member me on me.room_id = r.id and me.user_id = $1
join chat.message m on m.room_id = p.room_id and m.seq = p.seq and m.deleted_at is null
join chat.event e on e.room_id = p.room_id and e.seq = p.seq
where ",
    may_read!("$2"),
    "
order by p.place"
);

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
    let asked = Asked { viewer, search, terms: &terms };
    let is_by_relevance = search.order == SearchOrder::Relevance;
    let limit = usize::from(search.limit.clamp(1, 50));
    let skipped = if is_by_relevance { usize::try_from(search.offset).unwrap_or(RELEVANT) } else { 0 };
    // Without words all fit as well.
    let is_ranked = is_by_relevance && terms.iter().any(|term| !term.not);
    let most = if is_ranked { RELEVANT } else { (skipped + limit + 1).min(RELEVANT) };
    let mut looking = Looking { asked, until: Instant::now() + TIME, most, is_ranked, matches: Vec::new() };
    if !looking.look(pool).await? {
        return Ok(None);
    }
    let mut matches = looking.best();
    matches.drain(..skipped.min(matches.len()));
    let more = matches.len() > limit;
    matches.truncate(limit);
    let (hits, fits) = hits(pool, viewer, &matches).await?;
    Ok(Some(Found { more: more || !fits, hits, terms }))
}

/// A search as it goes on.
struct Looking<'a> {
    asked: Asked<'a>,
    until: Instant,
    /// So many of the newest are needed.
    most: usize,
    is_ranked: bool,
    matches: Vec<Match>,
}

/// A message that is meant.
#[derive(Clone, Copy, Debug)]
struct Match {
    at: At,
    room: RoomId,
    seq: Seq,
    rank: f64,
}

impl Looking<'_> {
    /// Looks until enough is found or there is nothing more. Says whether there was time for that.
    async fn look(&mut self, pool: &Pool) -> Result<bool, StoreError> {
        let mut seen: HashSet<(RoomId, Seq)> = HashSet::new();
        let mut next = Some(Source::Newest { upto: None, blocks: NEWEST });
        while let Some(source) = next {
            let most = if self.is_ranked { RELEVANT_PLACES } else { PLACES };
            let Some(found) = self.asked.places(pool, source, (self.time(), most)).await? else {
                return Ok(self.is_ranked && !self.matches.is_empty());
            };
            let left = usize::try_from(most).unwrap_or(usize::MAX).saturating_sub(seen.len());
            let places = found.places.into_iter().filter(|place| seen.insert((place.room, place.low)));
            let new: Vec<Place> = places.take(left).collect();
            if !self.read(pool, &new).await? {
                return Ok(false);
            }
            let is_all = new.len() < left;
            if is_all && self.has_enough(found.horizon) {
                return Ok(true);
            }
            next = match (source, found.horizon) {
                _ if !is_all => None,
                (Source::All, _) => None,
                // What is common stands in the next ones, too.
                (Source::Newest { upto, blocks }, Some(horizon))
                    if found.are_common && upto.is_none_or(|upto| horizon < upto) =>
                {
                    Some(Source::Newest { upto: Some(horizon), blocks: blocks * FURTHER })
                }
                (Source::Newest { .. }, _) => Some(Source::All),
            };
        }
        // There are more places than anybody looks through: of what is by relevance the newest count.
        Ok(self.is_ranked)
    }

    /// Reads what is said in these places, newest first, until enough is found.
    async fn read(&mut self, pool: &Pool, places: &[Place]) -> Result<bool, StoreError> {
        let (mut rest, mut at_once) = (places, FIRST);
        while let Some(next) = rest.first() {
            if self.has_enough(Some(next.last_at)) {
                break;
            }
            let (some, others) = rest.split_at(at_once.min(rest.len()));
            let Some(candidates) = self.asked.messages(pool, some, self.time()).await? else {
                return Ok(self.is_ranked);
            };
            let known = self.matches.len();
            self.take(candidates).await;
            if !self.is_ranked && !self.asked.is_of_a_time() && !self.date(pool, known).await? {
                return Ok(false);
            }
            (rest, at_once) = (others, (at_once * 2).min(AT_ONCE));
        }
        Ok(true)
    }

    /// Those of them whose words are meant.
    async fn take(&mut self, candidates: Vec<Candidate>) {
        let mut bytes = 0;
        for Candidate { room, seq, at, texts } in candidates {
            let text = apart(&texts);
            let terms = self.asked.terms;
            if terms.iter().all(|term| term.not == term.places(&text).is_empty()) {
                let rank = if self.is_ranked { rank(terms, &text) } else { 0.0 };
                self.matches.push(Match { at, room, seq, rank });
            }
            bytes += texts.iter().map(String::len).sum::<usize>();
            if bytes > TURN {
                bytes = 0;
                tokio::task::yield_now().await;
            }
        }
    }

    /// Reads when those were said that were found after the first `known`: far fewer than were looked at. Says whether there was time.
    async fn date(&mut self, pool: &Pool, known: usize) -> Result<bool, StoreError> {
        let time = self.time();
        let found = &mut self.matches[known..];
        let Some(dates) = times(pool, found.iter().map(|one| (one.room, one.seq)), time).await? else {
            return Ok(false);
        };
        found.iter_mut().zip(dates).for_each(|(one, at)| one.at = at.unwrap_or(one.at));
        Ok(true)
    }

    /// Whether nothing that is older than `horizon` can be among what is needed; none: there is nothing older.
    fn has_enough(&self, horizon: Option<At>) -> bool {
        horizon.is_none_or(|horizon| {
            self.matches.iter().filter(|found| found.at >= horizon).count() >= self.most
        })
    }

    fn time(&self) -> Duration {
        self.until.saturating_duration_since(Instant::now()).clamp(Duration::from_millis(1), STEP)
    }

    /// The newest, or of these what fits best first.
    fn best(self) -> Vec<Match> {
        let (mut matches, mut seen) = (self.matches, HashSet::new());
        // What was written into the index meanwhile stood in two places.
        matches.retain(|found| seen.insert((found.room, found.seq)));
        let newest = |a: &Match, b: &Match| (b.at, b.room, b.seq).cmp(&(a.at, a.room, a.seq));
        matches.sort_by(newest);
        matches.truncate(self.most);
        if self.is_ranked {
            matches.sort_by(|a, b| b.rank.total_cmp(&a.rank).then_with(|| newest(a, b)));
        }
        matches
    }
}

/// The words of some texts, of which none goes on from one into another.
fn apart(texts: &[String]) -> Vec<Word> {
    let mut all = Vec::new();
    for text in texts {
        if !all.is_empty() {
            all.push(Word { key: String::new(), place: 0..0 });
        }
        all.extend(words(text));
    }
    all
}

/// What these messages say now, as far as it fits into an answer, and whether all of it does.
async fn hits(pool: &Pool, viewer: Viewer, matches: &[Match]) -> Result<(Vec<SearchHit>, bool), StoreError> {
    let (ids, seqs): (Vec<Uuid>, Vec<Seq>) = matches.iter().map(|found| (found.room.0, found.seq)).unzip();
    let rows = pool.read(HITS, &[&viewer.user.0, &viewer.is_visitor(), &ids, &seqs]).await?;
    let mut hits = rows.iter().map(hit).collect::<Result<Vec<_>, _>>()?;
    let mut bytes = 0;
    let fit = hits.iter().take_while(|hit| {
        bytes += weight(hit);
        bytes <= ANSWER_BYTES
    });
    let (fit, all) = (fit.count(), hits.len());
    hits.truncate(fit);
    Ok((hits, fit == all))
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
