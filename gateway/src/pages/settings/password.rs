//! `/settings/password`: another password for oneself.

use axum::Form;
use axum::extract::State;
use axum::response::Response;
use proto::auth::{AccountAction, Session};
use proto::text::Password;
use proto::{Reason, Refusal};
use serde::Deserialize;

use super::page;
use crate::draw::{Errors, SettingsPage};
use crate::error::AppError;
use crate::pages::{redirect, render_refused};
use crate::session::SignedIn;
use crate::state::AppState;

/// The form of the password.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Passwords {
    old: String,
    password: String,
    password_again: String,
}

/// `POST /settings/password`: needs the present one; ends all other sessions.
pub(crate) async fn change(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Form(typed): Form<Passwords>,
) -> Result<Response, AppError> {
    let changed = match typed.read(&session) {
        Ok((old, new)) => {
            let change = AccountAction::ChangePassword { keep: session.id, old, new };
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
    Ok(redirect("/settings?saved=password"))
}

impl Passwords {
    /// The present and the next password, or all that is wrong.
    fn read(&self, session: &Session) -> Result<(Password, Password), Errors> {
        let mut errors = Errors::none();
        if self.old.is_empty() {
            errors = errors.and("old", Reason::CurrentPasswordMissing);
        }
        if self.password != self.password_again {
            errors = errors.and("password_again", Reason::PasswordsDiffer);
        }
        let new = Password::choose(&self.password, &session.person.username).and_then(|new| {
            new.unlike(&[&session.person.display_name])?;
            Ok(new)
        });
        match new {
            Ok(new) if errors.is_empty() => Ok((Password::try_out(&self.old), new)),
            new => Err(new.err().iter().fold(errors, Errors::and_refusal)),
        }
    }
}
