//! `/status`: what one is up to, for a while. Shown over the page one is on where there is a script.

use axum::Form;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use proto::auth::{AccountAction, Session, Status};
use proto::text::{StatusEmoji, StatusText, ZoneName};
use proto::{At, Reason, Refusal};
use serde::Deserialize;

use super::settings::own_account;
use super::{queries, redirect, render, render_refused};
use crate::actions::status::End;
use crate::draw::{Errors, ShownStatus, StatusPage};
use crate::error::AppError;
use crate::session::{ReturnTo, SignedIn, token_in};
use crate::state::AppState;

/// Where to go on to.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Next {
    next: ReturnTo,
}

/// The form.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Typed {
    emoji: String,
    text: String,
    ends: String,
    day: String,
    next: String,
    /// Not empty: others are not to see whether they are here.
    invisible: String,
    /// Not empty: the status is to be taken away, whatever else was typed.
    clear: String,
}

/// `GET /status`
pub(crate) async fn form(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Query(Next { next }): Query<Next>,
) -> Result<Response, AppError> {
    let status = session.person.status.clone().filter(|status| status.holds(At::now_utc()));
    let (emoji, text) = status.map(|status| (status.emoji, status.text)).unwrap_or_default();
    let typed = Typed {
        emoji: emoji.map(String::from).unwrap_or_default(),
        text: text.map(String::from).unwrap_or_default(),
        next: next.path().unwrap_or_default(),
        invisible: if session.person.invisible { "yes".into() } else { String::new() },
        ..Typed::default()
    };
    render(&state, &page(&state, &session, typed, Errors::none()).await?)
}

/// `POST /status`
pub(crate) async fn set(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let zone = own_account(&state, &session).await?.details.zone;
    let (status, mut errors) = typed.read(zone.as_ref(), At::now_utc());
    let saved = if errors.is_empty() {
        set_all(&state, &session, &headers, status, !typed.invisible.is_empty()).await
    } else {
        Err(Refusal::new(Reason::FormInvalid))
    };
    let Err(refusal) = saved else { return Ok(redirect(&ReturnTo::from(typed.next).location())) };
    if errors.is_empty() {
        errors = Errors::from(&refusal);
    }
    render_refused(&state, &page(&state, &session, typed, errors).await?, &refusal)
}

/// What is as it was is not said again.
async fn set_all(
    state: &AppState,
    session: &Session,
    headers: &HeaderMap,
    status: Option<Status>,
    invisible: bool,
) -> Result<(), Refusal> {
    if invisible != session.person.invisible {
        state.actions().change_account(session, AccountAction::SetInvisible { invisible }).await?;
    }
    set_status(state, session, headers, status).await
}

/// The feed tells every gateway; this one need not wait for it.
pub(super) async fn set_status(
    state: &AppState,
    session: &Session,
    headers: &HeaderMap,
    status: Option<Status>,
) -> Result<(), Refusal> {
    state.actions().change_account(session, AccountAction::SetStatus { status }).await?;
    state.people().forget(session.person.id);
    if let Ok(Some(token)) = token_in(headers, state) {
        state.live().sessions().forget(&token);
    }
    Ok(())
}

async fn page(
    state: &AppState,
    session: &Session,
    typed: Typed,
    errors: Errors,
) -> Result<StatusPage, AppError> {
    let (own, sidebar) =
        tokio::try_join!(own_account(state, session), queries::sidebar(state, session, None))?;
    let zone = own.details.zone.as_ref();
    Ok(StatusPage {
        sidebar,
        now: ShownStatus::to(&session.person, zone, At::now_utc()),
        emoji: typed.emoji,
        text: typed.text,
        ends: if typed.ends.is_empty() { "never".to_owned() } else { typed.ends },
        day: typed.day,
        zone: zone.map_or_else(|| "UTC".to_owned(), |zone| zone.as_str().replace('_', " ")),
        invisible: !typed.invisible.is_empty(),
        next: typed.next,
        errors,
    })
}

impl Typed {
    fn read(&self, zone: Option<&ZoneName>, now: At) -> (Option<Status>, Errors) {
        if !self.clear.is_empty() {
            return (None, Errors::none());
        }
        let mut errors = Errors::none();
        let mut note = |refusal: Refusal| errors = std::mem::take(&mut errors).and_refusal(&refusal);
        let emoji = StatusEmoji::optional(&self.emoji).map_err(&mut note).ok().flatten();
        let text = StatusText::optional(&self.text).map_err(&mut note).ok().flatten();
        let end = End::parse(&self.ends, &self.day).and_then(|end| end.at(zone, now));
        let until = end.map_err(&mut note).ok().flatten();
        (Status::of(emoji, text, until), errors)
    }
}
