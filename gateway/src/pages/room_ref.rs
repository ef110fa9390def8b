//! `GET /r/{slug}/ref`: the way to a room that a message names, for who may see it.

use axum::extract::{Path, State};
use axum::response::Response;

use super::{queries, render};
use crate::draw::RoomRef;
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// A link, and nothing around it. A room that is not theirs to see is not there.
pub(crate) async fn room_ref(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(slug): Path<String>,
) -> Result<Response, AppError> {
    let room = queries::room_by_slug(&state, &session, &slug).await?;
    render(&state, &RoomRef { room })
}
