//! `/r/{slug}/{list}`: the messages of a list that a room keeps.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use proto::Refusal;
use proto::room::{Around, MessageList};

use crate::draw::ListPage;
use crate::error::AppError;
use crate::pages::room::RoomQuery;
use crate::pages::{queries, redirect, render};
use crate::session::SignedIn;
use crate::state::AppState;

/// `GET /r/{slug}/{list}`, the last added first.
pub(crate) async fn list(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, list)): Path<(String, String)>,
    Query(part): Query<RoomQuery>,
) -> Result<Response, AppError> {
    // What leads on from a message leads there from here, too.
    if let Some(address) = part.elsewhere(&slug) {
        return Ok(redirect(&address));
    }
    let list = MessageList::parse(&list).ok_or_else(Refusal::not_found)?;
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    let listed = Around::These(view.settings.list(list).to_vec());
    let (page, sidebar) = tokio::try_join!(
        queries::messages(&state, &session, view.room, listed),
        queries::sidebar(&state, &session, Some(view.room))
    )?;
    render(&state, &ListPage::new(&session, sidebar, view, list, &page.messages))
}
