//! Accounts: names of people, the account of somebody who signs in, one's own.

use std::net::IpAddr;

use chassis::postgres::{StoreError, contains};
use proto::auth::{Person, TokenHash};
use proto::text::{DisplayName, Email, Username, search_key};
use proto::{SessionId, UserId};
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use super::Store;
use super::status::person_with_status;

/// With whether the person has a session from this network, and so is no stranger there.
const CANDIDATE: &str = "
    select a.id, a.password,
           exists (select from auth.session s where s.user_id = a.id and s.net = $3) as is_known_there
    from auth.account a
    where a.username = $1 or a.id = auth.email_holder($2)";

const PEOPLE: &str = "
    select id, username, display_name, auth.is_ambiguous(id, skeleton) as ambiguous,
           status_emoji, status_text, status_until, invisible, avatar, quiet_until, quiet_hours, zone
    from auth.account where id = any($1)";

const BY_USERNAME: &str = "
    select id, username, display_name, auth.is_ambiguous(id, skeleton) as ambiguous,
           status_emoji, status_text, status_until, invisible, avatar, quiet_until, quiet_hours, zone
    from auth.account where username = any($1)";

/// Those whose name begins so come first. A guest finds those alone whom they know.
const FIND: &str = "
    select id, username, display_name, auth.is_ambiguous(id, skeleton) as ambiguous,
           status_emoji, status_text, status_until, invisible, avatar, quiet_until, quiet_hours, zone
    from auth.account
    where active and (username like $2 or search_key like $2)
        and (id = any($4) or exists (
            select from auth.account viewer where viewer.id = $1 and viewer.active and viewer.org_role <> 'guest'
        ))
    order by (username like $3 or search_key like $3) desc, search_key, username offset $6 limit $5";

/// Only active people change a password; with it comes what the account is called, which it must not be.
const OWN: &str = "
    select password, username, display_name, email from auth.account where id = $1 and active";

const RENAME: &str = "
    with renamed as (
        update auth.account set display_name = $2, skeleton = $3, search_key = $4
        where id = $1 and display_name <> $2 returning id
    )
    select auth.tell('renamed', id, null, null) from renamed";

const HIDE_WELCOME: &str = "update auth.account set newcomer = false where id = $1 and newcomer returning id";

const CHANGE_PASSWORD: &str = "select auth.change_password($1, $2, $3, $4, $5, $6) as ended";

const CHANGE_EMAIL: &str = "select auth.change_email($1, $2, $3)";

/// Which people are looked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PeopleSearch<'a> {
    /// Part of a name.
    pub(crate) search: &'a str,
    /// Nothing to look for means everyone; else nobody.
    pub(crate) everyone: bool,
    pub(crate) offset: u32,
    pub(crate) limit: u16,
}

/// The account that somebody tries to sign in to.
#[derive(Debug)]
pub(crate) struct Candidate {
    pub(crate) id: UserId,
    /// The PHC string of its password; none: it is still to be chosen by a link.
    pub(crate) password: Option<String>,
    /// It has a session from the same network.
    pub(crate) is_known_there: bool,
}

/// The account of somebody who sets a password.
#[derive(Debug)]
pub(crate) struct Own {
    /// The PHC string of the current password; none: it is still to be chosen by a link.
    pub(crate) password: Option<String>,
    pub(crate) username: String,
    pub(crate) display_name: String,
    pub(crate) email: String,
}

impl Store {
    /// The account under a username or an address. Asked with neither, it works just as long and finds nobody.
    pub(crate) async fn candidate(
        &self,
        username: Option<&Username>,
        email: Option<&Email>,
        net: IpAddr,
    ) -> Result<Option<Candidate>, StoreError> {
        let (username, email) = (username.map(Username::as_str), email.map(Email::as_str));
        let row = self.pool.read_first(CANDIDATE, &[&username, &email, &net]).await?;
        Ok(row.map(|row| Candidate {
            id: UserId(row.get("id")),
            password: row.get("password"),
            is_known_there: row.get("is_known_there"),
        }))
    }

