//! `/sidebar`: in which order one's rooms stand in the list beside every page, and which parts of it are folded away.

pub(crate) mod sections;

use axum::Form;
use axum::extract::{Query, State};
use axum::response::Response;
use proto::room::{ListPart, Rearrange, RoomSort};
use proto::{Reason, Refusal, RoomId};
use serde::Deserialize;

use super::{queries, redirect, render};
use crate::draw::SidebarPage;
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// The room that was moved last, and which way: the same button is pressed again.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Moved {
    moved: Option<RoomId>,
    to: String,
}

/// `GET /sidebar`
pub(crate) async fn form(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Query(moved): Query<Moved>,
) -> Result<Response, AppError> {
    let sidebar = queries::sidebar(&state, &session, None).await?;
    let mut page = SidebarPage::new(sidebar);
    page.moved = moved.moved.map(|room| (room, moved.to == "up"));
    render(&state, &page)
}

/// Where a form was sent to, a reload asks for its address: the page is one further up.
pub(crate) async fn to_page(SignedIn(_): SignedIn) -> Response {
    redirect("/sidebar")
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Order {
    sort: String,
}

/// `POST /sidebar` (`sort`: `name`, `activity` or `hand`). By hand rooms stand at first as they stood.
pub(crate) async fn sort(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Form(typed): Form<Order>,
) -> Result<Response, AppError> {
    let change = match RoomSort::parse(&typed.sort).ok_or_else(malformed)? {
        RoomSort::Hand => {
            let sidebar = queries::sidebar(&state, &session, None).await?;
            if sidebar.sort == RoomSort::Hand {
                return Ok(redirect("/sidebar"));
            }
            Rearrange::Place(sidebar.named().map(|line| line.id).collect())
        }
        sort => Rearrange::Sort(sort),
    };
    state.actions().arrange(&session, change).await?;
    Ok(redirect("/sidebar"))
}

/// Rooms in their order, or one of them that goes up, down, or to a section.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Places {
    /// Their ids, with commas between them.
    rooms: String,
    room: Option<RoomId>,
    to: String,
    section: String,
}

/// `POST /sidebar/places` (`rooms`, or `room` and `to`: `up`, `down`, or `section` and which one)
pub(crate) async fn place(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Form(typed): Form<Places>,
) -> Result<Response, AppError> {
    let Some(room) = typed.room else {
        let rooms = typed.rooms.split(',').map(str::parse).collect::<Result<Vec<RoomId>, _>>();
        let rooms = rooms.map_err(|_| malformed())?;
        state.actions().arrange(&session, Rearrange::Place(rooms)).await?;
        return Ok(redirect("/sidebar"));
    };
    let up = match &*typed.to {
        "up" => true,
        "down" => false,
        "section" => {
            let section = Some(&typed.section).filter(|section| !section.is_empty());
            let section = section.map(|section| section.parse()).transpose().map_err(|_| malformed())?;
            state.actions().arrange(&session, Rearrange::Put { room, section }).await?;
            return Ok(redirect("/sidebar"));
        }
        _ => return Err(malformed().into()),
    };
    let mut sidebar = queries::sidebar(&state, &session, None).await?;
    sidebar.move_by_one(room, up);
    let places = sidebar.named().map(|line| line.id).collect();
    state.actions().arrange(&session, Rearrange::Place(places)).await?;
    Ok(redirect(&format!("/sidebar?moved={room}&to={}", typed.to)))
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Folding {
    part: String,
    folded: String,
}

/// `POST /sidebar/fold` (`part`: `starred`, `rooms`, `direct` or a section; `folded`: `yes` or `no`)
pub(crate) async fn fold(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Form(typed): Form<Folding>,
) -> Result<Response, AppError> {
    let folded = match &*typed.folded {
        "yes" => true,
        "no" => false,
        _ => return Err(malformed().into()),
    };
    let change = match (ListPart::parse(&typed.part), typed.part.parse()) {
        (Some(part), _) => Rearrange::Fold { part, folded },
        (None, Ok(section)) => Rearrange::FoldSection { section, folded },
        (None, Err(_)) => return Err(malformed().into()),
    };
    state.actions().arrange(&session, change).await?;
    Ok(redirect("/"))
}

fn malformed() -> Refusal {
    Refusal::new(Reason::Malformed)
}
