//! What admins look at: all rooms, what is said in them, and what was done as an admin. What may be read of a private
//! room is decided in the statement that reads it: its members may, and for a while whoever looked into it; the event of that
//! is in the room's log.
//!
//! Called by `query_handler`, which has checked the asker's role in the organisation.

use std::time::Duration;

use proto::room::{AdminEvent, AdminReply, FoundMessage, Message, Previews, Reactions, RoomRecord, Totals};
use proto::text::RoomName;
use proto::{At, Nonce, RoomId, Seq, UserId};
use tokio_postgres::Row;
use uuid::Uuid;

use chassis::postgres::contains;

use super::installation::installation_acts;
use super::quote::{quote, quoted};
use super::reports::report_acts;
use super::rooms::{address, picture};
use super::{ANSWER_BYTES, Pool, StoreError, thread, weight, word};

/// How long a search may take: it reads every message that is not ruled out by room and time.
const SEARCH: Duration = Duration::from_secs(3);

/// $1: who asks. A look lasts a quarter of an hour.
macro_rules! looked {
    () => {
        "exists (select from chat.event l where l.room_id = r.id and l.kind = 'inspected' and l.actor_id = $1
        and l.at > now() - interval '15 minutes')"
    };
}

macro_rules! record {
    ($which:literal) => {
        concat!(
            "select r.id, r.slug, coalesce(r.name, '') as name, (r.settings ->> 'picture')::uuid as picture, r.topic, r.kind, r.archived_at is not null as archived, r.members, r.last_msg,
    r.created_at, r.head_at, first.actor_id as creator, first.name as creator_name, me.role,
    (select count(*) from chat.member o where o.room_id = r.id and o.role = 'owner') as owners,
    ", looked!(), " as looked, count(*) over () as total
from chat.room r join chat.event first on first.room_id = r.id and first.seq = 1
left join chat.member me on me.room_id = r.id and me.user_id = $1
where r.deleted_at is null and ", $which
        )
    };
}

const ROOM: &str = record!("r.id = $2");
const ROOMS: &str = record!(
    "r.kind <> 'direct' and ($2 = '' or strpos(r.name_key, $2) > 0 or strpos(lower(r.topic), $2) > 0)
order by r.head_at desc, r.id offset $3 limit $4"
);

const MAY_READ: &str = concat!(
    "select r.kind = 'public' or coalesce(me.role in ('member', 'moderator', 'owner'), false) or ",
    looked!(),
    " or exists (select from chat.report p where p.room_id = r.id and p.seq = $3 and p.author_id <> $1 and p.closed_at is null) as may_read
    from chat.room r left join chat.member me on me.room_id = r.id and me.user_id = $1 where r.id = $2"
);

const TOTALS: &str = "
select count(*) filter (where archived_at is null and kind = 'public') as public,
    count(*) filter (where archived_at is null and kind = 'private') as private,
    count(*) filter (where archived_at is not null) as archived,
    count(*) filter (where kind = 'direct' and last_msg > 0) as direct, coalesce(sum(last_msg), 0)::bigint as messages
from chat.room where deleted_at is null";

/// Each room gives its newest; the newest of all are told. Times grow with seqs, so that is their order too.
const FOUND: &str = concat!(
    "with here as (
    select r.id, coalesce(r.name, '') as name, r.slug from chat.room r left join chat.member me on me.room_id = r.id and me.user_id = $1
    where r.deleted_at is null and case when $4::uuid is null then r.kind = 'public' else r.id = $4
        and (r.kind = 'public' or me.role in ('member', 'moderator', 'owner') or ",
    looked!(),
    ") end
)
select here.id as room_id, here.name as room_name, here.slug, x.* from here cross join lateral (
    select m.seq, m.msg_no, m.rev, m.text_rev, m.author_id, m.body, m.html, ",
    quoted!("m"),
    " as reply_to, to_jsonb(t) as thread, m.edited_at, m.deleted_at, e.name, e.nonce, e.at
    from chat.message m join chat.event e using (room_id, seq)
    left join chat.thread t on t.room_id = m.room_id and t.root = coalesce(m.root, m.seq)
    where m.room_id = here.id and m.deleted_at is null and ($2 = '' or m.body ilike $2)
        and ($3::uuid is null or m.author_id = $3) and ($5::timestamptz is null or e.at >= $5)
        and ($6::timestamptz is null or e.at < $6 or e.at = $6 and (m.room_id, m.seq) < ($7, $8))
    order by m.seq desc limit $9
) x
order by x.at desc, here.id desc, x.seq desc limit $9"
);

