//! `/settings/profile`: what one says of oneself. All that is wrong with it is said at once.

use axum::Form;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use proto::auth::{AccountAction, Details};
use proto::text::{About, JobTitle, Pronouns, ZoneName};
use proto::{Reason, Refusal};
use serde::Deserialize;

use super::notifications::change;
use super::page;
use crate::draw::{DetailsForm, Errors};
use crate::error::AppError;
use crate::pages::{redirect, render_refused};
use crate::session::SignedIn;
use crate::state::AppState;

/// The form.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Typed {
    pronouns: String,
    title: String,
    zone: String,
    about: String,
}

/// `POST /settings/profile`
pub(crate) async fn describe(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let (details, mut errors) = typed.read();
    let saved = if errors.is_empty() {
        // Another zone is another clock for quiet hours.
        change(&state, &session, &headers, AccountAction::SetDetails { details }).await
    } else {
        Err(Refusal::new(Reason::FormInvalid))
    };
    let Err(refusal) = saved else { return Ok(redirect("/settings?saved=profile")) };
    if errors.is_empty() {
        errors = Errors::from(&refusal);
    }
    let mut page = page(&state, &session).await?;
    page.details = DetailsForm::typed(&typed.pronouns, &typed.title, &typed.zone, &typed.about);
    page.errors = errors;
    render_refused(&state, &page, &refusal)
}

impl Typed {
    fn read(&self) -> (Details, Errors) {
        let mut errors = Errors::none();
        let details = Details {
            pronouns: checked(Pronouns::optional(&self.pronouns), &mut errors),
            title: checked(JobTitle::optional(&self.title), &mut errors),
            zone: checked(ZoneName::optional(&self.zone), &mut errors),
            about: checked(About::optional(&self.about), &mut errors),
        };
        (details, errors)
    }
}

fn checked<T>(read: Result<Option<T>, Refusal>, errors: &mut Errors) -> Option<T> {
    read.unwrap_or_else(|refusal| {
        *errors = std::mem::take(errors).and_refusal(&refusal);
        None
    })
}
