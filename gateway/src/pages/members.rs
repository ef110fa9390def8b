//! `/r/{slug}/members`: who is in a room.

pub(crate) mod change;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use proto::UserId;
use proto::auth::Session;
use proto::room::{MemberLine, RoomView};
use serde::Deserialize;

use super::{queries, redirect, render};
use crate::catalogue::Text;
use crate::draw::{AddForm, Errors, MemberRow, MembersPage, Rights};
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// People to a page.
const PER_PAGE: u16 = 50;
/// The most people of the installation who are looked for among the members.
const FOUND: u16 = 500;
/// The most banned people that are listed.
const BANNED: u16 = 100;

/// Which page of the list, and what was done last: one of our own words.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct ListQuery {
    offset: u32,
    /// Part of a name that is looked for.
    q: String,
    done: String,
}

/// `GET /r/{slug}/members`
pub(crate) async fn members(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(slug): Path<String>,
    Query(part): Query<ListQuery>,
) -> Result<Response, AppError> {
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    let mut page = page(&state, &session, view, (part.q.trim(), part.offset)).await?;
    let listed: Vec<UserId> = page.members.iter().map(|member| member.face.id).collect();
    page = page.seen(&state.live().availability(&listed).await);
    page.notice = sentence(&part.done);
    render(&state, &page)
}

/// Where a refused form was drawn, a reload asks for its address: the list is further up.
pub(crate) async fn to_page(Path((slug, _)): Path<(String, String)>, SignedIn(_): SignedIn) -> Response {
    redirect(&format!("/r/{slug}/members"))
}

async fn page(
    state: &AppState,
    session: &Session,
    room: RoomView,
    (search, offset): (&str, u32),
) -> Result<MembersPage, AppError> {
    let rights = Rights::of(session, &room);
    let (among, too_many) = found(state, session, search).await?;
    let (sidebar, (members, more), (banned, _)) = tokio::try_join!(
        queries::sidebar(state, session, Some(room.room)),
        queries::members(state, session, room.room, (false, among), offset, PER_PAGE),
        async {
            if rights.unban && search.is_empty() {
                queries::members(state, session, room.room, (true, None), 0, BANNED).await
            } else {
                Ok((Vec::new(), false))
            }
        },
    )?;
    let ids: Vec<UserId> = members.iter().chain(&banned).map(|line| line.user).collect();
    let people = queries::people(state, &ids).await;
    let row = |line: &MemberLine| MemberRow::of(line, people.get(&line.user), session.person.id, rights);
    Ok(MembersPage {
        members: members.iter().map(row).collect(),
        banned: banned.iter().map(row).collect(),
        sidebar,
        room,
        search: search.to_owned(),
        too_many,
        offset,
        per_page: PER_PAGE.into(),
        more,
        rights,
        add: AddForm::default(),
        notice: None,
        errors: Errors::none(),
    })
}

/// Whom a search means, if there is one; and whether it means more than are looked for.
async fn found(
    state: &AppState,
    session: &Session,
    search: &str,
) -> Result<(Option<Vec<UserId>>, bool), AppError> {
    if search.is_empty() {
        return Ok((None, false));
    }
    let people = queries::find_people(state, session, search, FOUND).await?;
    let too_many = people.len() >= FOUND.into();
    Ok((Some(people.iter().map(|person| person.id).collect()), too_many))
}

fn sentence(done: &str) -> Option<Text> {
    Some(match done {
        "added" => Text::new("members-did-add"),
        "appointed" => Text::new("members-did-appoint"),
        "removed" => Text::new("members-did-remove"),
        "banned" => Text::new("members-did-ban"),
        "muted" => Text::new("members-did-mute"),
        "unmuted" => Text::new("members-did-unmute"),
        "unbanned" => Text::new("members-did-unban"),
        _ => return None,
    })
}
