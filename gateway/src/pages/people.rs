//! `/people`: everyone there is to know; and whom a name means, offered while somebody types it.

use axum::extract::{Query, State};
use axum::response::Response;
use proto::{At, UserId};
use serde::Deserialize;

use super::names::FormInput;
use super::own_invites::may_invite;
use super::{queries, render};
use crate::draw::{EveryonePage, NamesPage};
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// People to a page.
const PER_PAGE: u16 = 50;

/// Which page of the list.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct ListQuery {
    offset: u32,
    /// Part of a name that is looked for.
    q: String,
}

/// `GET /people`
pub(crate) async fn everyone(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Query(part): Query<ListQuery>,
) -> Result<Response, AppError> {
    let search = part.q.trim();
    let (found, sidebar) = tokio::try_join!(
        queries::list_people(&state, &session, search, part.offset, PER_PAGE + 1),
        queries::sidebar(&state, &session, None)
    )?;
    let listed: Vec<UserId> = found.iter().map(|person| person.id).collect();
    let seen = state.live().availability(&listed).await;
    let mut page = EveryonePage::new(sidebar, &found, &seen, search, (part.offset, PER_PAGE), At::now_utc());
    page.invites = may_invite(&session, &state.installation()?);
    render(&state, &page)
}

/// `GET /people/names?q=`: a few options of a list box, and nothing around them.
pub(crate) async fn names(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Query(typed): Query<FormInput>,
) -> Result<Response, AppError> {
    let mut people = queries::find_people(&state, &session, &typed.q, NamesPage::OFFERED + 1).await?;
    people.retain(|person| person.id != session.person.id);
    render(&state, &NamesPage::found(people))
}
