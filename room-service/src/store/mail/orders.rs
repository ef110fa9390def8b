//! What is to be told by mail, and what became of it.

use proto::room::{MailOutcome, Mailed};
use proto::{At, RoomId, Seq, UserId};
use uuid::Uuid;

use crate::store::{Pool, StoreError};

/// What was ordered before is not ordered again. Of very much the last thousand are enough. Where something waits already, it is told with that.
const ORDER: &str = "
with ordered as (
    insert into chat.mail_order as o (user_id, room_id, root, seq, waiting)
    select u.user_id, $1::uuid, u.root, max(u.seq), array_agg(u.seq order by u.seq)
    from unnest($2::uuid[], $3::bigint[], $4::bigint[]) u (user_id, root, seq)
    join chat.mail p on p.user_id = u.user_id and p.pace <> 'never'
    group by u.user_id, u.root
    on conflict (user_id, room_id, root) do update
    set seq = excluded.seq, at = now(), waiting = array(
            select n from (
                select n from unnest(o.waiting) n union select n from unnest(excluded.waiting) n where n > o.seq
                order by n desc limit 1000
            ) newest order by n
        )
    where o.seq < excluded.seq
    returning o.user_id
), due as (
    select u.user_id, min(u.due_at) as due_at
    from unnest($2::uuid[], $5::timestamptz[]) u (user_id, due_at) where u.user_id in (select user_id from ordered)
    group by u.user_id
)
update chat.mail p set due_at = due.due_at, tries = 0 from due where p.user_id = due.user_id and p.due_at is null
returning 1";

/// What was told, or is not to be told, waits no more.
const SETTLE: &str = "
update chat.mail_order o set waiting = array(select n from unnest(o.waiting) n where n > u.seq order by n), at = now()
from unnest($2::uuid[], $3::bigint[], $4::bigint[]) u (room_id, root, seq)
where o.user_id = $1 and o.room_id = u.room_id and o.root = u.root
returning 1";

/// What has come meanwhile waits as long as what is said now.
const END: &str = "
update chat.mail p
set bounces = case $2 when 'sent' then 0 when 'bounced' then p.bounces + 1 else p.bounces end,
    mails = case when $2 <> 'sent' then p.mails when p.day = current_date then p.mails + 1 else 1 end,
    day = case when $2 = 'sent' then current_date else p.day end,
    tries = case when $2 = 'later' then p.tries else 0 end,
    due_at = case when p.pace = 'never' then null
        when $2 = 'later' then now() + make_interval(secs => $3)
        when exists (select from chat.mail_order o where o.user_id = p.user_id and o.waiting <> '{}') then now()
            + case p.pace when 'minutes' then interval '10 minutes' when 'hour' then interval '1 hour' else interval '1 day' end
    end
where p.user_id = $1
returning 1";

/// A message that somebody is to be told of by mail.
pub(crate) struct Ordered {
    /// Whom.
    pub(crate) user: UserId,
    /// The message its thread began with, where it is said there alone; else 0.
    pub(crate) root: Seq,
    /// Which.
    pub(crate) seq: Seq,
    /// When, where nothing waits for them yet.
    pub(crate) due_at: At,
}

/// Orders that these people are told of these messages of a room.
///
/// # Errors
/// The database is away.
pub(crate) async fn order(pool: &Pool, room: RoomId, ordered: &[Ordered]) -> Result<(), StoreError> {
    let users: Vec<Uuid> = ordered.iter().map(|one| one.user.0).collect();
    let roots: Vec<Seq> = ordered.iter().map(|one| one.root).collect();
    let seqs: Vec<Seq> = ordered.iter().map(|one| one.seq).collect();
    let dues: Vec<At> = ordered.iter().map(|one| one.due_at).collect();
    pool.read(ORDER, &[&room.0, &users, &roots, &seqs, &dues]).await.map(drop)
}

/// Notes what became of orders.
///
/// # Errors
/// The database is away. Whatever was not noted is looked at again.
pub(crate) async fn settle(pool: &Pool, outcomes: &[MailOutcome]) -> Result<(), StoreError> {
    for MailOutcome { user, topics, mailed } in outcomes {
        let (word, seconds) = match mailed {
            Mailed::Sent => ("sent", 0),
            Mailed::Dropped => ("dropped", 0),
            Mailed::Bounced => ("bounced", 0),
            Mailed::Later { seconds } => ("later", *seconds),
        };
        if word != "later" {
            let rooms: Vec<Uuid> = topics.iter().map(|topic| topic.room.0).collect();
            let roots: Vec<Seq> = topics.iter().map(|topic| topic.root).collect();
            let seqs: Vec<Seq> = topics.iter().map(|topic| topic.seq).collect();
            pool.read(SETTLE, &[&user.0, &rooms, &roots, &seqs]).await?;
        }
        pool.read(END, &[&user.0, &word, &f64::from(seconds)]).await?;
    }
    Ok(())
}
