//! `/offline`: what the service worker keeps to show in place of a page that nobody answers with and that was not kept.

use axum::extract::State;
use axum::response::Response;

use super::{keeping, render};
use crate::draw::OfflinePage;
use crate::error::AppError;
use crate::state::AppState;

/// `GET /offline`. It needs no service and is about nobody, so strangers get it too.
pub(crate) async fn offline(State(state): State<AppState>) -> Result<Response, AppError> {
    Ok(keeping::as_stand_in(render(&state, &OfflinePage {})?, &state))
}
