//! Whom mail goes to, and the links in it. Addresses leave this service in mail alone.

use std::fmt;
use std::time::Duration;

use chassis::postgres::StoreError;
use proto::UserId;
use proto::auth::{Confirmation, LinkState, TokenHash};
use proto::text::{Email, Username};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use super::{NotApplied, Store, person, seconds};

/// Asked with neither, it finds nobody.
const FORGOTTEN: &str = "
    select id, email, display_name from auth.account
    where active and email_confirmed and (username = $1 or email = $2)";

const UNCONFIRMED: &str =
    "select id, email, display_name from auth.account where id = $1 and active and not email_confirmed";

const MAIL_CONFIRMATION: &str = "select auth.mail_confirmation($1, $2, $3, $4)";

const CONFIRMATION: &str = "
    select a.id, a.username, a.display_name, auth.is_ambiguous(a.id, a.skeleton) as ambiguous,
           case when a.email_confirmed then 'used' when c.expires_at <= now() then 'expired' else 'usable' end as state
    from auth.confirmation c join auth.account a on a.id = c.user_id
    where c.token = $1 and a.active and a.email = c.email";

const USE_CONFIRMATION: &str = "select auth.use_confirmation($1)";

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

    /// Somebody whose address is not confirmed.
    pub(crate) async fn unconfirmed(&self, user: UserId) -> Result<Option<Addressee>, StoreError> {
        Ok(self.pool.read_first(UNCONFIRMED, &[&user.0]).await?.as_ref().map(addressee))
    }

    /// Makes a link to confirm an address. False: it is not theirs any more, or is confirmed.
    pub(crate) async fn mail_confirmation(
        &self,
        to: &Addressee,
        token: &TokenHash,
        life: Duration,
    ) -> Result<bool, StoreError> {
        let values: [&(dyn ToSql + Sync); 4] = [&to.user.0, &to.address, &token.0, &seconds(life)];
        let rows = self.pool.write(MAIL_CONFIRMATION, &values).await?;
        Ok(rows.first().is_some_and(|row| row.get(0)))
    }

    /// What a link to confirm an address leads to. None: there is none, another was mailed since, or the address is another.
    pub(crate) async fn confirmation(&self, token: &TokenHash) -> Result<Option<Confirmation>, StoreError> {
        let row = self.pool.read_first(CONFIRMATION, &[&token.0]).await?;
        Ok(row.map(|row| Confirmation { person: person(&row), state: LinkState::parse(row.get("state")) }))
    }

    /// Confirms an address by its link; whose it is. None: the link does not work.
    pub(crate) async fn use_confirmation(&self, token: &TokenHash) -> Result<Option<UserId>, NotApplied> {
        let rows = self.pool.write(USE_CONFIRMATION, &[&token.0]).await?;
        Ok(rows.first().and_then(|row| row.get::<_, Option<uuid::Uuid>>(0)).map(UserId))
    }
}

fn addressee(row: &Row) -> Addressee {
    Addressee { user: UserId(row.get("id")), address: row.get("email"), name: row.get("display_name") }
}
