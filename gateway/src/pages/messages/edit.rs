//! `/r/{slug}/m/{seq}/edit`: the words of a message, changed.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use proto::room::{ActionKind, Message};
use proto::{Nonce, Refusal};

use super::FormInput;
use super::one::{Address, address, check, find, number};
use crate::actions;
use crate::catalogue::Text;
use crate::draw::EditPage;
use crate::error::AppError;
use crate::pages::{form_nonce, queries, redirect, render, render_refused, retry_nonce};
use crate::session::SignedIn;
use crate::state::AppState;

/// `GET /r/{slug}/m/{seq}/edit`.
pub(crate) async fn form(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
) -> Result<Response, AppError> {
    let (room, message, sidebar) = find(&state, &session, &slug, &seq).await?;
    check(&session, &room, &message, ActionKind::Edit)?;
    let Message { seq, body, .. } = message;
    render(&state, &EditPage { sidebar, room, seq, body, nonce: Nonce::new(), error: None })
}

/// `POST /r/{slug}/m/{seq}/edit` (`body`, `nonce`).
pub(crate) async fn edit(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    let giving_back = |refusal: Refusal| AppError::from(refusal).giving_back(&typed.body);
    let target = number(&seq)?;
    let view = queries::room_by_slug(&state, &session, &slug).await.map_err(giving_back)?;
    let changing = async {
        let action = actions::messages::edit(target, &typed.body)?;
        state.actions().command(&session, view.room, form_nonce(&typed.nonce)?, action).await
    };
    let Err(refusal) = changing.await else { return Ok(redirect(&address(view.slug.as_str(), target))) };
    let sidebar = queries::sidebar(&state, &session, Some(view.room)).await;
    let page = EditPage {
        sidebar: sidebar.map_err(|_| giving_back(refusal.clone()))?,
        room: view,
        seq: target,
        body: typed.body.clone(),
        nonce: retry_nonce(&refusal, &typed.nonce),
        error: Some(Text::from(&refusal)),
    };
    render_refused(&state, &page, &refusal)
}
