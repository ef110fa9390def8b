//! `GET /search/offers?q=`: what may be meant by the piece of a search that is being typed.

use axum::extract::{Query, State};
use axum::response::Response;

use crate::draw::{OffersPage, Wanted};
use crate::error::AppError;
use crate::pages::names::FormInput;
use crate::pages::{queries, render};
use crate::session::SignedIn;
use crate::state::AppState;

/// The most characters of a piece.
const LONGEST: usize = 80;
/// People that are asked for.
const PEOPLE: u16 = 8;

/// A few options of a list box, and nothing around them.
pub(crate) async fn offers(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Query(typed): Query<FormInput>,
) -> Result<Response, AppError> {
    let typed: String = typed.q.chars().take(LONGEST).collect();
    let page = match Wanted::by(&typed) {
        Wanted::These(offers) => OffersPage::of(offers),
        Wanted::People(name) => {
            OffersPage::people(&queries::list_people(&state, &session, &name, 0, PEOPLE).await?)
        }
        Wanted::Rooms(name) => OffersPage::rooms(&queries::my_rooms(&state, &session).await?, &name),
    };
    render(&state, &page)
}
