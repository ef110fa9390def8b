//! `/jump?q=`: rooms and people by a few letters of their names; with a script, a dialog over any page.

use axum::extract::{Query, State};
use axum::response::Response;

use super::names::FormInput;
use super::{queries, render};
use crate::draw::{JumpPage, RoomsPart};
use crate::error::AppError;
use crate::middleware::appearance;
use crate::session::SignedIn;
use crate::state::AppState;

/// Rooms and people that are asked for: as many as are shown, and some that are known already.
const ASKED: u16 = 16;

/// Without a word, one's own rooms; those and whatever else is found with one.
pub(crate) async fn jump(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Query(typed): Query<FormInput>,
) -> Result<Response, AppError> {
    let search = typed.q.trim();
    let part = RoomsPart { search: search.to_owned(), ..RoomsPart::default() };
    let (mine, found, mut people) = tokio::try_join!(
        queries::my_rooms(&state, &session),
        async {
            if search.is_empty() {
                Ok(Vec::new())
            } else {
                queries::browse(&state, &session, &part, ASKED).await.map(|found| found.0)
            }
        },
        async {
            if search.is_empty() {
                Ok(Vec::new())
            } else {
                queries::find_people(&state, &session, search, ASKED).await
            }
        },
    )?;
    people.retain(|person| person.id != session.person.id);
    let sidebar = queries::sidebar_of(&state, &session, &mine, None);
    render(&state, &JumpPage::new(sidebar, search, &mine, &found, &people, appearance::current().language))
}
