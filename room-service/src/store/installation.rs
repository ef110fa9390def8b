//! What admins set for everyone: what of rooms with a name those are told about who chose nothing, neither for a room nor for all; and
//! whether messages show what their links lead to.
//!
//! Called by `query_handler`; where it holds, `levels` reads it.

use proto::UserId;
use proto::room::{Kind, Level};

use super::{Pool, StoreError, word};

const LEVEL: &str = "select level from chat.installation";

/// What changes nothing is no act.
const SET: &str = "
with was as (select level from chat.installation), changed as (
    update chat.installation i set level = $3 where i.level is distinct from $3 returning i.level
)
insert into chat.installation_act (kind, actor_id, name, before, after)
select 'set_default_level', $1::uuid, $2::text, coalesce((select level from was), $4), changed.level from changed returning 1";

/// The same of whether messages show what their links lead to.
const SET_PREVIEWS: &str = "
with changed as (
    update chat.installation i set previews = $3 where i.previews <> $3 returning 1
)
insert into chat.installation_act (kind, actor_id, name, before, after)
select 'set_link_previews', $1::uuid, $2::text, case when $3 then 'off' else 'on' end, case when $3 then 'on' else 'off' end from changed";

/// What was set for everyone, in the columns of what admins did in rooms.
macro_rules! installation_acts {
    () => {
        "select '00000000-0000-0000-0000-000000000000'::uuid as room_id, '' as room_name, a.id as seq, a.at, a.actor_id, a.name, a.kind,
        null::uuid as target, a.before, a.after, false as banned, null as reason, null::timestamptz as until, false as in_force
    from chat.installation_act a
    where ($1::uuid is null or a.actor_id = $1) and ($3 = '' or a.kind = $3) and ($4::timestamptz is null or a.at < $4)"
    };
}
pub(super) use installation_acts;

/// The level that an admin has set; none: nobody has.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn level(pool: &Pool) -> Result<Option<Level>, StoreError> {
    let row = pool.read_one(LEVEL, &[]).await?;
    Ok(row.try_get::<_, Option<&str>>("level")?.map(word).transpose()?)
}

/// Sets it, by an admin who is called so. Whether it was another before.
///
/// # Errors
/// The database is away.
pub(crate) async fn set_level(
    pool: &Pool,
    admin: UserId,
    name: &str,
    level: Level,
) -> Result<bool, StoreError> {
    let unset = Level::unless_chosen(Kind::Public).as_str();
    let acts = pool.write(SET, &[&admin.0, &name, &level.as_str(), &unset]).await?;
    Ok(!acts.is_empty())
}

/// Lets messages show what their links lead to or not, by an admin who is called so.
///
/// # Errors
/// The database is away.
pub(crate) async fn set_previews(
    pool: &Pool,
    admin: UserId,
    name: &str,
    shown: bool,
) -> Result<(), StoreError> {
    pool.write(SET_PREVIEWS, &[&admin.0, &name, &shown]).await.map(drop)
}