const ADMIN_EVENTS: &str = concat!(
    "
select * from (
    select e.room_id, coalesce(r.name, '') as room_name, e.seq, e.at, e.actor_id, e.name, e.kind,
        case when e.kind = 'deleted' then m.author_id else (e.data ->> 'user')::uuid end as target,
        case e.kind when 'renamed' then e.data ->> 'before' when 'described' then (
            select p.data ->> 'topic' from chat.event p
            where p.room_id = e.room_id and p.kind = 'described' and p.seq < e.seq order by p.seq desc limit 1) end as before,
        case e.kind when 'renamed' then e.data ->> 'room_name' when 'described' then e.data ->> 'topic'
            when 'appointed' then e.data ->> 'role' end as after,
        coalesce(e.data ->> 'banned' = 'true', false) as banned, e.data ->> 'reason' as reason,
        case when e.kind in ('removed', 'muted') then (e.data ->> 'until')::timestamptz end as until,
        coalesce(r.archived_at is null and r.deleted_at is null and case e.kind
            when 'muted' then o.muted_seq = e.seq and o.muted_until > now()
            when 'removed' then o.role = 'banned' and o.since_seq = e.seq and (o.banned_until is null or o.banned_until > now())
        end, false) as in_force
    from chat.event e join chat.room r on r.id = e.room_id
    left join chat.message m on m.room_id = e.room_id and m.seq = e.target_seq
    left join chat.member o on e.kind in ('removed', 'muted') and o.room_id = e.room_id and o.user_id = (e.data ->> 'user')::uuid
    where (e.authority <> 'member' or e.kind in ('removed', 'unbanned', 'muted', 'unmuted', 'appointed', 'configured')
            or e.kind = 'deleted' and e.data ? 'author')
        and e.kind not in ('created', 'void') and ($1::uuid is null or e.actor_id = $1) and ($3 = '' or e.kind = $3)
        and ($4::timestamptz is null or e.at < $4)
    union all
    ",
    report_acts!(),
    "
    union all
    ",
    installation_acts!(),
    "
) d
where $2::uuid is null or d.target = $2
order by d.at desc, d.room_id, d.seq desc limit $5"
);

/// A part of all rooms, latest first, and how many are found.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn rooms(
    pool: &Pool,
    admin_actor: UserId,
    search: &str,
    offset: u32,
    limit: u16,
) -> Result<AdminReply, StoreError> {
    let search = RoomName::parse(search).map_or_else(|_| search.trim().to_lowercase(), |name| name.key());
    let limit = i64::from(limit.clamp(1, 100));
    let rows = pool.read(ROOMS, &[&admin_actor.0, &search, &i64::from(offset), &limit]).await?;
    let total = rows.first().map_or(Ok(0), |row| row.try_get("total"))?;
    Ok(AdminReply::Rooms { rooms: rows.iter().map(record).collect::<Result<_, _>>()?, total })
}

/// One room, if it is there.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn room(
    pool: &Pool,
    admin_actor: UserId,
    room: RoomId,
) -> Result<Option<AdminReply>, StoreError> {
    let row = pool.read_first(ROOM, &[&admin_actor.0, &room.0]).await?;
    row.as_ref().map(|row| Ok(AdminReply::Room(Box::new(record(row)?)))).transpose()
}

/// Whether an admin may see a message and so delete it: of a public room, of one they are in or have looked into, or one that was
/// reported and not dealt with. Where there is no room, nothing is kept from anybody.
///
/// # Errors
/// The database is away.
pub(crate) async fn may_read(
    pool: &Pool,
    admin_actor: UserId,
    room: RoomId,
    message: Seq,
) -> Result<bool, StoreError> {
    let row = pool.read_first(MAY_READ, &[&admin_actor.0, &room.0, &message]).await?;
    row.map_or(Ok(true), |row| Ok(row.try_get("may_read")?))
}

/// How much there is.
///
/// # Errors
/// The database is away.
pub(crate) async fn totals(pool: &Pool) -> Result<AdminReply, StoreError> {
    let row = pool.read_one(TOTALS, &[]).await?;
    Ok(AdminReply::Totals(Totals {
        public: row.try_get("public")?,
        private: row.try_get("private")?,
        archived: row.try_get("archived")?,
        direct: row.try_get("direct")?,
        messages: row.try_get("messages")?,
    }))
}

/// What is looked for; what is empty does not matter.
#[derive(Clone, Debug)]
pub(crate) struct Search {
    pub(crate) words: String,
    pub(crate) author: Option<UserId>,
    pub(crate) room: Option<RoomId>,
    pub(crate) from: Option<At>,
    pub(crate) before: Option<(At, RoomId, Seq)>,
    pub(crate) limit: u16,
}

