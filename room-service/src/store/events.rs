//! Reading the log: events as they were announced, with their messages as they stand now.
//!
//! Called by `query_handler`.

use std::collections::HashMap;

use proto::room::{Event, Fact, Message, Opened, Stretch};
use proto::{At, Nonce, RoomId, Seq, UserId};
use serde_json::{Map, Value};
use tokio_postgres::Row;
use uuid::Uuid;

use super::files::{self, message_files};
use super::links::previews;
use super::quote::{quote, quoted};
use super::reactions::{self, reaction_columns, reactions_to};
use super::revisions::has_history;
use super::{ANSWER_BYTES, Pool, StoreError, thread, weight, word};

/// The most events of one room in one answer.
const STRETCH: i64 = 200;
/// So far back missed events are looked through for those that are no reactions.
const REACH: Seq = 10_000;
/// Rooms read together when many stretches are asked for.
const AT_ONCE: usize = 8;
/// The most rooms of one query that are looked at.
pub(crate) const STRETCHES: usize = 500;

/// An event with its message, if it has one. `o` is the event that posted the message.
macro_rules! event_columns {
    () => {
        concat!(
            "e.seq, e.kind, e.actor_id, e.name, e.nonce, e.target_seq, e.data, e.at,
        m.seq as m_seq, m.msg_no, m.rev, m.text_rev, m.author_id, m.body, m.html, ",
            quoted!("m"),
            " as reply_to, to_jsonb(t) as thread, m.edited_at, m.deleted_at, m.previews,
        o.name as o_name, o.nonce as o_nonce, o.at as o_at, ",
            has_history!("m"),
            ", ",
            reaction_columns!(),
            ", ",
            message_files!("m"),
            " as files"
        )
    };
}
macro_rules! event_message {
    () => {
        concat!(
            "left join chat.message m on m.room_id = e.room_id
            and m.seq = case e.kind when 'posted' then e.seq when 'edited' then e.target_seq when 'previewed' then e.target_seq end
        left join chat.event o on o.room_id = m.room_id and o.seq = m.seq
        left join chat.thread t on t.room_id = m.room_id and t.root = coalesce(m.root, m.seq)
        ",
            reactions_to!("m")
        )
    };
}

const OPEN: &str = concat!(
    "select r.id, r.head, r.last_msg, r.acl, me.role, x.*
from chat.room r join chat.member me on me.room_id = r.id and me.user_id = $2
left join lateral (
    select ",
    event_columns!(),
    "
    from (select * from chat.event where room_id = r.id and seq > $3 and seq <= $5 and kind not in ('reacted', 'unreacted')
        order by seq limit $4) e ",
    event_message!(),
    "
) x on true
where r.id = $1 and r.deleted_at is null and me.role in ('member', 'moderator', 'owner')
order by x.seq"
);

const FILL: &str = concat!(
    "select r.id, r.head, x.*
from unnest($1::uuid[], $2::bigint[]) q (id, after) join chat.room r on r.id = q.id
left join lateral (
    select ",
    event_columns!(),
    "
    from (select * from chat.event where room_id = r.id and seq > q.after order by seq limit $3) e ",
    event_message!(),
    "
) x on true
order by r.id, x.seq"
);

const OF_KINDS: &str = concat!(
    "select r.head, x.*
from chat.room r
left join lateral (
    select ",
    event_columns!(),
    "
    from (select * from chat.event where room_id = r.id and seq > $2 and kind = any ($3) order by seq limit $4) e ",
    event_message!(),
    "
) x on true
where r.id = $1
order by x.seq"
);

/// The next events of some kinds after a seq, and where the room stands; at the beginning if there is no such room.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn of_kinds(
    pool: &Pool,
    room: RoomId,
    after: Seq,
    kinds: &[&str],
    most: i64,
) -> Result<(Seq, Vec<Event>), StoreError> {
    let rows = pool.read(OF_KINDS, &[&room.0, &after, &kinds, &most]).await?;
    let head = rows.first().map_or(Ok(0), |row| row.try_get("head"))?;
    let events = rows.iter().filter_map(|row| event(room, row).transpose()).collect::<Result<_, _>>()?;
    Ok((head, events))
}

