//! `POST /r/{slug}/messages`: says something, by the same command as the socket.

pub(crate) mod delete;
pub(crate) mod edit;
pub(crate) mod edits;
pub(crate) mod list;
pub(crate) mod one;
pub(crate) mod preview;
pub(crate) mod quote;
pub(crate) mod react;
pub(crate) mod reply;
pub(crate) mod report;
pub(crate) mod save;
pub(crate) mod tick;
pub(crate) mod why;

use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use proto::auth::Session;
use proto::room::permissions::Asker;
use proto::room::{Action, Around, Conversation, Kind, RoomView};
use proto::text::{BROADCAST_WARNS_ABOVE, Broadcast};
use proto::{At, Reason, Refusal, RoomId, Seq};
use serde::Deserialize;

use super::inbox;
use super::settings::own_account;
use super::status::set_status;
use super::{
    form_nonce, queries, redirect, render, render_refused, render_refused_with_status, retry_nonce, room,
};
use crate::actions::slash::{self, Typed};
use crate::actions::status::StatusCommand;
use crate::catalogue::Text;
use crate::draw::{Composer, SignInPage};
use crate::error::AppError;
use crate::session::{MaybeSession, ReturnTo};
use crate::state::AppState;

/// The most bytes of the form: 64 KiB of text in any script, percent-encoded, can be given back with its refusal.
pub(crate) const FORM_MAX: usize = 3 * 64 * 1024 + 4_096;

/// The form.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct FormInput {
    body: String,
    nonce: String,
    /// `yes`: they know how many people it calls.
    sure: String,
    /// Up to where a row of the inbox goes, where it was written there.
    inbox: Seq,
    /// Which part of the inbox was shown then.
    show: String,
}

/// Refused, the room is drawn again with the text in its composer.
pub(crate) async fn post(
    State(state): State<AppState>,
    session: Result<MaybeSession, AppError>,
    Path(slug): Path<String>,
    headers: HeaderMap,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    let MaybeSession(session) = session.map_err(|error| error.giving_back(&typed.body))?;
    let Some(session) = session else { return sign_in_first(&state, room::page_of(&slug), &typed.body) };
    let view = queries::room_by_slug(&state, &session, &slug)
        .await
        .map_err(|refusal| AppError::from(refusal).giving_back(&typed.body))?;
    let done = match slash::read(&typed.body) {
        Ok(Typed::Act(action)) => act(&state, &session, &view, &typed, action).await,
        Ok(Typed::Status(command)) => status(&state, &session, &headers, &view, command).await,
        Ok(Typed::Leave) => leave(&state, &session, &view, &typed).await,
        Ok(Typed::Invite(username)) => {
            let action = state.actions().add(&session, &view, &username).await;
            to_somebody(&state, &session, &view, &typed, action).await
        }
        Ok(Typed::Mute { username, minutes, reason }) => {
            let action = state.actions().mute_named(&session, &view, &username, minutes, &reason).await;
            to_somebody(&state, &session, &view, &typed, action).await
        }
        Ok(Typed::Unmute(username)) => {
            let action = state.actions().unmute_named(&session, &view, &username).await;
            to_somebody(&state, &session, &view, &typed, action).await
        }
        Ok(Typed::MuteRoom(muted)) => mute_room(&state, &session, &view, muted).await,
        Ok(Typed::Message(username, said)) => message(&state, &session, &typed, &username, said).await,
        Ok(Typed::Explain(why)) => return explain(&state, &session, view, &typed, why).await,
        Err(refusal) => Err(refusal),
    };
    match done {
        Ok(address) => Ok(typed.go(&state, &session, view.room, &address).await),
        Err(refusal) => render_again(&state, &session, view, &typed, &refusal).await,
    }
}

impl FormInput {
    /// To where that leads, or back to the inbox.
    async fn go(&self, state: &AppState, session: &Session, room: RoomId, address: &str) -> Response {
        let conversation = Conversation { room, root: None };
        let list = inbox::answered(state, session, conversation, self.inbox, &self.show).await;
        redirect(list.as_deref().unwrap_or(address))
    }
}

