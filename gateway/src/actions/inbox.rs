//! What waits for somebody, put away and brought back.

use proto::auth::Session;
use proto::room::{Conversation, InboxQuery, Query, Reply};
use proto::{At, Reason, Refusal, Seq};

use super::Actions;
use super::saved::Reminder;

impl Actions {
    /// Puts a conversation away up to a seq, for all their devices.
    ///
    /// # Errors
    /// It is done too often, or nobody answers.
    pub(crate) async fn put_away(
        &self,
        session: &Session,
        conversation: Conversation,
        seq: Seq,
    ) -> Result<(), Refusal> {
        let user = session.person.id;
        self.change_inbox(
            session,
            &Query::Inbox { query: InboxQuery::PutAway { user, conversation, seq, until: None } },
        )
        .await
    }

    /// The same until a moment ahead.
    ///
    /// # Errors
    /// It is no moment ahead, too much is snoozed, it is done too often, or nobody answers.
    pub(crate) async fn snooze(
        &self,
        session: &Session,
        conversation: Conversation,
        seq: Seq,
        until: &Reminder,
    ) -> Result<(), Refusal> {
        let user = session.person.id;
        let at = until.moment(At::now_utc())?.ok_or_else(|| Refusal::new(Reason::ReminderTime))?;
        self.change_inbox(
            session,
            &Query::Inbox { query: InboxQuery::PutAway { user, conversation, seq, until: Some(at) } },
        )
        .await
    }

    /// Puts away all that waits and was said until a moment.
    ///
    /// # Errors
    /// It is done too often, or nobody answers.
    pub(crate) async fn put_all_away(&self, session: &Session, said_until: At) -> Result<(), Refusal> {
        self.change_inbox(
            session,
            &Query::Inbox { query: InboxQuery::PutAllAway { user: session.person.id, said_until } },
        )
        .await
    }

    /// What they put away of a conversation waits again.
    ///
    /// # Errors
    /// It is done too often, or nobody answers.
    pub(crate) async fn bring_back(
        &self,
        session: &Session,
        conversation: Conversation,
    ) -> Result<(), Refusal> {
        self.change_inbox(
            session,
            &Query::Inbox { query: InboxQuery::BringBack { user: session.person.id, conversation } },
        )
        .await
    }

    async fn change_inbox(&self, session: &Session, query: &Query) -> Result<(), Refusal> {
        let user = session.person.id;
        self.rate_limiter.durable(user)?;
        match self.cluster.ask_room(user.0, query).await? {
            Reply::PutAway => Ok(()),
            Reply::Refused(refusal) => Err(refusal),
            _ => Err(Refusal::unavailable()),
        }
    }
}
