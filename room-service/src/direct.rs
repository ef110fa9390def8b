//! Somebody wants a direct conversation, or does not want to see one for now. Both are asked as queries: asked again they answer
//! alike, so that neither needs a nonce.
//!
//! Called by `query_handler`.

use chassis::Bus;
use proto::id::SYSTEM;
use proto::node::UserHint;
use proto::room::{Actor, OrgRole, Reply, Viewer};
use proto::{Reason, Refusal, RoomId, UserId};

use crate::announce;
use crate::command_listener::presentable;
use crate::room::direct::{Participants, check_others};
use crate::store::{Pool, StoreError, direct, rooms};

/// The conversation of these people, made if it is not there. Who is in one already is not asked about: it stays theirs.
///
/// # Errors
/// The database is away; whether it was made is then unknown, and the same again finds out.
pub(crate) async fn open(
    pool: &Pool,
    bus: &Bus,
    actor: Actor,
    others: &[UserId],
) -> Result<Reply, StoreError> {
    if actor.id == SYSTEM {
        return Ok(Reply::Refused(Refusal::new(Reason::SystemOnly)));
    }
    let participants = match Participants::new(actor.id, others) {
        Ok(participants) => participants,
        Err(refusal) => return Ok(Reply::Refused(refusal)),
    };
    let viewer = Viewer { user: actor.id, org_role: actor.org_role };
    let room = participants.room(direct::namespace(pool).await?);
    if let Some(view) = rooms::get(pool, room, viewer).await? {
        return Ok(Reply::Room(Box::new(view)));
    }
    let standings = direct::standings(pool, viewer, &participants.without(actor.id)).await?;
    if let Err(refusal) = check_others(actor.org_role, &standings) {
        return Ok(Reply::Refused(refusal));
    }
    let actor = Actor { name: presentable(&actor.name), ..actor };
    if direct::make(pool, room, &actor, &participants).await? {
        for user in participants.all() {
            announce::hint_to(bus, *user, &UserHint::MembershipAdded { room }).await;
        }
    }
    let view = rooms::get(pool, room, viewer).await?;
    Ok(view.map_or_else(|| Reply::Refused(Refusal::not_found()), |view| Reply::Room(Box::new(view))))
}

/// The conversation of two in which one blocks the other, made if it is not there: nobody is told of it, and nothing is said in it.
/// Whoever has an account or had one may be blocked.
///
/// # Errors
/// The database is away; whether it was made is then unknown, and the same again finds out.
pub(crate) async fn pair(pool: &Pool, actor: Actor, other: UserId) -> Result<Reply, StoreError> {
    let not_found = || Reply::Refused(Refusal::not_found());
    if actor.id == SYSTEM || other == actor.id || actor.org_role == OrgRole::Inactive {
        return Ok(not_found());
    }
    let Ok(participants) = Participants::new(actor.id, &[other]) else { return Ok(not_found()) };
    let viewer = Viewer { user: actor.id, org_role: actor.org_role };
    let room = participants.room(direct::namespace(pool).await?);
    if rooms::get(pool, room, viewer).await?.is_none() {
        let standings = direct::standings(pool, viewer, &[other]).await?;
        if standings.iter().any(|standing| standing.org_role.is_none()) {
            return Ok(not_found());
        }
        let actor = Actor { name: presentable(&actor.name), ..actor };
        direct::make(pool, room, &actor, &participants).await?;
    }
    let view = rooms::get(pool, room, viewer).await?;
    Ok(view.map_or_else(not_found, |view| Reply::Room(Box::new(view))))
}

/// Takes a conversation off somebody's list, in all their windows.
///
/// # Errors
/// The database is away.
pub(crate) async fn hide(pool: &Pool, bus: &Bus, room: RoomId, user: UserId) -> Result<Reply, StoreError> {
    if !direct::hide(pool, room, user).await? {
        return Ok(Reply::Refused(Refusal::not_found()));
    }
    announce::hint_to(bus, user, &UserHint::MembershipAdded { room }).await;
    Ok(Reply::Hidden)
}
