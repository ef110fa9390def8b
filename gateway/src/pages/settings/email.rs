//! `/settings/email`: another address for oneself. Whether somebody else has it too, nobody is told.

use axum::Form;
use axum::extract::State;
use axum::response::Response;
use proto::auth::{AccountAction, Session};
use proto::text::{Email, Password};
use proto::{Reason, Refusal};
use serde::Deserialize;

use super::page;
use crate::draw::{Errors, SettingsPage};
use crate::error::AppError;
use crate::pages::{confirm, redirect, render_refused};
use crate::session::SignedIn;
use crate::state::AppState;

/// The form of the address.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct FormInput {
    email: String,
    email_password: String,
}

/// `POST /settings/email`: needs the current password, since one signs in by it.
pub(crate) async fn change(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    if let Err(refusal) = typed.change(&state, &session).await {
        let page = SettingsPage { errors: Errors::from(&refusal), ..page(&state, &session).await? };
        return render_refused(&state, &SettingsPage { email: typed.email, ..page }, &refusal);
    }
    // It can be asked for again on the page that follows.
    let mailed = confirm::mail(&state, &session).await.is_ok();
    Ok(redirect(if mailed { "/settings?saved=email-mailed" } else { "/settings?saved=email" }))
}

/// `POST /settings/email/confirm`: the link that confirms it, once more.
pub(crate) async fn confirm(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
) -> Result<Response, AppError> {
    confirm::mail(&state, &session).await?;
    Ok(redirect("/settings?saved=confirmation"))
}

impl FormInput {
    async fn change(&self, state: &AppState, session: &Session) -> Result<(), Refusal> {
        let email = Email::parse(&self.email)?;
        if self.email_password.is_empty() {
            return Err(Refusal::new(Reason::CurrentPasswordMissing).on("email_password"));
        }
        let change = AccountAction::ChangeEmail { email, password: Password::try_out(&self.email_password) };
        // Auth calls the field as the form of the password does, which stands on the same page.
        let changed = state.actions().change_account(session, change).await;
        changed.map_err(|refusal| match refusal.field.as_deref() {
            Some("old") => refusal.on("email_password"),
            _ => refusal,
        })
    }
}
