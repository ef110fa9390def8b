//! Who is told by mail of what they have not read, and how soon.
//!
//! Called by `mail`, and by the follower `notifier`.

pub(crate) mod orders;
pub(crate) mod take;

use proto::room::{BOUNCES_MAX, MailPace, MailSettings};
use proto::text::ZoneName;
use proto::{At, UserId};
use tokio_postgres::Row;
use uuid::Uuid;

use super::{Pool, StoreError, word};

const OF_PERSON: &str = "select pace, words, bounces from chat.mail where user_id = $1";

const LINKED: &str = "select pace, words, bounces from chat.mail where link = $1";

const ZONE: &str = "select zone from auth.quiet where user_id = $1";

/// Whoever chooses anew is sent mail again, though much came back before.
const CHOOSE: &str = "
insert into chat.mail as p (user_id, pace, words, language) values ($1, $2, $3, $4)
on conflict (user_id) do update
set pace = excluded.pace, words = excluded.words, language = excluded.language, bounces = 0, tries = 0,
    due_at = case when p.due_at is not null then $5::timestamptz end
returning pace, words, bounces";

const UNSUBSCRIBE: &str = "
update chat.mail set pace = 'never', due_at = null where link = $1 returning pace, words, bounces, user_id";

/// What was said meanwhile is not told either, should they change their mind.
const FORGET: &str = "update chat.mail_order set waiting = '{}' where user_id = $1 and waiting <> '{}'";

const SWEEP: &str = "delete from chat.mail_order where waiting = '{}' and at < now() - interval '1 day'";

/// Where something was ordered at the very moment at which nothing waited any more.
const WAKE: &str = "
update chat.mail p set due_at = now()
where p.due_at is null and p.pace <> 'never'
    and exists (select from chat.mail_order o where o.user_id = p.user_id and o.waiting <> '{}')";

/// What somebody wants.
///
/// # Errors
/// The database is away, or there is what this release cannot read.
pub(crate) async fn settings(pool: &Pool, user: UserId) -> Result<MailSettings, StoreError> {
    pool.read_first(OF_PERSON, &[&user.0]).await?.as_ref().map_or(Ok(MailSettings::default()), read)
}

/// Has somebody told like this from now on.
///
/// # Errors
/// The database is away, or auth-service has not made its tables.
pub(crate) async fn choose(
    pool: &Pool,
    user: UserId,
    pace: MailPace,
    words: bool,
    language: &str,
) -> Result<MailSettings, StoreError> {
    let zone = pool.read_first(ZONE, &[&user.0]).await?;
    let zone = zone.map(|row| row.try_get::<_, Option<String>>("zone")).transpose()?.flatten();
    let due_at = pace.due(At::now_utc(), zone.and_then(|zone| ZoneName::parse(&zone).ok()).as_ref());
    let row = pool.write_one(CHOOSE, &[&user.0, &pace.as_str(), &words, &language, &due_at]).await?;
    if pace == MailPace::Never {
        pool.read(FORGET, &[&user.0]).await?;
    }
    read(&row)
}

/// What the person wants whose link this is; none: it is nobody's.
///
/// # Errors
/// The database is away, or there is what this release cannot read.
pub(crate) async fn linked(pool: &Pool, link: Uuid) -> Result<Option<MailSettings>, StoreError> {
    pool.read_first(LINKED, &[&link]).await?.as_ref().map(read).transpose()
}

/// Tells the person whose link this is by mail no more; none: it is nobody's.
///
/// # Errors
/// The database is away, or there is what this release cannot read.
pub(crate) async fn unsubscribe(pool: &Pool, link: Uuid) -> Result<Option<MailSettings>, StoreError> {
    let rows = pool.write(UNSUBSCRIBE, &[&link]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    pool.read(FORGET, &[&row.try_get::<_, Uuid>("user_id")?]).await?;
    read(row).map(Some)
}

/// Forgets what was told long ago.
///
/// # Errors
/// The database is away.
pub(crate) async fn sweep(pool: &Pool) -> Result<(), StoreError> {
    pool.read(SWEEP, &[]).await?;
    pool.read(WAKE, &[]).await.map(drop)
}

fn read(row: &Row) -> Result<MailSettings, StoreError> {
    Ok(MailSettings {
        pace: word(row.try_get("pace")?)?,
        words: row.try_get("words")?,
        paused: row.try_get::<_, i32>("bounces")? >= BOUNCES_MAX,
    })
}
