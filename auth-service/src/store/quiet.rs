//! When people do not want to be disturbed.

use chassis::postgres::StoreError;
use proto::auth::{Quiet, QuietHours};
use proto::text::ZoneName;
use proto::{At, UserId};
use tokio_postgres::Row;
use tokio_postgres::types::Json;

use super::Store;

const SET_UNTIL: &str = "
    with changed as (
        update auth.account set quiet_until = $2 where id = $1 and active and quiet_until is distinct from $2::timestamptz
        returning id
    )
    select auth.tell('status', id, null, null) from changed";

const SET_HOURS: &str = "
    with changed as (
        update auth.account set quiet_hours = $2 where id = $1 and active and quiet_hours is distinct from $2::jsonb
        returning id
    )
    select auth.tell('status', id, null, null) from changed";

impl Store {
    /// Sets until when somebody does not want to be disturbed, and tells the feed; false if it is so already, or they are deactivated.
    pub(crate) async fn set_quiet_until(&self, user: UserId, until: Option<At>) -> Result<bool, StoreError> {
        Ok(self.pool.read_first(SET_UNTIL, &[&user.0, &until]).await?.is_some())
    }

    /// The same of the hours that come again.
    pub(crate) async fn set_quiet_hours(
        &self,
        user: UserId,
        hours: Option<QuietHours>,
    ) -> Result<bool, StoreError> {
        Ok(self.pool.read_first(SET_HOURS, &[&user.0, &hours.map(Json)]).await?.is_some())
    }
}

/// What stands in the columns `quiet_until`, `quiet_hours` and `zone`, if anything was chosen. What another release would not take any
/// more is left out.
pub(super) fn quiet(row: &Row) -> Option<Box<Quiet>> {
    let until: Option<At> = row.get("quiet_until");
    let hours =
        row.try_get::<_, Option<Json<QuietHours>>>("quiet_hours").ok().flatten().map(|Json(hours)| hours);
    let zone = row.get::<_, Option<&str>>("zone").and_then(|zone| ZoneName::optional(zone).ok().flatten());
    (until.is_some() || hours.is_some()).then(|| Box::new(Quiet { until, hours, zone }))
}
