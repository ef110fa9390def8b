//! Sessions: opening, resuming, ending, and clearing away those that ran out.

use std::net::IpAddr;
use std::time::Duration;

use proto::auth::{Person, Session, TokenHash};
use proto::{At, SessionId, UserId};
use tokio_postgres::Row;

use super::{Candidate, Store, StoreError, standing_of};
use crate::config::Sessions;

const SIGN_IN: &str = "
    select username, display_name, org_role, feed from auth.sign_in($1, $2, $3, $4, $5, $6, $7)";

/// Everything from one snapshot, so that what the feed said up to `feed` is in it. `last_seen` moves at most once a
/// minute, and with it when the person was last here: most resumes write nothing.
const RESUME: &str = "
    with moved as (
        update auth.session set last_seen = now()
        where token = $1
          and last_seen < now() - interval '1 minute'
          and last_seen > now() - make_interval(secs => $2)
          and made_at > now() - make_interval(secs => $3)
        returning user_id
    ), seen as (
        insert into auth.seen (user_id) select user_id from moved
        on conflict (user_id) do update set at = excluded.at
    )
    select s.id, s.user_id, a.username, a.display_name, a.org_role, h.n as feed,
           least(
               case when s.last_seen < now() - interval '1 minute' then now() else s.last_seen end
                   + make_interval(secs => $2),
               s.made_at + make_interval(secs => $3)
           ) as expires_at
    from auth.session s join auth.account a on a.id = s.user_id cross join auth.feed_head h
    where s.token = $1 and a.active
      and s.last_seen > now() - make_interval(secs => $2)
      and s.made_at > now() - make_interval(secs => $3)";

const LOG_OUT: &str = "select user_id, session_id from auth.log_out($1)";
const TIDY: &str = "select auth.tidy($1, $2, $3)";

/// A session about to be opened.
#[derive(Debug)]
pub(crate) struct Opening {
    pub(crate) session: SessionId,
    pub(crate) token: TokenHash,
    pub(crate) net: IpAddr,
    pub(crate) agent: String,
}

impl Store {
    /// Opens a session for someone whose password was found right. None if they were deactivated meanwhile, or their
    /// password changed: this and those both lock the account, and whoever comes second sees the other.
    pub(crate) async fn sign_in(
        &self,
        who: &Candidate,
        better_password: Option<&str>,
        opening: &Opening,
        expires_at: At,
    ) -> Result<Option<Session>, StoreError> {
        let values: [&(dyn tokio_postgres::types::ToSql + Sync); 7] = [
            &who.id.0,
            &who.password,
            &better_password,
            &opening.session.0,
            &opening.token.0,
            &opening.net,
            &opening.agent,
        ];
        let rows = self.act(SIGN_IN, &values).await?;
        Ok(rows.first().map(|row| read(row, opening.session, who.id, expires_at)))
    }

    /// Whose session it is. None: unknown, ended, expired, or its person deactivated.
    pub(crate) async fn resume(
        &self,
        token: &TokenHash,
        life: Sessions,
    ) -> Result<Option<Session>, StoreError> {
        let rows = self.look(RESUME, &[&token.0, &seconds(life.idle), &seconds(life.absolute)]).await?;
        Ok(rows.first().map(|row| {
            read(row, SessionId(row.get("id")), UserId(row.get("user_id")), row.get("expires_at"))
        }))
    }

    /// Ends a session and tells the feed. None if it had ended already.
    pub(crate) async fn log_out(&self, token: &TokenHash) -> Result<Option<(UserId, SessionId)>, StoreError> {
        // Run twice, the second finds nothing to end; the feed has been told all the same.
        let rows = self.look(LOG_OUT, &[&token.0]).await?;
        Ok(rows.first().map(|row| (UserId(row.get("user_id")), SessionId(row.get("session_id")))))
    }

    /// Removes what is past its time: sessions, throttle windows, the feed's old entries; at most `most` of each.
    /// Says how many rows in all.
    pub(crate) async fn tidy(&self, life: Sessions, most: i32) -> Result<i64, StoreError> {
        let rows = self.act(TIDY, &[&seconds(life.idle), &seconds(life.absolute), &most]).await?;
        Ok(rows.first().map_or(0, |row| row.get(0)))
    }
}

pub(super) fn seconds(duration: Duration) -> f64 {
    duration.as_secs_f64()
}

fn read(row: &Row, id: SessionId, user: UserId, expires_at: At) -> Session {
    let person = Person { id: user, username: row.get("username"), display_name: row.get("display_name") };
    Session { id, person, org_role: standing_of(row.get("org_role")), expires_at, feed: row.get("feed") }
}
