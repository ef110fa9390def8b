//! `/login`: by username or e-mail.

use axum::Form;
use axum::extract::{Query as UrlQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use proto::auth::{AccountAction, Action, ClientInfo, NewSession, Session, SignUp};
use proto::text::Password;
use proto::{Reason, Refusal};
use serde::Deserialize;

use super::{keeping, redirect, render, render_refused};
use crate::actions::OpenedSession;
use crate::catalogue::Text;
use crate::draw::{Errors, SignInPage};
use crate::error::AppError;
use crate::letters;
use crate::session::{Caller, MaybeSession, ReturnTo, session_cookie, token, token_in};
use crate::state::AppState;

/// What the address of the sign-in page may carry.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct SignInQuery {
    pub(super) next: ReturnTo,
    /// What was set just before: one of our own words.
    set: String,
}

/// The form.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct FormInput {
    login: String,
    password: String,
    next: ReturnTo,
}

/// `GET /login`
pub(crate) async fn form(
    State(state): State<AppState>,
    MaybeSession(session): MaybeSession,
    UrlQuery(along): UrlQuery<SignInQuery>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    if session.is_some() {
        return Ok(redirect(&along.next.location()));
    }
    // Nobody can sign in yet: a new installation begins with its owner.
    if state.is_unclaimed().await? {
        return Ok(redirect("/register"));
    }
    let had_one = token_in(&headers, &state)?.is_some();
    let notice = match along.set.as_str() {
        "password" => Some(Text::new("sign-in-password-set")),
        _ => had_one.then(|| Text::new("sign-in-session-ended")),
    };
    let page = SignInPage { next: along.next.path(), notice, ..blank(&state) };
    render(&state, &page).map(keeping::for_nobody)
}

/// `POST /login`
pub(crate) async fn sign_in(
    State(state): State<AppState>,
    MaybeSession(session): MaybeSession,
    Caller(client_info): Caller,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    if session.is_some() {
        return Ok(redirect(&typed.next.location()));
    }
    let agent = client_info.agent.clone();
    let answer = match typed.complete() {
        Ok(()) => log_in(&state, &typed, client_info).await,
        Err(refusal) => Err(refusal),
    };
    match answer {
        Ok(opened) => {
            state.actions().join_general_if_new(&opened.session).await;
            note_device(&state, &opened.session, &agent).await;
            signed_in(&state, &opened, &typed.next.location())
        }
        Err(refusal) => {
            let errors = Errors::from(&refusal);
            let page = SignInPage { login: typed.login, next: typed.next.path(), errors, ..blank(&state) };
            render_refused(&state, &page, &refusal)
        }
    }
}

/// The page with an empty form.
fn blank(state: &AppState) -> SignInPage {
    let mails = state.mail_origin().is_some();
    SignInPage { closed: closed(state), mails, ..SignInPage::default() }
}

/// Whether nobody can make an account without being invited: then none is offered.
fn closed(state: &AppState) -> bool {
    state
        .installation()
        .is_ok_and(|installation| installation.claimed && installation.sign_up != SignUp::Open)
}

/// Has somebody told by mail who signs in from where they never did before; a sign-in does not fail by it.
pub(super) async fn note_device(state: &AppState, session: &Session, agent: &str) {
    let Some(origin) = state.mail_origin() else { return };
    let Ok(letter) = letters::device(state, &origin, session, agent) else { return };
    let change = AccountAction::NoteDevice { session: session.id, letter };
    if let Err(refusal) = state.actions().change_account(session, change).await {
        tracing::debug!(code = refusal.code.as_str(), "nobody is told of a sign-in");
    }
}

impl FormInput {
    fn complete(&self) -> Result<(), Refusal> {
        if self.login.trim().is_empty() {
            return Err(Refusal::new(Reason::LoginMissing).on("login"));
        }
        if self.password.is_empty() {
            return Err(Refusal::new(Reason::PasswordMissing).on("password"));
        }
        Ok(())
    }
}

async fn log_in(state: &AppState, typed: &FormInput, from: ClientInfo) -> Result<OpenedSession, Refusal> {
    let token = token()?;
    let action = Action::LogIn {
        login: typed.login.trim().to_owned(),
        password: Password::try_out(&typed.password),
        session: NewSession { token: token.hash(), from },
    };
    state.actions().open_session(token, action).await
}

/// Signed in: the cookie, and on to an address of ours.
pub(super) fn signed_in(
    state: &AppState,
    opened: &OpenedSession,
    address: &str,
) -> Result<Response, AppError> {
    state.people().learn(&opened.session.person);
    let jar = CookieJar::new().add(session_cookie(opened, state)?);
    Ok((jar, redirect(address)).into_response())
}
