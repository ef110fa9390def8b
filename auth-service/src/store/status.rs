//! What people are up to.

use chassis::postgres::StoreError;
use proto::UserId;
use proto::auth::{Person, Status};
use proto::text::{StatusEmoji, StatusText};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use super::Store;
use super::avatar::person_with_avatar;
use super::quiet::quiet;

const SET_STATUS: &str = "
    with changed as (
        update auth.account set status_emoji = $2, status_text = $3, status_until = $4
        where id = $1 and active and (status_emoji, status_text, status_until)
            is distinct from ($2::text, $3::text, $4::timestamptz)
        returning id
    )
    select auth.tell('status', id, null, null) from changed";

const SET_INVISIBLE: &str = "
    with changed as (
        update auth.account set invisible = $2 where id = $1 and active and invisible <> $2 returning id
    )
    select auth.tell('status', id, null, null) from changed";

impl Store {
    /// Sets what somebody is up to and tells the feed; false if it is that already, or they are deactivated.
    pub(crate) async fn set_status(&self, user: UserId, status: Option<&Status>) -> Result<bool, StoreError> {
        let emoji = status.and_then(|status| status.emoji.as_ref()).map(StatusEmoji::as_str);
        let text = status.and_then(|status| status.text.as_ref()).map(StatusText::as_str);
        let until = status.and_then(|status| status.until);
        let values: [&(dyn ToSql + Sync); 4] = [&user.0, &emoji, &text, &until];
        Ok(self.pool.read_first(SET_STATUS, &values).await?.is_some())
    }

    /// Sets whether others see that somebody is here, and tells the feed; false if it is so already, or they are deactivated.
    pub(crate) async fn set_invisible(&self, user: UserId, invisible: bool) -> Result<bool, StoreError> {
        Ok(self.pool.read_first(SET_INVISIBLE, &[&user.0, &invisible]).await?.is_some())
    }
}

/// The person in a row that has the columns `status_emoji`, `status_text`, `status_until`, `invisible`, `avatar` and those of [`quiet`] as well.
pub(super) fn person_with_status(row: &Row) -> Person {
    Person {
        status: status(row),
        invisible: row.get("invisible"),
        quiet: quiet(row),
        ..person_with_avatar(row)
    }
}

/// What is kept was parsed once; what another release would not take any more is left out.
pub(super) fn status(row: &Row) -> Option<Status> {
    let text = |column: &str| row.get::<_, Option<&str>>(column).unwrap_or_default();
    let emoji = StatusEmoji::optional(text("status_emoji")).ok().flatten();
    let words = StatusText::optional(text("status_text")).ok().flatten();
    Status::of(emoji, words, row.get("status_until"))
}
