//! Who is asking: the session cookie, the extractors that read it, and where to go after signing in.
//!
//! The token is in the cookie alone; everything behind this file knows its SHA-256 only.

mod client_info;
mod return_to;

pub(crate) use client_info::{Caller, ClientAddress, client_address};
pub(crate) use return_to::{ReturnTo, encoded};

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use proto::Refusal;
use proto::auth::{Installation, Session, Token, TokenHash};

use crate::actions::OpenedSession;
use crate::error::AppError;
use crate::state::AppState;

/// How long a browser keeps the cookie; browsers allow no more. The session itself ends when auth says so.
const KEPT: time::Duration = time::Duration::days(400);

/// A person with a living session. Without one the request ends: pages send to `/login`, fetches get 401.
pub(crate) struct SignedIn(pub(crate) Session);

/// A token that nobody has had before.
pub(crate) fn token() -> Result<Token, Refusal> {
    Token::generate().map_err(|error| {
        tracing::error!(%error, "no randomness for a token");
        Refusal::unavailable()
    })
}

/// A person with a living session, or a stranger.
pub(crate) struct MaybeSession(pub(crate) Option<Session>);

impl FromRequestParts<AppState> for SignedIn {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        match MaybeSession::from_request_parts(parts, state).await? {
            MaybeSession(Some(session)) => {
                // Each page is a few queries to the services: a person's flood must not become everyone's.
                state.rate_limiter().other(session.person.id)?;
                Ok(Self(session))
            }
            MaybeSession(None) => Err(Refusal::auth_required().into()),
        }
    }
}

impl FromRequestParts<AppState> for MaybeSession {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        // Strangers are told so as well: every page depends on services that cannot be heard.
        if state.live().frozen() {
            return Err(Refusal::unavailable().into());
        }
        let Some(hash) = token_in(&parts.headers, state)? else { return Ok(Self(None)) };
        Ok(Self(state.live().sessions().resume(&hash).await?))
    }
}

/// The hash of the token in the request's cookie, if there is one that could be a token.
pub(crate) fn token_in(headers: &HeaderMap, state: &AppState) -> Result<Option<TokenHash>, AppError> {
    let name = cookie_name(&state.installation()?, state.is_https());
    Ok(CookieJar::from_headers(headers)
        .get(&name)
        .and_then(|cookie| Token::parse(cookie.value()))
        .map(|token| token.hash()))
}

/// The cookie of a fresh sign-in.
pub(crate) fn session_cookie(opened: &OpenedSession, state: &AppState) -> Result<Cookie<'static>, AppError> {
    Ok(cookie(&state.installation()?, state.is_https(), opened.token.reveal().to_owned(), KEPT))
}

/// The cookie that takes it away again.
pub(crate) fn expired_cookie(state: &AppState) -> Result<Cookie<'static>, AppError> {
    Ok(cookie(&state.installation()?, state.is_https(), String::new(), time::Duration::ZERO))
}

fn cookie(installation: &Installation, https: bool, value: String, kept: time::Duration) -> Cookie<'static> {
    Cookie::build((cookie_name(installation, https), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(https)
        .max_age(kept)
        .build()
}

/// Browsers share cookies between the ports of a host, so the name carries the installation.
fn cookie_name(installation: &Installation, https: bool) -> String {
    let id = installation.id.simple().to_string();
    format!("{}hubbub_{}", if https { "__Host-" } else { "" }, &id[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn installation() -> Installation {
        let id = uuid::Uuid::from_u128(0xabcd_ef01_0000_4000_8000_0000_0000_0000);
        Installation {
            id,
            claimed: true,
            claim_needed: false,
            sign_up: proto::auth::SignUp::Open,
            name: None,
            greeting: None,
            members_invite: false,
            members_emoji: false,
            emoji_version: 0,
            denied_files: None,
            set_up: true,
            sends_mail: false,
        }
    }

    #[test]
    fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
        let plain = cookie(&installation(), false, "t".into(), KEPT).to_string();
        assert_eq!(plain, "hubbub_abcdef01=t; HttpOnly; SameSite=Lax; Path=/; Max-Age=34560000");
        let secure = cookie(&installation(), true, "t".into(), KEPT).to_string();
        assert!(secure.starts_with("__Host-hubbub_abcdef01=t;") && secure.contains("Secure"), "{secure}");
    }
}
