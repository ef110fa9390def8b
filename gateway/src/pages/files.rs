//! Static files: under their prefix, and at the addresses that browsers ask for by themselves or keep for ever.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::assets::{A_DAY, FOR_EVER};
use crate::error::AppError;
use crate::state::AppState;

/// `GET /static/{hash}/{*path}`. Another hash is another release's: served if a gateway of it has been heard of lately, and never
/// kept under this one's name.
pub(crate) async fn asset(
    State(state): State<AppState>,
    Path((hash, path)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let assets = state.neighbours().find(&hash).await.ok_or_else(AppError::not_found)?;
    assets.serve(&path, &headers, FOR_EVER).ok_or_else(AppError::not_found)
}

/// `GET /sw.js`: the service worker of this release. Its address never changes, so browsers ask each time.
pub(crate) async fn service_worker(State(state): State<AppState>) -> Result<Response, AppError> {
    let script = state.assets().service_worker().ok_or_else(AppError::not_found)?;
    let kind = HeaderValue::from_static("text/javascript; charset=utf-8");
    let headers =
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, HeaderValue::from_static("no-cache"))];
    Ok((headers, script).into_response())
}

/// `GET /favicon.ico`
pub(crate) async fn favicon(State(state): State<AppState>, headers: HeaderMap) -> Result<Response, AppError> {
    state.assets().serve("favicon.ico", &headers, A_DAY).ok_or_else(AppError::not_found)
}

/// `GET /apple-touch-icon.png`
pub(crate) async fn apple_touch_icon(
    State(state): State<AppState>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    state.assets().serve("icons/apple-touch.png", &headers, A_DAY).ok_or_else(AppError::not_found)
}
