//! `/r/{slug}/pins`: the messages a room keeps at hand; `POST /r/{slug}/m/{seq}/pin` and `/unpin`.

use axum::extract::{Path, State};
use axum::response::Response;
use proto::auth::Session;
use proto::room::{Action, Around};
use proto::text::Slug;
use proto::{Nonce, Refusal};

use super::one::{Address, address, number};
use crate::draw::PinsPage;
use crate::error::AppError;
use crate::pages::{queries, redirect, render};
use crate::session::SignedIn;
use crate::state::AppState;

/// `GET /r/{slug}/pins`, the last pinned first.
pub(crate) async fn pins(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(slug): Path<String>,
) -> Result<Response, AppError> {
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    let pinned = Around::These(view.settings.pins.clone());
    let (page, sidebar) = tokio::try_join!(
        queries::messages(&state, &session, view.room, pinned),
        queries::sidebar(&state, &session, Some(view.room))
    )?;
    render(&state, &PinsPage::new(sidebar, view, &page.messages, &session))
}

/// `POST /r/{slug}/m/{seq}/pin`.
pub(crate) async fn pin(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
) -> Result<Response, AppError> {
    let target = number(&seq)?;
    let slug = carry_out(&state, &session, &slug, Action::Pin { target }).await?;
    Ok(redirect(&address(slug.as_str(), target)))
}

/// `POST /r/{slug}/m/{seq}/unpin`.
pub(crate) async fn unpin(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
) -> Result<Response, AppError> {
    let target = number(&seq)?;
    let slug = carry_out(&state, &session, &slug, Action::Unpin { target }).await?;
    Ok(redirect(&format!("/r/{slug}/pins")))
}

/// Pinning twice is pinning once, so the forms carry no nonce. Answers the room's present address.
async fn carry_out(state: &AppState, session: &Session, slug: &str, action: Action) -> Result<Slug, Refusal> {
    let view = queries::room_by_slug(state, session, slug).await?;
    state.actions().command(session, view.room, Nonce::new(), action).await?;
    Ok(view.slug)
}
