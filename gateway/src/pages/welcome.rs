//! `/welcome/hide`: a new person wants to be shown no more where to begin.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use proto::auth::{AccountAction, Person, Query, Reply, Session};
use proto::id::GENERAL;
use proto::room::RoomView;

use super::redirect;
use crate::draw::Welcome;
use crate::error::AppError;
use crate::session::{SignedIn, token_in};
use crate::state::AppState;

/// `POST /welcome/hide`
pub(crate) async fn hide(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    state.actions().change_account(&session, AccountAction::HideWelcome { session: session.id }).await?;
    if let Some(token) = token_in(&headers, &state)? {
        state.live().sessions().forget(&token);
    }
    Ok(redirect("/r/general"))
}

/// The address of the form, asked for by a reload or a link back.
pub(crate) async fn to_page() -> Response {
    redirect("/r/general")
}

/// What a new person is shown in this room; none where they have hidden it, or it is another room.
pub(super) async fn of(state: &AppState, session: &Session, room: &RoomView) -> Option<Welcome> {
    if room.room != GENERAL || room.mine.is_none() || !session.newcomer {
        return None;
    }
    let greeting = state.installation().ok().and_then(|installation| installation.greeting);
    let by = invited_by(state, session).await;
    Some(Welcome::new(session, greeting.as_ref().map(proto::text::Greeting::as_str), by.as_ref()))
}

/// Who invited them; without an answer they are greeted all the same.
async fn invited_by(state: &AppState, session: &Session) -> Option<Person> {
    let user = session.person.id;
    match state.cluster().ask_auth(user.0, &Query::InvitedBy { user }).await {
        Ok(Reply::InvitedBy(by)) => by,
        _ => None,
    }
}
