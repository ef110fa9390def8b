//! `POST /logout`: ends the session everywhere it is known, then takes the cookie away.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use proto::auth::Action;

use super::{done, go};
use crate::error::Fault;
use crate::session::{closing, hash_in};
use crate::state::AppState;

/// Nobody to sign out is no error. Should auth be away, the person is told and keeps the cookie: a session that they
/// believe to have ended must have ended.
pub(crate) async fn sign_out(State(state): State<AppState>, headers: HeaderMap) -> Result<Response, Fault> {
    if let Some(token) = hash_in(&headers, &state)? {
        done(&state, Action::LogOut { token: token.clone() }).await?;
        state.live().sessions().forget(&token);
    }
    Ok((CookieJar::new().add(closing(&state)?), go("/login")).into_response())
}
