//! `/reset/{token}`: another password for someone who forgot theirs, by a link that an admin made. It works once.

use axum::Form;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use proto::auth::{Action, Person, Query, Reply, Token, TokenHash};
use proto::text::Password;
use proto::{Code, Reason, Refusal};
use serde::Deserialize;

use super::{redirect, render, render_refused};
use crate::draw::{ClosedPage, Errors, ResetPage};
use crate::error::AppError;
use crate::session::token_in;
use crate::state::AppState;

/// The form.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct FormInput {
    password: String,
    password_again: String,
}

/// `GET /reset/{token}`: looking does not use it up.
pub(crate) async fn form(
    State(state): State<AppState>,
    Path(token): Path<String>,
) -> Result<Response, AppError> {
    match find(&state, &token).await? {
        Some((_, person)) => render(&state, &page(token, person, Errors::none())),
        None => expired(&state),
    }
}

/// `POST /reset/{token}`
pub(crate) async fn reset(
    State(state): State<AppState>,
    Path(token): Path<String>,
    headers: HeaderMap,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    let Some((hash, person)) = find(&state, &token).await? else { return expired(&state) };
    let password = match typed.read(&person, &state.config().name) {
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
        Err(refusal) if refusal.code == Code::NotFound => expired(&state),
        Err(refusal) => {
            let errors = Errors::from(&refusal);
            render_refused(&state, &page(token, person, errors), &refusal)
        }
    }
}

impl FormInput {
    fn read(&self, person: &Person, installation: &str) -> Result<Password, Errors> {
        let mut errors = Errors::none();
        if self.password != self.password_again {
            errors = errors.and("password_again", Reason::PasswordsDiffer);
        }
        let chosen = Password::choose(&self.password, &person.username);
        match chosen.and_then(|password| password.unlike_installation(installation)) {
            Ok(password) if errors.is_empty() => Ok(password),
            password => Err(password.err().iter().fold(errors, Errors::and_refusal)),
        }
    }
}

async fn find(state: &AppState, token: &str) -> Result<Option<(TokenHash, Person)>, Refusal> {
    let Some(token) = Token::parse(token).map(|token| token.hash()) else { return Ok(None) };
    let query = Query::ResetLink { token: token.clone() };
    match state.cluster().ask_auth(uuid::Uuid::new_v4(), &query).await? {
        Reply::ResetFor(person) => Ok(person.map(|person| (token, person))),
        Reply::Refused(refusal) => Err(refusal),
        _ => Err(Refusal::unavailable()),
    }
}

fn page(token: String, person: Person, errors: Errors) -> ResetPage {
    ResetPage { token, username: person.username, name: person.display_name, errors }
}

fn expired(state: &AppState) -> Result<Response, AppError> {
    render_refused(state, &ClosedPage::reset_expired(), &Refusal::new(Reason::ResetLinkExpired))
}
