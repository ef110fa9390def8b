//! `GET /emoji?q=`: emoji by their names, as the composer offers them while somebody types `:ta`.

use axum::extract::{Query, State};
use axum::response::Response;

use super::names::FormInput;
use super::render;
use crate::draw::EmojiPage;
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// A few options of a list box, and nothing around them.
pub(crate) async fn emoji(
    State(state): State<AppState>,
    SignedIn(_): SignedIn,
    Query(typed): Query<FormInput>,
) -> Result<Response, AppError> {
    render(&state, &EmojiPage::new(&typed.q, &state.emoji().get()))
}
