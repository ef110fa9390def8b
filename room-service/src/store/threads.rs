//! Threads: what is said in them, who follows them, and how far each has read.
//!
//! Called by `query_handler`. That a thread goes on is written by the append.

use proto::room::{Around, Excerpt, Follow, MyThread, ThreadPage, Viewer};
use proto::{RoomId, Seq, UserId};
use tokio_postgres::Row;
use uuid::Uuid;

use super::files::files_alone;
use super::{Pool, StoreError, messages, rooms, word};

/// Replies of others than the follower `f` after `$after`; a hundred is as good as more. Of whom they have blocked they are not told.
macro_rules! unread_replies {
    ($after:literal) => {
        concat!(
            "(select count(*) from (
        select from chat.message u
        where u.room_id = f.room_id and u.root = f.root and u.seq > ",
            $after,
            " and u.deleted_at is null and u.author_id <> f.user_id and ",
            $crate::store::unread::not_blocked!("f.user_id", "u.room_id", "u.seq"),
            "
        limit 100) found)"
        )
    };
}

/// Of the thread `$thread` that begins with `$message`, if the member `me` follows it, how many replies they have not read. Null where
/// no thread begins, or they do not follow it.
macro_rules! unread_of_followed {
    ($message:literal, $thread:literal, $user:literal) => {
        concat!(
            "case when ",
            $thread,
            ".root = ",
            $message,
            ".seq then (select ",
            $crate::store::threads::unread_replies!("greatest(f.read_seq, me.since_seq)"),
            " from chat.thread_follow f
            where f.user_id = ",
            $user,
            " and f.room_id = ",
            $message,
            ".room_id and f.root = ",
            $message,
            ".seq and f.level = 'all') end"
        )
    };
}
pub(super) use unread_of_followed;

/// Of very many the rest finds out when it looks. A thread is named by the message it began with, or by a reply.
const FOLLOWERS: &str = "
select distinct f.user_id
from unnest($1::uuid[], $2::bigint[]) t (room_id, seq)
join chat.message m on m.room_id = t.room_id and m.seq = t.seq
join chat.thread_follow f on f.room_id = t.room_id and f.root = coalesce(m.root, m.seq) and f.level = 'all'
limit 2000";

const MINE: &str = "
select read_seq, level = 'all' as following from chat.thread_follow where user_id = $1 and room_id = $2 and root = $3";

/// Of a message that is there and begins in the room, by somebody inside.
const FOLLOW: &str = "
insert into chat.thread_follow as f (user_id, room_id, root, read_seq, level)
select me.user_id, r.id, m.seq, r.head, case when $4 then 'all' else 'none' end
from chat.room r
join chat.member me on me.room_id = r.id and me.user_id = $2 and me.role in ('member', 'moderator', 'owner')
join chat.message m on m.room_id = r.id and m.seq = $3 and m.root is null
where r.id = $1 and r.deleted_at is null
on conflict (user_id, room_id, root) do update set level = excluded.level
returning read_seq, level = 'all' as following";

const READ: &str = "
update chat.thread_follow f set read_seq = greatest(f.read_seq, least($4, r.head))
from chat.room r
join chat.member me on me.room_id = r.id and me.user_id = $2 and me.role in ('member', 'moderator', 'owner')
where r.id = $1 and r.deleted_at is null and f.user_id = $2 and f.room_id = r.id and f.root = $3
returning f.read_seq, f.level = 'all' as following";

pub(super) use unread_replies;

