//! `/r/{slug}/m/{seq}`: one message in its place, and what its forms have in common.

use axum::extract::{Path, Query, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use proto::auth::Session;
use proto::room::permissions::Asker;
use proto::room::{ActionKind, Around, Authority, Message, MessageList, RoomView};
use proto::{Nonce, Reason, Refusal, Seq};
use serde::Deserialize;

use crate::actions::messages;
use crate::draw::{Composer, Sidebar};
use crate::error::AppError;
use crate::pages::room::{RoomQuery, is_at, page_of};
use crate::pages::{queries, redirect, render, room};
use crate::session::{SignedIn, encoded};
use crate::state::AppState;

pub(super) type Address = Path<(String, String)>;
type ActionAddress = Path<(String, String, String)>;

/// `GET /r/{slug}/m/{seq}`: the room around a message, which stands out, with what may be done to it.
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
    Query(part): Query<RoomQuery>,
    uri: Uri,
) -> Result<Response, AppError> {
    let seq = number(&seq)?;
    if let Some(address) = part.elsewhere(&slug) {
        return Ok(redirect(&address));
    }
    if let Some(other) = part.react {
        return Ok(redirect(&format!("{}/m/{other}/react", page_of(&slug))));
    }
    let (view, messages, sidebar) = queries::room_page(&state, &session, &slug, Around::Around(seq)).await?;
    if !is_at(&uri, &format!("{}/m/{seq}", view.address)) {
        let address = encoded(&format!("{}/m/{seq}", view.address));
        return Ok(Redirect::permanent(&address).into_response());
    }
    let (room, address) = (view.room, view.address.to_string());
    let page = room::compose(&state, &session, (view, messages, sidebar), Composer::fresh()).await;
    if let Some(mut page) = page.chosen(seq, &session) {
        page.results = part.found;
        return render(&state, &page);
    }
    // On no page of the room is what is said in a thread alone.
    let message = queries::message(&state, &session, room, seq).await?;
    let root = message.root().ok_or_else(|| Refusal::new(Reason::MessageMissing))?;
    Ok(redirect(&format!("{address}/t/{root}?m={seq}#m-{seq}")))
}

/// Where the form came from, if not from the message's own page.
#[derive(Deserialize)]
pub(crate) struct Origin {
    list: Option<MessageList>,
}

/// `POST /r/{slug}/m/{seq}/{action}`: an action that needs nothing but its message. Done twice is done once, so its form
/// carries no nonce.
pub(crate) async fn act(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq, action)): ActionAddress,
    Query(origin): Query<Origin>,
) -> Result<Response, AppError> {
    let target = number(&seq)?;
    let action = messages::on_message(&action, target)?;
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    state.actions().command(&session, view.room, Nonce::new(), action).await?;
    Ok(redirect(&match origin.list {
        Some(list) => format!("{}/{}", view.address, list.as_str()),
        None => address(&view.address.to_string(), target),
    }))
}

/// Where that form was sent to, a reload asks for its address: the message is further up.
pub(crate) async fn act_to_page(
    SignedIn(_): SignedIn,
    Path((slug, seq, action)): ActionAddress,
) -> Result<Response, AppError> {
    let target = number(&seq)?;
    messages::on_message(&action, target)?;
    Ok(redirect(&address(&page_of(&slug), target)))
}

/// Where the form of a message was sent to, a reload asks for its address: the message is further up.
pub(crate) async fn to_page(SignedIn(_): SignedIn, Path((slug, seq)): Address) -> Result<Response, AppError> {
    Ok(redirect(&address(&page_of(&slug), number(&seq)?)))
}

/// `POST /r/{slug}/m/{seq}/unread`: it, and what came after it, is unread again.
pub(crate) async fn unread(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
) -> Result<Response, AppError> {
    let seq = number(&seq)?;
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    if view.mine.is_none() {
        return Err(Refusal::new(Reason::JoinFirst).into());
    }
    state.actions().mark_unread(session.person.id, view.room, seq).await?;
    Ok(redirect(&format!("{}?around={seq}#new", view.address)))
}

/// The address of a message of the room at this path, with its row as the part of the page to go to.
pub(super) fn address(room: &str, seq: Seq) -> String {
    format!("{room}/m/{seq}#m-{seq}")
}

pub(in crate::pages) fn number(seq: &str) -> Result<Seq, Refusal> {
    seq.parse().ok().filter(|seq| *seq > 0).ok_or_else(Refusal::not_found)
}

/// Whether it is theirs to do, said before anything is typed. The room has the last word.
pub(super) fn check(
    session: &Session,
    view: &RoomView,
    message: &Message,
    action: ActionKind,
) -> Result<(), Refusal> {
    let asker = Asker::viewing(session.org_role, view);
    asker.check(Authority::Member, action)?;
    asker.check_author(Authority::Member, action, message.author == session.person.id)?;
    if message.deleted_at.is_some() { Err(Reason::MessageDeleted.into()) } else { Ok(()) }
}

/// A room, one of its messages, by their address, and what stands beside them.
pub(super) async fn find(
    state: &AppState,
    session: &Session,
    slug: &str,
    seq: &str,
) -> Result<(RoomView, Message, Sidebar), Refusal> {
    let seq = number(seq)?;
    let view = queries::room_by_slug(state, session, slug).await?;
    let (message, sidebar) = tokio::try_join!(
        queries::message(state, session, view.room, seq),
        queries::sidebar(state, session, Some(view.room))
    )?;
    Ok((view, message, sidebar))
}
