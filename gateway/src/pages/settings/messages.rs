//! `/settings/messages`: who may write to one first.

use axum::Form;
use axum::extract::State;
use axum::response::Response;
use proto::auth::Session;
use proto::room::{FirstContact, Query, Reply};
use proto::{Reason, Refusal};
use serde::Deserialize;

use crate::error::AppError;
use crate::pages::{queries, redirect};
use crate::session::SignedIn;
use crate::state::AppState;

/// The form.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Choice {
    first_contact: String,
}

/// `POST /settings/messages`
pub(crate) async fn choose(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Form(choice): Form<Choice>,
) -> Result<Response, AppError> {
    let chosen = FirstContact::parse(&choice.first_contact).ok_or(Refusal::new(Reason::Malformed))?;
    let user = session.person.id;
    ask(&state, &session, Query::SetFirstContact { user, first_contact: chosen }).await?;
    Ok(redirect("/settings?saved=messages"))
}

/// What somebody has chosen.
pub(super) async fn chosen(state: &AppState, session: &Session) -> Result<FirstContact, Refusal> {
    ask(state, session, Query::FirstContact { user: session.person.id }).await
}

async fn ask(state: &AppState, session: &Session, query: Query) -> Result<FirstContact, Refusal> {
    match state.cluster().ask_room(session.person.id.0, &query).await? {
        Reply::FirstContact(chosen) => Ok(chosen),
        other => Err(queries::unexpected(&other)),
    }
}
