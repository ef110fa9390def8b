//! `/unsubscribe/{link}`: the link in every mail of unread messages that ends them, without signing in. Opening the page ends nothing, since
//! programs that look into mail open all links; its form does, and so does the button that programs for mail have of their own (RFC 8058),
//! whose form says nothing that matters.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use proto::room::{MailPace, MailQuery};
use proto::{Code, Refusal};
use uuid::Uuid;

use super::{render, render_refused_with_status};
use crate::actions::mail;
use crate::draw::{ClosedPage, UnsubscribePage};
use crate::error::AppError;
use crate::state::AppState;

/// `GET /unsubscribe/{link}`
pub(crate) async fn form(
    State(state): State<AppState>,
    Path(link): Path<String>,
) -> Result<Response, AppError> {
    answer(&state, link, |link| MailQuery::Linked { link }).await
}

/// `POST /unsubscribe/{link}`: as often as it is sent.
pub(crate) async fn unsubscribe(
    State(state): State<AppState>,
    Path(link): Path<String>,
) -> Result<Response, AppError> {
    answer(&state, link, |link| MailQuery::Unsubscribe { link }).await
}

async fn answer(
    state: &AppState,
    link: String,
    query: impl FnOnce(Uuid) -> MailQuery,
) -> Result<Response, AppError> {
    let found = match link.parse::<Uuid>() {
        Ok(parsed) => mail::ask(state.cluster(), parsed, query(parsed)).await,
        Err(_) => Err(Refusal::not_found()),
    };
    match found {
        Ok(found) => render(state, &UnsubscribePage { link, done: found.pace == MailPace::Never }),
        Err(refusal) if refusal.code == Code::NotFound => {
            render_refused_with_status(state, &ClosedPage::unsubscribe(), StatusCode::NOT_FOUND, &refusal)
        }
        Err(refusal) => Err(refusal.into()),
    }
}
