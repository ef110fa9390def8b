//! What is due to be told by mail, as its people may read it at this moment: what they have read meanwhile, what was deleted and what was
//! closed to them is told no more, and nothing while they do not want to be disturbed.
//!
//! Called by `mail`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use proto::room::notification::{Decision, Told};
use proto::room::{
    BOUNCES_MAX, MAIL_MESSAGES_MAX, MailConversation, MailMessage, MailOrder, MailOutcome, MailTopic, Mailed,
};
use proto::{At, RoomId, Seq, UserId};
use time::Duration;
use tokio_postgres::Row;
use uuid::Uuid;

use super::orders::settle;
use crate::store::concern::{concern_columns, concern_joins};
use crate::store::files::files_alone;
use crate::store::push::wanted;
use crate::store::put_away::away_seq;
use crate::store::rooms::{address, others};
use crate::store::{Pool, StoreError, word};

/// How long a gateway has what it took: longer than a server of mail is waited for.
const LEASE_SECONDS: f64 = 360.0;
/// Mails to one person within a day; what is said then waits until the next one.
const A_DAY: i32 = 20;
/// What was said longer ago is told no more: no mail could be sent all the while.
const STALE: Duration = Duration::days(3);

/// Each message that waits, with what it is to its person now. Of very much in one conversation the last hundred; of those before it
/// is counted how many are unread.
const TAKE: &str = concat!(
    "
with due as (
    select user_id from chat.mail
    where due_at <= now() and pace <> 'never' and bounces < $3 and (day is distinct from current_date or mails < $4)
    order by due_at limit $1 for update skip locked
), taken as (
    update chat.mail p set due_at = now() + make_interval(secs => $2), tries = p.tries + 1
    from due where p.user_id = due.user_id returning p.*
)
select p.user_id, p.pace, p.words, p.language, p.link, p.tries, o.room_id as ordered_in, o.root as topic_root, w.seq,
    r.id is not null and r.deleted_at is null and m.seq is not null as is_there, r.id as room_id, r.slug,
    coalesce(r.name, '') as name, r.participants, m.author_id, e.name as author_name, e.at, left(m.html, 1000) as html, ",
    files_alone!("m"),
    " as files, case when w.place = 1 then (
        select count(*) from unnest(o.waiting[:cardinality(o.waiting) - 100]) n
        join chat.message was on was.room_id = r.id and was.seq = n and was.deleted_at is null
        where n > coalesce(case o.root when 0 then greatest(k.read_seq, ",
    away_seq!("k"),
    ") else greatest(f.read_seq, ",
    away_seq!("f"),
    ") end, 0)
    ) else 0 end as earlier, q.quiet_until, q.quiet_hours, q.zone, ",
    concern_columns!("p.user_id"),
    "
from taken p
left join lateral (
    select * from chat.mail_order waits where waits.user_id = p.user_id and waits.waiting <> '{}' order by waits.at limit 20
) o on true
left join lateral unnest(o.waiting[greatest(cardinality(o.waiting) - 99, 1):]) with ordinality w (seq, place) on true
left join chat.room r on r.id = o.room_id
left join auth.quiet q on q.user_id = p.user_id
left join chat.member me on me.room_id = r.id and me.user_id = p.user_id
left join chat.message m on m.room_id = r.id and m.seq = w.seq
left join chat.event e on e.room_id = r.id and e.seq = w.seq",
    concern_joins!("p.user_id"),
    "order by p.user_id, o.room_id, o.root, w.seq"
);

/// What is due, at most so many mails, for whoever asks alone; and whether there may be more.
///
/// # Errors
/// The database is away, auth-service has not made its tables, or there is what this release cannot read.
pub(crate) async fn take(pool: &Pool, most: i64) -> Result<(Vec<MailOrder>, bool), StoreError> {
    let rows = pool.write(TAKE, &[&most, &LEASE_SECONDS, &BOUNCES_MAX, &A_DAY]).await?;
    let (now, mut taken) = (At::now_utc(), BTreeMap::<Uuid, Letterbox>::new());
    for row in &rows {
        taken.entry(row.try_get("user_id")?).or_default().see(row, now)?;
    }
    let more = taken.len() as i64 == most;
    let (mut orders, mut over) = (Vec::new(), Vec::new());
    for (user, letterbox) in taken {
        let user = UserId(user);
        match letterbox.not_now(now) {
            Some(mailed) => over.push(MailOutcome { user, topics: letterbox.topics, mailed }),
            None => orders.extend(letterbox.order(user)?),
        }
    }
    if !over.is_empty() {
        settle(pool, &over).await?;
    }
    Ok((orders, more))
}

/// What waits for one person.
#[derive(Default)]
struct Letterbox<'a> {
    /// All that was looked at.
    topics: Vec<MailTopic>,
    /// The messages that are to be told, conversation by conversation.
    told: Vec<&'a Row>,
    /// How many more are unread before those, by room and thread.
    earlier: HashMap<(Uuid, Seq), i64>,
    /// Until when they do not want to be disturbed.
    quiet: Option<At>,
}

