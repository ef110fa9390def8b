//! Links that messages show something of: what is to be looked at, what was found, and which messages wait for it.
//!
//! Called by `links` and by the follower `link_previews`; `previews` reads what a message shows.

use proto::room::{LinkFound, LinkOrder, LinkOutcome, LinkPreview, Previews};
use proto::{RoomId, Seq};
use serde_json::Value;
use tokio_postgres::Row;
use tokio_postgres::types::Json;
use uuid::Uuid;

use super::{Pool, StoreError};

/// How long a gateway has what it took: longer than it takes to look at all of it.
const LEASE_SECONDS: f64 = 60.0;
/// Rooms that are named at once.
const ROOMS: i64 = 100;
/// Messages of one room that are answered at once.
const MESSAGES: i64 = 50;

const IS_ON: &str = "select previews from chat.installation";

const IS_WANTED: &str = "
select exists (
    select from chat.room r, chat.installation i
    where r.id = $1 and r.deleted_at is null and i.previews and not coalesce((r.settings ->> 'without_previews')::boolean, false)
) as wanted";

/// What was looked at today is not looked at again. In order of the links, so that nobody waits for two at once.
const ORDER: &str = "
with asked as (
    insert into chat.link as l (href, due_at) select h, now() from unnest($5::text[]) h order by h
    on conflict (href) do update set due_at = now(), tries = 0
    where l.due_at is null and l.fetched_at < now() - interval '1 day'
    returning 1
), ordered as (
    insert into chat.link_order as o (room_id, seq, text_rev, hrefs) values ($1, $2, $3, $4)
    on conflict (room_id, seq) do update set text_rev = excluded.text_rev, hrefs = excluded.hrefs, at = now()
    where o.text_rev <= excluded.text_rev
    returning 1
)
select exists (select from asked) as is_news, (select count(*) from ordered) as ordered";

const DROP: &str = "delete from chat.link_order where room_id = $1 and seq = $2 and text_rev <= $3";

/// Nothing is waited for any more, or too long.
macro_rules! is_ready {
    () => {
        "(o.at < now() - interval '1 hour' or not exists (
        select from unnest(o.hrefs) h (href) join chat.link l on l.href = split_part(h.href, '#', 1) where l.due_at is not null))"
    };
}

const READY_ROOMS: &str =
    concat!("select distinct o.room_id from chat.link_order o where ", is_ready!(), " limit $1");

const READY: &str = concat!(
    "
select o.seq, o.text_rev, (
    select coalesce(jsonb_agg(l.preview || jsonb_build_object('href', h.href) order by h.place), '[]')
    from unnest(o.hrefs) with ordinality h (href, place) join chat.link l on l.href = split_part(h.href, '#', 1)
    where l.preview is not null
) as links
from chat.link_order o where o.room_id = $1 and ",
    is_ready!(),
    " order by o.seq limit $2"
);

const TAKE: &str = "
with due as (
    select href from chat.link where due_at <= now() and (select previews from chat.installation)
    order by due_at limit $1 for update skip locked
)
update chat.link l set due_at = now() + make_interval(secs => $2), tries = l.tries + 1 from due where l.href = due.href
returning l.href, l.tries";

const SETTLE: &str = "
update chat.link l
set preview = case when u.later is null then u.preview else l.preview end, fetched_at = now(),
    due_at = now() + make_interval(secs => u.later)
from unnest($1::text[], $2::jsonb[], $3::float8[]) u (href, preview, later)
where l.href = u.href and l.due_at is not null";

const SWEEP_LINKS: &str =
    "delete from chat.link where due_at is null and fetched_at < now() - interval '2 days'";

const SWEEP_ORDERS: &str = "delete from chat.link_order where at < now() - interval '1 day'";

/// Whether the installation shows what links lead to.
///
/// # Errors
/// The database is away.
pub(crate) async fn is_on(pool: &Pool) -> Result<bool, StoreError> {
    Ok(pool.read_one(IS_ON, &[]).await?.try_get("previews")?)
}

/// Whether messages of this room do.
///
/// # Errors
/// The database is away.
pub(crate) async fn is_wanted(pool: &Pool, room: RoomId) -> Result<bool, StoreError> {
    Ok(pool.read_one(IS_WANTED, &[&room.0]).await?.try_get("wanted")?)
}

