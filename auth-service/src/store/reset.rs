//! Links with which somebody who forgot their password sets another.

use chassis::postgres::StoreError;
use proto::auth::{Link, Person, TokenHash};
use proto::{At, UserId};
use uuid::Uuid;

use super::{Store, person};

const LINK: &str = "
    select a.id, a.username, a.display_name, auth.is_ambiguous(a.id, a.skeleton) as ambiguous, r.expires_at
    from auth.reset r join auth.account a on a.id = r.user_id
    where r.token = $1 and r.expires_at > now() and a.active";

const USE: &str = "select user_id, username, email from auth.use_reset($1, $2, $3)";

/// Whose link was used.
#[derive(Debug)]
pub(crate) struct Used {
    pub(crate) user: UserId,
    /// What they sign in with: their username, and their address unless somebody else signs in by it.
    pub(crate) logins: Vec<String>,
}

impl Store {
    /// The person a link is for, and its end; none if it does not work.
    pub(crate) async fn reset_link(&self, token: &TokenHash) -> Result<Option<(Person, At)>, StoreError> {
        let row = self.pool.read_first(LINK, &[&token.0]).await?;
        Ok(row.map(|row| (person(&row), row.get("expires_at"))))
    }

    /// The same as whoever had it made sees it.
    pub(crate) async fn made_link(&self, token: &TokenHash) -> Result<Option<Link>, StoreError> {
        let found = self.reset_link(token).await?;
        Ok(found.map(|(person, expires_at)| Link { person: Some(person), expires_at }))
    }

    /// Uses a link, once: sets the password and ends all sessions. None: it does not work.
    pub(crate) async fn use_reset(
        &self,
        key: Uuid,
        token: &TokenHash,
        password: &str,
    ) -> Result<Option<Used>, StoreError> {
        let rows = self.pool.write(USE, &[&key, &token.0, &password]).await?;
        Ok(rows.first().map(|row| Used {
            user: UserId(row.get("user_id")),
            logins: [Some(row.get("username")), row.get("email")].into_iter().flatten().collect(),
        }))
    }
}
