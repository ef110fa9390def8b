//! What moderators and owners do about the people of a room. Refused, the list is drawn again with what was typed.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use proto::auth::Session;
use proto::room::Action;
use proto::{Refusal, UserId};
use serde::Deserialize;

use super::page;
use crate::actions::membership;
use crate::catalogue::Text;
use crate::draw::{AddForm, Errors, MembersPage};
use crate::error::AppError;
use crate::pages::{form_nonce, queries, redirect, render_refused, retry_nonce};
use crate::session::SignedIn;
use crate::state::AppState;

/// All fields of all forms of this page.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct FormInput {
    nonce: String,
    username: String,
    role: String,
    reason: String,
    ban: String,
    minutes: String,
}

/// `POST /r/{slug}/members`: somebody more, by username.
pub(crate) async fn add(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(slug): Path<String>,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    let added = async {
        let nonce = form_nonce(&typed.nonce)?;
        let action = state.actions().add(&session, &view, &typed.username).await?;
        state.actions().command(&session, view.room, nonce, action).await
    };
    match added.await {
        Ok(_) => Ok(redirect(&format!("{}/members?done=added", view.address))),
        Err(refusal) => {
            let errors = Errors::from(&refusal);
            let add = AddForm {
                nonce: retry_nonce(&refusal, &typed.nonce),
                username: typed.username.clone(),
                errors,
            };
            let page = page(&state, &session, view, ("", 0))
                .await
                .map_err(|error| error.giving_back(&typed.username))?;
            render_refused(&state, &MembersPage { add, ..page }, &refusal)
        }
    }
}

/// `POST /r/{slug}/members/{user}/role`
pub(crate) async fn appoint(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, user)): Path<(String, UserId)>,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    let action = membership::appoint(user, &typed.role);
    act(&state, &session, &slug, user, &typed, action, "appointed").await
}

/// `POST /r/{slug}/members/{user}/remove`: with `ban`, they may not come back, for so many `minutes` or for good.
pub(crate) async fn remove(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, user)): Path<(String, UserId)>,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    let ban = typed.ban == "yes";
    let action = state.actions().remove(user, ban, &typed.minutes, &typed.reason).await;
    act(&state, &session, &slug, user, &typed, action, if ban { "banned" } else { "removed" }).await
}

/// `POST /r/{slug}/members/{user}/unban`
pub(crate) async fn unban(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, user)): Path<(String, UserId)>,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    let action = state.actions().unban(user).await;
    act(&state, &session, &slug, user, &typed, Ok(action), "unbanned").await
}

/// `POST /r/{slug}/members/{user}/mute` (`minutes`, `reason`)
pub(crate) async fn mute(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, user)): Path<(String, UserId)>,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    let action = state.actions().mute(user, &typed.minutes, &typed.reason).await;
    act(&state, &session, &slug, user, &typed, action, "muted").await
}

/// `POST /r/{slug}/members/{user}/unmute`
pub(crate) async fn unmute(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, user)): Path<(String, UserId)>,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    let action = state.actions().unmute(user).await;
    act(&state, &session, &slug, user, &typed, Ok(action), "unmuted").await
}

async fn act(
    state: &AppState,
    session: &Session,
    slug: &str,
    user: UserId,
    typed: &FormInput,
    action: Result<Action, Refusal>,
    done: &'static str,
) -> Result<Response, AppError> {
    let view = queries::room_by_slug(state, session, slug).await?;
    let acted =
        async { state.actions().command(session, view.room, form_nonce(&typed.nonce)?, action?).await };
    match acted.await {
        Ok(_) => Ok(redirect(&format!("{}/members?done={done}", view.address))),
        Err(refusal) => {
            let page =
                page(state, session, view, ("", 0)).await.map_err(|error| error.giving_back(&typed.reason));
            let mut page = page?;
            page.errors = Errors { form: Some(Text::from(&refusal)), ..Errors::none() };
            for row in page.members.iter_mut().filter(|row| row.face.id == user) {
                row.nonce = retry_nonce(&refusal, &typed.nonce);
                row.reason = Some(typed.reason.clone());
            }
            render_refused(state, &page, &refusal)
        }
    }
}
