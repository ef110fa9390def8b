//! `/forgot`: a link to set another password, by mail. The answer is the same, after the same work, whoever is named. Where no
//! mail is sent, it says who makes such links.

use axum::Form;
use axum::extract::{Query, State};
use axum::response::Response;
use proto::auth::Action;
use proto::{Reason, Refusal};
use serde::Deserialize;

use super::{keeping, redirect, render, render_refused};
use crate::draw::{ClosedPage, Errors, ForgotPage};
use crate::error::AppError;
use crate::letters;
use crate::session::Caller;
use crate::state::AppState;

/// Bytes of what may be typed: as many as an address may have.
const LONGEST: usize = 254;

/// What was done just before.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Done {
    sent: String,
}

/// The form.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct FormInput {
    login: String,
}

/// `GET /forgot`
pub(crate) async fn form(
    State(state): State<AppState>,
    Query(done): Query<Done>,
) -> Result<Response, AppError> {
    if state.mail_origin().is_none() {
        return render(&state, &ClosedPage::forgotten());
    }
    let page = ForgotPage { sent: done.sent == "yes", ..ForgotPage::default() };
    render(&state, &page).map(keeping::for_nobody)
}

/// `POST /forgot`
pub(crate) async fn send(
    State(state): State<AppState>,
    Caller(from): Caller,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    let Some(origin) = state.mail_origin() else {
        return render_refused(&state, &ClosedPage::forgotten(), &Refusal::new(Reason::NoMail));
    };
    let asked = match typed.read() {
        Ok(login) => {
            let letter = letters::forgotten(&state, &origin)?;
            state.actions().auth(Action::MailResetLink { login, letter, from }).await
        }
        Err(refusal) => Err(refusal),
    };
    match asked {
        Ok(()) => Ok(redirect("/forgot?sent=yes")),
        Err(refusal) => {
            let page = ForgotPage { login: typed.login, errors: Errors::from(&refusal), sent: false };
            render_refused(&state, &page, &refusal)
        }
    }
}

impl FormInput {
    fn read(&self) -> Result<String, Refusal> {
        match self.login.trim() {
            "" => Err(Refusal::new(Reason::LoginMissing).on("login")),
            login if login.len() > LONGEST => Err(Refusal::new(Reason::TooLong { max: LONGEST }).on("login")),
            login => Ok(login.to_owned()),
        }
    }
}
