//! `/r/{slug}/m/{seq}/report`: a message is shown to those who keep order.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use proto::auth::Session;
use proto::{Reason, Refusal};
use serde::Deserialize;

use super::one::{Address, find, number};
use crate::draw::{Errors, ReportPage};
use crate::error::AppError;
use crate::pages::{queries, render, render_refused};
use crate::session::SignedIn;
use crate::state::AppState;

/// `GET /r/{slug}/m/{seq}/report`.
pub(crate) async fn form(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
) -> Result<Response, AppError> {
    render(&state, &page(&state, &session, &slug, &seq).await?)
}

async fn page(state: &AppState, session: &Session, slug: &str, seq: &str) -> Result<ReportPage, Refusal> {
    let (room, message, sidebar) = find(state, session, slug, seq).await?;
    if message.deleted_at.is_some() {
        return Err(Reason::MessageDeleted.into());
    }
    if message.author == session.person.id {
        return Err(Reason::OwnMessage.into());
    }
    Ok(ReportPage::new(sidebar, room, &message))
}

/// The form.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct ReportInput {
    reason: String,
    note: String,
}

/// `POST /r/{slug}/m/{seq}/report` (`reason`, `note`). The page says then that it is done: a message is reported once, so sending it
/// again does nothing, and the form carries no nonce.
pub(crate) async fn report(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
    Form(typed): Form<ReportInput>,
) -> Result<Response, AppError> {
    let target = number(&seq)?;
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    let done = state.actions().report(&session, (view.room, target), &typed.reason, &typed.note).await;
    let refused = done.as_ref().err().cloned();
    let page = page(&state, &session, &slug, &seq).await;
    match refused {
        None => render(&state, &page?.done()),
        Some(refusal) => {
            let page = page.map_err(|_| AppError::from(refusal.clone()))?;
            let errors = Errors::from(&refusal);
            render_refused(&state, &page.refused(&typed.reason, &typed.note, errors), &refusal)
        }
    }
}