/// A member's way in: where the room stands, and what they missed, of reactions only what has come of them: however many there
/// were, they send nobody to take a page. None for those who are not inside.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn open(
    pool: &Pool,
    room: RoomId,
    user: UserId,
    after: Option<Seq>,
) -> Result<Option<Opened>, StoreError> {
    let from = after.unwrap_or(Seq::MAX);
    let upto = from.saturating_add(REACH);
    let rows = pool.read(OPEN, &[&room.0, &user.0, &from, &(STRETCH + 1), &upto]).await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let head: Seq = first.try_get("head")?;
    let mut opened = Opened {
        head,
        last_msg: first.try_get("last_msg")?,
        acl: first.try_get("acl")?,
        role: word(first.try_get("role")?)?,
        // Somebody who has seen more than there is has seen another log.
        reset: after.is_some_and(|after| head - after > REACH || after > head || after < 0)
            || rows.len() as i64 > STRETCH,
        events: Vec::new(),
        reacted: Vec::new(),
    };
    if let Some(after) = after.filter(|_| !opened.reset) {
        opened.events =
            rows.iter().filter_map(|row| event(room, row).transpose()).collect::<Result<_, _>>()?;
        // Whatever is no event here was a reaction.
        if (opened.events.len() as Seq) < head - after {
            opened.reacted = reactions::missed(pool, room, user, after).await?;
        }
        let bytes = opened.events.iter().map(weight).chain(opened.reacted.iter().map(weight)).sum::<usize>();
        if bytes > ANSWER_BYTES {
            (opened.reset, opened.events, opened.reacted) = (true, Vec::new(), Vec::new());
        }
    }
    Ok(Some(opened))
}

/// Stretches of many logs. Rooms that are not there are left out; what does not fit is cut, with `more`.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn fill(pool: &Pool, after: &[(RoomId, Seq)]) -> Result<Vec<Stretch>, StoreError> {
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut bytes = 0;
    for some in after[..after.len().min(STRETCHES)].chunks(AT_ONCE) {
        if bytes > ANSWER_BYTES {
            let cut = |&(room, after): &(RoomId, Seq)| Stretch {
                room,
                head: after,
                events: Vec::new(),
                more: true,
            };
            stretches.extend(some.iter().map(cut));
            continue;
        }
        let ids: Vec<Uuid> = some.iter().map(|(room, _)| room.0).collect();
        let seqs: Vec<Seq> = some.iter().map(|(_, after)| *after).collect();
        let rows = pool.read(FILL, &[&ids, &seqs, &(STRETCH + 1)]).await?;
        let mut of_room: HashMap<RoomId, Stretch> = HashMap::new();
        for row in &rows {
            let room = RoomId(row.try_get("id")?);
            let head = row.try_get("head")?;
            let stretch = of_room.entry(room).or_insert_with(|| Stretch {
                room,
                head,
                events: Vec::new(),
                more: false,
            });
            let Some(event) = event(room, row)? else { continue };
            let weight = weight(&event);
            if stretch.more || stretch.events.len() >= STRETCH as usize || bytes + weight > ANSWER_BYTES {
                stretch.more = true;
                continue;
            }
            bytes += weight;
            stretch.events.push(event);
        }
        stretches.extend(of_room.into_values());
    }
    Ok(stretches)
}

/// The event of a row; none if the row has none.
fn event(room: RoomId, row: &Row) -> Result<Option<Event>, StoreError> {
    let Some(seq) = row.try_get::<_, Option<Seq>>("seq")? else { return Ok(None) };
    let event = Event {
        room,
        seq,
        at: row.try_get("at")?,
        actor: UserId(row.try_get("actor_id")?),
        name: row.try_get("name")?,
        nonce: Nonce(row.try_get("nonce")?),
        fact: fact(row)?,
    };
    Ok(Some(event.disclosed().into_owned()))
}

fn fact(row: &Row) -> Result<Fact, StoreError> {
    match row.try_get("kind")? {
        "posted" => Ok(Fact::Posted { message: Box::new(message(row)?) }),
        "edited" => Ok(Fact::Edited { message: Box::new(message(row)?) }),
        "previewed" => Ok(Fact::Previewed {
            target: row.try_get::<_, Option<Seq>>("target_seq")?.unwrap_or_default(),
            previews: Box::new(previews(row)?),
        }),
        kind => {
            let data: Option<Value> = row.try_get("data")?;
            let mut fields = match data {
                Some(Value::Object(fields)) => fields,
                _ => Map::new(),
            };
            fields.insert("kind".to_owned(), kind.into());
            fields.insert("target".to_owned(), row.try_get::<_, Option<Seq>>("target_seq")?.into());
            // A kind that a newer release has written: it keeps its place in the log, and that is all we know.
            Ok(serde_json::from_value(Value::Object(fields)).unwrap_or(Fact::Void))
        }
    }
}

fn message(row: &Row) -> Result<Message, StoreError> {
    Ok(Message {
        seq: row.try_get("m_seq")?,
        msg_no: row.try_get("msg_no")?,
        rev: row.try_get("rev")?,
        text_rev: row.try_get("text_rev")?,
        author: UserId(row.try_get("author_id")?),
        name: row.try_get("o_name")?,
        avatar: None,
        at: row.try_get("o_at")?,
        body: row.try_get("body")?,
        html: row.try_get("html")?,
        reply_to: quote(row)?,
        thread: thread(row)?,
        edited_at: row.try_get::<_, Option<At>>("edited_at")?,
        history: row.try_get("history")?,
        deleted_at: row.try_get::<_, Option<At>>("deleted_at")?,
        files: files::of_message(row)?,
        previews: previews(row)?,
        reactions: reactions::counts(row)?,
        nonce: Nonce(row.try_get("o_nonce")?),
    })
}
