//! Windows in which attempts are counted, shared by all auth-services.

use std::time::Duration;

use chassis::postgres::StoreError;
use tokio_postgres::types::ToSql;

use super::{Store, seconds};

/// Counts the attempt first and looks afterwards, so that attempts made side by side cannot all slip through. `$4` counts only where
/// the others admit it. Rows are taken in the order of their keys and that one last, here and in `TAKE_BACK`, so that two callers
/// never wait for each other.
const CHARGE: &str = "
    with charged as (
        insert into auth.throttle as t (key, count, ends_at)
        select key, 1, now() + make_interval(secs => $3) from unnest($1::bytea[]) as k (key) order by key
        on conflict (key) do update set
            count = case when t.ends_at <= now() then 1 else least(t.count + 1, 1000000) end,
            ends_at = case when t.ends_at <= now() then excluded.ends_at else t.ends_at end
        returning t.key, t.count, t.ends_at
    ), over as (
        select c.key, c.ends_at
        from charged c join unnest($1::bytea[], $2::integer[]) as l (key, most) on l.key = c.key
        where c.count > l.most
    ), last as (
        insert into auth.throttle as t (key, count, ends_at)
        select $4, 1, now() + make_interval(secs => $3) where $4::bytea is not null and not exists (select from over)
        on conflict (key) do update set
            count = case when t.ends_at <= now() then 1 else least(t.count + 1, 1000000) end,
            ends_at = case when t.ends_at <= now() then excluded.ends_at else t.ends_at end
        returning t.key, t.count, t.ends_at
    )
    select f.key, greatest(extract(epoch from f.ends_at - now())::float8, 0.001) as wait
    from (select * from over union all select key, ends_at from last where count > $5) f
    order by wait desc
    limit 1";

const TAKE_BACK: &str = "
    update auth.throttle t
    set count = case when $3 and t.key = $1 then 0 else greatest(t.count - 1, 0) end
    where t.key in (select key from auth.throttle where key = any($2) order by key = $4, key for update)";

/// Of all networks: their windows begin like the login's own.
const FORGIVE: &str = "
    delete from auth.throttle t using unnest($1::bytea[]) login (key)
    where t.key >= substring(login.key for 16) and t.key <= substring(login.key for 16) || decode(repeat('ff', 16), 'hex')";

/// One window an attempt is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Charge {
    /// Which window: a hash.
    pub(crate) key: [u8; 32],
    /// Attempts it admits.
    pub(crate) most: i32,
}

impl Store {
    /// Counts an attempt in each window, and in the last one where these admit it. Some: that window is full, for so long.
    pub(crate) async fn charge(
        &self,
        charges: &[Charge],
        last: Option<Charge>,
        window: Duration,
    ) -> Result<Option<([u8; 32], Duration)>, StoreError> {
        let keys: Vec<&[u8]> = charges.iter().map(|charge| charge.key.as_slice()).collect();
        let limits: Vec<i32> = charges.iter().map(|charge| charge.most).collect();
        let (last, most) = last.map(|last| (last.key.to_vec(), last.most)).unzip();
        let most = most.unwrap_or_default();
        let full = self.pool.write(CHARGE, &[&keys, &limits, &seconds(window), &last, &most]).await?;
        Ok(full.first().and_then(|row| {
            let key = row.get::<_, &[u8]>("key").try_into().ok()?;
            Some((key, Duration::from_secs_f64(row.get("wait"))))
        }))
    }

    /// Takes an attempt back from its windows; a successful one empties the account's.
    pub(crate) async fn take_back(
        &self,
        account: &[u8; 32],
        windows: &[&[u8]],
        last: Option<&[u8]>,
        successful: bool,
    ) -> Result<(), StoreError> {
        let values: [&(dyn ToSql + Sync); 4] =
            [&account.as_slice(), &windows, &successful, &last.unwrap_or_default()];
        self.pool.write(TAKE_BACK, &values).await.map(drop)
    }

    /// Empties the windows of these logins.
    pub(crate) async fn forgive(&self, keys: &[[u8; 32]]) -> Result<(), StoreError> {
        let keys: Vec<&[u8]> = keys.iter().map(<[u8; 32]>::as_slice).collect();
        self.pool.read(FORGIVE, &[&keys]).await.map(drop)
    }
}
