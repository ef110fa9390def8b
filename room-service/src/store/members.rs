//! Who of some people is inside a room, with the position this is true at.
//!
//! Called by `questions`, for a gateway that is about to send heads to people whose membership may have changed.

use deadpool_postgres::Pool;
use proto::room::Reply;
use proto::{RoomId, UserId};
use uuid::Uuid;

use super::StoreError;

const BELONG: &str = "
select r.acl, r.head, r.kind = 'public' as public,
    (select coalesce(array_agg(m.user_id), '{}') from chat.member m
     where m.room_id = r.id and m.user_id = any ($2) and m.role in ('member', 'moderator', 'owner')) as members
from chat.room r where r.id = $1";

/// `Reply::Belong`; none if there is no such room.
///
/// # Errors
/// The database is away.
pub(crate) async fn belong(pool: &Pool, room: RoomId, users: &[UserId]) -> Result<Option<Reply>, StoreError> {
    let client = pool.get().await?;
    let belong = client.prepare_cached(BELONG).await?;
    let ids: Vec<Uuid> = users.iter().map(|user| user.0).collect();
    let Some(row) = client.query_opt(&belong, &[&room.0, &ids]).await? else { return Ok(None) };
    let members: Vec<Uuid> = row.try_get("members")?;
    Ok(Some(Reply::Belong {
        acl: row.try_get("acl")?,
        head: row.try_get("head")?,
        public: row.try_get("public")?,
        members: members.into_iter().map(UserId).collect(),
    }))
}
