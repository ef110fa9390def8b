//! `POST /admin/installation/level`: what of rooms those are told about who chose nothing. For admins; a room-service keeps it.

use axum::Form;
use axum::extract::State;
use axum::response::Response;
use proto::auth::Session;
use proto::room::{AdminQuery, AdminReply, Level};
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
    level: String,
}

/// `POST /admin/installation/level` (`level`)
pub(crate) async fn set(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Form(choice): Form<Choice>,
) -> Result<Response, AppError> {
    let level = Level::parse(&choice.level).ok_or(Refusal::new(Reason::Malformed))?;
    let name = session.person.display_name.clone();
    asked(&state, &session, AdminQuery::SetDefaultLevel { level, name }).await?;
    Ok(redirect("/admin/installation?saved=level"))
}

/// As it is now.
///
/// # Errors
/// Nobody answers.
pub(super) async fn get(state: &AppState, session: &Session) -> Result<Level, Refusal> {
    asked(state, session, AdminQuery::DefaultLevel).await
}

async fn asked(state: &AppState, session: &Session, asked: AdminQuery) -> Result<Level, Refusal> {
    match query(state, session, asked).await? {
        AdminReply::DefaultLevel(level) => Ok(level),
        _ => Err(Refusal::unavailable()),
    }
}
