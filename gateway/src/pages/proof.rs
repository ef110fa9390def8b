//! The password once more: what admins do and cannot undo is asked for again where the password was given too long ago.
//!
//! A handler that takes [`Proved`] instead of `Form` is only reached by whoever has just proved who they are. Others are
//! asked by a page that holds the form that was sent, hidden, and sends it again with the password beside it: nothing that
//! was typed is lost, and no script is needed. Auth checks the password, and counts wrong ones as it does everywhere.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Form, FromRequest, OriginalUri, Request};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use proto::auth::{AccountAction, Session, TokenHash};
use proto::text::Password;
use proto::{At, Reason, Refusal};
use serde::de::DeserializeOwned;

use super::render_refused;
use crate::draw::{Errors, HiddenField, ProofPage};
use crate::error::AppError;
use crate::middleware::drawn_for;
use crate::session::token_in;
use crate::state::AppState;

/// How long a password that was given counts.
const FRESH: Duration = Duration::from_secs(30 * 60);
/// The field that the page adds to the form.
const FIELD: &str = "proof_password";

/// A form of somebody who has given their password within the last half hour, or with this very form.
pub(crate) struct Proved<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<AppState> for Proved<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let body =
            Bytes::from_request(again(&parts, body), state).await.map_err(IntoResponse::into_response)?;
        let fields = form::<Vec<(String, String)>>(&parts, &body, state).await?;
        prove(&parts, fields, state).await?;
        Ok(Self(form(&parts, &body, state).await?))
    }
}

/// Nothing, or the page that asks.
async fn prove(parts: &Parts, fields: Vec<(String, String)>, state: &AppState) -> Result<(), Response> {
    let (session, token) = session(parts, state).await.map_err(IntoResponse::into_response)?;
    if is_fresh(&session, At::now_utc()) {
        return Ok(());
    }
    let (given, fields): (Vec<_>, Vec<_>) = fields.into_iter().partition(|(name, _)| name == FIELD);
    let given = given.into_iter().map(|(_, password)| password).find(|password| !password.is_empty());
    let refusal = match given {
        None => Refusal::new(Reason::PasswordNeeded),
        Some(password) => {
            let password = Password::try_out(&password);
            let change = AccountAction::Prove { session: session.id, password };
            match state.actions().change_account(&session, change).await {
                Ok(()) => {
                    state.live().sessions().forget(&token);
                    return Ok(());
                }
                Err(refusal) => refusal,
            }
        }
    };
    Err(ask(parts, &session, fields, &refusal, state).unwrap_or_else(IntoResponse::into_response))
}

/// The session as auth knows it now, if what is remembered here has grown too old: it may have been proved elsewhere.
async fn session(parts: &Parts, state: &AppState) -> Result<(Session, TokenHash), AppError> {
    let token = token_in(&parts.headers, state)?.ok_or_else(Refusal::auth_required)?;
    let sessions = state.live().sessions();
    let known = sessions.resume(&token).await?.ok_or_else(Refusal::auth_required)?;
    if is_fresh(&known, At::now_utc()) {
        return Ok((known, token));
    }
    Ok((sessions.ask(&token).await?.ok_or_else(Refusal::auth_required)?, token))
}

fn is_fresh(session: &Session, now: At) -> bool {
    now - session.proved_at < FRESH
}

fn ask(
    parts: &Parts,
    session: &Session,
    fields: Vec<(String, String)>,
    refusal: &Refusal,
    state: &AppState,
) -> Result<Response, AppError> {
    let asked_for_the_first_time = refusal.reason == Reason::PasswordNeeded;
    // The page says anew whom it is for.
    let fields = fields.into_iter().filter(|(name, _)| name != drawn_for::FIELD);
    let page = ProofPage {
        person: session.person.id,
        action: address(parts),
        fields: fields.map(|(name, value)| HiddenField { name, value }).collect(),
        errors: if asked_for_the_first_time { Errors::none() } else { Errors::from(refusal) },
    };
    render_refused(state, &page, refusal)
}

fn address(parts: &Parts) -> String {
    let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |OriginalUri(uri)| uri);
    uri.path_and_query().map_or_else(|| uri.path().to_owned(), ToString::to_string)
}

async fn form<T: DeserializeOwned>(parts: &Parts, body: &Bytes, state: &AppState) -> Result<T, Response> {
    let form = Form::<T>::from_request(again(parts, Body::from(body.clone())), state).await;
    form.map(|Form(form)| form).map_err(IntoResponse::into_response)
}

/// The same request with this body; what limits bodies comes along.
fn again(parts: &Parts, body: Body) -> Request {
    Request::from_parts(parts.clone(), body)
}

#[cfg(test)]
mod tests {
    use proto::SessionId;
    use proto::UserId;
    use proto::auth::Person;
    use proto::room::OrgRole;

    use super::*;

    #[test]
    fn a_password_counts_for_half_an_hour() {
        let now = At::now_utc();
        let proved = |ago: u64| {
            let person = Person {
                id: UserId::new(),
                username: "rosa".into(),
                display_name: "Rosa".into(),
                ambiguous: false,
                status: None,
                invisible: false,
                avatar: None,
                quiet: None,
            };
            let proved_at = now - Duration::from_secs(ago);
            let session = Session {
                id: SessionId::new(),
                person,
                org_role: OrgRole::Owner,
                expires_at: now,
                proved_at,
                newcomer: false,
                feed: 0,
            };
            is_fresh(&session, now)
        };
        assert!(proved(0) && proved(1_799));
        assert!(!proved(1_800) && !proved(90_000));
    }
}
