//! What people do to their own accounts.

use proto::auth::SessionLine;
use proto::text::DisplayName;
use proto::{SessionId, UserId};
use uuid::Uuid;

use super::session::seconds;
use super::{Store, StoreError};
use crate::config::Sessions;

const RENAME: &str = "select auth.rename($1, $2)";

/// Only who is active changes a password; with it comes what the account is called, which it must not be.
const PASSWORD: &str = "
    select password, username, display_name, email from auth.account where id = $1 and active";

const CHANGE_PASSWORD: &str = "select auth.change_password($1, $2, $3, $4) as ended";

/// Those that still live. Only the first part of an address is ever told.
const SESSIONS: &str = "
    select id, agent, made_at, last_seen,
           network(set_masklen(net, case when family(net) = 4 then 24 else 48 end))::text as net
    from auth.session
    where user_id = $1
      and last_seen > now() - make_interval(secs => $2)
      and made_at > now() - make_interval(secs => $3)
    order by last_seen desc, made_at desc, id
    limit 200";

const END_SESSION: &str = "select auth.end_own_session($1, $2)";
const END_OTHERS: &str = "select auth.end_sessions_but($1, $2) as ended";

/// The account of someone who changes its password.
#[derive(Debug)]
pub(crate) struct Own {
    /// The PHC string of its password.
    pub(crate) password: String,
    pub(crate) username: String,
    pub(crate) display_name: String,
    pub(crate) email: String,
}

impl Store {
    /// Calls someone differently and tells the feed; nothing happens if they are called so already.
    pub(crate) async fn rename(&self, user: UserId, name: &DisplayName) -> Result<bool, StoreError> {
        let rows = self.look(RENAME, &[&user.0, &name.as_str()]).await?;
        Ok(rows.first().is_some_and(|row| row.get(0)))
    }

    /// The account of someone active.
    pub(crate) async fn own(&self, user: UserId) -> Result<Option<Own>, StoreError> {
        let rows = self.look(PASSWORD, &[&user.0]).await?;
        Ok(rows.first().map(|row| Own {
            password: row.get("password"),
            username: row.get("username"),
            display_name: row.get("display_name"),
            email: row.get("email"),
        }))
    }

    /// Sets a password if the one kept is still the one seen, and ends all sessions but one. None: it is not.
    pub(crate) async fn change_password(
        &self,
        user: UserId,
        seen: &str,
        next: &str,
        keep: SessionId,
    ) -> Result<Option<Vec<SessionId>>, StoreError> {
        let rows = self.act(CHANGE_PASSWORD, &[&user.0, &seen, &next, &keep.0]).await?;
        let ended: Option<Vec<Uuid>> = rows.first().and_then(|row| row.get("ended"));
        Ok(ended.map(|ended| ended.into_iter().map(SessionId).collect()))
    }

    /// The living sessions of a person, at most 200.
    pub(crate) async fn sessions(
        &self,
        user: UserId,
        life: Sessions,
    ) -> Result<Vec<SessionLine>, StoreError> {
        let rows = self.look(SESSIONS, &[&user.0, &seconds(life.idle), &seconds(life.absolute)]).await?;
        let line = |row: &tokio_postgres::Row| SessionLine {
            id: SessionId(row.get("id")),
            agent: row.get("agent"),
            net: row.get("net"),
            since: row.get("made_at"),
            last_seen: row.get("last_seen"),
        };
        Ok(rows.iter().map(line).collect())
    }

    /// Ends a session if it is theirs. False: there is none such.
    pub(crate) async fn end_session(&self, user: UserId, session: SessionId) -> Result<bool, StoreError> {
        let rows = self.look(END_SESSION, &[&user.0, &session.0]).await?;
        Ok(rows.first().is_some_and(|row| row.get(0)))
    }

    /// Ends all of their sessions but one; says which.
    pub(crate) async fn end_others(
        &self,
        user: UserId,
        keep: SessionId,
    ) -> Result<Vec<SessionId>, StoreError> {
        let rows = self.look(END_OTHERS, &[&user.0, &keep.0]).await?;
        let ended: Vec<Uuid> = rows.first().map_or_else(Vec::new, |row| row.get("ended"));
        Ok(ended.into_iter().map(SessionId).collect())
    }
}