    /// Names of people, active or not; unknown ids are left out.
    pub(crate) async fn people(&self, ids: &[UserId]) -> Result<Vec<Person>, StoreError> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
        Ok(self.pool.read(PEOPLE, &[&ids]).await?.iter().map(person_with_status).collect())
    }

    /// People by username, active or not; unknown ones are left out.
    pub(crate) async fn by_username(&self, usernames: &[Username]) -> Result<Vec<Person>, StoreError> {
        let names: Vec<&str> = usernames.iter().map(Username::as_str).collect();
        Ok(self.pool.read(BY_USERNAME, &[&names]).await?.iter().map(person_with_status).collect())
    }

    /// Active people who are wanted, as far as `viewer` may find them: those who are `known`, or everyone.
    pub(crate) async fn find(
        &self,
        viewer: UserId,
        wanted: PeopleSearch<'_>,
        known: &[UserId],
    ) -> Result<Vec<Person>, StoreError> {
        let inside = contains(&search_key(wanted.search));
        let (inside, begins) = match inside.strip_prefix('%') {
            Some(begins) => (inside.as_str(), begins),
            None if wanted.everyone => ("%", "%"),
            None => return Ok(Vec::new()),
        };
        let known: Vec<Uuid> = known.iter().map(|id| id.0).collect();
        let (offset, limit) = (i64::from(wanted.offset), i64::from(wanted.limit));
        let values: [&(dyn ToSql + Sync); 6] = [&viewer.0, &inside, &begins, &known, &limit, &offset];
        Ok(self.pool.read(FIND, &values).await?.iter().map(person_with_status).collect())
    }

    /// The account of somebody active.
    pub(crate) async fn own(&self, user: UserId) -> Result<Option<Own>, StoreError> {
        let row = self.pool.read_first(OWN, &[&user.0]).await?;
        Ok(row.map(|row| Own {
            password: row.get("password"),
            username: row.get("username"),
            display_name: row.get("display_name"),
            email: row.get("email"),
        }))
    }

    /// Sets a display name and tells the feed; false if they have it already.
    pub(crate) async fn rename(&self, user: UserId, name: &DisplayName) -> Result<bool, StoreError> {
        let values: [&(dyn ToSql + Sync); 4] =
            [&user.0, &name.as_str(), &name.skeleton(), &search_key(name.as_str())];
        Ok(self.pool.read_first(RENAME, &values).await?.is_some())
    }

    /// Shows somebody no more where to begin; false if they are not shown it any more.
    pub(crate) async fn hide_welcome(&self, user: UserId) -> Result<bool, StoreError> {
        Ok(self.pool.read_first(HIDE_WELCOME, &[&user.0]).await?.is_some())
    }

    /// Sets a password if the one kept is still the one seen, ends all sessions but one, and gives that one its next
    /// token. None: it is not.
    pub(crate) async fn change_password(
        &self,
        key: Uuid,
        user: UserId,
        seen: Option<&str>,
        next: &str,
        keep: SessionId,
        token: &TokenHash,
    ) -> Result<Option<Vec<SessionId>>, StoreError> {
        let values: [&(dyn ToSql + Sync); 6] = [&key, &user.0, &seen, &next, &keep.0, &token.0];
        let rows = self.pool.write(CHANGE_PASSWORD, &values).await?;
        let ended: Option<Vec<Uuid>> = rows.first().and_then(|row| row.get("ended"));
        Ok(ended.map(|ended| ended.into_iter().map(SessionId).collect()))
    }

    /// Claims another address if the password kept is still the one seen. False: it is not.
    pub(crate) async fn change_email(
        &self,
        user: UserId,
        seen: Option<&str>,
        email: &Email,
    ) -> Result<bool, StoreError> {
        let row = self.pool.read_first(CHANGE_EMAIL, &[&user.0, &seen, &email.as_str()]).await?;
        Ok(row.and_then(|row| row.get(0)).unwrap_or(false))
    }
}
