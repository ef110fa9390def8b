//! `GET /commands`: what can be typed after a slash, fetched by a script when somebody begins with one.

use axum::extract::State;
use axum::response::Response;

use super::render;
use crate::draw::CommandsPart;
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// The same for everyone.
pub(crate) async fn commands(
    State(state): State<AppState>,
    SignedIn(_): SignedIn,
) -> Result<Response, AppError> {
    render(&state, &CommandsPart {})
}
