//! `/settings/notifications/mail`: what of unread messages one is told by mail.

use axum::Form;
use axum::extract::State;
use axum::response::Response;
use proto::room::MailPace;
use proto::{Reason, Refusal};
use serde::Deserialize;

use super::notifications::HERE;
use crate::error::AppError;
use crate::pages::redirect;
use crate::session::SignedIn;
use crate::state::AppState;

/// The form.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Typed {
    pace: String,
    /// Not empty: who wrote and what is told.
    words: String,
}

/// `POST /settings/notifications/mail`
pub(crate) async fn choose(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let pace: MailPace = typed.pace.parse().map_err(|_| Refusal::new(Reason::Malformed))?;
    if pace != MailPace::Never && state.mail_origin().is_none() {
        return Err(Refusal::new(Reason::NoMail).into());
    }
    state.actions().choose_mail(&session, pace, !typed.words.is_empty()).await?;
    Ok(redirect(&format!("{HERE}#mail")))
}
