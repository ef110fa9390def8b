//! The queries pages ask, each with the one answer it has.

use std::collections::HashMap;
use std::str::FromStr;
use std::time::Duration;

use proto::UserId;
use proto::auth::{self, Person, Session};
use proto::room::permissions::Asker;
use proto::room::{
    ActionKind, Around, Kind, Listing, MemberLine, Message, MyRoom, OrgRole, Page, Query, Reply, RoomCounts,
    RoomPage, RoomView,
};
use proto::text::Slug;
use proto::{At, Reason, Refusal, RoomId, Seq};
use tokio::time::timeout;
use uuid::Uuid;

use crate::actions::direct::{name_rooms, name_view};
use crate::cluster::MyRooms;
use crate::draw::{RoomsPart, Sidebar, inbox_count};
use crate::state::AppState;

/// Messages on a page.
const PAGE: u16 = 50;
/// How long a page waits for names that are not known yet.
const NAMES: Duration = Duration::from_millis(600);

/// The rooms of a person, in order of their names.
pub(super) async fn my_rooms(state: &AppState, session: &Session) -> Result<MyRooms, Refusal> {
    let MyRooms { rooms, personal } = state.cluster().rooms_of(session.person.id).await?;
    Ok(MyRooms { rooms: by_name(state, session, rooms).await, personal })
}

async fn by_name(state: &AppState, session: &Session, mut rooms: Vec<MyRoom>) -> Vec<MyRoom> {
    state.people().learn(&session.person);
    name_rooms(state.people(), session.person.id, &mut rooms).await;
    rooms.sort_by_cached_key(|room| room.name.to_lowercase());
    rooms
}

/// What stands beside every page inside.
pub(super) async fn sidebar(
    state: &AppState,
    session: &Session,
    current: Option<RoomId>,
) -> Result<Sidebar, Refusal> {
    Ok(sidebar_of(state, session, &my_rooms(state, session).await?, current))
}

/// The same, of rooms that have been asked for.
pub(super) fn sidebar_of(
    state: &AppState,
    session: &Session,
    rooms: &MyRooms,
    current: Option<RoomId>,
) -> Sidebar {
    state.people().learn(&session.person);
    let mut sidebar = Sidebar::new(&session.person, rooms, current);
    sidebar.arrange(&rooms.personal.arrangement);
    let now = At::now_utc();
    sidebar.threads = rooms.personal.waiting(now);
    sidebar.inbox = inbox_count(rooms, sidebar.threads);
    sidebar.reports = rooms.personal.reports;
    sidebar.blocked.clone_from(&rooms.personal.blocked);
    sidebar.due = rooms.personal.due(now);
    sidebar.show_statuses(|user| state.people().peek(user), now);
    sidebar.show_seen(|user| state.live().known_availability(user));
    sidebar.org_role = session.org_role;
    sidebar.admin = session.org_role >= OrgRole::Admin;
    sidebar.creates = Asker::without_room(session.org_role).may(ActionKind::Create);
    sidebar
}

/// A room by its address or a former one; a direct conversation by its id.
pub(super) async fn room_by_slug(
    state: &AppState,
    session: &Session,
    slug: &str,
) -> Result<RoomView, Refusal> {
    if let Ok(room) = slug.parse() {
        let view = room_by_id(state, session, room).await?;
        return if view.kind == Kind::Direct { Ok(view) } else { Err(Refusal::not_found()) };
    }
    let slug = Slug::parse(slug)?;
    one_room(state, session, key(&slug), Query::Find { slug, viewer: session.into() }).await
}

/// Which room-service is asked first about an address: any, but for one address always the same.
fn key(slug: &Slug) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_URL, slug.as_str().as_bytes())
}

