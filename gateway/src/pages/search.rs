//! `/search`: messages by what is in them, and people, rooms and files by their names. Every question, order and page of what was
//! found has an address.

pub(crate) mod offers;
mod resolve;

use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;
use futures_util::future::OptionFuture;
use proto::auth::Session;
use proto::room::search::{Has, Search, SearchHit, SearchOrder, Term, Typed};
use proto::room::{Around, Message, Query, Reply, RoomAddress, ThreadQuery};
use proto::{At, Refusal, RoomId, Seq, UserId};

use super::{queries, render, render_refused};
use crate::cluster::MyRooms;
use crate::draw::{Beside, Errors, HitRows, SearchAddress, SearchPage};
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// Messages on a page.
const PAGE: u16 = 20;
/// People, rooms and files beside them.
const BESIDE: u16 = 3;
/// Messages around one that was found.
const CONTEXT: u16 = 10;

/// `GET /search`
pub(crate) async fn search(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    UrlQuery(address): UrlQuery<SearchAddress>,
) -> Result<Response, AppError> {
    let rooms = queries::my_rooms(&state, &session).await?;
    let sidebar = queries::sidebar_of(&state, &session, &rooms, None);
    let here = match address.room.as_deref().and_then(|room| room.parse::<RoomAddress>().ok()) {
        Some(room) => queries::room_by_slug(&state, &session, &room.last()).await.ok(),
        None => None,
    };
    let mut page = SearchPage::new(sidebar, address.clone(), here.as_ref());
    if address.q.trim().is_empty() {
        return render(&state, &page);
    }
    let question = resolve::question(&state, &session, &rooms, &address, here.map(|here| here.room)).await;
    match question {
        Ok((typed, search)) => match fill(&mut page, &state, &session, &rooms, (&typed, search)).await {
            Ok(()) => render(&state, &page),
            Err(refusal) => refused(&state, page, &refusal),
        },
        Err(refusal) => refused(&state, page, &refusal),
    }
}

/// What cannot be looked for is said beside it; the question stays.
fn refused(state: &AppState, mut page: SearchPage, refusal: &Refusal) -> Result<Response, AppError> {
    page.errors = Errors::from(refusal);
    render_refused(state, &page, refusal)
}

/// Puts what was found on the page.
async fn fill(
    page: &mut SearchPage,
    state: &AppState,
    session: &Session,
    rooms: &MyRooms,
    (typed, search): (&Typed, Search),
) -> Result<(), Refusal> {
    let is_first = search.before.is_none() && search.offset == 0;
    let files = (is_first && !typed.plain.is_empty()).then(|| Search {
        has: vec![Has::File],
        order: SearchOrder::Newest,
        limit: 10,
        ..search.clone()
    });
    let beside = OptionFuture::from(files.map(|files| beside(state, session, typed, files)));
    let (found, beside) = tokio::join!(ask(state, session, Search { limit: PAGE, ..search.clone() }), beside);
    let (hits, more, terms) = found?;
    let context = context(state, session, &page.address, &hits).await;
    let around = context.iter().flat_map(|(_, messages)| messages.iter().map(|message| message.author));
    let authors: Vec<UserId> = hits.iter().map(|hit| hit.message.author).chain(around).collect();
    let people = queries::people(state, &authors).await;
    let found = HitRows {
        hits: &hits,
        more,
        terms: &terms,
        rooms,
        people: &people,
        context: context.as_ref(),
        blocked: &rooms.personal.blocked,
    };
    page.show(&found, At::now_utc());
    if let Some(beside) = beside {
        page.put_beside(beside);
    }
    Ok(())
}

/// The messages that are meant, whether there are more, and what is to be marked in them.
async fn ask(
    state: &AppState,
    session: &Session,
    search: Search,
) -> Result<(Vec<SearchHit>, bool, Vec<Term>), Refusal> {
    let query = Query::Search { viewer: session.into(), search: Box::new(search) };
    match state.cluster().ask_room(session.person.id.0, &query).await? {
        Reply::Found { messages, more, terms } => Ok((messages, more, terms)),
        other => Err(queries::unexpected(&other)),
    }
}

/// What else is called so; what cannot be asked for is left out.
async fn beside(state: &AppState, session: &Session, typed: &Typed, files: Search) -> Beside {
    let named = crate::draw::RoomsPart { search: typed.plain.clone(), ..crate::draw::RoomsPart::default() };
    let (people, rooms, files) = tokio::join!(
        queries::find_people(state, session, &typed.plain, BESIDE),
        queries::browse(state, session, &named, BESIDE),
        ask(state, session, files)
    );
    Beside {
        people: people.unwrap_or_default(),
        rooms: rooms.map(|found| found.0).unwrap_or_default(),
        files: files.map(|(hits, _, terms)| Beside::called(&hits, &terms, BESIDE.into())).unwrap_or_default(),
    }
}

/// What was said around the one message of these whose context is asked for.
async fn context(
    state: &AppState,
    session: &Session,
    address: &SearchAddress,
    hits: &[SearchHit],
) -> Option<((RoomId, Seq), Vec<Message>)> {
    let (room, seq) = address.context_of()?;
    let hit = hits.iter().find(|hit| (hit.message.room, hit.message.seq) == (room, seq))?;
    // Of a thread what was said there; the message it began with leads the page.
    let page = match hit.root {
        Some(root) => {
            let query = Query::Threads {
                query: ThreadQuery::Page {
                    room,
                    viewer: session.into(),
                    root,
                    part: Around::Around(seq),
                    limit: CONTEXT,
                },
            };
            match state.cluster().ask_room(room.0, &query).await {
                Ok(Reply::Thread(thread)) => thread.page,
                _ => return None,
            }
        }
        None => queries::first_messages(state, session, room, Around::Around(seq), CONTEXT).await.ok()?,
    };
    Some(((room, seq), page.messages))
}
