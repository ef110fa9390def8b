//! What people chose of what they are told, wherever they chose nothing for a room, and whom words call.
//!
//! Called by `query_handler` and by the follower `keywords`.

use proto::room::Keyword;
use proto::room::{KEYWORDS_MAX, Level, Message, NotificationSettings};
use proto::{At, RoomId, Seq, UserId};
use tokio_postgres::Row;
use uuid::Uuid;

use super::{Pool, StoreError, word};

const SETTINGS: &str = "
select n.level, everyone.level as for_everyone, k.typed from (select) one
left join chat.installation everyone on true
left join chat.notification_settings n on n.user_id = $1
left join chat.keyword k on k.user_id = $1
order by k.since, k.key";

const SET_LEVEL: &str = "
insert into chat.notification_settings (user_id, level) values ($1, $2)
on conflict (user_id) do update set level = excluded.level";

const UNSET_LEVEL: &str = "delete from chat.notification_settings where user_id = $1";

/// Of too many none is added; the same again stays as it is.
const ADD: &str = "
with there as (
    select count(*) >= $5::bigint and coalesce(bool_and(key <> $2), true) as full from chat.keyword where user_id = $1
), added as (
    insert into chat.keyword (user_id, key, typed, first) select $1::uuid, $2::text, $3::text, $4::text from there where not there.full
    on conflict (user_id, key) do nothing
)
select there.full from there";

const REMOVE: &str = "delete from chat.keyword where user_id = $1 and key = $2";

/// Keywords that begin with one of these words, of people who are in the room.
const CANDIDATES: &str = "
select k.user_id, k.typed, k.since, me.since_seq
from chat.keyword k
join chat.member me on me.room_id = $1 and me.user_id = k.user_id and me.role in ('member', 'moderator', 'owner')
where k.first = any ($2)";

/// Whom words in a message call, as it stands: those who are called by their name already are left as they are. Who is called in a
/// thread follows it, unless they have said that they do not. Answers whom it calls that it did not call before.
const CALL: &str = "
with gone as (
    delete from chat.mention n where n.room_id = $1 and n.seq = $2 and n.keyword is not null and n.user_id <> all ($4)
), called as (
    insert into chat.mention (user_id, room_id, seq, root, keyword)
    select u.id, m.room_id, m.seq, case when m.msg_no is null then m.root end, u.keyword
    from unnest($4::uuid[], $5::text[]) u (id, keyword)
    join chat.message m on m.room_id = $1 and m.seq = $2 and m.text_rev = $3 and m.deleted_at is null
    on conflict do nothing
    returning user_id, root
), followed as (
    insert into chat.thread_follow (user_id, room_id, root, read_seq, level)
    select c.user_id, $1::uuid, c.root, $2::bigint - 1, 'all' from called c where c.root is not null
    on conflict do nothing
)
select user_id, root is not null as aside from called";

/// A keyword of somebody that may be used somewhere.
pub(crate) struct Candidate {
    /// Whose.
    pub(crate) user: UserId,
    /// Which.
    pub(crate) keyword: Keyword,
    /// When they chose it.
    since: At,
    /// The event that let them into the room.
    since_seq: Seq,
}

impl Candidate {
    /// Whether it may call them in this message: they were there, had chosen it, and did not say it themselves.
    pub(crate) fn may_call_in(&self, message: &Message) -> bool {
        self.user != message.author && self.since <= message.at && self.since_seq < message.seq
    }
}

/// What somebody chose. Words that this release would not take any more are left out.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn get(pool: &Pool, user: UserId) -> Result<NotificationSettings, StoreError> {
    let rows = pool.read(SETTINGS, &[&user.0]).await?;
    let level = |column: &str| -> Result<Option<Level>, StoreError> {
        let chosen = rows.first().map_or(Ok(None), |row| row.try_get::<_, Option<&str>>(column))?;
        Ok(chosen.map(word).transpose()?)
    };
    let keywords = rows.iter().filter_map(|row| keyword(row).transpose()).collect::<Result<_, _>>()?;
    Ok(NotificationSettings { level: level("level")?, for_everyone: level("for_everyone")?, keywords })
}

/// Chooses what of rooms with a name somebody is told about; none: as it is for everyone.
///
/// # Errors
/// The database is away.
pub(crate) async fn set_level(pool: &Pool, user: UserId, level: Option<Level>) -> Result<(), StoreError> {
    match level {
        Some(level) => pool.write(SET_LEVEL, &[&user.0, &level.as_str()]).await.map(drop),
        None => pool.write(UNSET_LEVEL, &[&user.0]).await.map(drop),
    }
}

/// Lets a word call somebody from now on; false if there are too many.
///
/// # Errors
/// The database is away.
pub(crate) async fn add_keyword(pool: &Pool, user: UserId, keyword: &Keyword) -> Result<bool, StoreError> {
    let most = KEYWORDS_MAX as i64;
    let row =
        pool.write_one(ADD, &[&user.0, &keyword.key(), &keyword.as_str(), &keyword.first(), &most]).await?;
    Ok(!row.try_get::<_, bool>("full")?)
}

/// Lets a word call somebody no more. What it called them for already stays.
///
/// # Errors
/// The database is away.
pub(crate) async fn remove_keyword(pool: &Pool, user: UserId, keyword: &Keyword) -> Result<(), StoreError> {
    pool.read(REMOVE, &[&user.0, &keyword.key()]).await.map(drop)
}

/// Keywords beginning with one of these words, of people in the room.
///
/// # Errors
/// The database is away.
pub(crate) async fn candidates(
    pool: &Pool,
    room: RoomId,
    firsts: &[&str],
) -> Result<Vec<Candidate>, StoreError> {
    let rows = pool.read(CANDIDATES, &[&room.0, &firsts]).await?;
    let found = |row: &Row| {
        let Some(keyword) = keyword(row)? else { return Ok(None) };
        let (user, since) = (UserId(row.try_get("user_id")?), row.try_get("since")?);
        Ok(Some(Candidate { user, keyword, since, since_seq: row.try_get("since_seq")? }))
    };
    rows.iter().filter_map(|row| found(row).transpose()).collect()
}

/// Lets words in a message, as it stands at this revision of its words, call these people and no others. Answers who is called that was
/// not before, and whether that is in a thread alone.
///
/// # Errors
/// The database is away.
pub(crate) async fn call(
    pool: &Pool,
    (room, seq): (RoomId, Seq),
    text_rev: Seq,
    called: &[(UserId, String)],
) -> Result<Vec<(UserId, bool)>, StoreError> {
    let users: Vec<Uuid> = called.iter().map(|(user, _)| user.0).collect();
    let words: Vec<&str> = called.iter().map(|(_, keyword)| &**keyword).collect();
    let rows = pool.write(CALL, &[&room.0, &seq, &text_rev, &users, &words]).await?;
    rows.iter().map(|row| Ok((UserId(row.try_get("user_id")?), row.try_get("aside")?))).collect()
}

fn keyword(row: &Row) -> Result<Option<Keyword>, StoreError> {
    Ok(row.try_get::<_, Option<&str>>("typed")?.and_then(|typed| Keyword::parse(typed).ok()))
}
