//! What waits for somebody, conversation by conversation, or what of it they put away. Why it waits is decided where notifications are:
//! the statements find messages, `proto::room::notification` says which of them call and why. How many wait, the numbers of their rooms
//! say (`MyRoom::waiting`) and that of their threads.
//!
//! Called by `query_handler`.

use std::cmp::Reverse;
use std::collections::HashMap;

use proto::room::notification::{Concern, Following, Handled, Place, Why};
use proto::room::{Conversation, Excerpt, INBOX_PAGE, Inbox, InboxItem, InboxPart, Level};
use proto::{At, RoomId, Seq, UserId};
use tokio_postgres::Row;
use uuid::Uuid;

use super::files::files_alone;
use super::levels::chosen_level;
use super::put_away::away_seq;
use super::unread::{names, not_blocked};
use super::{Pool, StoreError, word};

/// What of room `r` `$2` asks about, after which seq and up to which, of a conversation read up to `$read_seq` whose row is `$row`.
macro_rules! reach {
    ($row:literal, $read_seq:literal, $head:literal) => {
        concat!(
            "select case when $2 = 'waiting' then greatest(",
            $read_seq,
            ", ",
            away_seq!($row),
            ") else ",
            $read_seq,
            " end as low, case when $2 = 'waiting' then ",
            $head,
            " when ($2 = 'done') = (",
            $row,
            ".away_until is null) then coalesce(",
            away_seq!($row),
            ", 0) else 0 end as high"
        )
    };
}

/// Mentions of `$1`, by name or by a word, that are said in thread `$root` alone, or, where that is null, in the room.
macro_rules! called {
    ($root:literal) => {
        concat!(
            "chat.mention c where ",
            names!("c", "$1::uuid"),
            " and c.room_id = r.id and c.root is not distinct from ",
            $root,
            " and c.seq > reach.low and c.seq <= reach.high and ",
            not_blocked!("$1", "c.room_id", "c.seq")
        )
    };
}