/// Where to go then.
async fn act(
    state: &AppState,
    session: &Session,
    view: &RoomView,
    typed: &FormInput,
    action: Action,
) -> Result<String, Refusal> {
    if typed.sure != "yes" {
        check_broadcast(session, view, &action)?;
    }
    let done = state.actions().command(session, view.room, form_nonce(&typed.nonce)?, action).await?;
    // The next page is read at once, and one's own words are no news on it. Should this fail, they are for a second.
    let _ = state.actions().mark_read(session.person.id, view.room, done.seq, None).await;
    Ok(format!("{}#latest", view.address))
}

/// Without a script, how many people would be called is said before they are. Who may not call them is told so by the room.
pub(in crate::pages) fn check_broadcast(
    session: &Session,
    view: &RoomView,
    action: &Action,
) -> Result<(), Refusal> {
    let calls = action.body().is_some_and(|body| Broadcast::in_text(body.as_str()).is_some());
    let count = view.members - 1;
    let is_heard = view.kind != Kind::Direct && Asker::viewing(session.org_role, view).may_broadcast();
    if calls && is_heard && count > BROADCAST_WARNS_ABOVE {
        return Err(Reason::BroadcastUnconfirmed { count }.into());
    }
    Ok(())
}

async fn status(
    state: &AppState,
    session: &Session,
    headers: &HeaderMap,
    view: &RoomView,
    command: StatusCommand,
) -> Result<String, Refusal> {
    let zone = own_account(state, session).await?.details.zone;
    let status = command.status(zone.as_ref(), At::now_utc())?;
    set_status(state, session, headers, status).await?;
    Ok(format!("{}#latest", view.address))
}

async fn leave(
    state: &AppState,
    session: &Session,
    view: &RoomView,
    typed: &FormInput,
) -> Result<String, Refusal> {
    state.actions().command(session, view.room, form_nonce(&typed.nonce)?, Action::Leave).await?;
    Ok("/".to_owned())
}

/// Something done to somebody who was named.
async fn to_somebody(
    state: &AppState,
    session: &Session,
    view: &RoomView,
    typed: &FormInput,
    action: Result<Action, Refusal>,
) -> Result<String, Refusal> {
    state.actions().command(session, view.room, form_nonce(&typed.nonce)?, action?).await?;
    Ok(format!("{}#latest", view.address))
}

async fn mute_room(
    state: &AppState,
    session: &Session,
    view: &RoomView,
    muted: bool,
) -> Result<String, Refusal> {
    state.actions().mute_room(session, (view.room, view.kind), muted).await?;
    Ok(format!("{}#latest", view.address))
}

/// To the conversation with somebody, with something said there or not.
async fn message(
    state: &AppState,
    session: &Session,
    typed: &FormInput,
    username: &str,
    said: Option<Action>,
) -> Result<String, Refusal> {
    let view = state.actions().open_direct(session, username).await?;
    match said {
        Some(action) => act(state, session, &view, typed, action).await,
        None => Ok(view.address.to_string()),
    }
}

/// Nothing was done: the same page, with what was typed, and why.
async fn explain(
    state: &AppState,
    session: &Session,
    view: RoomView,
    typed: &FormInput,
    why: Text,
) -> Result<Response, AppError> {
    let composer = Composer { body: typed.body.clone(), error: Some(why), ..Composer::fresh() };
    let page = room::page(state, session, view, Around::Latest, composer).await;
    let page = page.map_err(|error| error.giving_back(&typed.body))?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(state, &page)?).into_response())
}

async fn render_again(
    state: &AppState,
    session: &Session,
    view: RoomView,
    typed: &FormInput,
    refusal: &Refusal,
) -> Result<Response, AppError> {
    let composer = Composer::refused(&typed.body, retry_nonce(refusal, &typed.nonce), refusal);
    let page = room::page(state, session, view, Around::Latest, composer).await;
    render_refused(
        state,
        &page.map_err(|_| AppError::from(refusal.clone()).giving_back(&typed.body))?,
        refusal,
    )
}

/// The session has ended while they wrote: they get their words back with the sign-in page.
pub(super) fn sign_in_first(state: &AppState, next: String, body: &str) -> Result<Response, AppError> {
    let notice = Some(Text::new("sign-in-message-unsent"));
    let next = ReturnTo::from(next).path();
    let words = Some(body.to_owned()).filter(|words| !words.trim().is_empty());
    let page = SignInPage { next, notice, typed: words, ..SignInPage::default() };
    render_refused_with_status(state, &page, StatusCode::UNAUTHORIZED, &Refusal::auth_required())
}
