//! Whom messages concern who has a device or wants mail, and what their devices are to be told.
//!
//! Called by the follower `notifier`.

use proto::auth::{Quiet, QuietHours};
use proto::room::MailPace;
use proto::room::notification::{Concern, Place};
use proto::text::ZoneName;
use proto::{At, RoomId, Seq, UserId};
use tokio_postgres::Row;
use tokio_postgres::types::Json;
use uuid::Uuid;

use crate::store::concern::{self, concern_columns, concern_joins};
use crate::store::{Pool, StoreError, word};

/// People of one statement.
const PEOPLE: i64 = 100;

const IS_ANY: &str = "
select exists (select from chat.push_device) or exists (select from chat.mail where pace <> 'never') as any";

/// Members with a device, or who want mail, those after `$3`, and what each of these messages is to them.
const CONCERNS: &str = concat!(
    "
select me.user_id, m.seq, q.quiet_until, q.quiet_hours, q.zone, coalesce(box.pace, 'never') as pace, ",
    concern_columns!("me.user_id"),
    "
from chat.room r
join (
    select * from chat.member inside
    where inside.room_id = $1 and inside.user_id > $3 and inside.role in ('member', 'moderator', 'owner')
        and (exists (select from chat.push_device d where d.user_id = inside.user_id)
            or exists (select from chat.mail wants where wants.user_id = inside.user_id and wants.pace <> 'never'))
    order by inside.user_id limit $4
) me on true
join chat.message m on m.room_id = r.id and m.seq = any ($2)
left join auth.quiet q on q.user_id = me.user_id
left join chat.mail box on box.user_id = me.user_id",
    concern_joins!("me.user_id"),
    "where r.id = $1 and r.deleted_at is null order by me.user_id, m.seq"
);

/// What was ordered before is not ordered again. Of very much the last twenty are enough.
const ORDER: &str = "
insert into chat.push_order as o (device_id, room_id, root, seq, waiting, due_at)
select d.id, $1::uuid, u.root, max(u.seq), array_agg(u.seq order by u.seq), now()
from unnest($2::uuid[], $3::bigint[], $4::bigint[]) u (user_id, root, seq)
join chat.push_device d on d.user_id = u.user_id
group by d.id, u.root
on conflict (device_id, room_id, root) do update
set seq = excluded.seq, waiting = array(
        select n from (
            select n from unnest(o.waiting) n union select n from unnest(excluded.waiting) n where n > o.seq
            order by n desc limit 20
        ) newest order by n
    ),
    due_at = case when o.waiting = '{}' then excluded.due_at else o.due_at end,
    tries = case when o.waiting = '{}' then 0 else o.tries end
where o.seq < excluded.seq
returning 1";

/// A message, and somebody whom it may concern.
pub(crate) struct Candidate {
    /// Who.
    pub(crate) user: UserId,
    /// The message.
    pub(crate) seq: Seq,
    /// What it is to them.
    pub(crate) concern: Concern,
    /// The message its thread began with, where it is said there alone; else 0.
    pub(crate) root: Seq,
    /// How soon they want to be told by mail.
    pub(crate) pace: MailPace,
    /// The clock they live by; none: that of UTC.
    pub(crate) zone: Option<ZoneName>,
}

/// Whether anybody is to be told in any way.
///
/// # Errors
/// The database is away.
pub(crate) async fn is_any(pool: &Pool) -> Result<bool, StoreError> {
    Ok(pool.read_one(IS_ANY, &[]).await?.try_get("any")?)
}

/// What messages of a room are to members of it who have a device or want mail, in order of the members, those after one of them; and whether there
/// may be further ones.
///
/// # Errors
/// The database is away, auth-service has not made its tables, or there is what this release cannot read.
pub(crate) async fn candidates(
    pool: &Pool,
    room: RoomId,
    seqs: &[Seq],
    after: Option<UserId>,
) -> Result<(Vec<Candidate>, bool), StoreError> {
    let after = after.map_or(Uuid::nil(), |user| user.0);
    let (rows, now) = (pool.read(CONCERNS, &[&room.0, &seqs, &after, &PEOPLE]).await?, At::now_utc());
    let candidate = |row: &Row| {
        Ok(Candidate {
            user: UserId(row.try_get("user_id")?),
            seq: row.try_get("seq")?,
            concern: at(row, now)?,
            root: aside(row)?,
            pace: word(row.try_get("pace")?)?,
            zone: quiet(row)?.zone,
        })
    };
    let found: Vec<Candidate> = rows.iter().map(candidate).collect::<Result<_, StoreError>>()?;
    let people = found.chunk_by(|one, next| one.user == next.user).count();
    Ok((found, people as i64 == PEOPLE))
}

/// Orders that all devices of these people are told of these messages: whom, the thread or 0, and which.
///
/// # Errors
/// The database is away.
pub(crate) async fn order(
    pool: &Pool,
    room: RoomId,
    wanted: &[(UserId, Seq, Seq)],
) -> Result<bool, StoreError> {
    let users: Vec<Uuid> = wanted.iter().map(|(user, ..)| user.0).collect();
    let roots: Vec<Seq> = wanted.iter().map(|(_, root, _)| *root).collect();
    let seqs: Vec<Seq> = wanted.iter().map(|(.., seq)| *seq).collect();
    Ok(!pool.read(ORDER, &[&room.0, &users, &roots, &seqs]).await?.is_empty())
}

/// What a message is to its person at this moment.
pub(in crate::store) fn at(row: &Row, now: At) -> Result<Concern, StoreError> {
    let (concern, _) = concern::read(row)?;
    Ok(Concern { is_quiet: quiet(row)?.holds(now), ..concern })
}

/// The thread in which it is said alone, or 0.
pub(super) fn aside(row: &Row) -> Result<Seq, StoreError> {
    let (concern, _) = concern::read(row)?;
    let root: Option<Seq> = row.try_get("root")?;
    Ok(if matches!(concern.place, Place::Thread(_)) { root.unwrap_or(0) } else { 0 })
}

/// What stands in the columns of `auth.quiet`. What this release does not know is left out.
pub(in crate::store) fn quiet(row: &Row) -> Result<Quiet, StoreError> {
    let hours = row.try_get::<_, Option<Json<QuietHours>>>("quiet_hours").ok().flatten();
    let zone = row.try_get::<_, Option<&str>>("zone")?;
    Ok(Quiet {
        until: row.try_get("quiet_until")?,
        hours: hours.map(|Json(hours)| hours),
        zone: zone.and_then(|zone| ZoneName::optional(zone).ok().flatten()),
    })
}
