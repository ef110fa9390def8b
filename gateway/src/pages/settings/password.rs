//! `/settings/password`: another password for oneself.

use axum::Form;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use proto::auth::{AccountAction, Session};
use proto::text::Password;
use proto::{Reason, Refusal};
use serde::Deserialize;

use super::page;
use crate::actions::OpenedSession;
use crate::draw::{Errors, SettingsPage};
use crate::error::AppError;
use crate::pages::{redirect, render_refused};
use crate::session::{SignedIn, session_cookie, token, token_in};
use crate::state::AppState;

/// The form of the password.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Passwords {
    old: String,
    password: String,
    password_again: String,
}

/// `POST /settings/password`: needs the present one; ends all other sessions, and gives this one another token.
pub(crate) async fn change(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    headers: HeaderMap,
    Form(typed): Form<Passwords>,
) -> Result<Response, AppError> {
    let next = token()?;
    let changed = match typed.read(&session, &state.title()) {
        Ok((old, new)) => {
            let change = AccountAction::ChangePassword { keep: session.id, old, new, token: next.hash() };
            state
                .actions()
                .change_account(&session, change)
                .await
                .map_err(|refusal| (Errors::from(&refusal), refusal))
        }
        Err(errors) => Err((errors, Refusal::new(Reason::FormInvalid))),
    };
    if let Err((errors, refusal)) = changed {
        let page = SettingsPage { errors, ..page(&state, &session).await? };
        return render_refused(&state, &page, &refusal);
    }
    // The feed tells every gateway; this one need not wait for it.
    if let Some(former) = token_in(&headers, &state)? {
        state.live().sessions().forget(&former);
    }
    let jar = CookieJar::new().add(session_cookie(&OpenedSession { token: next, session }, &state)?);
    Ok((jar, redirect("/settings?saved=password")).into_response())
}

impl Passwords {
    /// The present and the next password, or all that is wrong.
    fn read(&self, session: &Session, installation: &str) -> Result<(Password, Password), Errors> {
        let mut errors = Errors::none();
        if self.old.is_empty() {
            errors = errors.and("old", Reason::CurrentPasswordMissing);
        }
        if self.password != self.password_again {
            errors = errors.and("password_again", Reason::PasswordsDiffer);
        }
        let new = Password::choose(&self.password, &session.person.username).and_then(|new| {
            new.unlike(&[&session.person.display_name])?;
            new.unlike_installation(installation)
        });
        match new {
            Ok(new) if errors.is_empty() => Ok((Password::try_out(&self.old), new)),
            new => Err(new.err().iter().fold(errors, Errors::and_refusal)),
        }
    }
}
