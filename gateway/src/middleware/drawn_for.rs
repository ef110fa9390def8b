//! A form is carried out for the person it was drawn for: a page may still be open when somebody else signs in with the same
//! browser, and what is typed on it is not theirs. Forms without the field come from no page of ours, and pass.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use proto::{Reason, Refusal, UserId};

use crate::error::AppError;
use crate::pages::messages::FORM_MAX;
use crate::session::token_in;
use crate::state::AppState;

/// The field every form of a page for somebody has.
pub(crate) const FIELD: &str = "person";
/// Fields in which people write sentences; what stands in the first of them is given back.
const WORDS: [&str; 5] = ["body", "topic", "reason", "name", "display_name"];

/// Looks into forms, before anything is done with them.
pub(super) async fn check(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST || !is_form(request.headers()) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    // The largest of our forms; each route has its own limit behind this one.
    let Ok(form) = to_bytes(body, FORM_MAX).await else {
        return AppError::of_status(StatusCode::PAYLOAD_TOO_LARGE).into_response();
    };
    match is_of_other_person(&state, &parts.headers, &form).await {
        Ok(false) => next.run(Request::from_parts(parts, Body::from(form))).await,
        Ok(true) => {
            AppError::from(Refusal::new(Reason::OtherPerson)).giving_back(&words(&form)).into_response()
        }
        Err(error) => error.giving_back(&words(&form)).into_response(),
    }
}

/// Whether somebody else is signed in than the form was drawn for. Where nobody is, what it was sent to says so.
async fn is_of_other_person(state: &AppState, headers: &HeaderMap, form: &[u8]) -> Result<bool, AppError> {
    let Some(person) = field(form, FIELD) else { return Ok(false) };
    let Some(token) = token_in(headers, state)? else { return Ok(false) };
    let session = state.live().sessions().resume(&token).await?;
    Ok(session.is_some_and(|session| person.parse::<UserId>().ok() != Some(session.person.id)))
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).map(|kind| kind.as_bytes());
    kind.is_some_and(|kind| kind.starts_with(b"application/x-www-form-urlencoded"))
}

fn words(form: &Bytes) -> String {
    WORDS.iter().find_map(|name| field(form, name)).unwrap_or_default()
}

fn field(form: &[u8], name: &str) -> Option<String> {
    form_urlencoded::parse(form).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}
