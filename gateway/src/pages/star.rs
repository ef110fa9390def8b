//! `POST /r/{slug}/star` and `/d/{id}/star`: a room goes to the top of one's list, or back.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use proto::{Reason, Refusal};
use serde::Deserialize;

use super::{queries, redirect};
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// The form: `yes` or `no`.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Choice {
    starred: String,
}

/// `POST …/star` (`starred`)
pub(crate) async fn star(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(slug): Path<String>,
    Form(choice): Form<Choice>,
) -> Result<Response, AppError> {
    let starred = match &*choice.starred {
        "yes" => true,
        "no" => false,
        _ => return Err(Refusal::new(Reason::Malformed).into()),
    };
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    state.actions().star(&session, view.room, starred).await?;
    Ok(redirect(&view.address.to_string()))
}
