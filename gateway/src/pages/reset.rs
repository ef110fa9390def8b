//! `/reset/{token}`: another password for someone who forgot theirs, by a link that an admin made. It works once.

use axum::Form;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use proto::auth::{Person, Question, Reply, TokenHash};
use proto::text::Password;
use proto::{Code, Reason, Refusal};
use serde::Deserialize;

use super::{done, drawn, go, refused};
use crate::app::Desk;
use crate::draw::{ClosedPage, Errors, ResetPage};
use crate::error::Fault;
use crate::session::{hash, hash_in};

/// The form.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Typed {
    password: String,
    password_again: String,
}

/// `GET /reset/{token}`: looking does not use it up.
pub(crate) async fn ask(State(desk): State<Desk>, Path(token): Path<String>) -> Result<Response, Fault> {
    match find(&desk, &token).await? {
        Some((_, person)) => drawn(&desk, &page(token, person, Errors::none())),
        None => worn(&desk),
    }
}

/// `POST /reset/{token}`
pub(crate) async fn reset(
    State(desk): State<Desk>,
    Path(token): Path<String>,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Result<Response, Fault> {
    let Some((hash, person)) = find(&desk, &token).await? else { return worn(&desk) };
    let password = match typed.read(&person) {
        Ok(password) => password,
        Err(errors) => {
            return refused(&desk, &page(token, person, errors), &Refusal::new(Reason::FormInvalid));
        }
    };
    match done(&desk, &Question::ResetPassword { token: hash, password }).await {
        Ok(()) => {
            // Their session in this browser, if they had one, has just ended with the others.
            if let Some(session) = hash_in(&headers, &desk)? {
                desk.live().sessions().forget(&session);
            }
            Ok(go("/login?set=password"))
        }
        Err(refusal) if refusal.code == Code::NotFound => worn(&desk),
        Err(refusal) => {
            let errors = Errors::from(&refusal);
            refused(&desk, &page(token, person, errors), &refusal)
        }
    }
}

impl Typed {
    fn read(&self, person: &Person) -> Result<Password, Errors> {
        let mut errors = Errors::none();
        if self.password != self.password_again {
            errors = errors.and("password_again", Reason::PasswordsDiffer);
        }
        match Password::choose(&self.password, &person.username) {
            Ok(password) if errors.is_empty() => Ok(password),
            password => Err(password.err().iter().fold(errors, Errors::and_refusal)),
        }
    }
}

async fn find(desk: &Desk, token: &str) -> Result<Option<(TokenHash, Person)>, Refusal> {
    let Some(token) = hash(token) else { return Ok(None) };
    let question = Question::LookAtReset { token: token.clone() };
    match desk.cluster().ask_auth(uuid::Uuid::new_v4(), &question).await? {
        Reply::ResetFor(person) => Ok(person.map(|person| (token, person))),
        Reply::Refused(refusal) => Err(refusal),
        _ => Err(Refusal::unavailable()),
    }
}

fn page(token: String, person: Person, errors: Errors) -> ResetPage {
    ResetPage { token, username: person.username, name: person.display_name, errors }
}

fn worn(desk: &Desk) -> Result<Response, Fault> {
    refused(desk, &ClosedPage::reset_expired(), &Refusal::new(Reason::ResetLinkExpired))
}
