//! `GET /picture/{picture}/{side}`: a picture that stands for somebody or something, to whoever is signed in. What an address leads
//! to never changes: another picture has another address, so that browsers keep it.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use proto::{PictureId, Refusal};

use crate::error::AppError;
use crate::files::{Side, StoreError, of_content};
use crate::session::SignedIn;
use crate::state::AppState;

/// Nothing in it runs, as in any file.
const POLICY: &str = "default-src 'none'; sandbox";
/// By this browser alone.
const CACHING: &str = "private, max-age=31536000, immutable";

/// Small enough to be held whole.
pub(crate) async fn picture(
    State(state): State<AppState>,
    SignedIn(_session): SignedIn,
    Path((picture, side)): Path<(PictureId, Side)>,
) -> Result<Response, AppError> {
    let found = state.files().store()?.small_picture(picture, side).await;
    let bytes = found.map_err(|error| match error {
        StoreError::Missing => Refusal::not_found(),
        error => {
            tracing::error!(%error, picture.id = %picture, "a picture cannot be read");
            Refusal::unavailable()
        }
    })?;
    let media_type = of_content(&bytes, &proto::text::MediaType::unknown());
    let headers = [
        (header::CONTENT_TYPE, media_type.as_str()),
        (header::CACHE_CONTROL, CACHING),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    Ok((headers, bytes).into_response())
}
