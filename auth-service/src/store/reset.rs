//! Links with which somebody who forgot their password sets another.

use chassis::postgres::StoreError;
use proto::auth::{Link, LinkState, ResetLink, TokenHash};
use proto::{At, UserId};
use tokio_postgres::Row;
use uuid::Uuid;

use super::{Store, person};

const LINK: &str = "
    select a.id, a.username, a.display_name, auth.is_ambiguous(a.id, a.skeleton) as ambiguous, r.expires_at,
           case when r.used_at is not null then 'used' when r.expires_at <= now() then 'expired' else 'usable' end as state
    from auth.reset r join auth.account a on a.id = r.user_id
    where r.token = $1 and a.active";

const USE: &str = "select user_id, username, email from auth.use_reset($1, $2, $3)";

/// Whose link was used.
#[derive(Debug)]
pub(crate) struct Used {
    pub(crate) user: UserId,
    /// What they sign in with: their username, and their address unless somebody else signs in by it.
    pub(crate) logins: Vec<String>,
}

impl Store {
    /// What a link leads to, whether or not it still does, and its end.
    pub(crate) async fn reset_link(&self, token: &TokenHash) -> Result<Option<(ResetLink, At)>, StoreError> {
        let row = self.pool.read_first(LINK, &[&token.0]).await?;
        let link = |row: &Row| ResetLink { person: person(row), state: LinkState::parse(row.get("state")) };
        Ok(row.map(|row| (link(&row), row.get("expires_at"))))
    }

    /// The same as whoever had it made sees it.
    pub(crate) async fn made_link(&self, token: &TokenHash) -> Result<Option<Link>, StoreError> {
        let found = self.reset_link(token).await?;
        Ok(found.map(|(link, expires_at)| Link { person: Some(link.person), expires_at }))
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
