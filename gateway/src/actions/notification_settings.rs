//! What somebody wants to be told about, wherever they chose nothing for a room; and words that call them.

use proto::auth::Session;
use proto::room::{NotificationQuery, NotificationSettings, Query, Reply};
use proto::{Refusal, UserId};

use super::Actions;
use crate::cluster::Cluster;

impl Actions {
    /// Changes it, for all their devices.
    ///
    /// # Errors
    /// There are too many words, it is done too often, or nobody answers.
    pub(crate) async fn change_notifications(&self, session: &Session, query: Query) -> Result<(), Refusal> {
        let user = session.person.id;
        self.rate_limiter.durable(user)?;
        ask(&self.cluster, user, query).await.map(drop)
    }
}

/// What somebody chose.
///
/// # Errors
/// Nobody answers.
pub(crate) async fn chosen(cluster: &Cluster, user: UserId) -> Result<NotificationSettings, Refusal> {
    ask(cluster, user, Query::Notifications { query: NotificationQuery::Settings { user } }).await
}

async fn ask(cluster: &Cluster, user: UserId, query: Query) -> Result<NotificationSettings, Refusal> {
    match cluster.ask_room(user.0, &query).await? {
        Reply::NotificationSettings(settings) => Ok(settings),
        Reply::Refused(refusal) => Err(refusal),
        _ => Err(Refusal::unavailable()),
    }
}
