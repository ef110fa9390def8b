//! What is due to be told, as its people may read it at this moment, and what became of it.
//!
//! Called by `push`.

use std::collections::BTreeMap;

use proto::At;
use proto::room::notification::{Decision, Told, Why};
use proto::room::{Level, PushOrder, PushOutcome, PushTarget, PushTopic, Sent};
use proto::{RoomId, Seq, UserId};
use time::Duration;
use tokio_postgres::Row;
use uuid::Uuid;

use super::wanted;
use crate::store::concern::{concern_columns, concern_joins};
use crate::store::files::files_alone;
use crate::store::rooms::{address, others};
use crate::store::unread::{mentions, read_msg};
use crate::store::{Pool, StoreError};

/// How long a gateway has what it took: longer than it takes to send all of it.
const LEASE_SECONDS: f64 = 60.0;
/// What was said longer ago is told no more: nobody could be reached all the while.
const STALE: Duration = Duration::DAY;

/// Each message that waits, with what it is to its person now. Whose session has ended, or who is no longer inside, is no member.
const TAKE: &str = concat!(
    "
with due as (
    select device_id, room_id, root from chat.push_order where waiting <> '{}' and due_at <= now()
    order by due_at limit $1 for update skip locked
), taken as (
    update chat.push_order o set due_at = now() + make_interval(secs => $2), tries = o.tries + 1
    from due where o.device_id = due.device_id and o.room_id = due.room_id and o.root = due.root
    returning o.*
)
select o.device_id, o.root as topic_root, o.tries, w.seq, d.user_id, d.endpoint, d.key, d.auth, d.language, d.words,
    s.session_id is not null and r.deleted_at is null and m.seq is not null as is_there, r.id as room_id, r.slug,
    coalesce(r.name, '') as name, r.participants, m.author_id, e.name as author_name, e.at, left(m.html, 1500) as html, ",
    files_alone!("m"),
    " as files,
    r.last_msg - ",
    read_msg!("r.id", "greatest(k.read_seq, me.since_seq)", "greatest(k.read_msg, me.since_msg)"),
    " as unread, ",
    mentions!("d.user_id", "r.id", "greatest(k.read_seq, me.since_seq)"),
    " as mentions, q.quiet_until, q.quiet_hours, q.zone, ",
    concern_columns!("d.user_id"),
    "
from taken o join chat.push_device d on d.id = o.device_id
join chat.room r on r.id = o.room_id
cross join lateral unnest(o.waiting) w (seq)
left join auth.signed_in s on s.session_id = d.session_id and s.user_id = d.user_id
left join auth.quiet q on q.user_id = d.user_id
left join chat.member me on me.room_id = r.id and me.user_id = d.user_id
left join chat.message m on m.room_id = r.id and m.seq = w.seq
left join chat.event e on e.room_id = r.id and e.seq = w.seq",
    concern_joins!("d.user_id"),
    "order by o.device_id, o.room_id, o.root, w.seq"
);

/// What was told, or is not to be told, waits no more; the rest is tried again later.
const SETTLE: &str = "
update chat.push_order o
set waiting = case when u.later is null then array(select n from unnest(o.waiting) n where n > u.seq order by n) else o.waiting end,
    tries = case when u.later is null then 0 else o.tries end,
    due_at = now() + make_interval(secs => coalesce(u.later, 0))
from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::float8[]) u (device_id, room_id, root, seq, later)
where o.device_id = u.device_id and o.room_id = u.room_id and o.root = u.root
returning 1";

const USED: &str = "update chat.push_device set used_at = now() where id = any ($1)";

const GONE: &str = "delete from chat.push_device where id = any ($1)";

/// What is due, at most so many, for whoever asks alone; and whether there may be more. What has been read, deleted or closed to its
/// person meanwhile, and what comes at a bad time, is told no more.
///
/// # Errors
/// The database is away, auth-service has not made its tables, or there is what this release cannot read.
pub(crate) async fn take(pool: &Pool, most: i64) -> Result<(Vec<PushOrder>, bool), StoreError> {
    let rows = pool.write(TAKE, &[&most, &LEASE_SECONDS]).await?;
    let (now, mut taken) = (At::now_utc(), BTreeMap::<(Uuid, Uuid, Seq), Topic>::new());
    for row in &rows {
        let at = (row.try_get("device_id")?, row.try_get("room_id")?, row.try_get("topic_root")?);
        taken.entry(at).or_default().see(row, now)?;
    }
    let more = taken.len() as i64 == most;
    let (mut orders, mut over) = (Vec::new(), Vec::new());
    for ((device, room, root), topic) in taken {
        let topic_of = PushTopic { device, room: RoomId(room), root };
        match topic.last {
            Some(row) => orders.push(order(row, topic_of, &topic)?),
            None => over.push(PushOutcome { topic: topic_of, seq: topic.seq, sent: Sent::Refused }),
        }
    }
    if !over.is_empty() {
        settle(pool, &over).await?;
    }
    Ok((orders, more))
}

