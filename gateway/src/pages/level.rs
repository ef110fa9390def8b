//! `/r/{slug}/notifications` and `/d/{id}/notifications`: what of a room one is told about. Shown over the room where there is a script.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use proto::room::Level;
use proto::{Reason, Refusal};
use serde::Deserialize;

use super::{queries, redirect, render};
use crate::draw::LevelPage;
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// The form.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Choice {
    level: String,
}

/// `GET …/notifications`
pub(crate) async fn form(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(slug): Path<String>,
) -> Result<Response, AppError> {
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    let mine = view.mine.ok_or_else(Refusal::not_found)?;
    let sidebar = queries::sidebar(&state, &session, Some(view.room)).await?;
    render(&state, &LevelPage { sidebar, room: view, level: mine.level })
}

/// `POST …/notifications` (`level`)
pub(crate) async fn choose(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(slug): Path<String>,
    Form(choice): Form<Choice>,
) -> Result<Response, AppError> {
    let level = Level::parse(&choice.level).ok_or(Refusal::new(Reason::Malformed))?;
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    state.actions().set_level(&session, view.room, level).await?;
    Ok(redirect(&view.address.to_string()))
}
