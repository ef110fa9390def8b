//! `/admin/rooms`: every room, and what admins do about one: call it something else, say what it is about, close it, open it again, delete it.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use proto::auth::Session;
use proto::room::{Act, AdminQuery, AdminReply, RoomRecord};
use proto::text::{RoomName, Topic};
use proto::{At, Nonce, Refusal, RoomId, UserId};
use serde::Deserialize;

use super::SignedInAdmin;
use crate::draw::{AllRoomsPage, AnyRoomPage, Errors, RoomRow, in_query};
use crate::error::AppError;
use crate::pages::{queries, redirect, render, render_refused, retry_nonce};
use crate::state::AppState;

/// Rooms to a page.
const PER_PAGE: u16 = 50;

/// Which part of the list, and what was done last: one of our own words.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Part {
    q: String,
    offset: u32,
    done: String,
}

/// All fields of all forms about one room.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Typed {
    nonce: String,
    name: Option<String>,
    topic: Option<String>,
    sure: Option<String>,
}

/// `GET /admin/rooms`
pub(crate) async fn rooms(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Query(part): Query<Part>,
) -> Result<Response, AppError> {
    let (search, offset) = (part.q.trim().to_owned(), part.offset);
    let query = AdminQuery::Rooms { search: search.clone(), offset, limit: PER_PAGE };
    let (reply, sidebar) =
        tokio::try_join!(super::query(&state, &session, query), queries::sidebar(&state, &session, None))?;
    let AdminReply::Rooms { rooms, total } = reply else { return Err(Refusal::unavailable().into()) };
    let page = AllRoomsPage {
        sidebar,
        rooms: rows(&state, &rooms).await,
        total,
        search_encoded: in_query(&search),
        search,
        offset,
        per_page: PER_PAGE.into(),
        more: i64::from(offset) + i64::from(PER_PAGE) < total,
        notice: (part.done == "deleted").then_some(
            "The room is deleted, and everything that was said in it. Its address leads not_found any more.",
        ),
    };
    render(&state, &page)
}

/// `GET /admin/rooms/{room}`
pub(crate) async fn room(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Path(room): Path<RoomId>,
    Query(part): Query<Part>,
) -> Result<Response, AppError> {
    let mut page = page(&state, &session, room).await?;
    page.notice = sentence(&part.done);
    render(&state, &page)
}

/// Where a refused form was drawn, a reload asks for its address: the page is one further up.
pub(crate) async fn to_page(Path(room): Path<RoomId>, SignedInAdmin(_): SignedInAdmin) -> Response {
    redirect(&format!("/admin/rooms/{room}"))
}

/// `POST /admin/rooms/{room}/name`
pub(crate) async fn rename(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Path(room): Path<RoomId>,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let act = RoomName::parse(typed.name.as_deref().unwrap_or_default()).map(|name| Act::Rename { name });
    change(&state, &session, room, &typed, act, "renamed").await
}

/// `POST /admin/rooms/{room}/topic`
pub(crate) async fn describe(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Path(room): Path<RoomId>,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let act = Topic::parse(typed.topic.as_deref().unwrap_or_default()).map(|topic| Act::Describe { topic });
    change(&state, &session, room, &typed, act, "described").await
}

/// `POST /admin/rooms/{room}/archive`
pub(crate) async fn archive(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Path(room): Path<RoomId>,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    change(&state, &session, room, &typed, Ok(Act::Archive), "archived").await
}

/// `POST /admin/rooms/{room}/restore`
pub(crate) async fn restore(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Path(room): Path<RoomId>,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    change(&state, &session, room, &typed, Ok(Act::Restore), "restored").await
}

/// `POST /admin/rooms/{room}/delete`: whoever types the room's name means it.
pub(crate) async fn delete_room(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Path(room): Path<RoomId>,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let record = super::room(&state, &session, room).await?;
    let sure = RoomName::parse(typed.sure.as_deref().unwrap_or_default());
    let named =
        RoomName::parse(&record.name).is_ok_and(|name| sure.is_ok_and(|sure| sure.key() == name.key()));
    if named {
        let done = super::act(&state, &session, room, &typed.nonce, Act::DeleteRoom).await;
        match done {
            Ok(()) => return Ok(redirect("/admin/rooms?done=deleted")),
            Err(refusal) => return again(&state, &session, room, &typed, &refusal).await,
        }
    }
    let refusal =
        Refusal::bad_request("This is not the room's name. Nothing was deleted; type the name to delete it.");
    again(&state, &session, room, &typed, &refusal.on("sure")).await
}

async fn change(
    state: &AppState,
    session: &Session,
    room: RoomId,
    typed: &Typed,
    act: Result<Act, Refusal>,
    done: &'static str,
) -> Result<Response, AppError> {
    let changed = async { super::act(state, session, room, &typed.nonce, act?).await };
    match changed.await {
        Ok(()) => Ok(redirect(&format!("/admin/rooms/{room}?done={done}"))),
        Err(refusal) => again(state, session, room, typed, &refusal).await,
    }
}

async fn again(
    state: &AppState,
    session: &Session,
    room: RoomId,
    typed: &Typed,
    refusal: &Refusal,
) -> Result<Response, AppError> {
    let words = typed.name.as_deref().or(typed.topic.as_deref()).unwrap_or_default();
    let mut page = page(state, session, room).await.map_err(|fault| fault.giving_back(words))?;
    page.name.clone_from(typed.name.as_ref().unwrap_or(&page.row.name));
    page.topic.clone_from(typed.topic.as_ref().unwrap_or(&page.row.topic));
    page.sure = typed.sure.clone().unwrap_or_default();
    page.nonce = retry_nonce(refusal, &typed.nonce);
    page.errors = Errors::from(refusal);
    render_refused(state, &page, refusal)
}

async fn page(state: &AppState, session: &Session, room: RoomId) -> Result<AnyRoomPage, AppError> {
    let (record, sidebar) =
        tokio::try_join!(super::room(state, session, room), queries::sidebar(state, session, None))?;
    let row = rows(state, std::slice::from_ref(&record)).await.remove(0);
    Ok(AnyRoomPage {
        sidebar,
        name: record.name,
        topic: record.topic,
        sure: String::new(),
        row,
        nonce: Nonce::new(),
        notice: None,
        errors: Errors::none(),
    })
}

async fn rows(state: &AppState, records: &[RoomRecord]) -> Vec<RoomRow> {
    let creators: Vec<UserId> = records.iter().map(|record| record.creator).collect();
    let people = queries::people(state, &creators).await;
    let now = At::now_utc();
    records.iter().map(|record| RoomRow::of(record, people.get(&record.creator), now)).collect()
}

fn sentence(done: &str) -> Option<&'static str> {
    Some(match done {
        "renamed" => "The room has its new name. Its old address keeps working.",
        "described" => "The topic is changed.",
        "archived" => "The room is archived: it can be read, and nothing new can be written.",
        "restored" => "The room is open again.",
        _ => return None,
    })
}
