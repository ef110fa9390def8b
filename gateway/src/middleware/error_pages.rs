//! The one place where a no becomes something to look at: a page, `problem+json`, or the way to the door.

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
struct Asked {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    id: String,
}

/// Draws every error that was not drawn by the page it belongs to: ours, and those of the libraries below.
pub(crate) async fn draw(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let asked = Asked {
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
    if !is_error || is_drawn { response } else { drawn(&state, &asked, response) }
}

fn drawn(state: &AppState, asked: &Asked, bare: Response) -> Response {
    let (mut parts, _) = bare.into_parts();
    let fault = parts.extensions.remove::<AppError>().unwrap_or_else(|| AppError::of_status(parts.status));
    let kept = [header::RETRY_AFTER, header::ALLOW].map(|name| (parts.headers.remove(&name), name));
    let mut response = match wants(asked) {
        Wants::Page if fault.refusal.code == Code::AuthRequired && asked.method == Method::GET => {
            return Redirect::to(&ReturnTo::to(&asked.uri).along("/login")).into_response();
        }
        Wants::Page => page(state, asked, &fault),
        Wants::Program => problem(asked, &fault),
    };
    *response.status_mut() = fault.status;
    for (value, name) in kept {
        if let Some(value) = value {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

fn page(state: &AppState, asked: &Asked, fault: &AppError) -> Response {
    let signed_in = fault.status != StatusCode::UNAUTHORIZED
        && token_in(&asked.headers, state).is_ok_and(|hash| hash.is_some());
    let mut page = ErrorPage::of(fault.status.as_u16(), Some(&fault.refusal), &*asked.id, signed_in);
    page.typed.clone_from(&fault.typed);
    if fault.refusal.code.is_try_again() && asked.method == Method::GET {
        page = page.with_retry(asked.uri.path_and_query().map_or("/", |path| path.as_str()));
    }
    match state.draw().page_in(&page, super::appearance::current()) {
        Ok(html) => Html(html).into_response(),
        Err(error) => {
            tracing::error!(%error, "the error page cannot be drawn");
            sentence(fault).into_response()
        }
    }
}

/// Why, in the language of the request.
fn sentence(fault: &AppError) -> String {
    super::appearance::current().language.catalogue().refusal(&fault.refusal)
}

fn problem(asked: &Asked, fault: &AppError) -> Response {
    let problem = json!({
        "type": "about:blank",
        "title": fault.status.canonical_reason().unwrap_or_default(),
        "status": fault.status.as_u16(),
        "detail": sentence(fault),
        "code": fault.refusal.code,
        "request_id": asked.id,
    });
    let mut response = Json(problem).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

enum Wants {
    Page,
    Program,
}

/// People are shown pages; what asks for JSON, or fetches without asking for HTML, is a program.
fn wants(asked: &Asked) -> Wants {
    let text = |name: &str| asked.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let accept = text("accept");
    if accept.contains("text/html") {
        Wants::Page
    } else if accept.contains("json")
        || matches!(text("sec-fetch-dest"), "empty" | "websocket")
        || !text("upgrade").is_empty()
    {
        Wants::Program
    } else {
        Wants::Page
    }
}
