//! The one place where an error becomes an answer: a page, `problem+json`, or a redirect to signing in.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use proto::Code;
use serde_json::json;

use super::RequestId;
use crate::draw::ErrorPage;
use crate::error::AppError;
use crate::session::{ReturnTo, token_in};
use crate::state::AppState;

/// What is needed of the request once it is gone.
struct RequestInfo {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    id: String,
}

/// Draws every error that was not drawn by the page it belongs to: ours, and those of the libraries below.
pub(crate) async fn draw(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let info = RequestInfo {
        method: request.method().clone(),
        uri: request.uri().clone(),
        headers: request.headers().clone(),
        id: request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default(),
    };
    let response = next.run(request).await;
    let is_error = response.status().is_client_error() || response.status().is_server_error();
    let is_drawn = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_error || is_drawn { response } else { error_response(&state, &info, response) }
}

fn error_response(state: &AppState, info: &RequestInfo, bare: Response) -> Response {
    let (mut parts, _) = bare.into_parts();
    let error = parts.extensions.remove::<AppError>().unwrap_or_else(|| AppError::of_status(parts.status));
    let kept = [header::RETRY_AFTER, header::ALLOW].map(|name| (parts.headers.remove(&name), name));
    let mut response = match accepts(info) {
        Accepts::Page if error.refusal.code == Code::AuthRequired && info.method == Method::GET => {
            return Redirect::to(&ReturnTo::to(&info.uri).along("/login")).into_response();
        }
        Accepts::Page => page(state, info, &error),
        Accepts::Json => problem(info, &error),
    };
    if is_away(info, &error) {
        response.headers_mut().insert(header::REFRESH, HeaderValue::from(again_in()));
    }
    *response.status_mut() = error.status;
    for (value, name) in kept {
        if let Some(value) = value {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// What a page needs is away: the browser asks for it again by itself, since nothing that was typed can be lost by that.
fn is_away(info: &RequestInfo, error: &AppError) -> bool {
    let waits = error.status == StatusCode::SERVICE_UNAVAILABLE && error.typed.is_none();
    waits && info.method == Method::GET && matches!(accepts(info), Accepts::Page)
}

/// Seconds, spread out: those who were sent away together do not come back together.
fn again_in() -> u64 {
    5 + u64::from(uuid::Uuid::new_v4().as_bytes()[0] % 6)
}

fn page(state: &AppState, info: &RequestInfo, error: &AppError) -> Response {
    let signed_in = error.status != StatusCode::UNAUTHORIZED
        && token_in(&info.headers, state).is_ok_and(|hash| hash.is_some());
    let mut page = ErrorPage::of(error.status.as_u16(), Some(&error.refusal), &*info.id, signed_in);
    page.typed.clone_from(&error.typed);
    if error.refusal.code.is_try_again() && info.method == Method::GET {
        page = page.with_retry(info.uri.path_and_query().map_or("/", |path| path.as_str()));
        page.by_itself = is_away(info, error);
    }
    match state.draw().page_in(&page, super::appearance::current()) {
        Ok(html) => Html(html).into_response(),
        Err(draw_error) => {
            tracing::error!(error = %draw_error, "the error page cannot be drawn");
            sentence(error).into_response()
        }
    }
}

/// Why, in the language of the request.
fn sentence(error: &AppError) -> String {
    super::appearance::current().language.catalogue().refusal(&error.refusal)
}

fn problem(info: &RequestInfo, error: &AppError) -> Response {
    let problem = json!({
        "type": "about:blank",
        "title": error.status.canonical_reason().unwrap_or_default(),
        "status": error.status.as_u16(),
        "detail": sentence(error),
        "code": error.refusal.code,
        "request_id": info.id,
    });
    let mut response = Json(problem).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

enum Accepts {
    Page,
    Json,
}

/// People are shown pages; what asks for JSON, or fetches without asking for HTML, is a program.
fn accepts(info: &RequestInfo) -> Accepts {
    let text = |name: &str| info.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let accept = text("accept");
    if accept.contains("text/html") {
        Accepts::Page
    } else if accept.contains("json")
        || matches!(text("sec-fetch-dest"), "empty" | "websocket")
        || !text("upgrade").is_empty()
    {
        Accepts::Json
    } else {
        Accepts::Page
    }
}
