//! `/rooms`: browse the public rooms, and make one.

use axum::Form;
use axum::extract::{Query, State};
use axum::response::Response;
use proto::auth::Session;
use proto::room::{Kind, RoomView, Wish};
use proto::text::RoomName;
use proto::{Refusal, RoomId};
use serde::Deserialize;

use super::{ask, command, drawn, go, nonce, nonce_after, refused};
use crate::app::Desk;
use crate::draw::{BrowsePage, Errors, NewRoomForm};
use crate::error::Fault;
use crate::session::SignedIn;

/// Rooms to a page.
const PER_PAGE: u16 = 30;

/// Which page of the list.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Further {
    offset: u32,
}

/// The form.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Typed {
    name: String,
    nonce: String,
}

/// `GET /rooms`
pub(crate) async fn browse(
    State(desk): State<Desk>,
    SignedIn(session): SignedIn,
    Query(further): Query<Further>,
) -> Result<Response, Fault> {
    drawn(&desk, &page(&desk, &session, further.offset, NewRoomForm::fresh()).await?)
}

/// `POST /rooms`: a public room, and into it.
pub(crate) async fn create(
    State(desk): State<Desk>,
    session: Result<SignedIn, Fault>,
    Form(typed): Form<Typed>,
) -> Result<Response, Fault> {
    let SignedIn(session) = session.map_err(|fault| fault.giving_back(&typed.name))?;
    match made(&desk, &session, &typed).await {
        Ok(room) => Ok(go(&format!("/r/{}", room.slug))),
        Err(refusal) => {
            let nonce = nonce_after(&refusal, &typed.nonce);
            let form = NewRoomForm { name: typed.name.clone(), nonce, errors: Errors::from(&refusal) };
            let again = page(&desk, &session, 0, form).await;
            refused(&desk, &again.map_err(|fault| fault.giving_back(&typed.name))?, &refusal)
        }
    }
}

/// The room's id is the nonce of the form: the form sent twice makes one room.
async fn made(desk: &Desk, session: &Session, typed: &Typed) -> Result<RoomView, Refusal> {
    let name = RoomName::parse(&typed.name)?;
    let nonce = nonce(&typed.nonce)?;
    let room = RoomId(nonce.0);
    command(desk, session, room, nonce, Wish::Create { name, kind: Kind::Public }).await?;
    ask::look(desk, session, room).await
}

async fn page(desk: &Desk, session: &Session, offset: u32, form: NewRoomForm) -> Result<BrowsePage, Fault> {
    let (rooms, more) = ask::browse(desk, session, offset, PER_PAGE).await?;
    let sidebar = ask::sidebar(desk, session, None).await?;
    Ok(BrowsePage { sidebar, rooms, offset, per_page: PER_PAGE.into(), more, form })
}
