//! `/r/{slug}/members`: who is in a room, and what moderators and owners do about it. Refused, the page is drawn again with
//! what was typed.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use proto::auth::{Person, Query as AuthQuestion, Reply as AuthReply, Session};
use proto::room::{Action, MemberLine, Role, RoomView};
use proto::text::{Reason, Username};
use proto::{Code, Refusal, UserId};
use serde::Deserialize;
use uuid::Uuid;

use super::{command, form_nonce, queries, redirect, render, render_refused, retry_nonce};
use crate::draw::{AddForm, Errors, MemberRow, MembersPage, Rights};
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// People to a page.
const PER_PAGE: u16 = 50;
/// The most banned people that are listed.
const BANNED: u16 = 100;

/// Which page of the list, and what was done last: one of our own words.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Part {
    offset: u32,
    done: String,
}

/// All fields of all forms of this page.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Typed {
    nonce: String,
    username: String,
    role: String,
    reason: String,
    ban: String,
}

/// `GET /r/{slug}/members`
pub(crate) async fn members(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(slug): Path<String>,
    Query(part): Query<Part>,
) -> Result<Response, AppError> {
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    let mut page = page(&state, &session, view, part.offset).await?;
    page.notice = sentence(&part.done);
    render(&state, &page)
}

/// Where a refused form was drawn, a reload asks for its address: the list is further up.
pub(crate) async fn to_page(Path((slug, _)): Path<(String, String)>, SignedIn(_): SignedIn) -> Response {
    redirect(&format!("/r/{slug}/members"))
}

/// `POST /r/{slug}/members`: somebody more, by username.
pub(crate) async fn add(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(slug): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    let added = async {
        let nonce = form_nonce(&typed.nonce)?;
        // Whether there is such a person is told to those alone who may add them.
        if !Rights::of(&session, &view).moderates {
            let closed = view.archived && view.mine.is_some();
            let no = || Refusal::forbidden("Only a moderator can add people.");
            return Err(if closed { Refusal::archived() } else { no() });
        }
        let person = called(&state, &typed.username).await?;
        let action = Action::Add { user: person.id, whom: person.display_name };
        command(&state, &session, view.room, nonce, action).await
    };
    match added.await {
        Ok(_) => Ok(redirect(&format!("/r/{}/members?done=added", view.slug))),
        Err(refusal) => {
            let errors = Errors::from(&refusal);
            let add = AddForm {
                nonce: retry_nonce(&refusal, &typed.nonce),
                username: typed.username.clone(),
                errors,
            };
            let page =
                page(&state, &session, view, 0).await.map_err(|fault| fault.giving_back(&typed.username))?;
            render_refused(&state, &MembersPage { add, ..page }, &refusal)
        }
    }
}

/// `POST /r/{slug}/members/{user}/role`
pub(crate) async fn appoint(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, user)): Path<(String, UserId)>,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let action = match typed.role.as_str() {
        "member" => Ok(Action::Appoint { user, role: Role::Member }),
        "moderator" => Ok(Action::Appoint { user, role: Role::Moderator }),
        "owner" => Ok(Action::Appoint { user, role: Role::Owner }),
        _ => Err(Refusal::bad_request("A role is member, moderator or owner.")),
    };
    act(&state, &session, &slug, user, &typed, action, "appointed").await
}

/// `POST /r/{slug}/members/{user}/remove`: with `ban`, for good.
pub(crate) async fn remove(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, user)): Path<(String, UserId)>,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let ban = typed.ban == "yes";
    let reason = Some(&*typed.reason).filter(|text| !text.trim().is_empty()).map(Reason::parse).transpose();
    let action = match reason {
        Ok(reason) => Ok(Action::Remove { user, ban, reason, whom: name(&state, user).await }),
        Err(refusal) => Err(refusal),
    };
    act(&state, &session, &slug, user, &typed, action, if ban { "banned" } else { "removed" }).await
}

/// `POST /r/{slug}/members/{user}/unban`
pub(crate) async fn unban(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, user)): Path<(String, UserId)>,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let action = Action::Unban { user, whom: name(&state, user).await };
    act(&state, &session, &slug, user, &typed, Ok(action), "unbanned").await
}

async fn act(
    state: &AppState,
    session: &Session,
    slug: &str,
    user: UserId,
    typed: &Typed,
    action: Result<Action, Refusal>,
    done: &'static str,
) -> Result<Response, AppError> {
    let view = queries::room_by_slug(state, session, slug).await?;
    let acted = async { command(state, session, view.room, form_nonce(&typed.nonce)?, action?).await };
    match acted.await {
        Ok(_) => Ok(redirect(&format!("/r/{}/members?done={done}", view.slug))),
        Err(refusal) => {
            let page = page(state, session, view, 0).await.map_err(|fault| fault.giving_back(&typed.reason));
            let mut page = page?;
            page.errors = Errors { form: Some(refusal.message.to_string()), ..Errors::none() };
            for row in page.members.iter_mut().filter(|row| row.face.id == user) {
                row.nonce = retry_nonce(&refusal, &typed.nonce);
                row.reason = Some(typed.reason.clone());
            }
            render_refused(state, &page, &refusal)
        }
    }
}

async fn page(
    state: &AppState,
    session: &Session,
    room: RoomView,
    offset: u32,
) -> Result<MembersPage, AppError> {
    let rights = Rights::of(session, &room);
    let (sidebar, (members, more), (banned, _)) = tokio::try_join!(
        queries::sidebar(state, session, Some(room.room)),
        queries::members(state, session, room.room, false, offset, PER_PAGE),
        async {
            if rights.moderates {
                queries::members(state, session, room.room, true, 0, BANNED).await
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
        offset,
        per_page: PER_PAGE.into(),
        more,
        rights,
        add: AddForm::default(),
        notice: None,
        errors: Errors::none(),
    })
}

/// Whoever has this username.
async fn called(state: &AppState, username: &str) -> Result<Person, Refusal> {
    let nobody = || {
        Refusal::new(Code::NotFound, "Nobody here has this username. Look at how it is spelled.")
            .on("username")
    };
    let username = Username::parse(username.trim().trim_start_matches('@')).map_err(|_| nobody())?;
    match state.cluster().ask_auth(Uuid::new_v4(), &AuthQuestion::Profile { username }).await? {
        AuthReply::Profile(Some(profile)) if profile.org_role > proto::room::OrgRole::Inactive => {
            Ok(profile.person)
        }
        AuthReply::Profile(_) => Err(nobody()),
        AuthReply::Refused(refusal) => Err(refusal),
        _ => Err(Refusal::unavailable()),
    }
}

/// What somebody is called, for those who read the log; empty if nobody can tell in time.
async fn name(state: &AppState, user: UserId) -> String {
    queries::people(state, &[user]).await.remove(&user).map(|person| person.display_name).unwrap_or_default()
}

fn sentence(done: &str) -> Option<&'static str> {
    Some(match done {
        "added" => "They are a member now.",
        "appointed" => "They have another role now.",
        "removed" => "They are out. They may join again if the room is public.",
        "banned" => "They are out and cannot come back until you let them.",
        "unbanned" => "They may come back. They are no member until they join or are added.",
        _ => return None,
    })
}
