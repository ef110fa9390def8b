//! `/d/new`: a direct conversation is begun. Its page, `/d/{id}`, is that of a room (`room.rs`).

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use proto::Refusal;
use proto::room::Kind;
use serde::Deserialize;

use super::{queries, redirect, render, render_refused};
use crate::draw::{Errors, NewDirectPage};
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// Whom to write to.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct FormInput {
    /// Usernames, one after the other; none: notes to oneself.
    people: String,
}

/// `GET /d/new`: with `people`, they are filled in.
pub(crate) async fn form(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Query(typed): Query<FormInput>,
) -> Result<Response, AppError> {
    let sidebar = queries::sidebar(&state, &session, None).await?;
    render(&state, &NewDirectPage { sidebar, people: typed.people, errors: Errors::none() })
}

/// `GET` where the form was sent to.
pub(crate) async fn to_form(SignedIn(_): SignedIn) -> Response {
    redirect("/d/new")
}

/// `POST /d`: to the conversation, which is made if it was not there.
pub(crate) async fn open(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    match state.actions().open_direct(&session, &typed.people).await {
        Ok(room) => Ok(redirect(&room.address.to_string())),
        Err(refusal) => {
            let sidebar = queries::sidebar(&state, &session, None).await?;
            let page = NewDirectPage { sidebar, people: typed.people, errors: Errors::from(&refusal) };
            render_refused(&state, &page, &refusal)
        }
    }
}

/// `POST /d/{id}/hide`: off one's list until more is said.
pub(crate) async fn hide(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let view = queries::room_by_slug(&state, &session, &id).await?;
    if view.kind != Kind::Direct {
        return Err(Refusal::not_found().into());
    }
    state.actions().hide_direct(&session, &view).await?;
    Ok(redirect("/"))
}
