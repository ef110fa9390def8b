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
use crate::error::{AppError, wait};
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
    if !is_error || is_drawn { response } else { error_response(&state, &info, response).await }
}

async fn error_response(state: &AppState, info: &RequestInfo, bare: Response) -> Response {
    let (mut parts, _) = bare.into_parts();
    let error = parts.extensions.remove::<AppError>().unwrap_or_else(|| AppError::of_status(parts.status));
    let kept = [header::RETRY_AFTER, header::ALLOW].map(|name| (parts.headers.remove(&name), name));
    let mut response = match accepts(info) {
        Accepts::Page if error.refusal.code == Code::AuthRequired && info.method == Method::GET => {
            return Redirect::to(&way_in(state, info)).into_response();
        }
        Accepts::Page => page(state, info, &error).await,
        Accepts::Json => problem(info, &error),
    };
    if let Some(seconds) = again_in(info, &error) {
        response.headers_mut().insert(header::REFRESH, HeaderValue::from(seconds));
    }
    *response.status_mut() = error.status;
    for (value, name) in kept {
        if let Some(value) = value {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// Where strangers go: to sign in and back, or in a new installation to its owner's registration.
fn way_in(state: &AppState, info: &RequestInfo) -> String {
    match state.installation() {
        Ok(installation) if !installation.claimed => "/register".to_owned(),
        _ => ReturnTo::to(&info.uri).along("/login"),
    }
}

/// After how many seconds the browser asks for a page again by itself, since nothing that was typed can be lost by that: when it
/// was too fast, or when what the page needs is away. Then they are spread out: those who were sent away together do not come
/// back together.
fn again_in(info: &RequestInfo, error: &AppError) -> Option<u64> {
    if info.method != Method::GET || error.typed.is_some() || !matches!(accepts(info), Accepts::Page) {
        return None;
    }
    match error.status {
        StatusCode::TOO_MANY_REQUESTS => Some(wait(&error.refusal)),
        StatusCode::SERVICE_UNAVAILABLE => Some(5 + u64::from(uuid::Uuid::new_v4().as_bytes()[0] % 6)),
        _ => None,
    }
}

async fn page(state: &AppState, info: &RequestInfo, error: &AppError) -> Response {
    let token = token_in(&info.headers, state).ok().flatten();
    let signed_in = error.status != StatusCode::UNAUTHORIZED && token.is_some();
    let mut page = ErrorPage::of(error.status.as_u16(), Some(&error.refusal), &*info.id, signed_in);
    page.typed.clone_from(&error.typed);
    if error.refusal.code.is_try_again() && info.method == Method::GET {
        page = page.with_retry(info.uri.path_and_query().map_or("/", |path| path.as_str()));
        match error.status {
            StatusCode::TOO_MANY_REQUESTS => page = page.with_wait(wait(&error.refusal)),
            _ => page.by_itself = again_in(info, error).is_some(),
        }
    }
    if let (StatusCode::FORBIDDEN, Some(token)) = (error.status, token)
        && let Ok(Some(session)) = state.live().sessions().resume(&token).await
    {
        page = page.with_account(&session.person);
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
