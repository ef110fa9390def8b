//! `/rooms`: all public rooms, and one's own, in pages.

pub(crate) mod create;

use axum::extract::{Query, State};
use axum::response::Response;
use proto::At;
use proto::auth::Session;
use proto::room::permissions::Asker;
use proto::room::{ActionKind, RoomFilter, RoomOrder};
use serde::Deserialize;

use super::{queries, redirect, render, render_refused};
use crate::draw::{BrowsePage, ListingRow, RoomsPart};
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
    show: String,
    sort: String,
}

impl From<BrowseQuery> for RoomsPart {
    /// A word nobody knows means what no word does.
    fn from(query: BrowseQuery) -> Self {
        let show = match &*query.show {
            "joined" => RoomFilter::Joined,
            "others" => RoomFilter::Others,
            _ => RoomFilter::Public,
        };
        let order = match &*query.sort {
            "name" => RoomOrder::Name,
            "members" => RoomOrder::Members,
            "newest" => RoomOrder::Newest,
            _ => RoomOrder::Active,
        };
        Self { show, order, search: query.q.trim().to_owned(), offset: query.offset }
    }
}

/// `GET /rooms`
pub(crate) async fn browse(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Query(query): Query<BrowseQuery>,
) -> Result<Response, AppError> {
    let mut part = RoomsPart::from(query);
    if !may_create(&session) {
        // To a guest, the rooms there are those they are in.
        part.show = RoomFilter::Joined;
    }
    render(&state, &page(&state, &session, &part).await?)
}

/// Makes rooms, and finds those of others.
fn may_create(session: &Session) -> bool {
    Asker::without_room(session.org_role).may(ActionKind::Create)
}

async fn page(state: &AppState, session: &Session, part: &RoomsPart) -> Result<BrowsePage, AppError> {
    let ((rooms, more, counts), sidebar) = tokio::try_join!(
        queries::browse(state, session, part, PER_PAGE),
        queries::sidebar(state, session, None)
    )?;
    let now = At::now_utc();
    let rooms = rooms.into_iter().map(|room| ListingRow::of(room, now)).collect();
    Ok(BrowsePage::new(sidebar, part, (rooms, more), counts, PER_PAGE.into()))
}
