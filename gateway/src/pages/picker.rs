//! `GET /picker`: what a script shows all emoji in, fetched with the first choice.

use axum::extract::State;
use axum::response::Response;

use super::render;
use crate::draw::PickerPart;
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// The same for everyone.
pub(crate) async fn picker(
    State(state): State<AppState>,
    SignedIn(_): SignedIn,
) -> Result<Response, AppError> {
    render(&state, &PickerPart {})
}
