//! `/confirm/{token}`: an address is somebody's, says whoever reads what is mailed there. Opening the page confirms nothing, since
//! programs that look into mail open all links.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use proto::auth::{AccountAction, Action, Confirmation, LinkState, Query, Reply, Session, Token, TokenHash};
use proto::{Code, Reason, Refusal};

use super::{render, render_refused, render_refused_with_status};
use crate::draw::{ClosedPage, ConfirmPage, Errors};
use crate::error::AppError;
use crate::letters;
use crate::state::AppState;

/// `GET /confirm/{token}`
pub(crate) async fn form(
    State(state): State<AppState>,
    Path(token): Path<String>,
) -> Result<Response, AppError> {
    match find(&state, &token).await? {
        Some((_, found)) if found.state == LinkState::Expired => dead(&state, Some(found.state)),
        Some((_, found)) => render(&state, &page(token, &found)),
        None => dead(&state, None),
    }
}

/// `POST /confirm/{token}`: as often as it is sent.
pub(crate) async fn confirm(
    State(state): State<AppState>,
    Path(token): Path<String>,
) -> Result<Response, AppError> {
    let Some((hash, found)) = find(&state, &token).await? else { return dead(&state, None) };
    match state.actions().auth(Action::UseConfirmation { token: hash }).await {
        Ok(()) => render(&state, &ConfirmPage { done: true, ..page(token, &found) }),
        Err(refusal) if refusal.code == Code::NotFound => dead(&state, Some(LinkState::Expired)),
        // It is confirmed to be somebody else's: whoever reads its mail may know that.
        Err(refusal) => {
            let errors = Errors { form: Some((&refusal).into()), ..Errors::none() };
            render_refused(&state, &ConfirmPage { errors, ..page(token, &found) }, &refusal)
        }
    }
}

/// Has the link mailed that confirms somebody's address, where mail is sent.
///
/// # Errors
/// They have had it sent too often, or auth is away.
pub(super) async fn mail(state: &AppState, session: &Session) -> Result<(), AppError> {
    let Some(origin) = state.mail_origin() else { return Err(Refusal::new(Reason::NoMail).into()) };
    let letter = letters::confirmation(state, &origin, &session.person.username)?;
    Ok(state.actions().change_account(session, AccountAction::MailConfirmation { letter }).await?)
}

fn page(token: String, found: &Confirmation) -> ConfirmPage {
    let (username, done) = (found.person.username.clone(), found.state == LinkState::Used);
    ConfirmPage { token, username, done, errors: Errors::none() }
}

async fn find(state: &AppState, token: &str) -> Result<Option<(TokenHash, Confirmation)>, Refusal> {
    let Some(token) = Token::parse(token).map(|token| token.hash()) else { return Ok(None) };
    let query = Query::Confirmation { token: token.clone() };
    match state.cluster().ask_auth(uuid::Uuid::new_v4(), &query).await? {
        Reply::Confirmation(found) => Ok(found.map(|found| (token, found))),
        Reply::Refused(refusal) => Err(refusal),
        _ => Err(Refusal::unavailable()),
    }
}

fn dead(state: &AppState, why: Option<LinkState>) -> Result<Response, AppError> {
    let status = if why.is_some() { StatusCode::GONE } else { StatusCode::NOT_FOUND };
    let refusal = Refusal::new(Reason::ConfirmationExpired);
    render_refused_with_status(state, &ClosedPage::confirmation(why), status, &refusal)
}