/// Lets a message wait for its links; says whether there is something to look at. Without any it waits for nothing.
///
/// # Errors
/// The database is away.
pub(crate) async fn order(
    pool: &Pool,
    room: RoomId,
    (seq, text_rev): (Seq, Seq),
    links: &[String],
) -> Result<bool, StoreError> {
    if links.is_empty() {
        drop_order(pool, room, (seq, text_rev)).await?;
        return Ok(false);
    }
    let mut pages: Vec<&str> =
        links.iter().map(|link| link.split_once('#').map_or(link.as_str(), |(page, _)| page)).collect();
    pages.sort_unstable();
    pages.dedup();
    let row = pool.write(ORDER, &[&room.0, &seq, &text_rev, &links, &pages]).await?;
    row.first().map_or(Ok(false), |row| Ok(row.try_get("is_news")?))
}

/// The message waits no longer, unless it has other words by now.
///
/// # Errors
/// The database is away.
pub(crate) async fn drop_order(
    pool: &Pool,
    room: RoomId,
    (seq, text_rev): (Seq, Seq),
) -> Result<(), StoreError> {
    pool.write(DROP, &[&room.0, &seq, &text_rev]).await.map(drop)
}

/// Rooms with messages whose links were all looked at.
///
/// # Errors
/// The database is away.
pub(crate) async fn ready_rooms(pool: &Pool) -> Result<Vec<RoomId>, StoreError> {
    let rows = pool.read(READY_ROOMS, &[&ROOMS]).await?;
    rows.iter().map(|row| Ok(RoomId(row.try_get::<_, Uuid>("room_id")?))).collect()
}

/// A message whose links were all looked at.
pub(crate) struct Ready {
    /// Which.
    pub(crate) seq: Seq,
    /// The words that they are of.
    pub(crate) text_rev: Seq,
    /// What was found.
    pub(crate) links: Vec<LinkPreview>,
}

/// Those of a room.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn ready(pool: &Pool, room: RoomId) -> Result<Vec<Ready>, StoreError> {
    let rows = pool.read(READY, &[&room.0, &MESSAGES]).await?;
    let of = |row: &Row| {
        let Json(links) = row.try_get("links")?;
        Ok(Ready { seq: row.try_get("seq")?, text_rev: row.try_get("text_rev")?, links })
    };
    rows.iter().map(of).collect()
}

/// What is due to be looked at, at most so many, for whoever asks alone; and whether there may be more.
///
/// # Errors
/// The database is away.
pub(crate) async fn take(pool: &Pool, most: i64) -> Result<(Vec<LinkOrder>, bool), StoreError> {
    let rows = pool.write(TAKE, &[&most, &LEASE_SECONDS]).await?;
    let order = |row: &Row| {
        let tries = u16::try_from(row.try_get::<_, i32>("tries")?).unwrap_or(u16::MAX);
        Ok(LinkOrder { href: row.try_get("href")?, tries })
    };
    let orders: Vec<LinkOrder> = rows.iter().map(order).collect::<Result<_, StoreError>>()?;
    let more = orders.len() as i64 == most;
    Ok((orders, more))
}

/// Notes what was found.
///
/// # Errors
/// The database is away.
pub(crate) async fn settle(pool: &Pool, outcomes: &[LinkOutcome]) -> Result<(), StoreError> {
    let hrefs: Vec<&str> = outcomes.iter().map(|one| one.href.as_str()).collect();
    let page = |one: &LinkOutcome| match &one.found {
        LinkFound::Page(preview) => serde_json::to_value(preview).ok(),
        LinkFound::Nothing | LinkFound::Later { .. } => None,
    };
    let pages: Vec<Option<Value>> = outcomes.iter().map(page).collect();
    let later = |one: &LinkOutcome| match one.found {
        LinkFound::Later { seconds } => Some(f64::from(seconds)),
        LinkFound::Page(_) | LinkFound::Nothing => None,
    };
    let laters: Vec<Option<f64>> = outcomes.iter().map(later).collect();
    pool.write(SETTLE, &[&hrefs, &pages, &laters]).await.map(drop)
}

/// Forgets what was found long ago, and what nobody could look at.
///
/// # Errors
/// The database is away.
pub(crate) async fn sweep(pool: &Pool) -> Result<(), StoreError> {
    pool.write(SWEEP_LINKS, &[]).await?;
    pool.write(SWEEP_ORDERS, &[]).await.map(drop)
}

/// What a message shows of its links.
pub(super) fn previews(row: &Row) -> Result<Previews, StoreError> {
    let found: Option<Json<Previews>> = row.try_get("previews")?;
    Ok(found.map(|Json(previews)| previews).unwrap_or_default())
}
