//! Gives each request a name and a span, and turns a panic into an answer.

use std::any::Any;
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chassis::telemetry;
use tracing::Instrument;
use tracing::field::Empty;

/// What a person copies from an error page, and an operator searches the log for. Always ours: a browser's own is not taken.
#[derive(Clone, Debug)]
pub(crate) struct RequestId(pub(crate) String);

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The one place where a span of the web is opened. Paths are named by their route: addresses are not logged.
pub(crate) async fn name_and_trace(mut request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let span =
        tracing::info_span!("http", method = %request.method(), route, request.id = Empty, status = Empty);
    let id = span.in_scope(trace_id).unwrap_or_else(|| uuid::Uuid::new_v4().simple().to_string());
    span.record("request.id", &id);
    request.extensions_mut().insert(RequestId(id.clone()));
    let began = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, value);
    }
    let status = response.status().as_u16();
    span.record("status", status);
    let duration_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    span.in_scope(|| tracing::debug!(route, status, duration_ms, request.id = id, "answered"));
    response
}

/// The trace this request is recorded under, where it is: then one number finds the log and the trace.
fn trace_id() -> Option<String> {
    let context = telemetry::inject().remove("traceparent")?;
    context.split('-').nth(1).map(str::to_owned)
}

/// What is left of a request whose handler panicked. The text goes to the log alone.
#[allow(clippy::needless_pass_by_value, reason = "the layer hands the panic over")]
pub(crate) fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no text");
    tracing::error!(panic = text, "a handler panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
