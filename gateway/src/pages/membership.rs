//! `POST /r/{slug}/join` and `/leave`.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use proto::auth::Session;
use proto::room::{Action, RoomView};
use serde::Deserialize;

use super::{queries, redirect};
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// The form. Joining twice is joining once, so a form without a nonce gets one here.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Button {
    nonce: String,
}

/// Into the room.
pub(crate) async fn join(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(slug): Path<String>,
    Form(button): Form<Button>,
) -> Result<Response, AppError> {
    let view = press(&state, &session, &slug, &button, Action::Join).await?;
    Ok(redirect(&view.address.to_string()))
}

/// Out of it.
pub(crate) async fn leave(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(slug): Path<String>,
    Form(button): Form<Button>,
) -> Result<Response, AppError> {
    press(&state, &session, &slug, &button, Action::Leave).await?;
    Ok(redirect("/"))
}

async fn press(
    state: &AppState,
    session: &Session,
    slug: &str,
    button: &Button,
    action: Action,
) -> Result<RoomView, AppError> {
    let view = queries::room_by_slug(state, session, slug).await?;
    let nonce = button.nonce.parse().unwrap_or_default();
    state.actions().command(session, view.room, nonce, action).await?;
    Ok(view)
}
