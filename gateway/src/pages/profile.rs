//! `/u/{username}`: a person's card. By their id it leads there: messages know ids.

use axum::extract::{Path, State};
use axum::response::Response;
use proto::auth::{Person, Profile, Query, Reply, Session};
use proto::node::Availability;
use proto::room::{CommonRoom, OrgRole, Query as RoomQuery, Reply as RoomReply};
use proto::text::Username;
use proto::{At, Refusal, UserId};

use super::settings::own_account;
use super::{blocks, queries, redirect, render};
use crate::draw::{CardPart, ProfilePage};
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// `GET /u/{username}`. No username has the length of an id.
pub(crate) async fn profile(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(name): Path<String>,
) -> Result<Response, AppError> {
    if let Ok(id) = name.parse::<UserId>() {
        let people = state.people().get(&[id]).await;
        let person = people.get(&id).ok_or_else(Refusal::not_found)?;
        check_known(&state, &session, id).await?;
        return Ok(redirect(&format!("/u/{}", person.username)));
    }
    let username = Username::parse(&name).map_err(|_| Refusal::not_found())?;
    let (profile, own, sidebar) = tokio::try_join!(
        find(&state, username),
        own_account(&state, &session),
        queries::sidebar(&state, &session, None)
    )?;
    let rooms = check_known(&state, &session, profile.person.id).await?;
    let mine = own.details.zone.as_ref();
    let mut page = ProfilePage::new(sidebar, &profile, rooms, mine, At::now_utc());
    page.seen = seen(&state, profile.person.id).await;
    page.blocked = page.sidebar.blocked.contains(&profile.person.id);
    render(&state, &page)
}

/// `GET /u/{username}/card`, of a username or an id: what is shown over a page where the name is pointed at.
pub(crate) async fn card(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(name): Path<String>,
) -> Result<Response, AppError> {
    let username = match name.parse::<UserId>() {
        Ok(id) => state.people().get(&[id]).await.remove(&id).ok_or_else(Refusal::not_found)?.username,
        Err(_) => name,
    };
    let username = Username::parse(&username).map_err(|_| Refusal::not_found())?;
    let (profile, own, blocked) = tokio::try_join!(
        find(&state, username),
        own_account(&state, &session),
        blocks::of(&state, &session)
    )?;
    let rooms = check_known(&state, &session, profile.person.id).await?;
    let zone = own.details.zone.as_ref();
    let mut card = CardPart::new(session.person.id, &profile, rooms, zone, At::now_utc());
    card.seen = seen(&state, profile.person.id).await;
    card.blocked = blocked.contains(&profile.person.id);
    render(&state, &card)
}

async fn seen(state: &AppState, user: UserId) -> Option<Availability> {
    state.live().availability(&[user]).await.remove(&user)
}

/// The rooms that somebody is in with whoever looks. A guest knows those alone who are in a room with them.
pub(super) async fn check_known(
    state: &AppState,
    session: &Session,
    with: UserId,
) -> Result<Vec<CommonRoom>, Refusal> {
    let user = session.person.id;
    if user == with {
        return Ok(Vec::new());
    }
    match state.cluster().ask_room(user.0, &RoomQuery::InCommon { user, with }).await? {
        RoomReply::InCommon(rooms) if rooms.is_empty() && session.org_role <= OrgRole::Guest => {
            Err(Refusal::not_found())
        }
        RoomReply::InCommon(rooms) => Ok(rooms),
        other => Err(queries::unexpected(&other)),
    }
}

/// Somebody by their username.
pub(super) async fn person(state: &AppState, username: &str) -> Result<Person, Refusal> {
    let username = Username::parse(username).map_err(|_| Refusal::not_found())?;
    Ok(find(state, username).await?.person)
}

async fn find(state: &AppState, username: Username) -> Result<Profile, Refusal> {
    match state.cluster().ask_auth(uuid::Uuid::new_v4(), &Query::Profile { username }).await? {
        Reply::Profile(profile) => profile.ok_or_else(Refusal::not_found),
        Reply::Refused(refusal) => Err(refusal),
        _ => Err(Refusal::unavailable()),
    }
}
