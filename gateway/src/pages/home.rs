//! `/`: my rooms.

use axum::extract::State;
use axum::response::Response;

use super::{ask, drawn, welcome};
use crate::app::Desk;
use crate::draw::HomePage;
use crate::error::Fault;
use crate::session::SignedIn;

/// Somebody without any room may not have been let into the common one yet: a service was away when they signed in.
pub(crate) async fn home(State(desk): State<Desk>, SignedIn(session): SignedIn) -> Result<Response, Fault> {
    let mut sidebar = ask::sidebar(&desk, &session, None).await?;
    if sidebar.rooms.is_empty() && welcome::into_general(&desk, &session).await {
        sidebar = ask::sidebar(&desk, &session, None).await?;
    }
    drawn(&desk, &HomePage { sidebar })
}
