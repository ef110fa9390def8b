//! Links by which someone who forgot their password sets another one.

use proto::UserId;
use proto::auth::{Person, TokenHash};

use super::account::person;
use super::{Store, StoreError};

const LOOK: &str = "
    select a.id, a.username, a.display_name
    from auth.reset r join auth.account a on a.id = r.user_id
    where r.token = $1 and r.expires_at > now() and a.active";

const USE: &str = "select user_id, username, email from auth.use_reset($1, $2)";

const FORGIVE: &str = "delete from auth.throttle where key = any($1)";

impl Store {
    /// Whose link it is; none if it is good for nothing.
    pub(crate) async fn reset_for(&self, token: &TokenHash) -> Result<Option<Person>, StoreError> {
        Ok(self.look(LOOK, &[&token.0]).await?.first().map(person))
    }

    /// Uses a link, once: sets the password and ends all sessions. Says whose it was, and what they sign in with.
    pub(crate) async fn use_reset(
        &self,
        token: &TokenHash,
        password: &str,
    ) -> Result<Option<(UserId, [String; 2])>, StoreError> {
        let rows = self.act(USE, &[&token.0, &password]).await?;
        Ok(rows.first().map(|row| (UserId(row.get("user_id")), [row.get("username"), row.get("email")])))
    }

    /// Empties these windows.
    pub(crate) async fn forgive(&self, keys: &[[u8; 32]]) -> Result<(), StoreError> {
        let keys: Vec<&[u8]> = keys.iter().map(<[u8; 32]>::as_slice).collect();
        self.look(FORGIVE, &[&keys]).await.map(drop)
    }
}
