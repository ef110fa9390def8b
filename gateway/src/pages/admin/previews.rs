//! `POST /admin/installation/previews`: whether messages show what their links lead to. For admins; a room-service keeps it.

use axum::Form;
use axum::extract::State;
use axum::response::Response;
use proto::auth::Session;
use proto::room::{AdminQuery, AdminReply};
use proto::{Reason, Refusal};
use serde::Deserialize;

use super::{SignedInAdmin, query};
use crate::error::AppError;
use crate::pages::redirect;
use crate::state::AppState;

/// The form.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Choice {
    previews: String,
}

/// `POST /admin/installation/previews` (`previews`)
pub(crate) async fn set(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Form(choice): Form<Choice>,
) -> Result<Response, AppError> {
    let shown = match choice.previews.as_str() {
        "yes" => true,
        "no" => false,
        _ => return Err(Refusal::new(Reason::Malformed).into()),
    };
    let name = session.person.display_name.clone();
    asked(&state, &session, AdminQuery::SetPreviews { shown, name }).await?;
    Ok(redirect("/admin/installation?saved=previews"))
}

/// As it is now.
///
/// # Errors
/// Nobody answers.
pub(super) async fn get(state: &AppState, session: &Session) -> Result<bool, Refusal> {
    asked(state, session, AdminQuery::Previews).await
}

async fn asked(state: &AppState, session: &Session, asked: AdminQuery) -> Result<bool, Refusal> {
    match query(state, session, asked).await? {
        AdminReply::Previews(shown) => Ok(shown),
        _ => Err(Refusal::unavailable()),
    }
}
