//! `/r/{slug}/m/{seq}`: one message in its place, its words changed, or taken back. The same commands as the socket's.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use proto::auth::Session;
use proto::room::{Action, Around, Message, RoomView};
use proto::text::Body;
use proto::{Nonce, Refusal, Seq};

use super::Typed;
use crate::draw::{Composer, DeletePage, EditPage, MessageActions, MessagePermissions};
use crate::error::AppError;
use crate::pages::room::Part;
use crate::pages::{command, form_nonce, queries, redirect, render, render_refused, retry_nonce, room};
use crate::session::{SignedIn, encoded};
use crate::state::AppState;

type Address = Path<(String, String)>;

/// `GET /r/{slug}/m/{seq}`: the room around a message, which stands out, with what may be done to it.
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
    Query(part): Query<Part>,
) -> Result<Response, AppError> {
    let seq = number(&seq)?;
    if let Some(other) = part.m {
        return Ok(redirect(&address(&slug, other)));
    }
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    if view.slug.as_str() != slug {
        let address = encoded(&format!("/r/{}/m/{seq}", view.slug));
        return Ok(Redirect::permanent(&address).into_response());
    }
    let page = room::page(&state, &session, view, Around::Around(seq), Composer::fresh()).await?;
    let page = page.chosen(seq, &session).ok_or_else(not_there)?;
    render(&state, &page)
}

/// `GET /r/{slug}/m/{seq}/edit`.
pub(crate) async fn edit(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
) -> Result<Response, AppError> {
    let (view, message) = find(&state, &session, &slug, &seq).await?;
    if !acts(&session, &view, &message).edit {
        return Err(not_yours(&view, &message, "Only its author can change a message.").into());
    }
    let body = message.body.clone();
    render(&state, &editing(&state, &session, view, message.seq, body, Nonce::new(), None).await?)
}

/// `POST /r/{slug}/m/{seq}/edit` (`body`, `nonce`).
pub(crate) async fn change(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let giving_back = |refusal: Refusal| AppError::from(refusal).giving_back(&typed.body);
    let target = number(&seq)?;
    let view = queries::room_by_slug(&state, &session, &slug).await.map_err(giving_back)?;
    let changing = async {
        let action = Action::Edit { target, body: Body::parse(&typed.body)? };
        command(&state, &session, view.room, form_nonce(&typed.nonce)?, action).await
    };
    let Err(refusal) = changing.await else { return Ok(redirect(&address(view.slug.as_str(), target))) };
    let (body, error) = (typed.body.clone(), Some(refusal.message.to_string()));
    let fresh = retry_nonce(&refusal, &typed.nonce);
    let page = editing(&state, &session, view, target, body, fresh, error).await;
    render_refused(&state, &page.map_err(|_| giving_back(refusal.clone()))?, &refusal)
}

/// `GET /r/{slug}/m/{seq}/delete`: are you sure?
pub(crate) async fn ask_delete(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
) -> Result<Response, AppError> {
    let (view, message) = find(&state, &session, &slug, &seq).await?;
    if !acts(&session, &view, &message).delete {
        let sentence = "Only its author or a moderator can take a message back.";
        return Err(not_yours(&view, &message, sentence).into());
    }
    let sidebar = queries::sidebar(&state, &session, Some(view.room)).await?;
    render(&state, &DeletePage::new(sidebar, view, &message, Nonce::new(), None))
}

/// `POST /r/{slug}/m/{seq}/delete` (`nonce`).
pub(crate) async fn delete(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let target = number(&seq)?;
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    let deleting = async {
        command(&state, &session, view.room, form_nonce(&typed.nonce)?, Action::Delete { target }).await
    };
    let Err(refusal) = deleting.await else { return Ok(redirect(&address(view.slug.as_str(), target))) };
    let fault = AppError::from(refusal.clone());
    let Ok(message) = queries::message(&state, &session, view.room, target).await else { return Err(fault) };
    let sidebar = queries::sidebar(&state, &session, Some(view.room)).await.map_err(|_| fault)?;
    let (fresh, error) = (retry_nonce(&refusal, &typed.nonce), Some(refusal.message.to_string()));
    render_refused(&state, &DeletePage::new(sidebar, view, &message, fresh, error), &refusal)
}

/// Where the form of a message was sent to, a reload asks for its address: the message is further up.
pub(crate) async fn to_page(SignedIn(_): SignedIn, Path((slug, seq)): Address) -> Result<Response, AppError> {
    Ok(redirect(&address(&slug, number(&seq)?)))
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
        return Err(Refusal::forbidden("Join this room to take part in it.").into());
    }
    queries::mark_unread(&state, &session, view.room, seq).await?;
    Ok(redirect(&format!("/r/{}?around={seq}#new", view.slug)))
}

fn acts(session: &Session, view: &RoomView, message: &Message) -> MessageActions {
    MessagePermissions::of(session, view).on(
        session,
        message.seq,
        message.author,
        message.deleted_at.is_some(),
    )
}

async fn find(
    state: &AppState,
    session: &Session,
    slug: &str,
    seq: &str,
) -> Result<(RoomView, Message), Refusal> {
    let seq = number(seq)?;
    let view = queries::room_by_slug(state, session, slug).await?;
    let message = queries::message(state, session, view.room, seq).await?;
    Ok((view, message))
}

async fn editing(
    state: &AppState,
    session: &Session,
    room: RoomView,
    seq: Seq,
    body: String,
    nonce: Nonce,
    error: Option<String>,
) -> Result<EditPage, Refusal> {
    let sidebar = queries::sidebar(state, session, Some(room.room)).await?;
    Ok(EditPage { sidebar, room, seq, body, nonce, error })
}

/// The address of a message, with its row as the place to be on the page.
fn address(slug: &str, seq: Seq) -> String {
    format!("/r/{slug}/m/{seq}#m-{seq}")
}

fn number(seq: &str) -> Result<Seq, Refusal> {
    seq.parse().ok().filter(|seq| *seq > 0).ok_or_else(Refusal::not_found)
}

fn not_there() -> Refusal {
    Refusal::new(proto::Code::NotFound, "This message is not there.")
}

/// The room's own words for the same, said before anything is typed.
fn not_yours(view: &RoomView, message: &Message, sentence: &'static str) -> Refusal {
    if view.archived {
        Refusal::archived()
    } else if view.mine.is_none() {
        Refusal::forbidden("Join this room to take part in it.")
    } else if message.deleted_at.is_some() {
        Refusal::new(proto::Code::NotFound, "This message was taken back and cannot be changed any more.")
    } else {
        Refusal::forbidden(sentence)
    }
}