/// A room by its address or a former one, a part of its messages, and what stands beside them.
pub(super) async fn room_page(
    state: &AppState,
    session: &Session,
    slug: &str,
    part: Around,
) -> Result<(RoomView, Page, Sidebar), Refusal> {
    if RoomId::from_str(slug).is_ok() {
        return direct_page(state, session, slug, part).await;
    }
    let slug = Slug::parse(slug)?;
    let key = key(&slug);
    let query = Query::RoomPage { slug, viewer: session.into(), part, limit: PAGE };
    let RoomPage { room, page, rooms, more_rooms, personal } =
        match state.cluster().ask_room(key, &query).await? {
            Reply::RoomPage(found) => *found,
            other => return Err(unexpected(&other)),
        };
    let rooms = async {
        let rooms = state.cluster().further_rooms_of(session.person.id, rooms, more_rooms).await?;
        Ok::<_, Refusal>(by_name(state, session, rooms).await)
    };
    let (rooms, page) = tokio::join!(rooms, called_as_now(state, page));
    let sidebar = sidebar_of(state, session, &MyRooms { rooms: rooms?, personal }, Some(room.room));
    Ok((room, page, sidebar))
}

/// The same of a direct conversation, which has no address that a room-service could look up.
async fn direct_page(
    state: &AppState,
    session: &Session,
    id: &str,
    part: Around,
) -> Result<(RoomView, Page, Sidebar), Refusal> {
    let view = room_by_slug(state, session, id).await?;
    let (page, sidebar) = tokio::try_join!(
        messages(state, session, view.room, part),
        sidebar(state, session, Some(view.room))
    )?;
    Ok((view, page, sidebar))
}

/// A room by its id.
pub(super) async fn room_by_id(
    state: &AppState,
    session: &Session,
    room: RoomId,
) -> Result<RoomView, Refusal> {
    one_room(state, session, room.0, Query::Get { room, viewer: session.into() }).await
}

async fn one_room(state: &AppState, session: &Session, key: Uuid, query: Query) -> Result<RoomView, Refusal> {
    match state.cluster().ask_room(key, &query).await? {
        Reply::Room(mut view) => {
            name_view(state.people(), session.person.id, &mut view).await;
            Ok(*view)
        }
        other => Err(unexpected(&other)),
    }
}

/// A page of a room's messages, everyone called as they are called now.
pub(super) async fn messages(
    state: &AppState,
    session: &Session,
    room: RoomId,
    around: Around,
) -> Result<Page, Refusal> {
    first_messages(state, session, room, around, PAGE).await
}

async fn called_as_now(state: &AppState, mut page: Page) -> Page {
    let actors = page.lines.iter().map(|line| line.actor);
    let mut authors: Vec<_> = page.messages.iter().flat_map(Message::people).chain(actors).collect();
    authors.sort_unstable();
    authors.dedup();
    // Without an answer in time the messages' own hints are drawn: losing auth silences nobody.
    let people = timeout(NAMES, state.people().get(&authors)).await.unwrap_or_default();
    for (user, name) in page.messages.iter_mut().flat_map(Message::names_mut) {
        if let Some(person) = people.get(&user) {
            *name = person.shown_name();
        }
    }
    for line in &mut page.lines {
        if let Some(person) = people.get(&line.actor) {
            line.name = person.shown_name();
        }
    }
    page
}

/// One message, called as it was when it was written.
pub(super) async fn message(
    state: &AppState,
    session: &Session,
    room: RoomId,
    seq: Seq,
) -> Result<Message, Refusal> {
    let page = message_page(state, session, room, Around::These(vec![seq]), 1).await?;
    page.messages.into_iter().next().ok_or_else(|| Refusal::new(Reason::MessageMissing))
}

/// A few messages of a room, everyone called as they are called now.
pub(super) async fn first_messages(
    state: &AppState,
    session: &Session,
    room: RoomId,
    part: Around,
    limit: u16,
) -> Result<Page, Refusal> {
    Ok(called_as_now(state, message_page(state, session, room, part, limit).await?).await)
}

