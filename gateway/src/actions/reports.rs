//! Messages that are reported, and what those who keep order do about them: what is done in a room is an action like any other, by the
//! right that shows them the report, and only then the case is closed.

use proto::auth::Session;
use proto::room::{
    Action, Authority, Query, Reply, ReportCase, ReportOutcome, ReportQuery, ReportReason, ReportReply,
    ReportScope, Reported,
};
use proto::text::ReportNote;
use proto::{Nonce, Reason, Refusal, RoomId, Seq};

use super::Actions;

/// How a case is to end, as a form says it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Closing<'a> {
    /// `dismiss`, `delete`, `mute` or `ban`.
    pub(crate) how: &'a str,
    /// For how long, of a mute or a ban.
    pub(crate) minutes: &'a str,
    /// Why, as the room is told.
    pub(crate) reason: &'a str,
    /// For what is done in the room.
    pub(crate) nonce: Nonce,
}

impl Actions {
    /// Reports a message that they may read.
    ///
    /// # Errors
    /// Nothing is chosen, the message is not there to be reported, or they report too much.
    pub(crate) async fn report(
        &self,
        session: &Session,
        (room, seq): (RoomId, Seq),
        reason: &str,
        note: &str,
    ) -> Result<(), Refusal> {
        let missing = || Refusal::new(Reason::ReportReasonMissing).on("reason");
        let reason = ReportReason::parse(reason).ok_or_else(missing)?;
        let note = ReportNote::optional(note)?;
        self.rate_limiter.durable(session.person.id)?;
        match self.reports(session, ReportQuery::File { room, seq, reason, note }).await? {
            ReportReply::Filed => Ok(()),
            _ => Err(Refusal::unavailable()),
        }
    }

    /// Deals with a case.
    ///
    /// # Errors
    /// It is not theirs, somebody has dealt with it, or the room refuses what is to be done there.
    pub(crate) async fn close_report(
        &self,
        session: &Session,
        scope: ReportScope,
        of: Reported,
        closing: Closing<'_>,
    ) -> Result<ReportOutcome, Refusal> {
        let ReportReply::Case(case) = self.reports(session, ReportQuery::Get { scope, of }).await? else {
            return Err(Refusal::unavailable());
        };
        let (outcome, action) = self.read_closing(&case, closing).await?;
        match action {
            Some(action) => {
                let by = match scope {
                    ReportScope::Moderated => Authority::Member,
                    ReportScope::All => Authority::Admin,
                };
                self.command_by(by, session, of.room, closing.nonce, action).await?;
            }
            None => self.rate_limiter.durable(session.person.id)?,
        }
        let name = session.person.display_name.clone();
        match self.reports(session, ReportQuery::Close { scope, of, outcome, name }).await? {
            ReportReply::Closed => Ok(outcome),
            _ => Err(Refusal::unavailable()),
        }
    }

    /// How it ends, and what is done in the room for it.
    async fn read_closing(
        &self,
        case: &ReportCase,
        closing: Closing<'_>,
    ) -> Result<(ReportOutcome, Option<Action>), Refusal> {
        let Closing { how, minutes, reason, .. } = closing;
        Ok(match how {
            "dismiss" => (ReportOutcome::Dismissed, None),
            // It is gone already.
            "delete" if case.deleted => (ReportOutcome::Deleted, None),
            "delete" => (ReportOutcome::Deleted, Some(super::messages::delete(case.of.seq, reason)?)),
            "mute" => (ReportOutcome::Muted, Some(self.mute(case.author, minutes, reason).await?)),
            "ban" => (ReportOutcome::Banned, Some(self.remove(case.author, true, minutes, reason).await?)),
            _ => return Err(Reason::Malformed.into()),
        })
    }

    /// Asks about reports.
    ///
    /// # Errors
    /// What is asked for is refused, or nobody answers.
    pub(crate) async fn reports(
        &self,
        session: &Session,
        query: ReportQuery,
    ) -> Result<ReportReply, Refusal> {
        let query = Query::Reports { viewer: session.into(), query };
        match self.cluster.ask_room(session.person.id.0, &query).await? {
            Reply::Reports(reply) => Ok(reply),
            Reply::Refused(refusal) => Err(refusal),
            _ => Err(Refusal::unavailable()),
        }
    }
}
