//! `/invite/{code}`: where those who were invited come in. The form behind it is the one of `/register`, which carries the code along.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use proto::auth::{Installation, Invitation, LinkState, Query, Reply, Session, SignUp, Token};
use proto::id::SYSTEM;
use proto::room::{self, OrgRole, RoomView, Viewer};
use proto::{Reason, Refusal, RoomId};

use super::register::FormInput;
use super::{queries, redirect, render, render_refused, render_refused_with_status};
use crate::draw::{ClosedPage, DeadInvitePage, Errors, Face, Invited};
use crate::error::AppError;
use crate::session::MaybeSession;
use crate::state::AppState;

/// `GET /invite/{code}`. Who has an account needs no invite, and is led to the room.
pub(crate) async fn invite(
    State(state): State<AppState>,
    MaybeSession(session): MaybeSession,
    Path(code): Path<String>,
) -> Result<Response, AppError> {
    let found = invitation(&state, &code).await?;
    if let Some(session) = session {
        let room = found.and_then(|invitation| invitation.room);
        return Ok(redirect(&address(&state, &session, room).await.unwrap_or_else(|| "/".to_owned())));
    }
    let installation = state.installation()?;
    if installation.sign_up == SignUp::Closed && installation.claimed {
        return closed(&state, SignUp::Closed);
    }
    match found {
        Some(found) if found.state == LinkState::Usable => {
            let invited = invited(&state, &code, &found).await;
            render(&state, &FormInput::invited(code).page(Some(invited), Errors::none()))
        }
        found => dead(&state, &installation, found.as_ref()),
    }
}

/// What a code leads to; what cannot be a code is asked nobody about.
pub(super) async fn invitation(state: &AppState, code: &str) -> Result<Option<Invitation>, Refusal> {
    let Some(code) = Token::parse(code).map(|code| code.hash()) else { return Ok(None) };
    match state.cluster().ask_auth(uuid::Uuid::new_v4(), &Query::Invitation { code }).await? {
        Reply::Invitation(found) => Ok(found),
        Reply::Refused(refusal) => Err(refusal),
        _ => Err(Refusal::unavailable()),
    }
}

/// Who invited, and to what: a room is named if everyone who comes may read it, as they will.
pub(super) async fn invited(state: &AppState, code: &str, invitation: &Invitation) -> Invited {
    let Invitation { by, room, .. } = invitation;
    let room = match room {
        Some(room) => open_room(state, *room).await.map(|room| room.name),
        None => None,
    };
    Invited { code: code.to_owned(), by: Some(Face::of(by.id, &by.shown_name())), room }
}

/// Into the room of an invite, and its address; none if it is not open to them any more.
pub(super) async fn enter(state: &AppState, session: &Session, room: RoomId) -> Option<String> {
    state.actions().join_invited(session, room).await;
    address(state, session, Some(room)).await
}

/// Why there is no form to make an account with.
pub(super) fn closed(state: &AppState, sign_up: SignUp) -> Result<Response, AppError> {
    let page = match sign_up {
        SignUp::Closed => ClosedPage::closed(),
        SignUp::Open | SignUp::Invite => ClosedPage::by_invitation(),
    };
    render_refused(state, &page, &Refusal::new(Reason::SignUpClosed))
}

/// Why nobody comes in with this invite. That one is over is no error of the address: 410.
pub(super) fn dead(
    state: &AppState,
    installation: &Installation,
    found: Option<&Invitation>,
) -> Result<Response, AppError> {
    let page = DeadInvitePage::new(found, installation.sign_up == SignUp::Open);
    let status = if found.is_some() { StatusCode::GONE } else { StatusCode::NOT_FOUND };
    render_refused_with_status(state, &page, status, &Refusal::new(Reason::InviteExpired))
}

/// A room's address, for somebody who may read it.
async fn address(state: &AppState, session: &Session, room: Option<RoomId>) -> Option<String> {
    let view = queries::room_by_id(state, session, room?).await.ok()?;
    Some(view.address.to_string())
}

/// A room as a member of the organisation sees it who is in no room.
async fn open_room(state: &AppState, room: RoomId) -> Option<Box<RoomView>> {
    let query = room::Query::Get { room, viewer: Viewer { user: SYSTEM, org_role: OrgRole::Member } };
    match state.cluster().ask_room(room.0, &query).await {
        Ok(room::Reply::Room(view)) => Some(view),
        _ => None,
    }
}
