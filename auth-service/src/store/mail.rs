//! Whom mail goes to, and the links in it. Addresses leave this service in mail alone.

use std::fmt;
use std::time::Duration;

use chassis::postgres::StoreError;
use proto::auth::{Confirmation, LinkState, TokenHash};
use proto::text::{Email, Username};
use proto::{SessionId, UserId};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use super::{NotApplied, Store, person, seconds};

/// Asked with neither, it finds nobody.
const FORGOTTEN: &str = "
    select id, email, display_name from auth.account
    where active and email_confirmed and (username = $1 or email = $2)";

const UNCONFIRMED: &str =
    "select id, email, display_name from auth.account where id = $1 and active and not email_confirmed";

const CONFIRMED: &str =
    "select id, email, display_name from auth.account where id = $1 and active and email_confirmed";

/// Kept for a day, as every command that was carried out.
const NOTE_MAILED: &str =
    "insert into auth.command (key, action) values ($1, 'mail_unread') on conflict do nothing";

const MAIL_CONFIRMATION: &str = "select auth.mail_confirmation($1, $2, $3, $4)";

const CONFIRMATION: &str = "
    select a.id, a.username, a.display_name, auth.is_ambiguous(a.id, a.skeleton) as ambiguous,
           case when a.email_confirmed then 'used' when c.expires_at <= now() then 'expired' else 'usable' end as state
    from auth.confirmation c join auth.account a on a.id = c.user_id
    where c.token = $1 and a.active and a.email = c.email";

const USE_CONFIRMATION: &str = "select auth.use_confirmation($1)";

/// Noted whether or not anybody is told: it stands where nothing is left out.
const NOTE_DEVICE: &str = "
    select id, email, display_name, email_confirmed, auth.note_device($1, $2) as is_new
    from auth.account where id = $1 and active";

const IS_OWN_INVITE: &str = "
    select exists (
        select from auth.invite
        where id = $1 and made_by = $2 and revoked_at is null and expires_at > now() and uses < most
    )";

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

    /// Somebody whose address is confirmed.
    pub(crate) async fn confirmed(&self, user: UserId) -> Result<Option<Addressee>, StoreError> {
        Ok(self.pool.read_first(CONFIRMED, &[&user.0]).await?.as_ref().map(addressee))
    }

    /// Notes that the mail with this key was taken by the server.
    pub(crate) async fn note_mailed(&self, key: uuid::Uuid) -> Result<(), StoreError> {
        self.pool.read(NOTE_MAILED, &[&key]).await.map(drop)
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

    /// Notes from where a session was opened. Some: from where this person has never signed in before, and their address is
    /// confirmed.
    pub(crate) async fn note_device(
        &self,
        user: UserId,
        session: SessionId,
    ) -> Result<Option<Addressee>, StoreError> {
        let rows = self.pool.write(NOTE_DEVICE, &[&user.0, &session.0]).await?;
        let told = rows.first().filter(|row| row.get("is_new") && row.get("email_confirmed"));
        Ok(told.map(addressee))
    }

    /// Whether an invite that somebody made can be used.
    pub(crate) async fn is_own_invite(&self, invite: uuid::Uuid, user: UserId) -> Result<bool, StoreError> {
        let row = self.pool.read_first(IS_OWN_INVITE, &[&invite, &user.0]).await?;
        Ok(row.is_some_and(|row| row.get(0)))
    }
}

fn addressee(row: &Row) -> Addressee {
    Addressee { user: UserId(row.get("id")), address: row.get("email"), name: row.get("display_name") }
}
