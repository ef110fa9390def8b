//! `/settings/avatar`: one's own picture.

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use proto::auth::{AccountAction, Session};
use proto::{PictureId, Refusal};

use super::notifications::change;
use super::page;
use crate::draw::Errors;
use crate::error::AppError;
use crate::files::Shape;
use crate::pages::uploads::picture::{self, Typed};
use crate::pages::{redirect, render_refused};
use crate::session::SignedIn;
use crate::state::AppState;

/// `POST /settings/avatar` (`picture`): the middle of it stands for one from now on.
pub(crate) async fn send(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, AppError> {
    let sent = async {
        let avatar =
            picture::receive(&state, &session, request, Shape::Square, &mut Typed::default()).await?;
        set(&state, &session, &headers, Some(avatar)).await
    };
    let Err(refusal) = sent.await else { return Ok(redirect("/settings?saved=avatar")) };
    let mut page = page(&state, &session).await?;
    page.errors = Errors::from(&refusal.clone().on("picture"));
    render_refused(&state, &page, &refusal)
}

/// `POST /settings/avatar/remove`: initials stand for one again.
pub(crate) async fn remove(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    set(&state, &session, &headers, None).await?;
    Ok(redirect("/settings?saved=no-avatar"))
}

/// The one before is let go of at once: whoever takes their picture back does not want it to be kept.
async fn set(
    state: &AppState,
    session: &Session,
    headers: &HeaderMap,
    avatar: Option<PictureId>,
) -> Result<(), Refusal> {
    change(state, session, headers, AccountAction::SetAvatar { avatar }).await?;
    if let Some(before) = session.person.avatar.filter(|before| Some(*before) != avatar) {
        picture::forget(state, before).await;
    }
    Ok(())
}
