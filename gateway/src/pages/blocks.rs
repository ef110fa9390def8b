//! `/u/{username}/block` and `/unblock`: whom one wants to hear nothing more from.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use proto::auth::Session;
use proto::room::{Query, Reply};
use proto::{Reason, Refusal, UserId};
use serde::Deserialize;

use super::{profile, queries, redirect};
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// The most people that one blocks: all of them are told whole to each of one's pages.
const MOST: usize = 1_000;

/// Where the form stood: `settings`, or the profile.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Back {
    from: String,
}

/// `POST /u/{username}/block`
pub(crate) async fn block(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(username): Path<String>,
    Form(back): Form<Back>,
) -> Result<Response, AppError> {
    set(&state, &session, &username, true).await?;
    Ok(back.location(&username))
}

/// `POST /u/{username}/unblock`
pub(crate) async fn unblock(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(username): Path<String>,
    Form(back): Form<Back>,
) -> Result<Response, AppError> {
    set(&state, &session, &username, false).await?;
    Ok(back.location(&username))
}

/// Where a refused form was drawn, a reload asks for its address.
pub(crate) async fn to_page(Path(username): Path<String>, SignedIn(_): SignedIn) -> Response {
    redirect(&format!("/u/{username}"))
}

/// Whoever has been blocked once may be let go, known or not.
async fn set(state: &AppState, session: &Session, username: &str, blocked: bool) -> Result<(), Refusal> {
    let other = profile::person(state, username).await?.id;
    if blocked {
        profile::check_known(state, session, other).await?;
        check_number(&of(state, session).await?, other)?;
    }
    state.actions().set_blocked(session, other, blocked).await
}

/// Whoever is blocked already may be so once more.
fn check_number(blocked: &[UserId], other: UserId) -> Result<(), Refusal> {
    let is_full = blocked.len() >= MOST && !blocked.contains(&other);
    if is_full { Err(Reason::BlockedFull { max: MOST }.into()) } else { Ok(()) }
}

/// Whom somebody has blocked.
pub(in crate::pages) async fn of(state: &AppState, session: &Session) -> Result<Vec<UserId>, Refusal> {
    let user = session.person.id;
    match state.cluster().ask_room(user.0, &Query::Personal { user }).await? {
        Reply::Personal(personal) => Ok(personal.blocked),
        other => Err(queries::unexpected(&other)),
    }
}

impl Back {
    fn location(&self, username: &str) -> Response {
        match self.from.as_str() {
            "settings" => redirect("/settings?saved=unblocked#blocked"),
            _ => redirect(&format!("/u/{username}")),
        }
    }
}
