//! `/admin/messages`: messages of public rooms, and of one private room after looking into it, which that room is told.

mod filter;

use axum::Form;
use axum::extract::{Query, State};
use axum::response::Response;
use proto::auth::Session;
use proto::room::{Action, AdminQuery, AdminReply, FoundMessage, Kind, RoomRecord};
use proto::{Nonce, Refusal, RoomId, Seq, UserId};
use serde::Deserialize;

use super::SignedInAdmin;
use crate::catalogue::Text;
use crate::draw::{AllMessagesPage, Errors, FoundRow, Looking, RoomChoice};
use crate::error::AppError;
use crate::pages::proof::Proved;
use crate::pages::{queries, redirect, render, render_refused};
use crate::session::ReturnTo;
use crate::state::AppState;
use filter::{Filter, day, midnight};

/// Messages to a page.
const PER_PAGE: u16 = 50;
/// The most rooms one can choose from; the others have a link on their own page.
const CHOICES: u16 = 100;

/// The fields of the forms about one message or one room; `back` is where they stood.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct FormInput {
    nonce: String,
    room: String,
    seq: Seq,
    back: ReturnTo,
}

/// `GET /admin/messages`
pub(crate) async fn messages(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Query(filter): Query<Filter>,
) -> Result<Response, AppError> {
    let (mut page, chosen) = page(&state, &session, &filter).await?;
    if page.closed {
        return render(&state, &page);
    }
    match found(&state, &session, &filter).await {
        Ok((messages, more)) => {
            page.older = messages.last().filter(|_| more).map(|last| filter.older(last));
            page.messages = rows(&state, &session, messages, chosen.as_ref()).await;
            render(&state, &page)
        }
        Err(refusal) => {
            page.errors = Errors::from(&refusal);
            render_refused(&state, &page, &refusal)
        }
    }
}

/// Where the forms are sent to, asked for by a reload.
pub(crate) async fn to_page(SignedInAdmin(_): SignedInAdmin) -> Response {
    redirect("/admin/messages")
}

/// `POST /admin/messages/inspect`: written down, and the room is told.
pub(crate) async fn inspect(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Proved(typed): Proved<FormInput>,
) -> Result<Response, AppError> {
    let room = typed.room()?;
    super::act(&state, &session, room, &typed.nonce, Action::Inspect).await?;
    Ok(redirect(&format!("/admin/messages?room={room}&done=looked")))
}

/// `POST /admin/messages/delete`: its words are gone, and a line says so.
pub(crate) async fn delete(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    super::act(
        &state,
        &session,
        typed.room()?,
        &typed.nonce,
        Action::Delete { target: typed.seq, reason: None },
    )
    .await?;
    let back = typed.back.path().filter(|path| path.starts_with("/admin/messages?"));
    Ok(redirect(&format!("{}&done=deleted", back.as_deref().unwrap_or("/admin/messages?q="))))
}

impl FormInput {
    fn room(&self) -> Result<RoomId, Refusal> {
        self.room.parse().map_err(|_| Refusal::not_found())
    }
}

async fn found(
    state: &AppState,
    session: &Session,
    filter: &Filter,
) -> Result<(Vec<FoundMessage>, bool), Refusal> {
    let author = super::person_by_username(state, &filter.author, "author").await?.map(|person| person.id);
    let query = AdminQuery::Search {
        words: filter.q.clone(),
        author,
        room: filter.room.parse().ok(),
        from: day(&filter.from, "from")?.map(midnight),
        before: filter.cursor()?,
        limit: PER_PAGE,
    };
    match super::query(state, session, query).await? {
        AdminReply::Found { messages, more } => Ok((messages, more)),
        _ => Err(Refusal::unavailable()),
    }
}

async fn rows(
    state: &AppState,
    session: &Session,
    messages: Vec<FoundMessage>,
    chosen: Option<&RoomRecord>,
) -> Vec<FoundRow> {
    let authors: Vec<UserId> = messages.iter().map(|one| one.message.author).collect();
    let (people, rooms) = tokio::join!(queries::people(state, &authors), queries::my_rooms(state, session));
    let rooms = rooms.unwrap_or_default();
    let row = |mut one: FoundMessage| {
        let author = people.get(&one.message.author);
        if let Some(author) = author {
            (one.message.name, one.message.avatar) = (author.shown_name(), author.avatar);
        }
        // A page of the room is for those who may read it: not for who has merely looked in.
        let open = chosen.is_none_or(|room| room.kind == Kind::Public)
            || rooms.iter().any(|mine| mine.room == one.room);
        FoundRow::of(&one, author, open)
    };
    messages.into_iter().map(row).collect()
}

async fn page(
    state: &AppState,
    session: &Session,
    filter: &Filter,
) -> Result<(AllMessagesPage, Option<RoomRecord>), AppError> {
    let all = AdminQuery::Rooms { search: String::new(), offset: 0, limit: CHOICES };
    let record = async {
        match filter.room.parse().ok() {
            Some(room) => super::room_record(state, session, room).await.map(Some),
            None => Ok(None),
        }
    };
    let (record, all, sidebar) =
        tokio::try_join!(record, super::query(state, session, all), queries::sidebar(state, session, None))?;
    let chosen = record.as_ref();
    let AdminReply::Rooms { mut rooms, .. } = all else { return Err(Refusal::unavailable().into()) };
    if let Some(chosen) = chosen.filter(|chosen| !rooms.iter().any(|room| room.room == chosen.room)) {
        rooms.push(chosen.clone());
    }
    rooms.sort_by_cached_key(|room| room.name.to_lowercase());
    let private = chosen.filter(|room| room.kind != Kind::Public && room.mine.is_none());
    let page = AllMessagesPage {
        sidebar,
        search: filter.q.clone(),
        author: filter.author.clone(),
        from: filter.from.clone(),
        to: filter.to.clone(),
        rooms: rooms.iter().map(|room| RoomChoice::of(room, chosen.map(|chosen| chosen.room))).collect(),
        looking: private.map(|room| Looking {
            room: room.room,
            name: room.name.clone(),
            nonce: Nonce::new(),
        }),
        closed: private.is_some_and(|room| !room.looked),
        filtered: [&filter.q, &filter.author, &filter.room, &filter.from, &filter.to]
            .iter()
            .any(|text| !text.is_empty()),
        here: filter.address(),
        messages: Vec::new(),
        older: None,
        newest: filter.before.is_empty(),
        notice: sentence(&filter.done),
        errors: Errors::none(),
    };
    Ok((page, record))
}

fn sentence(done: &str) -> Option<Text> {
    Some(match done {
        "deleted" => Text::new("admin-messages-did-delete"),
        "looked" => Text::new("admin-messages-did-view"),
        _ => return None,
    })
}
