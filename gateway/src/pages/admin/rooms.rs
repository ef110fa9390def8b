//! `/admin/rooms`: every room, and what admins do about one: call it something else, say what it is about, close it, open it again, delete it.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use proto::auth::Session;
use proto::room::{Act, OfficeQuestion, OfficeReply, RoomRecord};
use proto::text::{RoomName, Topic};
use proto::{At, Nonce, Reason, Refusal, RoomId, UserId};
use serde::Deserialize;

use super::InOffice;
use crate::app::Desk;
use crate::catalogue::Text;
use crate::draw::{AllRoomsPage, AnyRoomPage, Errors, RoomRow, in_query};
use crate::error::Fault;
use crate::pages::{ask, drawn, go, nonce_after, refused};

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
    State(desk): State<Desk>,
    InOffice(session): InOffice,
    Query(part): Query<Part>,
) -> Result<Response, Fault> {
    let (search, offset) = (part.q.trim().to_owned(), part.offset);
    let question = OfficeQuestion::Rooms { search: search.clone(), offset, limit: PER_PAGE };
    let (reply, sidebar) =
        tokio::try_join!(super::question(&desk, &session, question), ask::sidebar(&desk, &session, None))?;
    let OfficeReply::Rooms { rooms, total } = reply else { return Err(Refusal::unavailable().into()) };
    let page = AllRoomsPage {
        sidebar,
        rooms: rows(&desk, &rooms).await,
        total,
        search_encoded: in_query(&search),
        search,
        offset,
        per_page: PER_PAGE.into(),
        more: i64::from(offset) + i64::from(PER_PAGE) < total,
        notice: (part.done == "deleted").then(|| Text::new("admin-rooms-did-delete")),
    };
    drawn(&desk, &page)
}

/// `GET /admin/rooms/{room}`
pub(crate) async fn room(
    State(desk): State<Desk>,
    InOffice(session): InOffice,
    Path(room): Path<RoomId>,
    Query(part): Query<Part>,
) -> Result<Response, Fault> {
    let mut page = page(&desk, &session, room).await?;
    page.notice = sentence(&part.done);
    drawn(&desk, &page)
}

/// Where a refused form was drawn, a reload asks for its address: the page is one further up.
pub(crate) async fn back(Path(room): Path<RoomId>, InOffice(_): InOffice) -> Response {
    go(&format!("/admin/rooms/{room}"))
}

/// `POST /admin/rooms/{room}/name`
pub(crate) async fn rename(
    State(desk): State<Desk>,
    InOffice(session): InOffice,
    Path(room): Path<RoomId>,
    Form(typed): Form<Typed>,
) -> Result<Response, Fault> {
    let act = RoomName::parse(typed.name.as_deref().unwrap_or_default()).map(|name| Act::Rename { name });
    change(&desk, &session, room, &typed, act, "renamed").await
}

/// `POST /admin/rooms/{room}/topic`
pub(crate) async fn describe(
    State(desk): State<Desk>,
    InOffice(session): InOffice,
    Path(room): Path<RoomId>,
    Form(typed): Form<Typed>,
) -> Result<Response, Fault> {
    let act = Topic::parse(typed.topic.as_deref().unwrap_or_default()).map(|topic| Act::Describe { topic });
    change(&desk, &session, room, &typed, act, "described").await
}

/// `POST /admin/rooms/{room}/archive`
pub(crate) async fn archive(
    State(desk): State<Desk>,
    InOffice(session): InOffice,
    Path(room): Path<RoomId>,
    Form(typed): Form<Typed>,
) -> Result<Response, Fault> {
    change(&desk, &session, room, &typed, Ok(Act::Archive), "archived").await
}

/// `POST /admin/rooms/{room}/restore`
pub(crate) async fn restore(
    State(desk): State<Desk>,
    InOffice(session): InOffice,
    Path(room): Path<RoomId>,
    Form(typed): Form<Typed>,
) -> Result<Response, Fault> {
    change(&desk, &session, room, &typed, Ok(Act::Restore), "restored").await
}

/// `POST /admin/rooms/{room}/delete`: whoever types the room's name means it.
pub(crate) async fn demolish(
    State(desk): State<Desk>,
    InOffice(session): InOffice,
    Path(room): Path<RoomId>,
    Form(typed): Form<Typed>,
) -> Result<Response, Fault> {
    let record = super::room(&desk, &session, room).await?;
    let sure = RoomName::parse(typed.sure.as_deref().unwrap_or_default());
    let named =
        RoomName::parse(&record.name).is_ok_and(|name| sure.is_ok_and(|sure| sure.key() == name.key()));
    if named {
        let done = super::act(&desk, &session, room, &typed.nonce, Act::Demolish).await;
        match done {
            Ok(()) => return Ok(go("/admin/rooms?done=deleted")),
            Err(refusal) => return again(&desk, &session, room, &typed, &refusal).await,
        }
    }
    let refusal = Refusal::new(Reason::NotTheRoomName);
    again(&desk, &session, room, &typed, &refusal.on("sure")).await
}

async fn change(
    desk: &Desk,
    session: &Session,
    room: RoomId,
    typed: &Typed,
    act: Result<Act, Refusal>,
    done: &'static str,
) -> Result<Response, Fault> {
    let changed = async { super::act(desk, session, room, &typed.nonce, act?).await };
    match changed.await {
        Ok(()) => Ok(go(&format!("/admin/rooms/{room}?done={done}"))),
        Err(refusal) => again(desk, session, room, typed, &refusal).await,
    }
}

async fn again(
    desk: &Desk,
    session: &Session,
    room: RoomId,
    typed: &Typed,
    refusal: &Refusal,
) -> Result<Response, Fault> {
    let words = typed.name.as_deref().or(typed.topic.as_deref()).unwrap_or_default();
    let mut page = page(desk, session, room).await.map_err(|fault| fault.giving_back(words))?;
    page.name.clone_from(typed.name.as_ref().unwrap_or(&page.row.name));
    page.topic.clone_from(typed.topic.as_ref().unwrap_or(&page.row.topic));
    page.sure = typed.sure.clone().unwrap_or_default();
    page.nonce = nonce_after(refusal, &typed.nonce);
    page.errors = Errors::from(refusal);
    refused(desk, &page, refusal)
}

async fn page(desk: &Desk, session: &Session, room: RoomId) -> Result<AnyRoomPage, Fault> {
    let (record, sidebar) =
        tokio::try_join!(super::room(desk, session, room), ask::sidebar(desk, session, None))?;
    let row = rows(desk, std::slice::from_ref(&record)).await.remove(0);
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

async fn rows(desk: &Desk, records: &[RoomRecord]) -> Vec<RoomRow> {
    let creators: Vec<UserId> = records.iter().map(|record| record.creator).collect();
    let people = ask::people(desk, &creators).await;
    let now = At::now_utc();
    records.iter().map(|record| RoomRow::of(record, people.get(&record.creator), now)).collect()
}

fn sentence(done: &str) -> Option<Text> {
    Some(match done {
        "renamed" => Text::new("room-settings-did-rename"),
        "described" => Text::new("room-settings-did-topic"),
        "archived" => Text::new("room-settings-did-archive"),
        "restored" => Text::new("room-settings-did-restore"),
        _ => return None,
    })
}
