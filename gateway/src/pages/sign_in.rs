//! `/login`: by username or e-mail.

use axum::Form;
use axum::extract::{Query as UrlQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use proto::auth::{Action, Answer, ClientInfo, Command, NewSession, SignUp, Token};
use proto::text::Password;
use proto::{Reason, Refusal};
use serde::Deserialize;

use super::{drawn, go, refused, welcome};
use crate::catalogue::Text;
use crate::draw::{Errors, SignInPage};
use crate::error::Fault;
use crate::session::{Caller, Fresh, MaybeSession, Next, hash_in, opening, token};
use crate::state::AppState;

/// What an address of the door may carry.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Along {
    pub(super) next: Next,
    /// What was set just before: one of our own words.
    set: String,
}

/// The form.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Typed {
    login: String,
    password: String,
    next: Next,
}

/// `GET /login`
pub(crate) async fn ask(
    State(state): State<AppState>,
    MaybeSession(session): MaybeSession,
    UrlQuery(along): UrlQuery<Along>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    if session.is_some() {
        return Ok(go(&along.next.location()));
    }
    let had_one = hash_in(&headers, &state)?.is_some();
    let notice = match along.set.as_str() {
        "password" => Some(Text::new("sign-in-password-set")),
        _ => had_one.then(|| Text::new("sign-in-session-ended")),
    };
    drawn(
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
) -> Result<Response, Fault> {
    if session.is_some() {
        return Ok(go(&typed.next.location()));
    }
    let answer = match typed.complete() {
        Ok(()) => log_in(&state, &typed, client_info).await,
        Err(refusal) => Err(refusal),
    };
    match answer {
        Ok(fresh) => enter(&state, &fresh, &typed.next).await,
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
            refused(&state, &page, &refusal)
        }
    }
}

/// Whether nobody can make an account without being invited: then none is offered.
fn closed(state: &AppState) -> bool {
    state.place().is_ok_and(|place| place.claimed && place.sign_up != SignUp::Open)
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

async fn log_in(state: &AppState, typed: &Typed, from: ClientInfo) -> Result<Fresh, Refusal> {
    let token = token()?;
    let action = Action::LogIn {
        login: typed.login.trim().to_owned(),
        password: Password::try_out(&typed.password),
        session: NewSession { token: token.hash(), from },
    };
    fresh(state, token, action).await
}

/// Signs in or up with a session of this token.
pub(super) async fn fresh(state: &AppState, token: Token, action: Action) -> Result<Fresh, Refusal> {
    match state.cluster().command_auth(&Command::new(action)).await? {
        Answer::SignedIn(session) => Ok(Fresh { token, session }),
        Answer::Refused(refusal) => Err(refusal),
        Answer::Done | Answer::Link(_) => Err(Refusal::unavailable()),
    }
}

/// Through the door: the cookie, the common room, and on to where they wanted to go.
pub(super) async fn enter(state: &AppState, fresh: &Fresh, next: &Next) -> Result<Response, Fault> {
    state.live().people().note(&fresh.session.person);
    welcome::into_general(state, &fresh.session).await;
    let jar = CookieJar::new().add(opening(fresh, state)?);
    Ok((jar, go(&next.location())).into_response())
}
