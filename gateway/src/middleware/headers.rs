//! The security headers, on every answer, and on every page whether it may be kept.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::pages::keeping;
use crate::state::AppState;

/// Adds them once the answer is made, whoever made it.
pub(crate) async fn add_security_headers(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    state.security_headers().add_to(response.headers_mut());
    keeping::never_unless_said(response.headers_mut());
    response
}
