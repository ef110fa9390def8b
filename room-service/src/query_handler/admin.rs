//! What admins ask about rooms they need not be in, and about the installation.

use chassis::Bus;
use proto::node::UserHint;
use proto::room::{AdminQuery, AdminReply, FollowerStatus, Kind, Level, Reply};
use proto::text::Broadcast;
use proto::{Reason, Refusal, UserId};

use super::{is_no_search, or_not};
use crate::store::{self, Pool, StoreError, admin, cursors};
use crate::{announce, followers};

/// Answers.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(super) async fn answer(
    pool: &Pool,
    bus: &Bus,
    admin_actor: UserId,
    query: AdminQuery,
) -> Result<Reply, StoreError> {
    Ok(match query {
        AdminQuery::Rooms { search, .. } if is_no_search(&search) => {
            Reply::Admin(AdminReply::Rooms { rooms: Vec::new(), total: 0 })
        }
        AdminQuery::Rooms { search, offset, limit } => {
            Reply::Admin(admin::rooms(pool, admin_actor, &search, offset, limit).await?)
        }
        AdminQuery::Room { room } => or_not(admin::room(pool, admin_actor, room).await?, Reply::Admin),
        AdminQuery::Totals => Reply::Admin(admin::totals(pool).await?),
        AdminQuery::DefaultLevel => {
            let level = store::installation::level(pool).await?;
            let level = level.unwrap_or(Level::unless_chosen(Kind::Public));
            Reply::Admin(AdminReply::DefaultLevel(level))
        }
        AdminQuery::SetDefaultLevel { level: Level::Hidden, .. } => {
            Reply::Refused(Refusal::new(Reason::Malformed))
        }
        AdminQuery::SetDefaultLevel { level, name } => {
            if store::installation::set_level(pool, admin_actor, &name, level).await? {
                announce::hint_to(bus, Broadcast::Room.id(), &UserHint::Rooms).await;
            }
            Reply::Admin(AdminReply::DefaultLevel(level))
        }
        AdminQuery::Previews => Reply::Admin(AdminReply::Previews(store::links::is_on(pool).await?)),
        AdminQuery::SetPreviews { shown, name } => {
            store::installation::set_previews(pool, admin_actor, &name, shown).await?;
            Reply::Admin(AdminReply::Previews(shown))
        }
        AdminQuery::Followers => Reply::Admin(AdminReply::Followers(statuses(pool).await?)),
        AdminQuery::Search { words, .. } if is_no_search(&words) => {
            Reply::Admin(AdminReply::Found { messages: Vec::new(), more: false })
        }
        AdminQuery::Search { words, author, room, from, before, limit } => {
            let before = before.map(|cursor| (cursor.at, cursor.room, cursor.seq));
            let search = admin::Search { words, author, room, from, before, limit };
            admin::search(pool, admin_actor, &search)
                .await?
                .map_or_else(|| Reply::Refused(Refusal::new(Reason::SearchTooWide)), Reply::Admin)
        }
        AdminQuery::AdminEvents { by, to, action, until, limit } => {
            Reply::Admin(admin::admin_events(pool, admin_actor, (by, to), &action, until, limit).await?)
        }
    })
}

async fn statuses(pool: &Pool) -> Result<Vec<FollowerStatus>, StoreError> {
    let mut all = Vec::new();
    for (name, kinds) in followers::ALL {
        all.push(cursors::status(pool, name, kinds).await?);
    }
    Ok(all)
}
