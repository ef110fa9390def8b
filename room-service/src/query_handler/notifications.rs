//! What is asked about what somebody is told, wherever they chose nothing for a room.

use chassis::Bus;
use proto::node::UserHint;
use proto::room::{KEYWORDS_MAX, Level, NotificationQuery, Reply};
use proto::{Reason, Refusal, UserId};

use crate::announce;
use crate::store::{Pool, StoreError, notification_settings};

/// Answers.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(super) async fn answer(pool: &Pool, bus: &Bus, query: NotificationQuery) -> Result<Reply, StoreError> {
    match query {
        NotificationQuery::Settings { user } => settings(pool, user).await,
        NotificationQuery::SetDefaultLevel { level: Some(Level::Hidden), .. } => {
            Ok(Reply::Refused(Refusal::new(Reason::Malformed)))
        }
        NotificationQuery::SetDefaultLevel { user, level } => {
            notification_settings::set_level(pool, user, level).await?;
            announce::hint_to(bus, user, &UserHint::Rooms).await;
            settings(pool, user).await
        }
        NotificationQuery::AddKeyword { user, keyword } => {
            if notification_settings::add_keyword(pool, user, &keyword).await? {
                return settings(pool, user).await;
            }
            let full = Refusal::new(Reason::KeywordsFull { max: KEYWORDS_MAX });
            Ok(Reply::Refused(full.on("keyword")))
        }
        NotificationQuery::RemoveKeyword { user, keyword } => {
            notification_settings::remove_keyword(pool, user, &keyword).await?;
            settings(pool, user).await
        }
    }
}

async fn settings(pool: &Pool, user: UserId) -> Result<Reply, StoreError> {
    Ok(Reply::NotificationSettings(notification_settings::get(pool, user).await?))
}
