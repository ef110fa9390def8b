//! `/r/{slug}/m/{seq}/why`: whether one is told of a message, and why or why not.

use axum::extract::{Path, State};
use axum::response::Response;
use proto::At;
use proto::room::{Query, Reply};

use super::one::{Address, find};
use crate::draw::WhyPage;
use crate::error::AppError;
use crate::pages::{queries, render};
use crate::session::SignedIn;
use crate::state::AppState;

/// `GET /r/{slug}/m/{seq}/why`
pub(crate) async fn why(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
) -> Result<Response, AppError> {
    let (room, message, sidebar) = find(&state, &session, &slug, &seq).await?;
    let query = Query::Concern { room: room.room, viewer: (&session).into(), seq: message.seq };
    let (mut concern, keyword, level_by) = match state.cluster().ask_room(room.room.0, &query).await? {
        Reply::Concern(concern, keyword, by) => (concern, keyword, by),
        other => return Err(queries::unexpected(&other).into()),
    };
    concern.is_quiet = session.person.quiet.as_ref().is_some_and(|quiet| quiet.holds(At::now_utc()));
    let author = queries::people(&state, &[message.author]).await.remove(&message.author);
    let mut page = WhyPage::new(sidebar, room, message.seq, concern.level, concern.decide());
    page.author = author.map_or(message.name, |author| author.shown_name());
    page.keyword = keyword.unwrap_or_default();
    page.level_by = level_by.into();
    render(&state, &page)
}
