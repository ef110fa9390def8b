//! `GET /lightbox`: what a script shows pictures in, fetched with the first that is opened.

use axum::extract::State;
use axum::response::Response;

use super::render;
use crate::draw::LightboxPart;
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// The same for everyone.
pub(crate) async fn lightbox(
    State(state): State<AppState>,
    SignedIn(_): SignedIn,
) -> Result<Response, AppError> {
    render(&state, &LightboxPart {})
}
