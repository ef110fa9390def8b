//! `/unread`: all that is unread, room by room, each with its first messages. Nothing counts as read by being on it: a script says what
//! was seen, and without one there is a button.

use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;
use futures_util::future::join_all;
use proto::room::{Around, MyRoom};
use serde::Deserialize;

use super::{queries, render};
use crate::draw::{UnreadPage, UnreadRoom, unread_rooms};
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// Rooms on a page.
const ROOMS: usize = 10;
/// Messages of each.
const FIRST: u16 = 5;

/// Which part of the list.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Part {
    offset: usize,
}

/// `GET /unread`
pub(crate) async fn unread(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    UrlQuery(part): UrlQuery<Part>,
) -> Result<Response, AppError> {
    let rooms = queries::my_rooms(&state, &session).await?;
    let unread = unread_rooms(&rooms);
    let blocked = &rooms.personal.blocked;
    let first = |room: MyRoom| {
        let (state, session) = (&state, &session);
        async move {
            let page =
                queries::first_messages(state, session, room.room, Around::After(room.read_seq), FIRST);
            // Who was taken out of it a moment ago sees nothing of it.
            let page = page.await.ok()?;
            Some(UnreadRoom::new(&room, &page, blocked))
        }
    };
    let shown = unread.iter().skip(part.offset).take(ROOMS).map(|room| first((*room).clone()));
    let shown = join_all(shown).await.into_iter().flatten().collect();
    let next = part.offset.saturating_add(ROOMS);
    let sidebar = queries::sidebar_of(&state, &session, &rooms, None);
    render(&state, &UnreadPage { sidebar, rooms: shown, next: (next < unread.len()).then_some(next) })
}
