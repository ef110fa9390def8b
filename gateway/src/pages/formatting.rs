//! `GET /formatting`: the row of buttons that put marks around words, fetched by a script when it is first wanted.

use axum::extract::State;
use axum::response::Response;

use super::render;
use crate::draw::FormattingPart;
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// The same for everyone.
pub(crate) async fn formatting(
    State(state): State<AppState>,
    SignedIn(_): SignedIn,
) -> Result<Response, AppError> {
    render(&state, &FormattingPart {})
}
