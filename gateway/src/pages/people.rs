//! `GET /people?q=`: whom a name means, offered while somebody types it.

use axum::extract::{Query, State};
use axum::response::Response;

use super::names::FormInput;
use super::{queries, render};
use crate::draw::NamesPage;
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// A few options of a list box, and nothing around them.
pub(crate) async fn people(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Query(typed): Query<FormInput>,
) -> Result<Response, AppError> {
    let mut people = queries::find_people(&state, &session, &typed.q, NamesPage::OFFERED + 1).await?;
    people.retain(|person| person.id != session.person.id);
    render(&state, &NamesPage::found(people))
}
