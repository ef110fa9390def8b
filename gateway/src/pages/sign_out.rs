//! `POST /logout`: ends the session everywhere it is known, then takes the cookie away.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use proto::auth::Action;

use super::redirect;
use crate::error::AppError;
use crate::session::{expired_cookie, token_in};
use crate::state::AppState;

/// Nobody to sign out is no error. Should auth be away, the person is told and keeps the cookie: a session that they
/// believe to have ended must have ended.
pub(crate) async fn sign_out(
    State(state): State<AppState>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    if let Some(token) = token_in(&headers, &state)? {
        state.actions().auth(Action::LogOut { token: token.clone() }).await?;
        state.live().sessions().forget(&token);
    }
    Ok((CookieJar::new().add(expired_cookie(&state)?), redirect("/login")).into_response())
}
