//! Sessions: opening, resuming, listing and ending them.

use std::net::IpAddr;

use chassis::postgres::StoreError;
use proto::auth::{Person, Session, SessionLine, TokenHash};
use proto::{At, SessionId, UserId};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use super::avatar::avatar;
use super::quiet::quiet;
use super::status::status;
use super::{Candidate, NotApplied, Store, org_role, seconds};
use crate::config::Sessions;

const SIGN_IN: &str = "
    select username, display_name, ambiguous, org_role, feed, proved_at, newcomer, status_emoji, status_text, status_until,
           invisible, avatar, quiet_until, quiet_hours, zone
    from auth.sign_in($1, $2, $3, $4, $5, $6, $7, $8)";

/// Everything from one snapshot, so that what the feed said up to `feed` is in it. `last_seen` moves at most once a
/// minute, and with it when the person was last seen: most resumes write nothing.
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
    select s.id, s.user_id, s.proved_at, a.username, a.display_name,
           auth.is_ambiguous(a.id, a.skeleton) as ambiguous, a.org_role, a.newcomer, h.n as feed,
           a.status_emoji, a.status_text, a.status_until, a.invisible, a.avatar, a.quiet_until, a.quiet_hours, a.zone,
           least(
               case when s.last_seen < now() - interval '1 minute' then now() else s.last_seen end
                   + make_interval(secs => $2),
               s.made_at + make_interval(secs => $3)
           ) as expires_at
    from auth.session s join auth.account a on a.id = s.user_id cross join auth.feed_head h
    where s.token = $1 and a.active
      and s.last_seen > now() - make_interval(secs => $2)
      and s.made_at > now() - make_interval(secs => $3)";

/// Only the first part of an address is ever told.
const SESSIONS: &str = "
    select id, agent, made_at, last_seen,
           network(set_masklen(net, case when family(net) = 4 then 24 else 48 end))::text as net
    from auth.session
    where user_id = $1
      and last_seen > now() - make_interval(secs => $2)
      and made_at > now() - make_interval(secs => $3)
    order by last_seen desc, made_at desc, id
    limit 200";

const LOG_OUT: &str = "
    with ended as (delete from auth.session where token = $1 returning user_id, id)
    select user_id, id, auth.tell('session_ended', user_id, id, null) from ended";

const END_SESSION: &str = "
    with ended as (delete from auth.session where id = $2 and user_id = $1 returning user_id, id)
    select auth.tell('session_ended', user_id, id, null) from ended";

const END_OTHERS: &str = "select auth.end_other_sessions($1, $2) as ended";

const PROVE: &str = "select auth.prove_session($1, $2)";

const SWEEP: &str = "select auth.sweep($1, $2, $3)";

/// A session about to be opened, as it is kept.
#[derive(Debug)]
pub(crate) struct OpenedFrom {
    pub(crate) id: SessionId,
    pub(crate) token: TokenHash,
    pub(crate) net: IpAddr,
    pub(crate) agent: String,
}

impl Store {
    /// Opens a session for somebody whose password was found right. None if they were deactivated meanwhile, or their
    /// password changed.
    pub(crate) async fn sign_in(
        &self,
        key: Uuid,
        who: &Candidate,
        better_password: Option<&str>,
        session: &OpenedFrom,
        expires_at: At,
    ) -> Result<Option<Session>, NotApplied> {
        let values: [&(dyn ToSql + Sync); 8] = [
            &key,
            &who.id.0,
            &who.password,
            &better_password,
            &session.id.0,
            &session.token.0,
            &session.net,
            &session.agent,
        ];
        let rows = self.pool.write(SIGN_IN, &values).await?;
        Ok(rows.first().map(|row| read(row, session.id, who.id, expires_at)))
    }

    /// The session of a token. None: unknown, ended, expired, or its person deactivated.
    pub(crate) async fn resume(
        &self,
        token: &TokenHash,
        life: Sessions,
    ) -> Result<Option<Session>, StoreError> {
        let values: [&(dyn ToSql + Sync); 3] = [&token.0, &seconds(life.idle), &seconds(life.absolute)];
        Ok(self.pool.read_first(RESUME, &values).await?.map(|row| {
            read(&row, SessionId(row.get("id")), UserId(row.get("user_id")), row.get("expires_at"))
        }))
    }

    /// A person's sessions that have not expired, at most 200.
    pub(crate) async fn sessions(
        &self,
        user: UserId,
        life: Sessions,
    ) -> Result<Vec<SessionLine>, StoreError> {
        let values: [&(dyn ToSql + Sync); 3] = [&user.0, &seconds(life.idle), &seconds(life.absolute)];
        let line = |row: &Row| SessionLine {
            id: SessionId(row.get("id")),
            agent: row.get("agent"),
            net: row.get("net"),
            since: row.get("made_at"),
            last_seen: row.get("last_seen"),
        };
        Ok(self.pool.read(SESSIONS, &values).await?.iter().map(line).collect())
    }

    /// Ends a session and tells the feed. None if it had ended already. Run twice, the second finds nothing to end.
    pub(crate) async fn log_out(&self, token: &TokenHash) -> Result<Option<(UserId, SessionId)>, StoreError> {
        let row = self.pool.read_first(LOG_OUT, &[&token.0]).await?;
        Ok(row.map(|row| (UserId(row.get("user_id")), SessionId(row.get("id")))))
    }

    /// Ends a session if it is theirs. False: it is not, or has ended.
    pub(crate) async fn end_session(&self, user: UserId, session: SessionId) -> Result<bool, StoreError> {
        Ok(self.pool.read_first(END_SESSION, &[&user.0, &session.0]).await?.is_some())
    }

    /// Ends all of their sessions except one; says which.
    pub(crate) async fn end_others(
        &self,
        user: UserId,
        keep: SessionId,
    ) -> Result<Vec<SessionId>, StoreError> {
        let row = self.pool.read_first(END_OTHERS, &[&user.0, &keep.0]).await?;
        let ended: Vec<Uuid> = row.map_or_else(Vec::new, |row| row.get("ended"));
        Ok(ended.into_iter().map(SessionId).collect())
    }

    /// Notes that a session's password was given again, and tells the feed. False: it has ended.
    pub(crate) async fn prove(&self, user: UserId, session: SessionId) -> Result<bool, StoreError> {
        let row = self.pool.read_first(PROVE, &[&user.0, &session.0]).await?;
        Ok(row.is_some_and(|row| row.get(0)))
    }

    /// Removes what is past its time, at most `most` rows of each kind; says how many in all.
    pub(crate) async fn sweep(&self, life: Sessions, most: i32) -> Result<i64, StoreError> {
        let rows = self.pool.write(SWEEP, &[&seconds(life.idle), &seconds(life.absolute), &most]).await?;
        Ok(rows.first().map_or(0, |row| row.get(0)))
    }
}

fn read(row: &Row, id: SessionId, user: UserId, expires_at: At) -> Session {
    let person = Person {
        id: user,
        username: row.get("username"),
        display_name: row.get("display_name"),
        ambiguous: row.get("ambiguous"),
        invisible: row.get("invisible"),
        avatar: avatar(row),
        status: status(row),
        quiet: quiet(row),
    };
    let (proved_at, newcomer, feed) = (row.get("proved_at"), row.get("newcomer"), row.get("feed"));
    Session { id, person, org_role: org_role(row.get("org_role")), expires_at, proved_at, newcomer, feed }
}
