//! `/reset/{token}`: another password for someone who forgot theirs, by a link that an admin made. It works once.

use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use proto::auth::{Action, LinkState, Person, Query, Reply, Token, TokenHash};
use proto::text::Password;
use proto::{Code, Reason, Refusal};
use serde::Deserialize;

use super::{redirect, render, render_refused, render_refused_with_status};
use crate::draw::{ClosedPage, Errors, ResetPage};
use crate::error::AppError;
use crate::session::token_in;
use crate::state::AppState;

/// The form.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct FormInput {
    password: String,
}

/// `GET /reset/{token}`: looking does not use it up.
pub(crate) async fn form(
    State(state): State<AppState>,
    Path(token): Path<String>,
) -> Result<Response, AppError> {
    match find(&state, &token).await? {
        Found::Usable(_, person) => render(&state, &page(token, person, Errors::none())),
        Found::Dead(why) => dead(&state, why),
    }
}

/// `POST /reset/{token}`
pub(crate) async fn reset(
    State(state): State<AppState>,
    Path(token): Path<String>,
    headers: HeaderMap,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    let (hash, person) = match find(&state, &token).await? {
        Found::Usable(hash, person) => (hash, person),
        Found::Dead(why) => return dead(&state, why),
    };
    let password = match typed.read(&person, &state.title()) {
        Ok(password) => password,
        Err(errors) => {
            return render_refused(&state, &page(token, person, errors), &Refusal::new(Reason::FormInvalid));
        }
    };
    match state.actions().auth(Action::UseResetLink { token: hash, password }).await {
        Ok(()) => {
            // Their session in this browser, if they had one, has just ended with the others.
            if let Some(session) = token_in(&headers, &state)? {
                state.live().sessions().forget(&session);
            }
            Ok(redirect("/login?set=password"))
        }
        // Used at the same moment.
        Err(refusal) if refusal.code == Code::NotFound => dead(&state, Some(LinkState::Used)),
        Err(refusal) => {
            let errors = Errors::from(&refusal);
            render_refused(&state, &page(token, person, errors), &refusal)
        }
    }
}

impl FormInput {
    fn read(&self, person: &Person, installation: &str) -> Result<Password, Errors> {
        let chosen = Password::choose(&self.password, &person.username);
        chosen
            .and_then(|password| password.unlike_installation(installation))
            .map_err(|refusal| (&refusal).into())
    }
}

/// What a link leads to.
enum Found {
    Usable(TokenHash, Person),
    /// Why it does not work; none: there is none.
    Dead(Option<LinkState>),
}

async fn find(state: &AppState, token: &str) -> Result<Found, Refusal> {
    let Some(token) = Token::parse(token).map(|token| token.hash()) else { return Ok(Found::Dead(None)) };
    let query = Query::ResetLink { token: token.clone() };
    match state.cluster().ask_auth(uuid::Uuid::new_v4(), &query).await? {
        Reply::ResetLink(Some(link)) if link.state == LinkState::Usable => {
            Ok(Found::Usable(token, link.person))
        }
        Reply::ResetLink(found) => Ok(Found::Dead(found.map(|link| link.state))),
        Reply::Refused(refusal) => Err(refusal),
        _ => Err(Refusal::unavailable()),
    }
}

fn page(token: String, person: Person, errors: Errors) -> ResetPage {
    ResetPage { token, username: person.username, name: person.display_name, errors }
}

/// Why nothing can be set by this link. That one is over is no error of the address: 410.
fn dead(state: &AppState, why: Option<LinkState>) -> Result<Response, AppError> {
    let status = if why.is_some() { StatusCode::GONE } else { StatusCode::NOT_FOUND };
    let refusal = Refusal::new(Reason::ResetLinkExpired);
    render_refused_with_status(state, &ClosedPage::reset(why), status, &refusal)
}
