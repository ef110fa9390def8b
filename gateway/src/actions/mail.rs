//! What somebody wants to be told by mail.

use proto::auth::Session;
use proto::room::{MailPace, MailQuery, MailReply, MailSettings, Query, Reply};
use proto::{Refusal, UserId};
use uuid::Uuid;

use super::Actions;
use crate::cluster::Cluster;
use crate::middleware::appearance;

impl Actions {
    /// Has somebody told by mail like this, in the language in which they ask for it.
    ///
    /// # Errors
    /// It is done too often, or nobody answers.
    pub(crate) async fn choose_mail(
        &self,
        session: &Session,
        pace: MailPace,
        words: bool,
    ) -> Result<(), Refusal> {
        let user = session.person.id;
        self.rate_limiter.durable(user)?;
        let language = appearance::current().language.tag().to_owned();
        ask(&self.cluster, user.0, MailQuery::Choose { user, pace, words, language }).await.map(drop)
    }
}

/// What somebody wants.
///
/// # Errors
/// Nobody answers.
pub(crate) async fn of(cluster: &Cluster, user: UserId) -> Result<MailSettings, Refusal> {
    ask(cluster, user.0, MailQuery::Settings { user }).await
}

/// Asks what is answered by what somebody wants.
///
/// # Errors
/// There is nobody, or nobody answers.
pub(crate) async fn ask(cluster: &Cluster, key: Uuid, query: MailQuery) -> Result<MailSettings, Refusal> {
    match cluster.ask_room(key, &Query::Mail { query }).await? {
        Reply::Mail(MailReply::Settings(found)) => Ok(found),
        _ => Err(Refusal::unavailable()),
    }
}
