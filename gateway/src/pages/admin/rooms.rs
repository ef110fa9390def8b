//! `/admin/rooms`: every room. What admins do about one is in `room_settings`.

use axum::extract::{Query, State};
use axum::response::Response;
use proto::room::{AdminQuery, AdminReply, RoomRecord};
use proto::{At, Refusal, UserId};
use serde::Deserialize;

use super::SignedInAdmin;
use crate::catalogue::Text;
use crate::draw::{AllRoomsPage, RoomRow, in_query};
use crate::error::AppError;
use crate::pages::{queries, render};
use crate::state::AppState;

/// Rooms to a page.
const PER_PAGE: u16 = 50;

/// Which part of the list, and what was done last: one of our own words.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct ListQuery {
    q: String,
    offset: u32,
    done: String,
}

/// `GET /admin/rooms`
pub(crate) async fn rooms(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Query(part): Query<ListQuery>,
) -> Result<Response, AppError> {
    let (search, offset) = (part.q.trim().to_owned(), part.offset);
    let query = AdminQuery::Rooms { search: search.clone(), offset, limit: PER_PAGE };
    let (reply, sidebar) =
        tokio::try_join!(super::query(&state, &session, query), queries::sidebar(&state, &session, None))?;
    let AdminReply::Rooms { rooms, total } = reply else { return Err(Refusal::unavailable().into()) };
    let page = AllRoomsPage {
        sidebar,
        rooms: rows(&state, &rooms).await,
        total,
        search_encoded: in_query(&search),
        search,
        offset,
        per_page: PER_PAGE.into(),
        more: i64::from(offset) + i64::from(PER_PAGE) < total,
        notice: (part.done == "deleted").then(|| Text::new("admin-rooms-did-delete")),
    };
    render(&state, &page)
}

/// Rooms as they are listed.
pub(in crate::pages) async fn rows(state: &AppState, records: &[RoomRecord]) -> Vec<RoomRow> {
    let creators: Vec<UserId> = records.iter().map(|record| record.creator).collect();
    let people = queries::people(state, &creators).await;
    let now = At::now_utc();
    records.iter().map(|record| RoomRow::of(record, people.get(&record.creator), now)).collect()
}
