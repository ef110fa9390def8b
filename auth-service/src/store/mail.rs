//! Whom mail goes to, and the links in it. Addresses leave this service in mail alone.

use std::fmt;
use std::time::Duration;

use chassis::postgres::StoreError;
use proto::UserId;
use proto::auth::TokenHash;
use proto::text::{Email, Username};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use super::{Store, seconds};

/// Asked with neither, it finds nobody.
const FORGOTTEN: &str = "
    select id, email, display_name from auth.account
    where active and email_confirmed and (username = $1 or email = $2)";

const MAIL_RESET: &str = "select auth.mail_reset($1, $2, $3, $4)";

/// Somebody whom something is mailed to.
pub(crate) struct Addressee {
    pub(crate) user: UserId,
    /// Not for logs.
    pub(crate) address: String,
    /// The name others see.
    pub(crate) name: String,
}

impl fmt::Debug for Addressee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Addressee").field("user", &self.user).finish_non_exhaustive()
    }
}

impl Store {
    /// Whoever has this username, or this address, and whose address is confirmed.
    pub(crate) async fn forgotten(
        &self,
        username: Option<&Username>,
        email: Option<&Email>,
    ) -> Result<Option<Addressee>, StoreError> {
        let (username, email) = (username.map(Username::as_str), email.map(Email::as_str));
        Ok(self.pool.read_first(FORGOTTEN, &[&username, &email]).await?.as_ref().map(addressee))
    }

    /// Makes a link to set a password. False: an admin's works still, or the address is not theirs any more.
    pub(crate) async fn mail_reset(
        &self,
        to: &Addressee,
        token: &TokenHash,
        life: Duration,
    ) -> Result<bool, StoreError> {
        let values: [&(dyn ToSql + Sync); 4] = [&to.user.0, &to.address, &token.0, &seconds(life)];
        let rows = self.pool.write(MAIL_RESET, &values).await?;
        Ok(rows.first().is_some_and(|row| row.get(0)))
    }
}

fn addressee(row: &Row) -> Addressee {
    Addressee { user: UserId(row.get("id")), address: row.get("email"), name: row.get("display_name") }
}
