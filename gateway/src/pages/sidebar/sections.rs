//! `/sidebar/sections`: the sections somebody has made in their list.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use proto::Refusal;
use proto::auth::Session;
use proto::room::Rearrange;
use proto::text::SectionName;
use serde::Deserialize;

use crate::draw::{Errors, SidebarPage};
use crate::error::AppError;
use crate::pages::{queries, redirect, render_refused};
use crate::session::SignedIn;
use crate::state::AppState;

/// What it is called.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Named {
    name: String,
}

/// `POST /sidebar/sections` (`name`): one more.
pub(crate) async fn add(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Form(typed): Form<Named>,
) -> Result<Response, AppError> {
    let change = SectionName::parse(&typed.name).map(Rearrange::AddSection);
    arrange(&state, &session, &typed.name, change).await
}

/// `POST /sidebar/sections/{section}` (`name`): it is called something else.
pub(crate) async fn rename(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(section): Path<u32>,
    Form(typed): Form<Named>,
) -> Result<Response, AppError> {
    let name = SectionName::parse(&typed.name);
    arrange(&state, &session, &typed.name, name.map(|name| Rearrange::RenameSection { section, name })).await
}

/// `POST /sidebar/sections/{section}/remove`: its rooms stand among the others again.
pub(crate) async fn remove(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(section): Path<u32>,
) -> Result<Response, AppError> {
    arrange(&state, &session, "", Ok(Rearrange::RemoveSection(section))).await
}

async fn arrange(
    state: &AppState,
    session: &Session,
    name: &str,
    change: Result<Rearrange, Refusal>,
) -> Result<Response, AppError> {
    let arranging = async { state.actions().arrange(session, change?).await };
    let Err(refusal) = arranging.await else { return Ok(redirect("/sidebar")) };
    let sidebar =
        queries::sidebar(state, session, None).await.map_err(|_| AppError::from(refusal.clone()))?;
    let page = SidebarPage::new(sidebar).refused(name, Errors::from(&refusal));
    render_refused(state, &page, &refusal)
}
