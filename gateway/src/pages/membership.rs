//! `POST /r/{slug}/join` and `/leave`.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use proto::auth::Session;
use proto::room::{RoomView, Wish};
use serde::Deserialize;

use super::{ask, command, go};
use crate::app::Desk;
use crate::error::Fault;
use crate::session::SignedIn;

/// The form. Joining twice is joining once, so a form without a nonce gets one here.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Button {
    nonce: String,
}

/// Into the room.
pub(crate) async fn join(
    State(desk): State<Desk>,
    SignedIn(session): SignedIn,
    Path(slug): Path<String>,
    Form(button): Form<Button>,
) -> Result<Response, Fault> {
    let view = press(&desk, &session, &slug, &button, Wish::Join).await?;
    Ok(go(&format!("/r/{}", view.slug)))
}

/// Out of it.
pub(crate) async fn leave(
    State(desk): State<Desk>,
    SignedIn(session): SignedIn,
    Path(slug): Path<String>,
    Form(button): Form<Button>,
) -> Result<Response, Fault> {
    press(&desk, &session, &slug, &button, Wish::Leave).await?;
    Ok(go("/"))
}

async fn press(
    desk: &Desk,
    session: &Session,
    slug: &str,
    button: &Button,
    wish: Wish,
) -> Result<RoomView, Fault> {
    let view = ask::find(desk, session, slug).await?;
    let nonce = button.nonce.parse().unwrap_or_default();
    command(desk, session, view.room, nonce, wish).await?;
    Ok(view)
}
