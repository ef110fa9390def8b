//! Pages of messages, read together with the head they are true at.
//!
//! Called by `query_handler`.

use proto::room::{Around, Edge, Event, Fact, Following, Message, OwnReactions, Page, Viewer};
use proto::{At, Nonce, RoomId, Seq, UserId};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use super::files::{self, message_files};
use super::links::previews;
use super::quote::{quote, quoted};
use super::reactions::{self, own_reactions, reaction_columns, reactions_to};
use super::revisions::has_history;
use super::threads::unread_of_followed;
use super::{ANSWER_BYTES, Pool, StoreError, may_read, thread, weight};

/// The most messages of one page.
const PAGE: i64 = 100;

/// Messages of a room, for those who may read it.
macro_rules! page {
    ($which:literal) => {
        concat!(
            "select r.head, x.*
from chat.room r left join chat.member me on me.room_id = r.id and me.user_id = $2
left join lateral (
    select m.seq, m.msg_no, m.rev, m.text_rev, m.author_id, m.body, m.html, ",
            quoted!("m"),
            " as reply_to, to_jsonb(t) as thread, m.edited_at, m.deleted_at, m.previews,
        e.name, e.nonce, e.at, ",
            has_history!("m"),
            ", ",
            reaction_columns!(),
            ", ",
            message_files!("m"),
            " as files, ",
            own_reactions!("m", "$2"),
            " as mine, ",
            unread_of_followed!("m", "t", "$2"),
            " as following
    from (",
            $which,
            ") m join chat.event e using (room_id, seq)
    left join chat.thread t on t.room_id = m.room_id and t.root = coalesce(m.root, m.seq)
    ",
            reactions_to!("m"),
            "
) x on true
where r.id = $1 and r.deleted_at is null and ",
            may_read!("$3"),
            "
order by x.seq"
        )
    };
}

/// What is said aside has no number, and is on no page. One more than asked for in each direction tells whether there is
/// more.
const PAGE_SQL: &str = page!(
    "
        (select * from chat.message where room_id = r.id and msg_no is not null and seq < $4 order by seq desc limit $5)
        union all
        (select * from chat.message where room_id = r.id and msg_no is not null and seq >= $4 order by seq limit $6)
    "
);

/// The same of a thread.
const THREAD_SQL: &str = page!(
    "
        (select * from chat.message where room_id = r.id and root = $7 and seq < $4 order by seq desc limit $5)
        union all
        (select * from chat.message where room_id = r.id and root = $7 and seq >= $4 order by seq limit $6)
    "
);

const THESE: &str = page!("select * from chat.message where room_id = r.id and seq = any ($4)");

/// The first event of a room at a moment or later, or one more than there are. Events have no holes and come in order of time, so it is
/// found by halves.
const SINCE: &str = "
with recursive span (low, high) as (
    select 0::bigint, r.head + 1 from chat.room r where r.id = $1
    union all
    select case when e.at < $2 then m.middle else m.low end, case when e.at < $2 then m.high else m.middle end
    from (select low, high, (low + high) / 2 as middle from span where high - low > 1) m
    join chat.event e on e.room_id = $1 and e.seq = m.middle
)
select high from span order by high - low limit 1";

/// What is said between the messages of a page for good: who looked into the room.
const LINES: &str = "
select seq, actor_id, name, nonce, at from chat.event
where room_id = $1 and kind = 'inspected' and seq > $2 and seq < $3 and seq <= $4 order by seq limit 100";

/// A page, for those who may read the room. None for others.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn page(
    pool: &Pool,
    room: RoomId,
    viewer: Viewer,
    around: Around,
    limit: u16,
) -> Result<Option<Page>, StoreError> {
    let Some((mut page, (from, to))) = stretch(pool, (room, None), viewer, around, limit).await? else {
        return Ok(None);
    };
    if let (Some(from), Some(to)) = (from, to) {
        let lines = pool.read(LINES, &[&room.0, &from, &to, &page.head]).await?;
        page.lines = lines.iter().map(|row| look(room, row)).collect::<Result<_, _>>()?;
    }
    Ok(Some(page))
}

/// From the message above a page to the one below it, or to the end that was read; none where the page is no stretch.
type Ends = (Option<Seq>, Option<Seq>);

/// Messages of a room, or of one of its threads, and where they end.
pub(super) async fn stretch(
    pool: &Pool,
    (room, root): (RoomId, Option<Seq>),
    viewer: Viewer,
    around: Around,
    limit: u16,
) -> Result<Option<(Page, Ends)>, StoreError> {
    let limit = i64::from(limit).clamp(1, PAGE);
    let (line, older, newer) = match around {
        Around::Latest => (Seq::MAX, limit, 0),
        Around::Before(seq) => (seq, limit, 0),
        Around::After(seq) => (seq.saturating_add(1), 0, limit),
        Around::Around(seq) => (seq, limit / 2, limit - limit / 2),
        Around::Since(at) => (since(pool, room, at).await?, 0, limit),
        Around::These(seqs) => {
            return Ok(these(pool, room, viewer, &seqs).await?.map(|page| (page, (None, None))));
        }
    };
    let (user, is_visitor, most) = (viewer.user.0, viewer.is_visitor(), (older + 1, newer + 1));
    let of_room: [&(dyn ToSql + Sync); 6] = [&room.0, &user, &is_visitor, &line, &most.0, &most.1];
    let rows = match &root {
        None => pool.read(PAGE_SQL, &of_room).await?,
        Some(root) => pool.read(THREAD_SQL, &[&of_room[..], &[root]].concat()).await?,
    };
    let Some(first) = rows.first() else { return Ok(None) };
    let head: Seq = first.try_get("head")?;
    let messages = rows.iter().filter_map(|row| message(row).transpose()).collect::<Result<Vec<_>, _>>()?;
    let (mut before, mut after): (Vec<_>, Vec<_>) =
        messages.into_iter().partition(|message| message.seq < line);
    let mut more = Edge { before: before.len() as i64 > older, after: after.len() as i64 > newer };
    if more.before {
        before.remove(0);
    }
    if more.after {
        after.pop();
    }
    fit(&mut before, &mut after, &mut more);
    before.append(&mut after);
    let from = if older == 0 {
        line - 1
    } else if more.before {
        before.first().map_or(0, |first| first.seq)
    } else {
        0
    };
    let to = if newer == 0 {
        line
    } else if more.after {
        before.last().map_or(0, |last| last.seq)
    } else {
        Seq::MAX
    };
    let (mine, following) = (own(&rows, &before)?, following(&rows, &before)?);
    let page = Page { head, messages: before, mine, lines: Vec::new(), more, following };
    Ok(Some((page, (Some(from), Some(to)))))
}

