//! `/keys`: what each key does; with a script, over any page.

use axum::extract::State;
use axum::response::Response;

use super::{queries, render};
use crate::draw::KeysPage;
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// `GET /keys`
pub(crate) async fn keys(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
) -> Result<Response, AppError> {
    let sidebar = queries::sidebar(&state, &session, None).await?;
    render(&state, &KeysPage::new(sidebar))
}
