//! Gives each request a name and a span, and turns a panic into an answer.

use std::any::Any;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chassis::telemetry::{self, metrics, spans};
use tracing::Instrument;

use super::address::GivenIds;
use crate::state::AppState;

/// What a person copies from an error page, and an operator searches the log for. The number of the trace, or what a trusted
/// proxy says; a browser's own is not taken.
#[derive(Clone, Debug)]
pub(crate) struct RequestId(pub(crate) String);

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The one place where a span of the web is opened. Paths are named by their route: addresses are not logged.
pub(crate) async fn trace(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(|route| route.as_str().to_owned());
    let (method, route) = (request.method().clone(), route.as_deref());
    let span = spans::http(method.as_str(), route);
    // The trace this request is recorded under, where it is: then one number finds the log and the trace.
    let given = GivenIds::of(&state, &request);
    let id = given
        .proxy
        .map(str::to_owned)
        .or_else(|| span.in_scope(telemetry::trace_id))
        .unwrap_or_else(|| uuid::Uuid::new_v4().simple().to_string());
    span.record("request.id", &id);
    if let Some(client) = given.client {
        span.record("request.client_id", client);
    }
    request.extensions_mut().insert(RequestId(id.clone()));
    let began = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, value);
    }
    let (status, took) = (response.status().as_u16(), began.elapsed());
    spans::http_answered(&span, status);
    metrics::http_answered(method.as_str(), route, status, took);
    let duration_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    span.in_scope(|| tracing::debug!(route, status, duration_ms, request.id = id, "answered"));
    response
}

/// What is left of a request whose handler on_panic. The text goes to the log alone.
#[allow(clippy::needless_pass_by_value, reason = "the layer hands the panic over")]
pub(crate) fn on_panic(panic: Box<dyn Any + Send + 'static>) -> Response {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no text");
    tracing::error!(panic = text, "a handler on_panic");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