/// Messages, newest first; none if that would take too long.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn search(
    pool: &Pool,
    admin_actor: UserId,
    search: &Search,
) -> Result<Option<AdminReply>, StoreError> {
    let limit = i64::from(search.limit.clamp(1, 100));
    let (at, room, seq) = match search.before {
        Some((at, room, seq)) => (Some(at), room.0, seq),
        None => (None, Uuid::nil(), 0),
    };
    let found = pool
        .read_within(
            SEARCH,
            FOUND,
            &[
                &admin_actor.0,
                &contains(&search.words),
                &search.author.map(|author| author.0),
                &search.room.map(|room| room.0),
                &search.from,
                &at,
                &room,
                &seq,
                &(limit + 1),
            ],
        )
        .await?;
    let Some(rows) = found else { return Ok(None) };
    let mut messages = rows.iter().map(found_message).collect::<Result<Vec<_>, _>>()?;
    let mut more = messages.len() as i64 > limit;
    messages.truncate(usize::try_from(limit).unwrap_or(0));
    let mut bytes = 0;
    let fit = messages.iter().take_while(|message| {
        bytes += weight(message);
        bytes <= ANSWER_BYTES
    });
    let fit = fit.count();
    more |= fit < messages.len();
    messages.truncate(fit);
    Ok(Some(AdminReply::Found { messages, more }))
}

/// What was done as an admin, by moderators to others, about reports, and set for rooms, before `until`, newest first.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn admin_events(
    pool: &Pool,
    admin_actor: UserId,
    (by, to): (Option<UserId>, Option<UserId>),
    action: &str,
    until: Option<At>,
    limit: u16,
) -> Result<AdminReply, StoreError> {
    let limit = i64::from(limit.clamp(1, 200));
    let (by, to) = (by.map(|user| user.0), to.map(|user| user.0));
    let rows = pool.read(ADMIN_EVENTS, &[&by, &to, &action, &until, &(limit + 1), &admin_actor.0]).await?;
    let mut admin_events = rows.iter().map(admin_event).collect::<Result<Vec<_>, _>>()?;
    let more = admin_events.len() as i64 > limit;
    admin_events.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(AdminReply::AdminEvents { admin_events, more })
}

fn record(row: &Row) -> Result<RoomRecord, StoreError> {
    Ok(RoomRecord {
        picture: picture(row)?,
        room: RoomId(row.try_get("id")?),
        address: address(row, "id")?,
        name: row.try_get("name")?,
        topic: row.try_get("topic")?,
        kind: word(row.try_get("kind")?)?,
        archived: row.try_get("archived")?,
        members: row.try_get("members")?,
        owners: row.try_get("owners")?,
        messages: row.try_get("last_msg")?,
        made_at: row.try_get("created_at")?,
        active_at: row.try_get("head_at")?,
        creator: UserId(row.try_get("creator")?),
        creator_name: row.try_get("creator_name")?,
        mine: row
            .try_get::<_, Option<&str>>("role")?
            .map(word::<proto::room::Role>)
            .transpose()?
            .filter(|role| role.is_inside()),
        looked: row.try_get("looked")?,
    })
}

fn found_message(row: &Row) -> Result<FoundMessage, StoreError> {
    Ok(FoundMessage {
        room: RoomId(row.try_get("room_id")?),
        room_name: row.try_get("room_name")?,
        address: address(row, "room_id")?,
        message: Message {
            seq: row.try_get("seq")?,
            msg_no: row.try_get("msg_no")?,
            rev: row.try_get("rev")?,
            text_rev: row.try_get("text_rev")?,
            author: UserId(row.try_get("author_id")?),
            name: row.try_get("name")?,
            avatar: None,
            at: row.try_get("at")?,
            body: row.try_get("body")?,
            html: row.try_get("html")?,
            reply_to: quote(row)?,
            thread: thread(row)?,
            edited_at: row.try_get("edited_at")?,
            previews: Previews::default(),
            history: false,
            deleted_at: row.try_get("deleted_at")?,
            // Admins look for what is said.
            files: Vec::new(),
            reactions: Reactions::default(),
            nonce: Nonce(row.try_get("nonce")?),
        },
    })
}

fn admin_event(row: &Row) -> Result<AdminEvent, StoreError> {
    Ok(AdminEvent {
        room: RoomId(row.try_get("room_id")?),
        room_name: row.try_get("room_name")?,
        seq: row.try_get("seq")?,
        at: row.try_get("at")?,
        actor: UserId(row.try_get("actor_id")?),
        actor_name: row.try_get("name")?,
        action: row.try_get("kind")?,
        target: row.try_get::<_, Option<Uuid>>("target")?.map(UserId),
        before: row.try_get("before")?,
        after: row.try_get("after")?,
        banned: row.try_get("banned")?,
        reason: row.try_get("reason")?,
        until: row.try_get("until")?,
        in_force: row.try_get("in_force")?,
    })
}