/// The first message of a room that was written at this moment or later.
pub(super) async fn first_since(
    state: &AppState,
    session: &Session,
    room: RoomId,
    at: At,
) -> Result<Option<Seq>, Refusal> {
    let page = message_page(state, session, room, Around::Since(at), 1).await?;
    Ok(page.messages.first().map(|message| message.seq))
}

/// Some of the people of a room: this page of them, and whether there are more.
pub(super) async fn members(
    state: &AppState,
    session: &Session,
    room: RoomId,
    (banned, among): (bool, Option<Vec<UserId>>),
    offset: u32,
    limit: u16,
) -> Result<(Vec<MemberLine>, bool), Refusal> {
    let query = Query::Members { room, viewer: session.into(), banned, among, offset, limit };
    match state.cluster().ask_room(room.0, &query).await? {
        Reply::Members { members, more } => Ok((members, more)),
        other => Err(unexpected(&other)),
    }
}

async fn message_page(
    state: &AppState,
    session: &Session,
    room: RoomId,
    part: Around,
    limit: u16,
) -> Result<Page, Refusal> {
    let query = Query::Page { room, viewer: session.into(), part, limit };
    match state.cluster().ask_room(room.0, &query).await? {
        Reply::Page(page) => Ok(page),
        other => Err(unexpected(&other)),
    }
}

/// People, as far as somebody can tell in time.
pub(super) async fn people(state: &AppState, ids: &[UserId]) -> HashMap<UserId, Person> {
    timeout(NAMES, state.people().get(ids)).await.unwrap_or_default()
}

/// A page of the list of rooms, whether there are further ones, and how many match.
pub(super) async fn browse(
    state: &AppState,
    session: &Session,
    part: &RoomsPart,
    limit: u16,
) -> Result<(Vec<Listing>, bool, RoomCounts), Refusal> {
    let RoomsPart { show, order, search, offset } = part.clone();
    let query = Query::Browse { viewer: session.into(), show, order, search, offset, limit };
    match state.cluster().ask_room(session.person.id.0, &query).await? {
        Reply::Listing { rooms, more, counts } => Ok((rooms, more, counts)),
        other => Err(unexpected(&other)),
    }
}

/// Active people found by part of a name, as far as this person may find them: guests find those they are in a room with.
pub(super) async fn find_people(
    state: &AppState,
    session: &Session,
    search: &str,
    limit: u16,
) -> Result<Vec<Person>, Refusal> {
    people_found(state, session, (search, false), 0, limit).await
}

/// The same, a page of them; with nothing to look for, of everyone.
pub(super) async fn list_people(
    state: &AppState,
    session: &Session,
    search: &str,
    offset: u32,
    limit: u16,
) -> Result<Vec<Person>, Refusal> {
    people_found(state, session, (search, true), offset, limit).await
}

async fn people_found(
    state: &AppState,
    session: &Session,
    (search, everyone): (&str, bool),
    offset: u32,
    limit: u16,
) -> Result<Vec<Person>, Refusal> {
    let viewer = session.person.id;
    let known = if session.org_role > OrgRole::Guest {
        Vec::new()
    } else {
        match state.cluster().ask_room(viewer.0, &Query::Known { user: viewer }).await? {
            Reply::Known(known) => known,
            other => return Err(unexpected(&other)),
        }
    };
    let query = auth::Query::Find { viewer, search: search.to_owned(), known, everyone, offset, limit };
    match state.cluster().ask_auth(viewer.0, &query).await? {
        auth::Reply::People(people) => Ok(people),
        _ => Err(Refusal::unavailable()),
    }
}

pub(super) fn unexpected(reply: &Reply) -> Refusal {
    match reply {
        Reply::Refused(refusal) => refusal.clone(),
        other => {
            tracing::warn!(reply = ?std::mem::discriminant(other), "an answer to another query");
            Refusal::unavailable()
        }
    }
}
