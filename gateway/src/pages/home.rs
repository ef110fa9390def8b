//! `/`: my rooms.

use axum::extract::State;
use axum::response::Response;

use super::{queries, render};
use crate::draw::HomePage;
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// Somebody without any room may not have been let into the common one yet: a service was away when they signed in.
pub(crate) async fn home(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
) -> Result<Response, AppError> {
    let mut sidebar = queries::sidebar(&state, &session, None).await?;
    if sidebar.rooms.is_empty() && state.actions().join_general(&session).await {
        sidebar = queries::sidebar(&state, &session, None).await?;
    }
    render(&state, &HomePage { sidebar })
}
