//! Direct conversations: made, found, and taken off somebody's list.
//!
//! Called by `query_handler`. Of people only what they are to the organisation is read, from auth-service's view
//! `auth.standing`, and only where a conversation is to be made that is not there: losing auth keeps nobody from one that is.

use proto::room::{Actor, FirstContact, Viewer};
use proto::{RoomId, UserId};
use tokio_postgres::Row;
use uuid::Uuid;

use super::{Pool, StoreError, word};
use crate::room::direct::{Participants, Standing};

const NAMESPACE: &str = "select direct_namespace from chat.installation";

const STANDINGS: &str = "
select o.id, s.org_role, f.choice as first_contact, exists (
    select from chat.member me
    join chat.room r on r.id = me.room_id and r.kind <> 'direct' and r.deleted_at is null
    join chat.member other on other.room_id = r.id and other.user_id = o.id
        and other.role in ('member', 'moderator', 'owner')
    where me.user_id = $1 and me.role in ('member', 'moderator', 'owner')
) as shares_room
from unnest($2::uuid[]) o (id) left join auth.standing s on s.user_id = o.id
left join chat.first_contact f on f.user_id = o.id";

const MAKE: &str = "select chat.make_direct($1, $2, $3, $4) as made";

const FIRST_CONTACT: &str = "select choice from chat.first_contact where user_id = $1";

const SET_FIRST_CONTACT: &str = "
insert into chat.first_contact (user_id, choice) values ($1, $2)
on conflict (user_id) do update set choice = excluded.choice
returning 1";

const HIDE: &str = "
update chat.member me set hidden_msg = r.last_msg
from chat.room r
where r.id = $1 and r.kind = 'direct' and me.room_id = r.id and me.user_id = $2 and me.role = 'member'
returning 1";

/// Under which ids of conversations are made here, for good.
///
/// # Errors
/// The database is away.
pub(crate) async fn namespace(pool: &Pool) -> Result<Uuid, StoreError> {
    Ok(pool.read_one(NAMESPACE, &[]).await?.try_get(0)?)
}

/// What is known of people with whom somebody wants to begin a conversation.
///
/// # Errors
/// The database is away, or auth-service has not made its tables.
pub(crate) async fn standings(
    pool: &Pool,
    viewer: Viewer,
    others: &[UserId],
) -> Result<Vec<Standing>, StoreError> {
    let others: Vec<Uuid> = others.iter().map(|user| user.0).collect();
    let rows = pool.read(STANDINGS, &[&viewer.user.0, &others]).await?;
    let standing = |row: &Row| {
        Ok(Standing {
            user: UserId(row.try_get("id")?),
            org_role: row.try_get::<_, Option<&str>>("org_role")?.map(word).transpose()?,
            shares_room: row.try_get("shares_room")?,
            first_contact: choice(row, "first_contact")?,
        })
    };
    rows.iter().map(standing).collect()
}

/// Who may write to a person first.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn first_contact(pool: &Pool, user: UserId) -> Result<FirstContact, StoreError> {
    let row = pool.read_first(FIRST_CONTACT, &[&user.0]).await?;
    row.map_or(Ok(FirstContact::default()), |row| choice(&row, "choice"))
}

/// Lets these write to a person first.
///
/// # Errors
/// The database is away.
pub(crate) async fn set_first_contact(
    pool: &Pool,
    user: UserId,
    chosen: FirstContact,
) -> Result<(), StoreError> {
    pool.write_one(SET_FIRST_CONTACT, &[&user.0, &chosen.as_str()]).await.map(drop)
}

fn choice(row: &Row, column: &str) -> Result<FirstContact, StoreError> {
    Ok(row.try_get::<_, Option<&str>>(column)?.map(word).transpose()?.unwrap_or_default())
}

/// Makes a conversation, if it is not there; says whether this made it.
///
/// # Errors
/// The database is away; the same again finds out.
pub(crate) async fn make(
    pool: &Pool,
    room: RoomId,
    actor: &Actor,
    participants: &Participants,
) -> Result<bool, StoreError> {
    let ids: Vec<Uuid> = participants.all().iter().map(|user| user.0).collect();
    Ok(pool.write_one(MAKE, &[&room.0, &actor.id.0, &actor.name, &ids]).await?.try_get("made")?)
}

/// Takes a conversation off a person's list until more is said; false if it is none of theirs.
///
/// # Errors
/// The database is away.
pub(crate) async fn hide(pool: &Pool, room: RoomId, user: UserId) -> Result<bool, StoreError> {
    Ok(pool.read_first(HIDE, &[&room.0, &user.0]).await?.is_some())
}
