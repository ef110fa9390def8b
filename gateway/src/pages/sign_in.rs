//! `/login`: by username or e-mail.

use axum::Form;
use axum::extract::{Query as UrlQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use proto::auth::{Query, Reply, SignUp, SignedIn as NewSession};
use proto::text::Password;
use proto::{Reason, Refusal};
use serde::Deserialize;
use uuid::Uuid;

use super::{redirect, render, render_refused};
use crate::catalogue::Text;
use crate::draw::{Errors, SignInPage};
use crate::error::AppError;
use crate::session::{Caller, MaybeSession, ReturnTo, session_cookie, token_in};
use crate::state::AppState;

/// What an address of the door may carry.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Along {
    pub(super) next: ReturnTo,
    /// What was set just before: one of our own words.
    set: String,
}

/// The form.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Typed {
    login: String,
    password: String,
    next: ReturnTo,
}

/// `GET /login`
pub(crate) async fn ask(
    State(state): State<AppState>,
    MaybeSession(session): MaybeSession,
    UrlQuery(along): UrlQuery<Along>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    if session.is_some() {
        return Ok(redirect(&along.next.location()));
    }
    let had_one = token_in(&headers, &state)?.is_some();
    let notice = match along.set.as_str() {
        "password" => Some(Text::new("sign-in-password-set")),
        _ => had_one.then(|| Text::new("sign-in-session-ended")),
    };
    render(
        &state,
        &SignInPage { next: along.next.path(), notice, closed: closed(&state), ..SignInPage::default() },
    )
}

/// `POST /login`
pub(crate) async fn sign_in(
    State(state): State<AppState>,
    MaybeSession(session): MaybeSession,
    Caller(client_info): Caller,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    if session.is_some() {
        return Ok(redirect(&typed.next.location()));
    }
    let query = Query::LogIn {
        login: typed.login.trim().to_owned(),
        password: Password::try_out(&typed.password),
        from: client_info,
    };
    let answer = match typed.complete() {
        Ok(()) => new_session(&state, &query).await,
        Err(refusal) => Err(refusal),
    };
    match answer {
        Ok(new) => {
            state.actions().join_general_if_new(&new.session).await;
            enter(&state, &new, &typed.next)
        }
        Err(refusal) => {
            let errors = Errors::from(&refusal);
            let page = SignInPage {
                login: typed.login,
                next: typed.next.path(),
                notice: None,
                typed: None,
                closed: closed(&state),
                errors,
            };
            render_refused(&state, &page, &refusal)
        }
    }
}

/// Whether nobody can make an account without being invited: then none is offered.
fn closed(state: &AppState) -> bool {
    state.installation().is_ok_and(|place| place.claimed && place.sign_up != SignUp::Open)
}

impl Typed {
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

/// Signs in or up, by any auth-service: attempts are counted in the database.
pub(super) async fn new_session(state: &AppState, query: &Query) -> Result<NewSession, Refusal> {
    match state.cluster().ask_auth(Uuid::new_v4(), query).await? {
        Reply::SignedIn(new) => Ok(new),
        Reply::Refused(refusal) => Err(refusal),
        _ => Err(Refusal::unavailable()),
    }
}

/// Signed in: the cookie, and on to where they wanted to go.
pub(super) fn enter(state: &AppState, new: &NewSession, next: &ReturnTo) -> Result<Response, AppError> {
    state.people().note(&new.session.person);
    let jar = CookieJar::new().add(session_cookie(new, state)?);
    Ok((jar, redirect(&next.location())).into_response())
}
