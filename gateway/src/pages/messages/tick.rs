//! `POST /r/{slug}/m/{seq}/tick`: a box of one's own message, ticked or not.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use proto::room::ActionKind;
use proto::{Nonce, Seq};
use serde::Deserialize;

use super::one::{Address, address, check, number};
use crate::actions::tasks::{self, Tick};
use crate::error::AppError;
use crate::pages::{queries, redirect};
use crate::session::SignedIn;
use crate::state::AppState;

/// The form: which box shall be ticked, or shall not be, and the `rev` of the drawing it stands in. Done twice is done once, so it
/// carries no nonce.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct TickInput {
    tick: Option<usize>,
    untick: Option<usize>,
    rev: Seq,
}

impl TickInput {
    fn wanted(&self) -> Option<Tick> {
        let ticked = self.tick.map(|at| Tick { at, done: true });
        ticked.or_else(|| self.untick.map(|at| Tick { at, done: false }))
    }
}

/// `POST /r/{slug}/m/{seq}/tick` (`tick` or `untick`, `rev`).
pub(crate) async fn tick(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
    Form(typed): Form<TickInput>,
) -> Result<Response, AppError> {
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    let message = queries::message(&state, &session, view.room, number(&seq)?).await?;
    check(&session, &view, &message, ActionKind::Edit)?;
    if let Some(wanted) = typed.wanted()
        && let Some(action) = tasks::tick(&message, wanted, typed.rev)?
    {
        state.actions().command(&session, view.room, Nonce::new(), action).await?;
    }
    Ok(redirect(&address(&view.address.to_string(), message.seq)))
}