/// What waits of one room or thread.
#[derive(Default)]
struct Topic<'a> {
    /// The last that is to be told.
    last: Option<&'a Row>,
    /// How many are.
    count: i64,
    /// The most personal reason.
    why: Option<Why>,
    /// The last that waits, to be told or not.
    seq: Seq,
}

impl<'a> Topic<'a> {
    fn see(&mut self, row: &'a Row, now: At) -> Result<(), StoreError> {
        self.seq = row.try_get("seq")?;
        if !row.try_get::<_, bool>("is_there")? || now - row.try_get::<_, At>("at")? > STALE {
            return Ok(());
        }
        if let Decision::Waits(why, Told::Now | Told::Later) = wanted::at(row, now)?.decide() {
            (self.last, self.count) = (Some(row), self.count + 1);
            self.why = Some(self.why.map_or(why, |before| before.min(why)));
        }
        Ok(())
    }
}

fn order(row: &Row, topic: PushTopic, found: &Topic<'_>) -> Result<PushOrder, StoreError> {
    let (user, concern) = (UserId(row.try_get("user_id")?), wanted::at(row, At::now_utc())?);
    // As the list of rooms counts them.
    let there: i64 = match (topic.root, concern.level) {
        (0, Level::Everything) => row.try_get("unread")?,
        (0, _) => row.try_get("mentions")?,
        _ => 0,
    };
    Ok(PushOrder {
        topic,
        target: PushTarget {
            endpoint: row.try_get("endpoint")?,
            key: row.try_get("key")?,
            auth: row.try_get("auth")?,
        },
        user,
        language: row.try_get("language")?,
        words: row.try_get("words")?,
        tries: u16::try_from(row.try_get::<_, i32>("tries")?).unwrap_or(u16::MAX),
        seq: row.try_get("seq")?,
        why: found.why.unwrap_or(Why::Everything),
        count: there.max(found.count),
        kind: concern.kind,
        name: row.try_get("name")?,
        address: address(row, "room_id")?,
        others: others(row, user)?,
        author: UserId(row.try_get("author_id")?),
        author_name: row.try_get("author_name")?,
        blocked: concern.is_blocked,
        html: row.try_get("html")?,
        files: row.try_get("files")?,
    })
}

/// Notes what became of orders: what was delivered or refused waits no more, a device that is gone is forgotten.
///
/// # Errors
/// The database is away.
pub(crate) async fn settle(pool: &Pool, outcomes: &[PushOutcome]) -> Result<(), StoreError> {
    let devices = |such: fn(Sent) -> bool| -> Vec<Uuid> {
        outcomes.iter().filter(|one| such(one.sent)).map(|one| one.topic.device).collect()
    };
    let gone = devices(|sent| sent == Sent::Gone);
    if !gone.is_empty() {
        pool.read(GONE, &[&gone]).await?;
    }
    let used = devices(|sent| sent == Sent::Delivered);
    if !used.is_empty() {
        pool.read(USED, &[&used]).await?;
    }
    let later = |sent| if let Sent::Later { seconds } = sent { Some(f64::from(seconds)) } else { None };
    let ids: Vec<Uuid> = outcomes.iter().map(|one| one.topic.device).collect();
    let rooms: Vec<Uuid> = outcomes.iter().map(|one| one.topic.room.0).collect();
    let roots: Vec<Seq> = outcomes.iter().map(|one| one.topic.root).collect();
    let seqs: Vec<Seq> = outcomes.iter().map(|one| one.seq).collect();
    let laters: Vec<Option<f64>> = outcomes.iter().map(|one| later(one.sent)).collect();
    pool.read(SETTLE, &[&ids, &rooms, &roots, &seqs, &laters]).await.map(drop)
}