/// The rest of a long message is left out: a line is shown of it.
const UNREAD: &str = concat!(
    "select r.id as room_id, r.slug, r.name as room_name, r.kind, n.unread,
    m.seq, m.author_id, e.name, e.at, left(m.html, 1500) as html, ",
    files_alone!("m"),
    " as files,
    l.seq as last_seq, l.author_id as last_author, le.name as last_name, le.at as last_at, left(l.html, 1500) as last_html, ",
    files_alone!("l"),
    " as last_files
from chat.thread_follow f
join chat.thread t on t.room_id = f.room_id and t.root = f.root and t.last_seq > f.read_seq
join chat.room r on r.id = f.room_id and r.deleted_at is null
join chat.member me on me.room_id = r.id and me.user_id = f.user_id and me.role in ('member', 'moderator', 'owner')
join chat.message m on m.room_id = f.room_id and m.seq = f.root
join chat.event e on e.room_id = m.room_id and e.seq = m.seq
join chat.message l on l.room_id = t.room_id and l.seq = t.last_seq
join chat.event le on le.room_id = l.room_id and le.seq = l.seq
cross join lateral (select ",
    unread_replies!("greatest(f.read_seq, me.since_seq)"),
    " as unread) n
where f.user_id = $1 and f.level = 'all' and n.unread > 0
order by t.last_at desc limit 50"
);

/// A part of a thread, for those who may read the room. None for others, and where no thread can begin.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn page(
    pool: &Pool,
    room: RoomId,
    viewer: Viewer,
    root: Seq,
    around: Around,
    limit: u16,
) -> Result<Option<ThreadPage>, StoreError> {
    let key = [root];
    let (replies, roots, mine) = tokio::try_join!(
        messages::stretch(pool, (room, Some(root)), viewer, around, limit),
        messages::these(pool, room, viewer, &key),
        async { pool.read_first(MINE, &[&viewer.user.0, &room.0, &root]).await }
    )?;
    let (Some(begun), Some((mut page, _))) = (roots, replies) else { return Ok(None) };
    let Some(root) = begun.messages.into_iter().next().filter(|root| root.root().is_none()) else {
        return Ok(None);
    };
    page.mine.extend(begun.mine);
    Ok(Some(ThreadPage { root, page, mine: mine.as_ref().map(follow_of).transpose()? }))
}

/// Lets a member follow a thread, or not. None where there is none to be followed by them.
///
/// # Errors
/// The database is away.
pub(crate) async fn follow(
    pool: &Pool,
    room: RoomId,
    user: UserId,
    root: Seq,
    follow: bool,
) -> Result<Option<Follow>, StoreError> {
    pool.read_first(FOLLOW, &[&room.0, &user.0, &root, &follow]).await?.as_ref().map(follow_of).transpose()
}

/// Moves a member's marker of a thread forward, if they have to do with it.
///
/// # Errors
/// The database is away.
pub(crate) async fn read(
    pool: &Pool,
    room: RoomId,
    user: UserId,
    root: Seq,
    seq: Seq,
) -> Result<Option<Follow>, StoreError> {
    pool.read_first(READ, &[&room.0, &user.0, &root, &seq]).await?.as_ref().map(follow_of).transpose()
}

/// Who follows one of these threads, each named by one of its messages.
///
/// # Errors
/// The database is away.
pub(crate) async fn followers(pool: &Pool, of: &[(RoomId, Seq)]) -> Result<Vec<UserId>, StoreError> {
    let rooms: Vec<Uuid> = of.iter().map(|(room, _)| room.0).collect();
    let roots: Vec<Seq> = of.iter().map(|(_, root)| *root).collect();
    let rows = pool.read(FOLLOWERS, &[&rooms, &roots]).await?;
    rows.iter().map(|row| Ok(UserId(row.try_get("user_id")?))).collect()
}

/// What somebody follows and has not read to its end, the latest first.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn unread(pool: &Pool, user: UserId) -> Result<Vec<MyThread>, StoreError> {
    pool.read(UNREAD, &[&user.0]).await?.iter().map(my_thread).collect()
}

fn my_thread(row: &Row) -> Result<MyThread, StoreError> {
    let room = RoomId(row.try_get("room_id")?);
    let excerpt = |seq, author, name, at, html, files| -> Result<Excerpt, StoreError> {
        Ok(Excerpt {
            room,
            seq: row.try_get(seq)?,
            author: UserId(row.try_get(author)?),
            name: row.try_get(name)?,
            at: row.try_get(at)?,
            html: row.try_get(html)?,
            files: row.try_get(files)?,
        })
    };
    Ok(MyThread {
        address: rooms::address(row, "room_id")?,
        name: row.try_get::<_, Option<String>>("room_name")?.unwrap_or_default(),
        kind: word(row.try_get("kind")?)?,
        root: excerpt("seq", "author_id", "name", "at", "html", "files")?,
        last: excerpt("last_seq", "last_author", "last_name", "last_at", "last_html", "last_files")?,
        unread: row.try_get("unread")?,
    })
}

fn follow_of(row: &Row) -> Result<Follow, StoreError> {
    Ok(Follow { read_seq: row.try_get("read_seq")?, following: row.try_get("following")? })
}
