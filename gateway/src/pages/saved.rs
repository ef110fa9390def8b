//! `/saved`: the messages that somebody saved to come back to, those first whose reminder is due.

use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;
use proto::room::{Query, Reply, SavedMessage, SavedQuery};
use proto::{At, UserId};
use serde::Deserialize;

use super::{queries, render};
use crate::draw::SavedPage;
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// Messages on a page.
const PAGE: u16 = 50;

/// Which part of the list.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Part {
    offset: u32,
}

/// `GET /saved`
pub(crate) async fn saved(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    UrlQuery(part): UrlQuery<Part>,
) -> Result<Response, AppError> {
    let query = Query::Saved {
        query: SavedQuery::List { viewer: (&session).into(), offset: part.offset, limit: PAGE },
    };
    let list = async {
        match state.cluster().ask_room(session.person.id.0, &query).await? {
            Reply::SavedMessages { messages, more } => Ok((messages, more)),
            other => Err(queries::unexpected(&other)),
        }
    };
    let ((messages, more), rooms) = tokio::try_join!(list, queries::my_rooms(&state, &session))?;
    let people = queries::people(&state, &authors(&messages)).await;
    let sidebar = queries::sidebar_of(&state, &session, &rooms, None);
    let next = more.then(|| part.offset.saturating_add(PAGE.into()));
    render(&state, &SavedPage::new(sidebar, &rooms, &messages, &people, next, At::now_utc()))
}

fn authors(messages: &[SavedMessage]) -> Vec<UserId> {
    messages.iter().map(|saved| saved.message.author).collect()
}
