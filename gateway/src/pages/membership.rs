//! `POST /r/{slug}/join` and `/leave`.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use proto::auth::Session;
use proto::room::{Action, RoomView};
use serde::Deserialize;

use super::{command, go, queries};
use crate::error::Fault;
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
) -> Result<Response, Fault> {
    let view = press(&state, &session, &slug, &button, Action::Join).await?;
    Ok(go(&format!("/r/{}", view.slug)))
}

/// Out of it.
pub(crate) async fn leave(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(slug): Path<String>,
    Form(button): Form<Button>,
) -> Result<Response, Fault> {
    press(&state, &session, &slug, &button, Action::Leave).await?;
    Ok(go("/"))
}

async fn press(
    state: &AppState,
    session: &Session,
    slug: &str,
    button: &Button,
    action: Action,
) -> Result<RoomView, Fault> {
    let view = queries::find(state, session, slug).await?;
    let nonce = button.nonce.parse().unwrap_or_default();
    command(state, session, view.room, nonce, action).await?;
    Ok(view)
}