async fn since(pool: &Pool, room: RoomId, at: At) -> Result<Seq, StoreError> {
    let row = pool.read_first(SINCE, &[&room.0, &at]).await?;
    row.map_or(Ok(0), |row| Ok(row.try_get("high")?))
}

/// These messages and nothing between them.
pub(super) async fn these(
    pool: &Pool,
    room: RoomId,
    viewer: Viewer,
    seqs: &[Seq],
) -> Result<Option<Page>, StoreError> {
    let seqs = &seqs[..seqs.len().min(PAGE as usize)];
    let rows = pool.read(THESE, &[&room.0, &viewer.user.0, &viewer.is_visitor(), &seqs]).await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let head: Seq = first.try_get("head")?;
    let mut messages =
        rows.iter().filter_map(|row| message(row).transpose()).collect::<Result<Vec<_>, _>>()?;
    let mut more = Edge::default();
    fit(&mut messages, &mut Vec::new(), &mut more);
    let mine = own(&rows, &messages)?;
    Ok(Some(Page { head, messages, mine, lines: Vec::new(), more, following: Vec::new() }))
}

/// What the asker has reacted to these messages with.
fn own(rows: &[Row], messages: &[Message]) -> Result<Vec<OwnReactions>, StoreError> {
    let of = |row: &Row| {
        let (seq, mine): (Option<Seq>, Option<Vec<String>>) = (row.try_get("seq")?, row.try_get("mine")?);
        Ok(seq.zip(mine).map(|(seq, mine)| OwnReactions { seq, mine }))
    };
    let own: Vec<OwnReactions> =
        rows.iter().filter_map(|row| of(row).transpose()).collect::<Result<_, StoreError>>()?;
    Ok(own.into_iter().filter(|own| messages.iter().any(|message| message.seq == own.seq)).collect())
}

/// Of the threads that begin with these messages, those that the asker follows.
fn following(rows: &[Row], messages: &[Message]) -> Result<Vec<Following>, StoreError> {
    let of = |row: &Row| {
        let (root, unread): (Option<Seq>, Option<i64>) = (row.try_get("seq")?, row.try_get("following")?);
        Ok(root.zip(unread).map(|(root, unread)| Following { root, unread }))
    };
    let all: Vec<Following> =
        rows.iter().filter_map(|row| of(row).transpose()).collect::<Result<_, StoreError>>()?;
    Ok(all.into_iter().filter(|one| messages.iter().any(|message| message.seq == one.root)).collect())
}

fn look(room: RoomId, row: &Row) -> Result<Event, StoreError> {
    Ok(Event {
        room,
        seq: row.try_get("seq")?,
        at: row.try_get("at")?,
        actor: UserId(row.try_get("actor_id")?),
        name: row.try_get("name")?,
        nonce: Nonce(row.try_get("nonce")?),
        fact: Fact::Inspected,
    })
}

/// Cuts what is too long for one answer, farthest from the line first.
fn fit(before: &mut Vec<Message>, after: &mut Vec<Message>, more: &mut Edge) {
    if before.iter().chain(after.iter()).map(at_most).sum::<usize>() <= ANSWER_BYTES {
        return;
    }
    let mut bytes: usize = before.iter().chain(after.iter()).map(weight).sum();
    while bytes > ANSWER_BYTES && before.len() + after.len() > 1 {
        let cut = if before.len() >= after.len() {
            more.before = true;
            before.remove(0)
        } else {
            more.after = true;
            after.remove(after.len() - 1)
        };
        bytes -= weight(&cut);
    }
}

/// Bytes that a message has at most as JSON, without writing it: a byte of text becomes six where it must be escaped.
fn at_most(message: &Message) -> usize {
    1_024 + 6 * (message.name.len() + message.body.len() + message.html.len())
}

fn message(row: &Row) -> Result<Option<Message>, StoreError> {
    let Some(seq) = row.try_get::<_, Option<Seq>>("seq")? else { return Ok(None) };
    Ok(Some(Message {
        seq,
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
        history: row.try_get("history")?,
        deleted_at: row.try_get("deleted_at")?,
        files: files::of_message(row)?,
        previews: previews(row)?,
        reactions: reactions::counts(row)?,
        nonce: Nonce(row.try_get("nonce")?),
    }))
}
