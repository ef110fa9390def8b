//! `/r/{slug}/settings`: what a room is called and about, closing it and opening it again; for its owners and for admins.
//! Each has a form of its own; refused, the page is drawn again with what was typed.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use proto::Refusal;
use proto::auth::Session;
use proto::room::{Action, RoomView};
use proto::text::{RoomName, Topic};
use serde::Deserialize;

use super::{command, form_nonce, queries, redirect, render, render_refused, retry_nonce};
use crate::draw::{Errors, Rights, RoomSettingsPage};
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// What was done last: one of our own words.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Saved {
    done: String,
}

/// All fields of all forms of this page.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Typed {
    nonce: String,
    name: Option<String>,
    topic: Option<String>,
}

/// `GET /r/{slug}/settings`
pub(crate) async fn settings(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(slug): Path<String>,
    Query(saved): Query<Saved>,
) -> Result<Response, AppError> {
    let view = mine(&state, &session, &slug).await?;
    let sidebar = queries::sidebar(&state, &session, Some(view.room)).await?;
    let mut page = RoomSettingsPage::new(sidebar, view);
    page.notice = sentence(&saved.done);
    render(&state, &page)
}

/// Where a refused form was drawn, a reload asks for its address: the page is one further up.
pub(crate) async fn to_page(Path(slug): Path<String>, SignedIn(_): SignedIn) -> Response {
    redirect(&format!("/r/{slug}/settings"))
}

/// `POST /r/{slug}/settings/name`: its former addresses go on leading to it.
pub(crate) async fn rename(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(slug): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let action =
        RoomName::parse(typed.name.as_deref().unwrap_or_default()).map(|name| Action::Rename { name });
    change(&state, &session, &slug, &typed, action, "renamed").await
}

/// `POST /r/{slug}/settings/topic`
pub(crate) async fn describe(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(slug): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let action =
        Topic::parse(typed.topic.as_deref().unwrap_or_default()).map(|topic| Action::Describe { topic });
    change(&state, &session, &slug, &typed, action, "described").await
}

/// `POST /r/{slug}/settings/archive`
pub(crate) async fn archive(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(slug): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    change(&state, &session, &slug, &typed, Ok(Action::Archive), "archived").await
}

/// `POST /r/{slug}/settings/restore`
pub(crate) async fn restore(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(slug): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    change(&state, &session, &slug, &typed, Ok(Action::Restore), "restored").await
}

async fn change(
    state: &AppState,
    session: &Session,
    slug: &str,
    typed: &Typed,
    action: Result<Action, Refusal>,
    done: &'static str,
) -> Result<Response, AppError> {
    let words = typed.name.as_deref().or(typed.topic.as_deref()).unwrap_or_default();
    let view = mine(state, session, slug).await.map_err(|fault| fault.giving_back(words))?;
    let changed = async {
        command(state, session, view.room, form_nonce(&typed.nonce)?, action?).await?;
        // It may have another address by now.
        queries::room_by_id(state, session, view.room).await
    };
    match changed.await {
        Ok(now) => Ok(redirect(&format!("/r/{}/settings?done={done}", now.slug))),
        Err(refusal) => {
            let sidebar = queries::sidebar(state, session, Some(view.room)).await;
            let mut page = RoomSettingsPage::new(
                sidebar.map_err(|refusal| AppError::from(refusal).giving_back(words))?,
                view,
            );
            page.name.clone_from(typed.name.as_ref().unwrap_or(&page.room.name));
            page.topic.clone_from(typed.topic.as_ref().unwrap_or(&page.room.topic));
            page.nonce = retry_nonce(&refusal, &typed.nonce);
            page.errors = Errors::from(&refusal);
            render_refused(state, &page, &refusal)
        }
    }
}

/// The room, for those who may change it.
async fn mine(state: &AppState, session: &Session, slug: &str) -> Result<RoomView, AppError> {
    let view = queries::room_by_slug(state, session, slug).await?;
    if Rights::of(session, &view).changes {
        Ok(view)
    } else {
        Err(Refusal::forbidden("Only an owner of the room can change it.").into())
    }
}

fn sentence(done: &str) -> Option<&'static str> {
    Some(match done {
        "renamed" => "The room has its new name. Its old address keeps working.",
        "described" => "The topic is changed.",
        "archived" => "The room is archived: it can be read, and nothing new can be written.",
        "restored" => "The room is open again.",
        _ => return None,
    })
}
