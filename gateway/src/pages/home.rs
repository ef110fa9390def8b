//! `/`: where one starts.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use proto::auth::{Person, Session};
use proto::node::Availability;
use proto::room::{MyRoom, Query, Reply, Waiting};
use proto::{At, Refusal, UserId};

use super::keeping::Keepable;
use super::{queries, render};
use crate::draw::{HomePage, HomeParts, home_rooms};
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// Two questions, however many rooms: where they stand, and what was said in those that are shown. Somebody without any room may
/// not have been let into the common one yet: a service was away when they signed in.
pub(crate) async fn home(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
) -> Result<Response, AppError> {
    let mut rooms = queries::my_rooms(&state, &session).await?;
    if rooms.is_empty() && state.actions().join_general(&session).await {
        rooms = queries::my_rooms(&state, &session).await?;
    }
    let waiting = waiting(&state, &session, &rooms).await?;
    let said = waiting.last.iter().chain(&waiting.mentions);
    let authors: Vec<UserId> = said.map(|said| said.author).collect();
    let (people, present) = tokio::join!(queries::people(&state, &authors), present(&state, &rooms));
    let parts = HomeParts {
        rooms: &rooms,
        waiting: &waiting,
        people: &people,
        present: &present,
        now: At::now_utc(),
    };
    let page = HomePage::new(queries::sidebar_of(&state, &session, &rooms, None), &parts);
    Ok(Keepable::home().said_of(render(&state, &page)?, &state, &session).await)
}

async fn waiting(state: &AppState, session: &Session, rooms: &[MyRoom]) -> Result<Waiting, Refusal> {
    if rooms.is_empty() {
        return Ok(Waiting::default());
    }
    let user = session.person.id;
    match state.cluster().ask_room(user.0, &Query::Waiting { user, rooms: home_rooms(rooms) }).await? {
        Reply::Waiting(waiting) => Ok(waiting),
        other => Err(queries::unexpected(&other)),
    }
}

/// Who has one of these rooms open, in order of their names.
async fn present(state: &AppState, rooms: &[MyRoom]) -> Vec<(Person, Availability)> {
    let rooms: Vec<_> = rooms.iter().map(|room| room.room).collect();
    let seen = state.live().present_anywhere(&rooms).await;
    let users: Vec<UserId> = seen.iter().map(|one| one.user).collect();
    let people = queries::people(state, &users).await;
    let by_name: BTreeMap<_, _> = seen
        .iter()
        .filter_map(|one| {
            let person = people.get(&one.user)?;
            let name = person.display_name.to_lowercase();
            Some(((name, person.id.0), (person.clone(), one.availability)))
        })
        .collect();
    by_name.into_values().collect()
}
