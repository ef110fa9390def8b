//! `/rooms`: browse the public rooms, and make one.

use axum::Form;
use axum::extract::{Query, State};
use axum::response::Response;
use proto::auth::Session;
use proto::room::{Kind, RoomView};
use proto::{At, Reason, Refusal};
use serde::Deserialize;

use super::{form_nonce, queries, redirect, render, render_refused, retry_nonce};
use crate::draw::{BrowsePage, Errors, ListingRow, NewRoomForm, in_query};
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// Rooms to a page.
const PER_PAGE: u16 = 30;

/// Which page of the list.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct BrowseQuery {
    offset: u32,
    q: String,
    /// There, with or without a value: one's own rooms.
    mine: Option<String>,
}

/// The form.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct FormInput {
    name: String,
    kind: String,
    nonce: String,
    /// The name that they were warned about.
    meant: Option<String>,
}

/// `GET /rooms`
pub(crate) async fn browse(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Query(query): Query<BrowseQuery>,
) -> Result<Response, AppError> {
    render(&state, &page(&state, &session, &query, NewRoomForm::fresh()).await?)
}

/// `POST /rooms`: a room, and into it.
pub(crate) async fn create(
    State(state): State<AppState>,
    session: Result<SignedIn, AppError>,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    let SignedIn(session) = session.map_err(|error| error.giving_back(&typed.name))?;
    match made(&state, &session, &typed).await {
        Ok(room) => Ok(redirect(&format!("/r/{}", room.slug))),
        Err(refusal) => {
            let nonce = retry_nonce(&refusal, &typed.nonce);
            let errors = Errors::from(&refusal);
            let alike = matches!(refusal.reason, Reason::RoomNameAlike { .. });
            let form = NewRoomForm { name: typed.name.clone(), kind: typed.kind(), nonce, alike, errors };
            let again = page(&state, &session, &BrowseQuery::default(), form).await;
            render_refused(&state, &again.map_err(|error| error.giving_back(&typed.name))?, &refusal)
        }
    }
}

impl FormInput {
    fn kind(&self) -> Kind {
        if self.kind == "private" { Kind::Private } else { Kind::Public }
    }
}

async fn made(state: &AppState, session: &Session, typed: &FormInput) -> Result<RoomView, Refusal> {
    let nonce = form_nonce(&typed.nonce)?;
    let room = state
        .actions()
        .create_room(session, nonce, (&typed.name, typed.meant.as_deref()), typed.kind())
        .await?;
    queries::room_by_id(state, session, room).await
}

async fn page(
    state: &AppState,
    session: &Session,
    query: &BrowseQuery,
    form: NewRoomForm,
) -> Result<BrowsePage, AppError> {
    let (offset, search, mine) = (query.offset, query.q.trim().to_owned(), query.mine.is_some());
    let ((rooms, more), sidebar) = tokio::try_join!(
        queries::browse(state, session, (&search, mine), offset, PER_PAGE),
        queries::sidebar(state, session, None)
    )?;
    let now = At::now_utc();
    let rooms = rooms.into_iter().map(|room| ListingRow::of(room, now)).collect();
    Ok(BrowsePage {
        sidebar,
        rooms,
        mine,
        search_encoded: in_query(&search),
        search,
        offset,
        per_page: PER_PAGE.into(),
        more,
        form,
    })
}
