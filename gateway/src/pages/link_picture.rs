//! `GET /link-picture/{picture}`: what a page that a message links to looks like, to whoever may read such a message. Asked at every
//! request, as of files; sent from the store, so that nobody else learns who looks.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use proto::Refusal;

use super::file::drawing;
use super::uploads::id;
use crate::actions::link_pictures;
use crate::error::AppError;
use crate::files::Size;
use crate::session::SignedIn;
use crate::state::AppState;

/// It has one size.
pub(crate) async fn link_picture(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(picture): Path<String>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let (store, picture) = (state.files().store()?, id(&picture)?);
    if !link_pictures::is_shown(state.cluster(), &session, picture).await? {
        return Err(Refusal::not_found().into());
    }
    drawing(store, picture, Size::Small, &headers).await
}
