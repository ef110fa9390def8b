//! `/rooms/new`: a room is made, with those who are to be in it.

use axum::Form;
use axum::extract::State;
use axum::response::Response;
use proto::auth::Session;
use proto::room::{Kind, RoomView};
use proto::{Reason, Refusal};
use serde::Deserialize;

use super::{may_create, queries, redirect, render, render_refused};
use crate::actions::rooms::NewRoom;
use crate::draw::{Errors, NewRoomForm, NewRoomPage};
use crate::error::AppError;
use crate::pages::{form_nonce, retry_nonce};
use crate::session::SignedIn;
use crate::state::AppState;

/// The form.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct FormInput {
    name: String,
    topic: String,
    kind: String,
    /// Usernames, one after the other.
    people: String,
    nonce: String,
    /// The name that they were warned about.
    meant: Option<String>,
}

/// `GET /rooms/new`: for those who may.
pub(crate) async fn form(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
) -> Result<Response, AppError> {
    if !may_create(&session) {
        return Ok(redirect("/rooms"));
    }
    let sidebar = queries::sidebar(&state, &session, None).await?;
    render(&state, &NewRoomPage { sidebar, form: NewRoomForm::fresh() })
}

/// `POST /rooms`: a room, and into it.
pub(crate) async fn create(
    State(state): State<AppState>,
    session: Result<SignedIn, AppError>,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    let SignedIn(session) = session.map_err(|error| error.giving_back(&typed.name))?;
    match made(&state, &session, &typed).await {
        Ok(room) => Ok(redirect(&room.address.to_string())),
        Err(refusal) => {
            let sidebar = queries::sidebar(&state, &session, None).await;
            let sidebar = sidebar.map_err(|refusal| AppError::from(refusal).giving_back(&typed.name))?;
            render_refused(&state, &NewRoomPage { sidebar, form: typed.again(&refusal) }, &refusal)
        }
    }
}

async fn made(state: &AppState, session: &Session, typed: &FormInput) -> Result<RoomView, Refusal> {
    let nonce = form_nonce(&typed.nonce)?;
    if !matches!(&*typed.kind, "" | "public" | "private") {
        return Err(Reason::Unreadable.into());
    }
    let new = NewRoom {
        name: &typed.name,
        meant: typed.meant.as_deref(),
        kind: typed.kind(),
        topic: &typed.topic,
        people: &typed.people,
    };
    let room = state.actions().create_room(session, nonce, new).await?;
    queries::room_by_id(state, session, room).await
}

impl FormInput {
    fn kind(&self) -> Kind {
        if self.kind == "private" { Kind::Private } else { Kind::Public }
    }

    /// The form once more, with everything that was typed.
    fn again(&self, refusal: &Refusal) -> NewRoomForm {
        NewRoomForm {
            name: self.name.clone(),
            topic: self.topic.clone(),
            kind: self.kind(),
            people: self.people.clone(),
            nonce: retry_nonce(refusal, &self.nonce),
            alike: matches!(refusal.reason, Reason::RoomNameAlike { .. }),
            errors: Errors::from(refusal),
        }
    }
}
