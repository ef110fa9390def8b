//! `/r/{slug}/m/{seq}/save`: a message is saved to come back to, with a reminder or without, or kept no longer.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use proto::auth::Session;
use proto::{Reason, Refusal};
use serde::Deserialize;

use super::one::{Address, address, find, number};
use crate::actions::saved::Reminder;
use crate::catalogue::Text;
use crate::draw::SavePage;
use crate::error::AppError;
use crate::pages::{queries, redirect, render, render_refused};
use crate::session::SignedIn;
use crate::state::AppState;

/// `GET /r/{slug}/m/{seq}/save`.
pub(crate) async fn form(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
) -> Result<Response, AppError> {
    render(&state, &page(&state, &session, &slug, &seq).await?)
}

async fn page(state: &AppState, session: &Session, slug: &str, seq: &str) -> Result<SavePage, Refusal> {
    let (room, message, sidebar) = find(state, session, slug, seq).await?;
    if message.deleted_at.is_some() {
        return Err(Reason::MessageDeleted.into());
    }
    let saved = state.actions().is_saved(session, room.room, message.seq).await?;
    Ok(SavePage::new(sidebar, room, &message, saved))
}

/// The form.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Keep {
    /// `no`: not any longer.
    keep: String,
    /// `list` or `inbox`: it came from there.
    from: String,
    when: String,
    date: String,
    at: String,
}

/// `POST /r/{slug}/m/{seq}/save` (`keep`, `when`, `date`, `at`, `from`). Done twice is done once, so the form carries no nonce.
pub(crate) async fn save(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
    Form(typed): Form<Keep>,
) -> Result<Response, AppError> {
    let target = number(&seq)?;
    let Keep { keep, from, when, date, at } = typed;
    let reminder = Reminder { when, date, at };
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    let done = if keep == "no" {
        state.actions().unsave(&session, view.room, target).await
    } else {
        state.actions().save(&session, view.room, target, &reminder).await
    };
    let Err(refusal) = done else {
        let back = match &*from {
            "list" => "/saved".to_owned(),
            "inbox" => "/inbox".to_owned(),
            _ => address(&view.address.to_string(), target),
        };
        return Ok(redirect(&back));
    };
    let error = AppError::from(refusal.clone());
    let page = page(&state, &session, &slug, &seq).await.map_err(|_| error)?;
    render_refused(&state, &page.refused(&reminder.when, &reminder.date, Text::from(&refusal)), &refusal)
}
