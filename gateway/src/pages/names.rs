//! `GET /r/{slug}/names?q=`: whom of a room an `@` may mean, as the composer offers them while somebody types.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use proto::auth::Session;
use proto::room::permissions::Asker;
use proto::room::{Kind, RoomView};
use proto::{Refusal, UserId};
use serde::Deserialize;

use super::{queries, render};
use crate::draw::NamesPage;
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// So many members are looked through: owners and moderators first, then those who came first.
const LOOKED_AT: u32 = 500;
/// Members to a query.
const PAGE: u16 = 100;

/// What has been typed after the `@`.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct FormInput {
    pub(super) q: String,
}

/// A few options of a list box, and nothing around them.
pub(crate) async fn names(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(slug): Path<String>,
    Query(typed): Query<FormInput>,
) -> Result<Response, AppError> {
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    let mut ids = members(&state, &session, &view).await?;
    let present: Vec<UserId> = state.live().present(view.room).iter().map(|(person, _)| person.id).collect();
    ids.retain(|id| *id != session.person.id);
    let people = queries::people(&state, &ids).await;
    let people = ids.iter().filter_map(|id| people.get(id).cloned());
    let page = NamesPage::new(people, &present, &typed.q);
    let calls = view.kind != Kind::Direct && Asker::viewing(session.org_role, &view).may_broadcast();
    render(&state, &if calls { page.calling(&typed.q, view.members) } else { page })
}

async fn members(state: &AppState, session: &Session, view: &RoomView) -> Result<Vec<UserId>, Refusal> {
    let mut ids = Vec::new();
    for offset in (0..LOOKED_AT).step_by(PAGE.into()) {
        let (some, more) = queries::members(state, session, view.room, (false, None), offset, PAGE).await?;
        ids.extend(some.iter().map(|line| line.user));
        if !more {
            break;
        }
    }
    Ok(ids)
}