/// Of each room in which something calls, the message that does: one that is for its member by name, else the latest. Their own words do
/// where they have marked them unread.
const ROOMS: &str = concat!(
    "
select r.id as room_id, null::bigint as root, r.kind, at.level, r.head as upto, k.away_until,
    n.seq is not null and n.keyword is null as is_mentioned, n.keyword, e.seq, e.at, case when n.seq is not null then
        (select count(*) from (select from ",
    called!("null"),
    " limit 100) found)
    else
        (select count(*) from (
            select from chat.message l
            where l.room_id = r.id and l.msg_no is not null and l.deleted_at is null and (l.author_id <> $1 or l.seq <= k.held)
                and l.seq > reach.low and l.seq <= reach.high
            limit 100) found)
    end as count
from chat.member me join chat.room r on r.id = me.room_id and r.deleted_at is null
left join chat.marker k on k.room_id = r.id and k.user_id = $1
cross join lateral (
    select greatest(k.read_seq, me.since_seq) as read_seq, coalesce(",
    chosen_level!("$1"),
    ", case r.kind when 'direct' then 'everything' else 'mentions' end) as level
) at
cross join lateral (",
    reach!("k", "at.read_seq", "r.head"),
    ") reach
left join lateral (
    select c.seq, c.keyword from ",
    called!("null"),
    " order by c.keyword is null desc, c.seq desc limit 1
) n on true
left join lateral (
    select l.seq from chat.message l
    where n.seq is null and at.level = 'everything' and l.room_id = r.id and l.msg_no is not null and l.deleted_at is null
        and (l.author_id <> $1 or l.seq <= k.held) and l.seq > reach.low and l.seq <= reach.high
    order by l.seq desc limit 1
) last on true
join chat.event e on e.room_id = r.id and e.seq = coalesce(n.seq, last.seq)
where me.user_id = $1 and me.role in ('member', 'moderator', 'owner') and at.level in ('everything', 'mentions')
    and reach.high > reach.low
order by e.at desc limit 200"
);

/// The same of each thread that somebody follows.
const THREADS: &str = concat!(
    "
select r.id as room_id, f.root, r.kind, at.level, t.last_seq as upto, f.away_until,
    n.seq is not null and n.keyword is null as is_mentioned, n.keyword, e.seq, e.at,
    (select count(*) from (
        select from chat.message l
        where l.room_id = r.id and l.root = f.root and l.deleted_at is null and l.author_id <> $1 and l.seq > reach.low and l.seq <= reach.high and ",
    not_blocked!("$1", "l.room_id", "l.seq"),
    " limit 100) found) as count
from chat.thread_follow f
join chat.thread t on t.room_id = f.room_id and t.root = f.root and t.last_seq > f.read_seq
join chat.room r on r.id = f.room_id and r.deleted_at is null
join chat.member me on me.room_id = r.id and me.user_id = f.user_id and me.role in ('member', 'moderator', 'owner')
cross join lateral (
    select coalesce(",
    chosen_level!("$1"),
    ", case r.kind when 'direct' then 'everything' else 'mentions' end) as level
) at
cross join lateral (",
    reach!("f", "greatest(f.read_seq, me.since_seq)", "t.last_seq"),
    ") reach
left join lateral (
    select c.seq, c.keyword from ",
    called!("f.root"),
    " order by c.keyword is null desc, c.seq desc limit 1
) n on true
left join lateral (
    select l.seq from chat.message l
    where l.room_id = r.id and l.root = f.root and l.seq > reach.low and l.seq <= reach.high and l.deleted_at is null and l.author_id <> $1 and ",
    not_blocked!("$1", "l.room_id", "l.seq"),
    " order by l.seq desc limit 1
) last on true
join chat.event e on e.room_id = r.id and e.seq = coalesce(n.seq, last.seq)
where f.user_id = $1 and f.level = 'all' and at.level in ('everything', 'mentions') and reach.high > reach.low
order by e.at desc limit 200"
);

/// The beginnings of messages in rooms that somebody is in at this moment. Two for each conversation of a page fit an answer, however many
/// bytes their characters have.
const EXCERPTS: &str = concat!(
    "
select m.room_id, m.seq, m.author_id, e.name, e.at, left(m.html, 750) as html, ",
    files_alone!("m"),
    " as files
from unnest($2::uuid[], $3::bigint[]) w (room_id, seq)
join chat.member me on me.room_id = w.room_id and me.user_id = $1 and me.role in ('member', 'moderator', 'owner')
join chat.message m on m.room_id = w.room_id and m.seq = w.seq
join chat.event e on e.room_id = m.room_id and e.seq = m.seq"
);

/// Up to where these rooms stood at a moment, in the order given.
const UPTO: &str = "
select coalesce((
    select e.seq from chat.event e where e.room_id = w.room_id and e.seq <= w.seq and e.at <= $3 order by e.seq desc limit 1
), 0) as seq
from unnest($1::uuid[], $2::bigint[]) with ordinality w (room_id, seq, place)
order by w.place";

/// A conversation, and the message in it that calls.
struct Call {
    conversation: Conversation,
    seq: Seq,
    at: At,
    why: Why,
    keyword: Option<String>,
    count: i64,
    upto: Seq,
    until: Option<At>,
}

/// A part of what waits for somebody or was put away, for one reason or for all.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn page(
    pool: &Pool,
    user: UserId,
    part: InboxPart,
    why: Option<Why>,
    offset: u32,
) -> Result<Inbox, StoreError> {
    let mut calls = calls(pool, user, part).await?;
    let counts = Why::all().map(|why| (why, calls.iter().filter(|call| call.why == why).count() as i64));
    let counts: Vec<_> = counts.filter(|(_, count)| *count > 0).collect();
    calls.retain(|call| why.is_none_or(|why| call.why == why));
    let shown: Vec<Call> =
        calls.into_iter().skip(offset as usize).take(usize::from(INBOX_PAGE) + 1).collect();
    let more = shown.len() > usize::from(INBOX_PAGE);
    let shown: Vec<Call> = shown.into_iter().take(INBOX_PAGE.into()).collect();
    let excerpts = excerpts(pool, user, &shown).await?;
    // Who was taken out of the room, or what was deleted, since then, is not there.
    let items = shown.into_iter().filter_map(|call| item(call, &excerpts)).collect();
    Ok(Inbox { items, more, counts })
}

/// What waits for somebody and was said until a moment, each up to where it stands.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn said_until(
    pool: &Pool,
    user: UserId,
    said_until: At,
) -> Result<Vec<(Conversation, Seq)>, StoreError> {
    let calls = calls(pool, user, InboxPart::Waiting).await?;
    let calls: Vec<_> = calls.iter().filter(|call| call.at <= said_until).collect();
    let rooms: Vec<Uuid> = calls.iter().map(|call| call.conversation.room.0).collect();
    let upto: Vec<Seq> = calls.iter().map(|call| call.upto).collect();
    let rows = pool.read(UPTO, &[&rooms, &upto, &said_until]).await?;
    let upto = rows.iter().map(|row| row.try_get("seq"));
    calls.iter().zip(upto).map(|(call, seq)| Ok((call.conversation, seq?))).collect()
}

/// The latest first.
async fn calls(pool: &Pool, user: UserId, part: InboxPart) -> Result<Vec<Call>, StoreError> {
    let part = part.as_str();
    let (rooms, threads) = tokio::try_join!(async { pool.read(ROOMS, &[&user.0, &part]).await }, async {
        pool.read(THREADS, &[&user.0, &part]).await
    })?;
    let calls = rooms.iter().chain(&threads).filter_map(|row| call(row).transpose());
    let mut calls = calls.collect::<Result<Vec<_>, _>>()?;
    calls.sort_by_key(|call| Reverse((call.at, call.conversation.room, call.seq)));
    Ok(calls)
}

/// None where the decision is that it does not call.
fn call(row: &Row) -> Result<Option<Call>, StoreError> {
    let root: Option<Seq> = row.try_get("root")?;
    let keyword: Option<String> = row.try_get("keyword")?;
    let level: Level = word(row.try_get("level")?)?;
    let concern = Concern {
        is_member: true,
        kind: word(row.try_get("kind")?)?,
        level,
        is_own: false,
        is_deleted: false,
        is_before: false,
        is_blocked: false,
        is_mentioned: row.try_get("is_mentioned")?,
        has_keyword: keyword.is_some(),
        place: root.map_or(Place::Room, |_| Place::Thread(Following::Followed)),
        in_room: Handled::Open,
        in_thread: Handled::Open,
        is_quiet: false,
        is_looking: false,
    };
    let why = if root.is_some() { concern.waits_in_thread() } else { concern.waits_in_room() };
    let Ok(why) = why else { return Ok(None) };
    Ok(Some(Call {
        conversation: Conversation { room: RoomId(row.try_get("room_id")?), root },
        seq: row.try_get("seq")?,
        at: row.try_get("at")?,
        why,
        keyword: keyword.filter(|_| why == Why::Keyword),
        count: row.try_get("count")?,
        upto: row.try_get("upto")?,
        until: row.try_get("away_until")?,
    }))
}

type Excerpts = HashMap<(RoomId, Seq), Excerpt>;

async fn excerpts(pool: &Pool, user: UserId, calls: &[Call]) -> Result<Excerpts, StoreError> {
    let of = |call: &Call| {
        let Conversation { room, root } = call.conversation;
        std::iter::once((room, call.seq)).chain(root.map(|root| (room, root)))
    };
    let mut keys: Vec<(RoomId, Seq)> = calls.iter().flat_map(of).collect();
    keys.sort_unstable();
    keys.dedup();
    let rooms: Vec<Uuid> = keys.iter().map(|(room, _)| room.0).collect();
    let seqs: Vec<Seq> = keys.iter().map(|(_, seq)| *seq).collect();
    let rows = pool.read(EXCERPTS, &[&user.0, &rooms, &seqs]).await?;
    rows.iter().map(|row| excerpt(row).map(|excerpt| ((excerpt.room, excerpt.seq), excerpt))).collect()
}

fn item(call: Call, excerpts: &Excerpts) -> Option<InboxItem> {
    let Conversation { room, root } = call.conversation;
    let root = match root {
        Some(root) => Some(excerpts.get(&(room, root))?.clone()),
        None => None,
    };
    Some(InboxItem {
        room,
        root,
        // What is said in a thread and in the room may call in both.
        said: excerpts.get(&(room, call.seq))?.clone(),
        why: call.why,
        keyword: call.keyword,
        count: call.count,
        upto: call.upto,
        until: call.until,
    })
}

fn excerpt(row: &Row) -> Result<Excerpt, StoreError> {
    Ok(Excerpt {
        room: RoomId(row.try_get("room_id")?),
        seq: row.try_get("seq")?,
        author: UserId(row.try_get("author_id")?),
        name: row.try_get("name")?,
        at: row.try_get("at")?,
        html: row.try_get("html")?,
        files: row.try_get("files")?,
    })
}
