//! Devices that are told, and what they are to be told.
//!
//! Called by `push`, and by the follower `notifier`.

pub(crate) mod orders;
pub(crate) mod wanted;

use proto::room::{DEVICES_MAX, Device, NewDevice};
use proto::{SessionId, UserId};
use uuid::Uuid;

use super::{Pool, StoreError};

const LIST: &str = "
select d.id, d.session_id, d.agent, d.used_at
from chat.push_device d join auth.signed_in s on s.session_id = d.session_id and s.user_id = d.user_id
where d.user_id = $1 order by d.used_at desc, d.id limit $2";

/// An address of a push service is one browser's: whoever signs in there next has it from then on.
const ADD: &str = "
insert into chat.push_device as d (id, user_id, session_id, endpoint, key, auth, agent, language, words)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (endpoint) do update
set user_id = excluded.user_id, session_id = excluded.session_id, key = excluded.key, auth = excluded.auth, agent = excluded.agent,
    language = excluded.language, words = excluded.words
returning id";

/// Besides the one that was added.
const LEAVE_OUT: &str = "
delete from chat.push_device where id in (
    select id from chat.push_device where user_id = $1 and id <> $2 order by used_at desc, id offset $3
)";

const REMOVE: &str = "delete from chat.push_device where id = $1 and user_id = $2";

const SWEEP_DEVICES: &str = "
delete from chat.push_device d
where not exists (select from auth.signed_in s where s.session_id = d.session_id and s.user_id = d.user_id)";

const SWEEP_ORDERS: &str = "
delete from chat.push_order where waiting = '{}' and due_at < now() - interval '1 day'";

/// The devices of somebody whose sessions last, those used last first.
///
/// # Errors
/// The database is away.
pub(crate) async fn devices(pool: &Pool, user: UserId) -> Result<Vec<Device>, StoreError> {
    let rows = pool.read(LIST, &[&user.0, &(DEVICES_MAX as i64)]).await?;
    let device = |row: &tokio_postgres::Row| {
        Ok(Device {
            id: row.try_get("id")?,
            session: SessionId(row.try_get("session_id")?),
            agent: row.try_get("agent")?,
            used_at: row.try_get("used_at")?,
        })
    };
    rows.iter().map(device).collect()
}

/// Tells a device from now on. Of too many, the one that was used longest ago is told no more.
///
/// # Errors
/// The database is away.
pub(crate) async fn add(pool: &Pool, user: UserId, device: &NewDevice) -> Result<(), StoreError> {
    let NewDevice { session, target, agent, language, words } = device;
    let (id, target) = (Uuid::new_v4(), (&target.endpoint, &target.key, &target.auth));
    let added = pool
        .read_one(ADD, &[&id, &user.0, &session.0, target.0, target.1, target.2, agent, language, words])
        .await?;
    let id: Uuid = added.try_get("id")?;
    pool.read(LEAVE_OUT, &[&user.0, &id, &(DEVICES_MAX as i64 - 1)]).await.map(drop)
}

/// Tells a device of somebody no more.
///
/// # Errors
/// The database is away.
pub(crate) async fn remove(pool: &Pool, user: UserId, device: Uuid) -> Result<(), StoreError> {
    pool.read(REMOVE, &[&device, &user.0]).await.map(drop)
}

/// Forgets devices whose session has ended, and what was told long ago.
///
/// # Errors
/// The database is away, or auth-service has not made its tables.
pub(crate) async fn sweep(pool: &Pool) -> Result<(), StoreError> {
    pool.read(SWEEP_DEVICES, &[]).await?;
    pool.read(SWEEP_ORDERS, &[]).await.map(drop)
}
