//! `POST /logout`: ends the session everywhere it is known, then takes the cookie away.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use proto::Refusal;
use proto::auth::{Query, Reply};
use uuid::Uuid;

use super::go;
use crate::error::Fault;
use crate::session::{closing, hash_in};
use crate::state::AppState;

/// Nobody to sign out is no error. Should auth be away, the person is told and keeps the cookie: a session that they
/// believe to have ended must have ended.
pub(crate) async fn sign_out(State(state): State<AppState>, headers: HeaderMap) -> Result<Response, Fault> {
    if let Some(token) = hash_in(&headers, &state)? {
        match state.cluster().ask_auth(Uuid::new_v4(), &Query::LogOut { token: token.clone() }).await? {
            Reply::Ended => state.live().sessions().forget(&token),
            Reply::Refused(refusal) => return Err(refusal.into()),
            _ => return Err(Refusal::unavailable().into()),
        }
    }
    Ok((CookieJar::new().add(closing(&state)?), go("/login")).into_response())
}
