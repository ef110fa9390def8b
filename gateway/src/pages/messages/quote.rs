//! `GET /r/{slug}/m/{seq}/quote`: what a message says now, for the page of another one that links to it.

use axum::extract::{Path, State};
use axum::response::Response;
use proto::{Reason, Refusal};

use super::one::{Address, number};
use crate::draw::QuotePage;
use crate::error::AppError;
use crate::pages::{blocks, queries, render};
use crate::session::SignedIn;
use crate::state::AppState;

/// A quote, and nothing around it. Whoever may not read the message, or no more, is told that it is not there.
pub(crate) async fn quote(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
) -> Result<Response, AppError> {
    let seq = number(&seq)?;
    let view = queries::room_by_slug(&state, &session, &slug);
    let (view, blocked) = tokio::try_join!(view, blocks::of(&state, &session))?;
    let message = queries::message(&state, &session, view.room, seq).await?;
    if message.deleted_at.is_some() {
        return Err(Refusal::new(Reason::MessageMissing).into());
    }
    render(&state, &QuotePage::new(&session, view, &message, &blocked))
}
