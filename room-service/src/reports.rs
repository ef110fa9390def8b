//! What gateways ask about reports, and what goes on beside: those who moderate the room are told that there is something to do, and
//! what was dealt with is erased after 30 days.
//!
//! Called by `query_handler`; `erase` runs for as long as the service does.

use std::time::Duration;

use chassis::Bus;
use proto::node::UserHint;
use proto::room::{
    OrgRole, REPORTS_HOURLY_MAX, REPORTS_OPEN_MAX, Reply, ReportQuery, ReportReply, ReportScope, Viewer,
};
use proto::{Reason, Refusal, RoomId, UserId};

use crate::announce;
use crate::store::reports::{self, Filed, Which};
use crate::store::{Pool, StoreError};

/// How often it is looked whether there is something to erase.
const EVERY: Duration = Duration::from_secs(10 * 60);

/// Answers.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn answer(
    pool: &Pool,
    bus: &Bus,
    viewer: Viewer,
    query: ReportQuery,
) -> Result<Reply, StoreError> {
    if asks_as_admin(&query) && viewer.org_role < OrgRole::Admin {
        return Ok(Reply::Refused(Refusal::not_found()));
    }
    let reply = match query {
        ReportQuery::File { room, seq, reason, note } => {
            let filed = reports::file(pool, viewer, (room, seq), reason, note.as_ref()).await?;
            if let Some(Filed::Now(author)) = filed {
                tell(pool, bus, room, author).await;
            }
            return Ok(filed.map_or_else(|| Reply::Refused(Refusal::not_found()), outcome));
        }
        ReportQuery::List { scope, room, closed, offset, limit } => {
            let which = Which { room, of: None, closed, offset, limit };
            let listing = reports::list(pool, viewer, scope, which);
            let counting = reports::counts(pool, viewer, scope, room);
            let ((cases, more), counts) = tokio::try_join!(listing, counting)?;
            ReportReply::Cases { cases, more, counts }
        }
        ReportQuery::Get { scope, of } => {
            let which = Which { of: Some(of), limit: 1, ..Which::default() };
            let (cases, _) = reports::list(pool, viewer, scope, which).await?;
            let Some(case) = cases.into_iter().next() else {
                return Ok(Reply::Refused(Reason::ReportClosed.into()));
            };
            ReportReply::Case(Box::new(case))
        }
        ReportQuery::Close { scope, of, outcome, name } => {
            match reports::close(pool, viewer, scope, of, outcome, &name).await? {
                None => return Ok(Reply::Refused(Reason::ReportClosed.into())),
                Some((author, true)) => tell(pool, bus, of.room, author).await,
                Some((_, false)) => {}
            }
            ReportReply::Closed
        }
        ReportQuery::Count { scope } => {
            ReportReply::Count(reports::counts(pool, viewer, scope, None).await?.0)
        }
    };
    Ok(Reply::Reports(reply))
}

fn asks_as_admin(query: &ReportQuery) -> bool {
    match query {
        ReportQuery::File { .. } => false,
        ReportQuery::List { scope, .. }
        | ReportQuery::Get { scope, .. }
        | ReportQuery::Close { scope, .. }
        | ReportQuery::Count { scope } => *scope == ReportScope::All,
    }
}

fn outcome(filed: Filed) -> Reply {
    let refused = |reason: Reason| Reply::Refused(reason.into());
    match filed {
        Filed::Now(_) | Filed::Known => Reply::Reports(ReportReply::Filed),
        Filed::Deleted => refused(Reason::MessageDeleted),
        Filed::Own => refused(Reason::OwnMessage),
        Filed::Again => refused(Reason::ReportedAlready),
        Filed::Full => refused(Reason::ReportsFull { max: REPORTS_OPEN_MAX }),
        Filed::Fast => refused(Reason::ReportsTooFast { max: REPORTS_HOURLY_MAX }),
    }
}

/// Those who moderate the room, the author of the message excepted. A hint: their next page says it anyhow.
async fn tell(pool: &Pool, bus: &Bus, room: RoomId, author: UserId) {
    for user in reports::moderators(pool, room, author).await.unwrap_or_default() {
        announce::hint_to(bus, user, &UserHint::Personal).await;
    }
}

/// Erases until dropped.
pub(crate) async fn erase(pool: Pool) {
    loop {
        if let Err(error) = reports::erase(&pool).await {
            tracing::debug!(%error, "old reports were not erased");
        }
        tokio::time::sleep(EVERY).await;
    }
}
