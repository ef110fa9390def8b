//! `/r/{slug}/m/{seq}/edits`: what a message said before it was edited, in rooms that keep it. Shown over the room where there is a script.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use proto::{Reason, Refusal, Seq};
use serde::Deserialize;

use super::one::{Address, find, number};
use crate::draw::EditsPage;
use crate::error::AppError;
use crate::pages::{queries, redirect, render};
use crate::session::SignedIn;
use crate::state::AppState;

/// Which part of them; the latest if nothing is said.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Part {
    before: Option<Seq>,
}

/// `GET /r/{slug}/m/{seq}/edits`, to members.
pub(crate) async fn edits(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
    Query(part): Query<Part>,
) -> Result<Response, AppError> {
    let (room, message, sidebar) = find(&state, &session, &slug, &seq).await?;
    if room.mine.is_none() {
        return Err(Refusal::new(Reason::JoinFirst).into());
    }
    let revisions = state.actions().revisions(&session, room.room, message.seq, part.before).await?;
    render(&state, &EditsPage::new(sidebar, room, &message, &revisions, part.before.is_some()))
}

/// `POST /r/{slug}/m/{seq}/edits`: its author has them erased. Done twice is done once, so the form carries no nonce.
pub(crate) async fn erase(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
) -> Result<Response, AppError> {
    let target = number(&seq)?;
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    if view.mine.is_none() {
        return Err(Refusal::new(Reason::JoinFirst).into());
    }
    let message = queries::message(&state, &session, view.room, target).await?;
    if message.author != session.person.id {
        return Err(Refusal::new(Reason::AuthorOnly).into());
    }
    state.actions().erase_revisions(&session, view.room, target).await?;
    Ok(redirect(&format!("{}/m/{target}/edits", view.address)))
}