impl<'a> Letterbox<'a> {
    fn see(&mut self, row: &'a Row, now: At) -> Result<(), StoreError> {
        let Some(room) = row.try_get::<_, Option<Uuid>>("ordered_in")? else { return Ok(()) };
        let topic =
            MailTopic { room: RoomId(room), root: row.try_get("topic_root")?, seq: row.try_get("seq")? };
        match self.topics.last_mut() {
            Some(last) if (last.room, last.root) == (topic.room, topic.root) => last.seq = topic.seq,
            _ => self.topics.push(topic),
        }
        let earlier: i64 = row.try_get("earlier")?;
        if earlier > 0 {
            self.earlier.insert((room, topic.root), earlier);
        }
        if !row.try_get::<_, bool>("is_there")? || now - row.try_get::<_, At>("at")? > STALE {
            return Ok(());
        }
        let concern = wanted::at(row, now)?;
        let decision = concern.decide();
        if decision.is_mailed(concern.kind) && !concern.is_blocked {
            self.told.push(row);
        }
        if matches!(decision, Decision::Waits(_, Told::Quiet)) {
            self.quiet = wanted::quiet(row)?.ends(now);
        }
        Ok(())
    }

    /// Why nothing is mailed at this moment.
    fn not_now(&self, now: At) -> Option<Mailed> {
        let wait = self.quiet.map(|until| (until - now).whole_seconds().clamp(60, 60 * 60));
        match wait {
            _ if self.told.is_empty() => Some(Mailed::Dropped),
            Some(seconds) => Some(Mailed::Later { seconds: u32::try_from(seconds).unwrap_or(3_600) }),
            None => None,
        }
    }

    /// None: there is nothing to tell.
    fn order(self, user: UserId) -> Result<Option<MailOrder>, StoreError> {
        let Some(first) = self.told.first() else { return Ok(None) };
        let mut newest = self.told.iter().map(|row| key(row)).collect::<Result<Vec<_>, _>>()?;
        newest.sort_unstable_by_key(|one| Reverse(*one));
        let shown: HashSet<_> = newest.into_iter().take(MAIL_MESSAGES_MAX).collect();
        let mut conversations: Vec<(At, MailConversation)> = Vec::new();
        for row in &self.told {
            let (at, room, root, seq) = key(row)?;
            let is_same = |last: &MailConversation| (last.room.0, last.root) == (room, root);
            if !conversations.last().is_some_and(|(_, last)| is_same(last)) {
                let earlier = self.earlier.get(&(room, root)).copied().unwrap_or_default();
                conversations.push((at, conversation(row, user, (root, seq), earlier)?));
            }
            let Some((_, last)) = conversations.last_mut() else { continue };
            last.count += 1;
            if shown.contains(&(at, room, root, seq)) {
                last.messages.push(message(row)?);
            }
        }
        conversations.sort_by_key(|(at, _)| *at);
        Ok(Some(MailOrder {
            user,
            topics: self.topics,
            pace: word(first.try_get("pace")?)?,
            language: first.try_get("language")?,
            words: first.try_get("words")?,
            link: first.try_get("link")?,
            tries: u16::try_from(first.try_get::<_, i32>("tries")?).unwrap_or(u16::MAX),
            conversations: conversations.into_iter().map(|(_, one)| one).collect(),
        }))
    }
}

/// When it was said, and where.
fn key(row: &Row) -> Result<(At, Uuid, Seq, Seq), StoreError> {
    Ok((row.try_get("at")?, row.try_get("room_id")?, row.try_get("topic_root")?, row.try_get("seq")?))
}

/// One of which nothing is shown yet.
fn conversation(
    row: &Row,
    user: UserId,
    (root, seq): (Seq, Seq),
    count: i64,
) -> Result<MailConversation, StoreError> {
    Ok(MailConversation {
        room: RoomId(row.try_get("room_id")?),
        root,
        kind: word(row.try_get("kind")?)?,
        name: row.try_get("name")?,
        address: address(row, "room_id")?,
        others: others(row, user)?,
        seq,
        count,
        messages: Vec::new(),
    })
}

fn message(row: &Row) -> Result<MailMessage, StoreError> {
    Ok(MailMessage {
        author: UserId(row.try_get("author_id")?),
        author_name: row.try_get("author_name")?,
        html: row.try_get("html")?,
        files: row.try_get("files")?,
    })
}
