//! `/r/{slug}/m/{seq}/reply`: a message is answered, where there is no script.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use proto::auth::Session;
use proto::room::permissions::Asker;
use proto::room::{ActionKind, Authority, Message, RoomView};
use proto::{Reason, Refusal};

use super::one::{Address, find, number};
use super::{FormInput, act, sign_in_first};
use crate::actions;
use crate::draw::{Composer, ReplyPage};
use crate::error::AppError;
use crate::pages::room::page_of;
use crate::pages::{queries, render, render_refused, retry_nonce};
use crate::session::{MaybeSession, SignedIn};
use crate::state::AppState;

/// `GET /r/{slug}/m/{seq}/reply`.
pub(crate) async fn form(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
) -> Result<Response, AppError> {
    let (room, message, sidebar) = find(&state, &session, &slug, &seq).await?;
    check(&session, &room, &message)?;
    render(&state, &ReplyPage::new(sidebar, room, &message, Composer::fresh()))
}

/// `POST /r/{slug}/m/{seq}/reply` (`body`, `nonce`; from the inbox `inbox`, `show`).
pub(crate) async fn reply(
    State(state): State<AppState>,
    session: Result<MaybeSession, AppError>,
    Path((slug, seq)): Address,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    let MaybeSession(session) = session.map_err(|error| error.giving_back(&typed.body))?;
    let Some(session) = session else {
        return sign_in_first(&state, format!("{}/m/{seq}/reply", page_of(&slug)), &typed.body);
    };
    let giving_back = |refusal: Refusal| AppError::from(refusal).giving_back(&typed.body);
    let target = number(&seq).map_err(giving_back)?;
    let view = queries::room_by_slug(&state, &session, &slug).await.map_err(giving_back)?;
    let posting = async {
        let action = actions::messages::post(&typed.body, Some(target), &[])?;
        act(&state, &session, &view, &typed, action).await
    };
    let refusal = match posting.await {
        Ok(address) => return Ok(typed.go(&state, &session, view.room, &address).await),
        Err(refusal) => refusal,
    };
    let asked = tokio::try_join!(
        queries::message(&state, &session, view.room, target),
        queries::sidebar(&state, &session, Some(view.room))
    );
    // Where there is no such message, the words are all there is to be shown.
    let (message, sidebar) = asked.map_err(|_| giving_back(refusal.clone()))?;
    let composer = Composer::refused(&typed.body, retry_nonce(&refusal, &typed.nonce), &refusal);
    render_refused(&state, &ReplyPage::new(sidebar, view, &message, composer), &refusal)
}

/// Whether they may answer it, said before anything is typed. The room has the last word.
fn check(session: &Session, view: &RoomView, message: &Message) -> Result<(), Refusal> {
    Asker::viewing(session.org_role, view).check(Authority::Member, ActionKind::Post)?;
    if message.deleted_at.is_some() { Err(Reason::RepliedMessageDeleted.into()) } else { Ok(()) }
}
