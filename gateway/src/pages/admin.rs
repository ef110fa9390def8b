//! `/admin/…`: administration. Whoever is no admin is told so first; what an admin may do there is decided again by the
//! service that does it.

pub(crate) mod audit;
pub(crate) mod default_level;
pub(crate) mod installation;
pub(crate) mod messages;
pub(crate) mod overview;
pub(crate) mod people;
pub(crate) mod previews;
pub(crate) mod rooms;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use proto::auth::{Person, Profile, Query as AuthQuery, Reply as AuthReply, Session};
use proto::room::{Action, AdminActor, AdminQuery, AdminReply, Authority, OrgRole, Query, Reply, RoomRecord};
use proto::text::Username;
use proto::{At, Reason, Refusal, RoomId};
use uuid::Uuid;

use super::form_nonce;
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// An admin or owner of the organisation with a living session.
pub(crate) struct SignedInAdmin(pub(crate) Session);

impl FromRequestParts<AppState> for SignedInAdmin {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let SignedIn(session) = SignedIn::from_request_parts(parts, state).await?;
        if session.org_role < OrgRole::Admin {
            return Err(Refusal::new(Reason::AdminsOnly).into());
        }
        Ok(Self(session))
    }
}

/// Asks about rooms as an admin.
async fn query(state: &AppState, session: &Session, query: AdminQuery) -> Result<AdminReply, Refusal> {
    let admin_actor = AdminActor { id: session.person.id, org_role: session.org_role };
    match state.cluster().ask_room(admin_actor.id.0, &Query::Admin { admin_actor, query }).await? {
        Reply::Admin(reply) => Ok(reply),
        Reply::Refused(refusal) => Err(refusal),
        _ => Err(Refusal::unavailable()),
    }
}

/// A room as admins see it.
pub(super) async fn room_record(
    state: &AppState,
    session: &Session,
    room: RoomId,
) -> Result<RoomRecord, Refusal> {
    match query(state, session, AdminQuery::Room { room }).await? {
        AdminReply::Room(record) => Ok(*record),
        _ => Err(Refusal::unavailable()),
    }
}

/// Has something done as an admin, under the nonce of its form.
async fn act(
    state: &AppState,
    session: &Session,
    room: RoomId,
    form: &str,
    action: Action,
) -> Result<(), Refusal> {
    let nonce = form_nonce(form)?;
    state.actions().command_by(Authority::Admin, session, room, nonce, action).await.map(drop)
}

/// Whoever has this username, deactivated or not; none if nothing was typed.
async fn person_by_username(
    state: &AppState,
    username: &str,
    field: &'static str,
) -> Result<Option<Person>, Refusal> {
    let username = username.trim().trim_start_matches('@');
    if username.is_empty() {
        return Ok(None);
    }
    let nobody = || Refusal::new(Reason::UsernameUnknown).on(field);
    let username = Username::parse(username).map_err(|_| nobody())?;
    match state.cluster().ask_auth(Uuid::new_v4(), &AuthQuery::Profile { username }).await? {
        AuthReply::Profile(Some(Profile { person, .. })) => Ok(Some(person)),
        AuthReply::Profile(None) => Err(nobody()),
        AuthReply::Refused(refusal) => Err(refusal),
        _ => Err(Refusal::unavailable()),
    }
}

/// A time that the database knows too, and in which something may have been said.
fn is_possible(at: &At) -> bool {
    (1970..=9998).contains(&at.year())
}
