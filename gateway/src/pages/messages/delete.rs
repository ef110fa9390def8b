//! `/r/{slug}/m/{seq}/delete`: a message, taken back.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use proto::room::ActionKind;
use serde::Deserialize;

use super::one::{Address, address, check, find, number};
use crate::actions;
use crate::catalogue::Text;
use crate::draw::DeletePage;
use crate::error::AppError;
use crate::pages::{form_nonce, queries, redirect, render, render_refused, retry_nonce};
use crate::session::SignedIn;
use crate::state::AppState;

/// `GET /r/{slug}/m/{seq}/delete`: are you sure?
pub(crate) async fn form(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
) -> Result<Response, AppError> {
    let (view, message, sidebar) = find(&state, &session, &slug, &seq).await?;
    check(&session, &view, &message, ActionKind::Delete)?;
    render(&state, &DeletePage::new(sidebar, view, &message))
}

/// The form.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct DeleteInput {
    nonce: String,
    reason: String,
}

/// `POST /r/{slug}/m/{seq}/delete` (`nonce`, `reason`).
pub(crate) async fn delete(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
    Form(typed): Form<DeleteInput>,
) -> Result<Response, AppError> {
    let target = number(&seq)?;
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    let deleting = async {
        let action = actions::messages::delete(target, &typed.reason)?;
        state.actions().command(&session, view.room, form_nonce(&typed.nonce)?, action).await
    };
    let Err(refusal) = deleting.await else {
        return Ok(redirect(&address(&view.address.to_string(), target)));
    };
    let error = AppError::from(refusal.clone());
    let asked = tokio::try_join!(
        queries::message(&state, &session, view.room, target),
        queries::sidebar(&state, &session, Some(view.room))
    );
    let (message, sidebar) = asked.map_err(|_| error)?;
    let mut page = DeletePage::new(sidebar, view, &message);
    page.nonce = retry_nonce(&refusal, &typed.nonce);
    (page.reason, page.error) = (typed.reason, Some(Text::from(&refusal)));
    render_refused(&state, &page, &refusal)
}
